//! The laws of finding values: whole, one byte at a time, and in every split in two.

use bytes::Bytes;
use proptest::prelude::*;
use serde_json::Value;

use super::elements::Elements;
use super::frames::{Frame, Frames};
use super::lines::Lines;
use super::sequence::Sequence;

const LIMIT: usize = 48;

fn lines() -> Frames {
    Frames::new(Lines)
}

fn sequence() -> Frames {
    Frames::new(Sequence::new())
}

fn elements() -> Frames {
    Frames::new(Elements::new())
}

fn read<'p>(mut frames: Frames, pieces: impl IntoIterator<Item = &'p [u8]>) -> Vec<Frame> {
    let mut found = Vec::new();
    frames.set_limit(LIMIT);
    for piece in pieces {
        frames.push(Bytes::copy_from_slice(piece));
        found.extend(std::iter::from_fn(|| frames.next()));
    }
    frames.finish();
    found.extend(std::iter::from_fn(|| frames.next()));
    assert!(frames.is_over());
    found
}

/// What is found, the same however the body is split.
fn found(make: fn() -> Frames, body: &[u8]) -> Vec<Frame> {
    let whole = read(make(), [body]);
    assert_eq!(read(make(), body.chunks(1)), whole, "one byte at a time: {}", body.escape_ascii());
    for split in 0..=body.len() {
        let (left, right) = body.split_at(split);
        assert_eq!(read(make(), [left, right]), whole, "split at {split}: {}", body.escape_ascii());
    }
    whole
}

/// Each value or fault with its line and column, counted from 0.
fn shown(frames: &[Frame]) -> Vec<String> {
    let shown = |frame: &Frame| match &frame.value {
        Ok(value) => format!("{}:{} {}", frame.place.line, frame.place.column, value.escape_ascii()),
        Err(fault) => format!("{}:{} ! {fault}", frame.place.line, frame.place.column),
    };
    frames.iter().map(shown).collect()
}

fn check(make: fn() -> Frames, cases: &[(&str, &[&str])]) {
    for (body, expected) in cases {
        assert_eq!(shown(&found(make, body.as_bytes())), *expected, "{}", body.escape_debug());
    }
}

#[test]
fn a_line_is_a_value() {
    check(
        lines,
        &[
            ("", &[]),
            ("1\n2\n", &["0:0 1", "1:0 2"]),
            ("1\r\n2\r\n", &["0:0 1\\r", "1:0 2\\r"]),
            ("1\n2", &["0:0 1", "1:0 2"]),
            ("\n\n1\n \t\r\n\n2\n\n", &["2:0 1", "5:0 2"]),
            ("\u{feff}1\n\u{feff}2\n", &["0:0 1", "1:0 \\xef\\xbb\\xbf2"]),
            ("\u{feff}", &[]),
            ("{\"a\":\"\\n\"}\n  [1]", &["0:0 {\\\"a\\\":\\\"\\\\n\\\"}", "1:0   [1]"]),
            ("ü\n\u{2028}\n", &["0:0 \\xc3\\xbc", "1:0 \\xe2\\x80\\xa8"]),
        ],
    );
}

#[test]
fn what_begins_like_a_byte_order_mark_is_not_lost() {
    for (body, expected) in
        [(&b"\xEF\xBB"[..], "0:0 \\xef\\xbb"), (b"\xEF\n", "0:0 \\xef"), (b"\xEF\xBB\xBE", "0:0 \\xef\\xbb\\xbe")]
    {
        assert_eq!(shown(&found(lines, body)), [expected]);
    }
}

#[test]
fn a_separator_begins_a_text() {
    let cut = "a number or word without white space behind it, which may be cut off";
    let unseparated = "expected a record separator in front of the first text";
    check(
        sequence,
        &[
            ("", &[]),
            (" \n", &[]),
            ("\x1e1\n\x1e2\n", &["0:1 1\\n", "1:1 2\\n"]),
            ("\x1e\x1e\x1e{}\n\x1e\n\x1e", &["0:3 {}\\n"]),
            ("\x1e{\"a\":1}\x1e[2]\x1e\"3\"", &["0:1 {\\\"a\\\":1}", "0:9 [2]", "0:13 \\\"3\\\""]),
            ("\u{feff}\x1e1 ", &["0:1 1 "]),
            // A text that is cut off is found all the same, and told by who reads it.
            ("\x1e{\"a\":\x1e{}\n", &["0:1 {\\\"a\\\":", "0:7 {}\\n"]),
            (
                "\x1e12\x1etrue\x1enull\n\x1e3",
                &[&format!("0:1 ! {cut}"), &format!("0:4 ! {cut}"), "0:9 null\\n", &format!("1:1 ! {cut}")],
            ),
            (" x\ny\n\x1e1\n", &[&format!("0:1 ! {unseparated}"), "2:1 1\\n"]),
            ("{}\n{}\n", &[&format!("0:0 ! {unseparated}")]),
        ],
    );
}

#[test]
fn an_element_ends_where_its_brackets_and_quotes_do() {
    check(
        elements,
        &[
            ("[]", &[]),
            ("\u{feff} [ \n ] \r\n", &[]),
            ("[1,2]", &["0:1 1", "0:3 2"]),
            ("[ 1 ,\n\ttrue\n, null ] ", &["0:2 1", "1:1 true", "2:2 null"]),
            ("[\"a]\",\"\\\"]\",\"\\\\\"]", &["0:1 \\\"a]\\\"", "0:6 \\\"\\\\\\\"]\\\"", "0:12 \\\"\\\\\\\\\\\""]),
            ("[{\"a\":[1,{}]},[[]],{}]", &["0:1 {\\\"a\\\":[1,{}]}", "0:14 [[]]", "0:19 {}"]),
            ("[{\"]\":\"}\"}]", &["0:1 {\\\"]\\\":\\\"}\\\"}"]),
            ("[-1.5e3]", &["0:1 -1.5e3"]),
            // Not JSON, which is told by who reads it; the next element is found.
            ("[tru,1.,\"\n\",[}]", &["0:1 tru", "0:5 1.", "0:8 \\\"\\n\\\"", "1:2 [}"]),
        ],
    );
}

#[test]
fn what_is_no_array_is_an_error() {
    check(
        elements,
        &[
            ("", &["0:0 ! expected a JSON array, the body is empty"]),
            (" \n", &["1:0 ! expected a JSON array, the body is empty"]),
            ("{\"items\":[1]}", &["0:0 ! expected a JSON array, found `{`"]),
            ("<html>", &["0:0 ! expected a JSON array, found `<`"]),
            ("[1,2", &["0:1 1", "0:4 ! the body ended before the array did"]),
            ("[1,2,", &["0:1 1", "0:3 2", "0:5 ! the body ended before the array did"]),
            ("[1,]", &["0:1 1", "0:3 ! expected an element of the array, found `]`"]),
            ("[,1]", &["0:1 ! expected an element of the array, found `,`"]),
            ("[1 2]", &["0:1 1", "0:3 ! expected `,` or `]` behind the element, found `2`"]),
            ("[\"a\"\"b\"]", &["0:1 \\\"a\\\"", "0:4 ! expected `,` or `]` behind the element, found `\\\"`"]),
            ("[1]\n x", &["0:1 1", "1:1 ! expected nothing behind the array, found `x`"]),
            ("[1][2]", &["0:1 1", "0:3 ! expected nothing behind the array, found `[`"]),
        ],
    );
}

#[test]
fn a_value_that_is_too_long_ends_the_body() {
    let (fits, long) = ("1".repeat(LIMIT), "1".repeat(LIMIT + 1));
    let too_long = "a value is longer than 48 bytes";
    check(
        lines,
        &[
            (&format!("{fits}\n2\n"), &[&format!("0:0 {fits}"), "1:0 2"]),
            (&format!("1\n{long}\n2\n"), &["0:0 1", &format!("1:0 ! {too_long}")]),
        ],
    );
    check(sequence, &[(&format!("\x1e[{long}]\n\x1e2\n"), &[&format!("0:1 ! {too_long}")])]);
    check(elements, &[(&format!("[1,\"{long}\",3]"), &["0:1 1", &format!("0:3 ! {too_long}")])]);
}

#[test]
fn values_know_how_many_are_before_them() {
    let indexes = |make, body| found(make, body).iter().map(|frame| frame.place.index).collect::<Vec<_>>();
    assert_eq!(indexes(lines, b"\n1\n\n2\n3"), [0, 1, 2]);
    assert_eq!(indexes(elements, b"[1,[2],\"3\"]"), [0, 1, 2]);
}

/// More than is ever kept, in pieces that end anywhere.
#[test]
fn a_long_body_takes_the_room_of_one_value() {
    for (make, open, value) in [
        (lines as fn() -> Frames, "", "{\"text\":\"0123456789\"}\n"),
        (sequence, "", "\x1e{\"text\":\"0123456789\"}\n"),
        (elements, "[0", ",{\"text\":\"0123456789\"}"),
    ] {
        let mut frames = make();
        frames.push(open.into());
        let (block, mut count) = (Bytes::from(value.repeat(1 << 15)), 0_usize);
        for _ in 0..16 {
            for piece in [block.slice(..100_001), block.slice(100_001..)] {
                frames.push(piece);
                count += std::iter::from_fn(|| frames.next()).inspect(|frame| assert!(frame.value.is_ok())).count();
                assert!(frames.room() <= 4 * value.len(), "{} bytes are kept", frames.room());
            }
        }
        assert!(count >= (16 << 15) - 1);
    }
}

#[test]
fn a_long_value_in_small_pieces_is_looked_at_once() {
    let text = "a".repeat(1 << 20);
    for (make, body) in [
        (lines as fn() -> Frames, format!("[\"{text}\"]\n")),
        (sequence, format!("\x1e[\"{text}\"]\n")),
        (elements, format!("[[\"{text}\"]]")),
    ] {
        let mut frames = make();
        let mut found = 0;
        for piece in Bytes::from(body).chunks(3) {
            frames.push(Bytes::copy_from_slice(piece));
            found += std::iter::from_fn(|| frames.next()).inspect(|frame| assert!(frame.value.is_ok())).count();
        }
        frames.finish();
        found += std::iter::from_fn(|| frames.next()).count();
        assert_eq!(found, 1);
    }
}

fn body() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "[", "]", "{", "}", ",", ":", "\"", "\\", "\n", "\r\n", " ", "\x1e", "1", "-", "null", "\"a\"", "{}",
        "\u{feff}", "ü",
    ]);
    prop::collection::vec(word, 0..14).prop_map(|words| words.concat())
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[\\[\\]{}\"\\\\,\n\x1e a-cü]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[\"\\\\\\]a]{0,3}", inner), 0..3)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// The values, if nothing is wrong.
fn values(frames: &[Frame]) -> Option<Vec<Value>> {
    frames.iter().map(|frame| serde_json::from_slice(frame.value.as_ref().ok()?).ok()).collect()
}

proptest! {
    #[test]
    fn lines_are_what_splitting_gives(body in body()) {
        let bare = body.strip_prefix('\u{feff}').unwrap_or(&body);
        let naive = bare.split('\n').filter(|line| !line.trim_matches([' ', '\r', '\t']).is_empty());
        let found = found(lines, body.as_bytes());
        let found: Vec<&[u8]> = found.iter().map(|frame| &frame.value.as_ref().unwrap()[..]).collect();
        prop_assert_eq!(found, naive.map(str::as_bytes).collect::<Vec<_>>());
    }

    #[test]
    fn texts_are_what_splitting_gives(body in body()) {
        let bare = body.strip_prefix('\u{feff}').unwrap_or(&body);
        let mut naive = bare.split('\x1e');
        let stray = naive.next().filter(|stray| !stray.trim().is_empty()).map(|_| None);
        let texts = naive.filter(|text| !text.trim().is_empty()).map(|text| {
            let is_cut = text.ends_with(|last: char| !" \n".contains(last)) && !text.trim_start().starts_with(['{', '[', '"']);
            (!is_cut).then(|| text.as_bytes().to_vec())
        });
        let expected: Vec<Option<Vec<u8>>> = stray.into_iter().chain(texts).collect();
        let found = found(sequence, body.as_bytes()).into_iter().map(|frame| frame.value.ok().map(Vec::from));
        prop_assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn elements_are_read_exactly_where_the_array_is(body in body()) {
        let body = format!("[{body}]");
        let naive: Option<Vec<Value>> = serde_json::from_str(&body).ok();
        prop_assert_eq!(values(&found(elements, body.as_bytes())), naive);
    }

    #[test]
    fn elements_of_any_array_are_its_values(list in prop::collection::vec(json(), 0..5), pretty: bool) {
        let body = if pretty { serde_json::to_vec_pretty(&list) } else { serde_json::to_vec(&list) }.unwrap();
        let mut frames = elements();
        frames.push(Bytes::from(body));
        frames.finish();
        let found: Vec<Frame> = std::iter::from_fn(|| frames.next()).collect();
        prop_assert_eq!(values(&found), Some(list));
    }
}
