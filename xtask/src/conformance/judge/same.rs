//! When two texts, values or bodies are the same: what servers and recordings write in several ways is one thing.

use serde_json::Value;

use super::super::scenario::Content;
use crate::oracle::equal::difference;

/// Numbers by value, and times with or without thousandths that are none.
pub(super) fn same(found: &str, expected: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let time = |text: &str| text.replace(".000Z", "Z");
    found == expected || time(found) == time(expected) || number(found).is_some_and(|it| Some(it) == number(expected))
}

pub(super) fn written(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(super) fn content(expected: &Content, found: &[u8]) -> Option<String> {
    if let Content::Json(_, expected) = expected {
        let Ok(found) = serde_json::from_slice::<Value>(found) else { return Some("is no JSON".to_owned()) };
        return differing(expected, &found);
    }
    let expected = expected.bytes();
    (found.trim_ascii() != expected.trim_ascii())
        .then(|| format!("is {} bytes, and has to be other {}", found.len(), expected.len()))
}

/// Times are the same with or without thousandths that are none.
pub(super) fn differing(expected: &Value, found: &Value) -> Option<String> {
    let difference = difference(&timed(expected), &timed(found))?;
    Some(format!("differs at `{}`: {:?}", difference.pointer(), difference.kind))
}

fn timed(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace(".000Z", "Z")),
        Value::Array(items) => items.iter().map(timed).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), timed(value))).collect(),
        other => other.clone(),
    }
}

pub(super) fn bytes(value: &Value) -> Vec<u8> {
    let numbers = value.as_array().into_iter().flatten().filter_map(Value::as_u64);
    numbers.filter_map(|number| u8::try_from(number).ok()).collect()
}
