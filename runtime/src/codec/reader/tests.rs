//! The reader against serde_json, which says what is right.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::de::{Deserialize, IgnoredAny};
use serde_json::Value;

use super::JsonReader;

fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Option<T> {
    let mut reader = JsonReader::new(text);
    let value = T::deserialize(&mut reader).ok()?;
    reader.end().ok().map(|()| value)
}

fn agree<'de, T: Deserialize<'de> + PartialEq + std::fmt::Debug>(text: &'de str) {
    assert_eq!(read::<T>(text), serde_json::from_str::<T>(text).ok(), "{text}");
}

fn agree_on_all(text: &str) {
    agree::<Value>(text);
    agree::<Option<String>>(text);
    agree::<Vec<Option<u8>>>(text);
    agree::<f32>(text);
    agree::<i128>(text);
    agree::<u128>(text);
    agree::<std::collections::BTreeMap<String, Option<bool>>>(text);
    assert_eq!(read::<IgnoredAny>(text).is_some(), serde_json::from_str::<IgnoredAny>(text).is_ok(), "{text}");
}

/// What JSON consists of, well made and not.
const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n",
    "\t",
    "\u{a0}",
    "\"",
    "\\",
    "\u{1}",
    "null",
    "true",
    "false",
    "nul",
    "0",
    "-0",
    "1",
    "01",
    "-",
    "-7",
    "1.5",
    "-2e3",
    "1e",
    "4.",
    "123456789012345678",
    "1234567890123456789",
    "18446744073709551616",
    "1e400",
    "\"\"",
    "\"a\"",
    "\"grün\"",
    "\"\\u00e9\\n\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"\\u12x4\"",
    "\"eight by\\te\"",
    "\"a longer text, of which nothing is escaped\"",
];

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((any::<String>(), inner), 0..5).prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(value in any_value()) {
        let text = value.to_string();
        prop_assert_eq!(read::<Value>(&text), serde_json::from_str(&text).ok());
        agree_on_all(&text);
        agree_on_all(&format!("{value:#}"));
    }

    #[test]
    fn a_text_with_a_slip_is_read_where_serde_json_reads_it(value in any_value(), at in any::<Index>(), piece in select(&PIECES[..])) {
        let text = value.to_string();
        let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
        let place = *at.get(&places);
        let (before, after) = text.split_at(place);
        agree_on_all(&format!("{before}{piece}{after}"));
        agree_on_all(&format!("{before}{piece}{}", after.split_at(after.chars().next().map_or(0, char::len_utf8)).1));
        agree_on_all(before);
    }

    #[test]
    fn pieces_in_any_order_are_read_where_serde_json_reads_them(pieces in vec(select(&PIECES[..]), 0..8)) {
        agree_on_all(&pieces.concat());
    }
}

#[test]
fn every_piece_alone_is_read_where_serde_json_reads_it() {
    for piece in PIECES {
        agree_on_all(piece);
        agree_on_all(&format!("[{piece}]"));
        agree_on_all(&format!("[1,{piece}]"));
        agree_on_all(&format!(" {{ \"a\" : {piece} , \"b\":{piece}}} "));
    }
}

#[test]
fn as_many_levels_are_read_as_serde_json_reads() {
    for levels in [1, 126, 127, 128, 129] {
        agree_on_all(&format!("{}{}", "[".repeat(levels), "]".repeat(levels)));
        agree_on_all(&format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels)));
        agree_on_all(&format!(
            "[{}{}]",
            "[".repeat(levels) + &"]".repeat(levels) + ",",
            "[".repeat(levels) + &"]".repeat(levels)
        ));
    }
}

#[test]
fn what_is_plain_ends_before_each_byte_that_is_not() {
    for length in 0..20 {
        for place in 0..length {
            for byte in 0..=u8::MAX {
                let mut text = vec![b'a'; length];
                text[place] = byte;
                let special = matches!(byte, ..b' ' | b'"' | b'\\');
                let expected = if special { place } else { length };
                assert_eq!(crate::codec::plain::plain(&text), expected, "{byte} at {place} of {length}");
                assert_eq!(crate::codec::plain::is_plain(&text), !special, "{byte} at {place} of {length}");
            }
        }
    }
}
