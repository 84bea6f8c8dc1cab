//! The laws of finding parts: whole, one byte at a time, and in every split in two.

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use proptest::prelude::*;

use super::boundary::boundary;
use super::fault::Fault;
use super::splitter::{RawPart, Splitter};

const LIMIT: usize = 40;

fn read<'p>(boundary: &str, pieces: impl IntoIterator<Item = &'p [u8]>) -> Vec<Result<RawPart, Fault>> {
    let mut splitter = Splitter::new(boundary);
    splitter.set_limit(LIMIT);
    let mut found = Vec::new();
    for piece in pieces {
        splitter.push(piece);
        found.extend(std::iter::from_fn(|| splitter.next()));
    }
    splitter.finish();
    found.extend(std::iter::from_fn(|| splitter.next()));
    assert!(splitter.is_over());
    found
}

/// What is found, the same however the body is split.
fn found(boundary: &str, body: &[u8]) -> Vec<Result<RawPart, Fault>> {
    let whole = read(boundary, [body]);
    assert_eq!(read(boundary, body.chunks(1)), whole, "one byte at a time: {}", body.escape_ascii());
    for split in 0..=body.len() {
        let (left, right) = body.split_at(split);
        assert_eq!(read(boundary, [left, right]), whole, "split at {split}: {}", body.escape_ascii());
    }
    whole
}

fn shown(found: &[Result<RawPart, Fault>]) -> Vec<String> {
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        format!("{name}: {}; ", value.as_bytes().escape_ascii())
    };
    let shown = |part: &Result<RawPart, Fault>| match part {
        Ok(part) => format!("{}{}", part.headers.iter().map(header).collect::<String>(), part.body.escape_ascii()),
        Err(fault) => format!("! {fault}"),
    };
    found.iter().map(shown).collect()
}

/// Each body with what is in it, of the boundary `b`. Lines are written with LF, and tried with CRLF too.
fn check(cases: &[(&str, &[&str])]) {
    for (body, expected) in cases {
        assert_eq!(shown(&found("b", body.as_bytes())), *expected, "{}", body.escape_debug());
        let crlf = body.replace('\n', "\r\n");
        let expected: Vec<String> = expected.iter().map(|text| text.replace("\\n", "\\r\\n")).collect();
        assert_eq!(shown(&found("b", crlf.as_bytes())), expected, "{}", crlf.escape_debug());
    }
}

#[test]
fn a_delimiter_is_a_line_of_the_boundary() {
    check(&[
        ("--b\n\n1\n--b\n\n2\n--b--", &["1", "2"]),
        ("--b\nA: 1\nB:2 \n\n1\n--b--\n", &["a: 1; b: 2; 1"]),
        ("--b--", &[]),
        ("--b\n\n\n--b\n\n\n\n--b--", &["", "\\n"]),
        // White space behind it.
        ("--b \t\n\n1\n--b  \n\n2\n--b-- \n", &["1", "2"]),
        // Content that only begins like one.
        ("--b\n\n--bc\n--b c\n --b\nx--b\n--\n--b--", &["--bc\\n--b c\\n --b\\nx--b\\n--"]),
        ("--b\n\n--b-\n--bb--\n--b--", &["--b-\\n--bb--"]),
        // No blank line, and so no body.
        ("--b\nA: 1\n--b\n--b\n\n--b\n--b--", &["a: 1; ", "", "", ""]),
    ]);
}

#[test]
fn what_is_in_front_of_the_first_and_behind_the_last_part_is_none() {
    check(&[
        ("This is it.\n--bb\nx--b\n\n--b\n\n1\n--b--\nAnd so on.\n--b\n\n2\n--b--", &["1"]),
        ("\n--b\n\n1\n--b--anything", &["1"]),
        ("\n\n\n--b\n\n1\n--b--", &["1"]),
    ]);
}

#[test]
fn a_header_may_go_on_in_the_next_line() {
    check(&[("--b\nA: 1\n  2\n\t3\nB:\n\n\n--b--", &["a: 1 2 3; b: ; "])]);
}

#[test]
fn a_malformed_header_fails_its_part_alone() {
    let malformed = "! a header of a part is malformed";
    check(&[("--b\nA 1\n\n1\n--b\n: 1\n\n2\n--b\nA: 1\n\n3\n--b--", &[malformed, malformed, "a: 1; 3"])]);
}

#[test]
fn a_body_that_ends_too_early_says_so() {
    let (none, unclosed) = ("! the boundary does not occur in the body", "! the body ended before its last part did");
    check(&[
        ("", &[none]),
        ("{}", &[none]),
        ("--b", &[none]),
        ("--b\n", &[unclosed]),
        ("--b\nA: 1", &[unclosed]),
        ("--b\n\n1", &[unclosed]),
        ("--b\n\n1\n--b", &[unclosed]),
        ("--b\n\n1\n--b-", &[unclosed]),
        ("--b\n\n1\n--b\n", &["1", unclosed]),
    ]);
}

#[test]
fn the_first_delimiter_says_what_ends_lines() {
    let crlf = found("b", b"--b\r\n\r\n1\n--b\n2\r\n--b--");
    assert_eq!(shown(&crlf), ["1\\n--b\\n2"]);
    let lf = found("b", b"--b\n\n1\r\n--b\n\n2\n--b--");
    assert_eq!(shown(&lf), ["1\\r", "2"]);
}

#[test]
fn a_part_that_is_too_long_ends_the_body() {
    let (fits, long) = ("x".repeat(LIMIT), "x".repeat(LIMIT + 1));
    let too_long = "! a part is longer than 40 bytes";
    for end in ["\r\n", "\n"] {
        let part = |content: &str| format!("--b{end}{end}{content}{end}");
        let body = [part(&fits), part(&long), part("3"), "--b--".into()].concat();
        assert_eq!(shown(&found("b", body.as_bytes())), [&fits, too_long]);
    }
}

#[test]
fn headers_that_are_too_long_end_the_body() {
    let lines = "A: 1\r\n".repeat(3000);
    for head in ["x".repeat(40_000), format!("A: {}\r\n\r\n", "x".repeat(20_000)), lines] {
        let body = format!("--b\r\n{head}\r\n\r\n1\r\n--b--");
        let expected = ["! the headers of a part are longer than 16384 bytes"];
        assert_eq!(shown(&read("b", [body.as_bytes()])), expected);
        assert_eq!(shown(&read("b", body.as_bytes().chunks(7))), expected);
    }
}

#[test]
fn a_boundary_keeps_its_case_and_loses_its_quotes() {
    for (content_type, expected) in [
        ("multipart/mixed; boundary=AbC", Some("AbC")),
        ("multipart/mixed;BOUNDARY=\"a b;c=\\\"d\\\"\" ; x=y", Some("a b;c=\"d\"")),
        ("multipart/mixed; charset=\"x; boundary=no\"; boundary=gc0p4Jq0M2Yt08j34c0p ", Some("gc0p4Jq0M2Yt08j34c0p")),
        ("multipart/mixed; flag; boundary=x; y=z", Some("x")),
        ("multipart/mixed; boundary=\"open", None),
        ("multipart/mixed; boundary=", None),
        ("multipart/mixed; boundary", None),
        ("multipart/mixed", None),
    ] {
        assert_eq!(boundary(content_type).as_deref(), expected, "{content_type}");
    }
}

#[test]
fn a_long_body_takes_the_room_of_one_part() {
    let part = "--boundary\r\ncontent-type: text/plain\r\n\r\n0123456789\r\n".repeat(100);
    let mut splitter = Splitter::new("boundary");
    let mut count = 0;
    for _ in 0..2_000 {
        for piece in [&part[..1_001], &part[1_001..]] {
            splitter.push(piece.as_bytes());
            count += std::iter::from_fn(|| splitter.next()).inspect(|part| assert!(part.is_ok())).count();
            assert!(splitter.room() <= 4 * part.len(), "{} bytes are kept", splitter.room());
        }
    }
    assert_eq!(count, 200_000 - 1);
}

#[test]
fn a_long_preamble_takes_no_room() {
    let mut splitter = Splitter::new("boundary");
    for _ in 0..1_000 {
        splitter.push("\r\n--bound--boundar\r\n--boundaryy\r\n".repeat(100).as_bytes());
        assert!(splitter.next().is_none());
        assert!(splitter.room() <= 16 << 10);
    }
}

#[test]
fn a_long_part_in_small_pieces_is_looked_at_once() {
    let body = format!("--b\r\n\r\n{}\r\n--b--", "\r\n--bb -".repeat(1 << 18));
    let mut splitter = Splitter::new("b");
    let mut found = 0;
    for piece in body.as_bytes().chunks(3) {
        splitter.push(piece);
        found += std::iter::from_fn(|| splitter.next()).inspect(|part| assert!(part.is_ok())).count();
    }
    assert_eq!(found, 1);
}

fn body() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "\r\n",
        "\n",
        "\r",
        "--b",
        "--",
        "-",
        "b",
        " ",
        "\t",
        "A: 1",
        ":",
        "x",
        "\r\n--b\r\n",
        "\r\n\r\n",
    ]);
    prop::collection::vec(word, 0..16).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn any_body_gives_the_same_however_it_is_split(body in body()) {
        let parts = found("b", body.as_bytes());
        prop_assert!(parts.iter().rev().skip(1).all(|part| !part.as_ref().is_err_and(Fault::is_final)));
    }

    #[test]
    fn parts_are_what_was_put_together(contents in prop::collection::vec("[\r\n\\- xb]{0,12}", 0..5)) {
        prop_assume!(contents.iter().all(|content| !format!("\r\n{content}").contains("\r\n--b")));
        let parts: String = contents.iter().map(|content| format!("--b\r\nA: 1\r\n\r\n{content}\r\n")).collect();
        let body = format!("{parts}--b--\r\n");
        let found: Vec<Bytes> = found("b", body.as_bytes()).into_iter().map(|part| part.unwrap().body).collect();
        prop_assert_eq!(&found, &contents);
        prop_assert_eq!(multer(body, &contents), contents);
    }
}

/// What an independent reader makes of the body.
fn multer(body: String, contents: &[String]) -> Vec<String> {
    let pieces = stream::iter([Ok::<_, std::io::Error>(Bytes::from(body))]);
    let mut parts = multer::Multipart::new(pieces, "b");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut read = Vec::new();
        for _ in contents {
            let pieces: Vec<_> = parts.next_field().await.unwrap().unwrap().collect().await;
            let pieces: Vec<Bytes> = pieces.into_iter().map(Result::unwrap).collect();
            read.push(String::from_utf8(pieces.concat()).unwrap());
        }
        assert!(parts.next_field().await.unwrap().is_none());
        read
    })
}
