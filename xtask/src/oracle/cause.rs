//! Why a value does not come back: one line for each cause, so that what is one mistake is listed once.

use serde_json::Value;

use super::equal::{self, Difference, Kind};
use super::harness::Reply;
use super::instance::Instance;
use super::object::EXTRA;
use super::scalar::UNKNOWN;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The same for all values that are wrong in this way.
    pub name: String,
    /// The place, with what was expected there and what was found.
    pub detail: String,
}

/// The cause, where a reply is not what it has to be.
#[must_use]
pub fn cause(instance: &Instance, reply: &Reply) -> Option<Cause> {
    match reply {
        Reply::Refused(reason) => Some(Cause {
            name: format!("decode refused: {}{}", general(reason), within(instance, reason)),
            detail: reason.clone(),
        }),
        Reply::Failed(reason) => Some(Cause { name: format!("failed: {}", general(reason)), detail: reason.clone() }),
        Reply::Encoded { json, .. } => {
            let Ok(found) = serde_json::from_str::<Value>(json) else {
                return Some(Cause { name: "not JSON".to_owned(), detail: json.clone() });
            };
            let difference = equal::difference(&instance.expected(&found), &found)?;
            let name = format!("{}{}", of_kind(&difference), place(instance, &difference));
            Some(Cause { name, detail: detail(&difference) })
        }
    }
}

fn detail(difference: &Difference) -> String {
    let place = difference.pointer();
    match &difference.kind {
        Kind::Lost(value) => format!("{place} is lost: {value}"),
        Kind::Added(value) => format!("{place} is added: {value}"),
        Kind::Other(expected, found) => format!("{place} became {found}, was {expected}"),
    }
}

fn of_kind(difference: &Difference) -> String {
    let key = difference.path.last().map_or("", String::as_str);
    match &difference.kind {
        Kind::Lost(_) if key == EXTRA => "extra key lost".to_owned(),
        Kind::Lost(Value::Null) => "null lost".to_owned(),
        Kind::Lost(_) => "key lost".to_owned(),
        Kind::Added(Value::Null) => "null added".to_owned(),
        Kind::Added(_) => "key added".to_owned(),
        Kind::Other(Value::Number(_), Value::Number(_)) => "number changed".to_owned(),
        Kind::Other(Value::String(expected), Value::String(_)) if expected == UNKNOWN => {
            "unknown value or constant rewritten".to_owned()
        }
        Kind::Other(Value::String(expected), Value::String(_)) if is_date(expected) => "form of a date".to_owned(),
        Kind::Other(Value::String(_), Value::String(_)) => "text changed".to_owned(),
        Kind::Other(Value::Array(_), Value::Array(_)) => "items lost or added".to_owned(),
        Kind::Other(expected, found) => format!("{} became {}", word(expected), word(found)),
    }
}

fn is_date(text: &str) -> bool {
    text.get(4..5) == Some("-") && text.get(7..8) == Some("-") || text.get(2..3) == Some(":")
}

fn word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Whether the place is in a union.
fn place(instance: &Instance, difference: &Difference) -> &'static str {
    if instance.unions.iter().any(|union| difference.path.starts_with(union)) { ", in a union" } else { "" }
}

fn within(instance: &Instance, reason: &str) -> &'static str {
    let pointer = reason.split(" at ").nth(1).and_then(|rest| rest.split(' ').next()).filter(|it| it.starts_with('/'));
    let path: Vec<String> = pointer.unwrap_or_default().split('/').skip(1).map(str::to_owned).collect();
    if instance.unions.iter().any(|union| path.starts_with(union)) { ", in a union" } else { "" }
}

/// A reason without the values and places that are in it.
fn general(reason: &str) -> String {
    let reason = reason.split(" at /").next().unwrap_or(reason).split(" (line ").next().unwrap_or(reason);
    let mut general = String::new();
    let mut marks = reason.split(['`', '"']);
    general.push_str(marks.next().unwrap_or_default());
    while let Some(_value) = marks.next() {
        general.push('…');
        general.push_str(marks.next().unwrap_or_default());
    }
    let words = general.split(' ').map(|word| match word.trim_end_matches(',') {
        "i32" | "i64" | "u32" | "u64" if word.ends_with(',') => "an integer,",
        "i32" | "i64" | "u32" | "u64" => "an integer",
        _ if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => "…",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn name(value: Value, unions: &[&[&str]], came: &str) -> Option<String> {
        let mut instance = Instance::new("", value);
        instance.unions = unions.iter().map(|path| path.iter().map(|key| (*key).to_owned()).collect()).collect();
        let reply = Reply::Encoded { json: came.to_owned(), debug: String::new() };
        cause(&instance, &reply).map(|cause| cause.name)
    }

    #[test]
    fn one_mistake_has_one_name() {
        assert_eq!(name(json!({"a": 1}), &[], "{\"a\": 1.0}"), None);
        assert_eq!(name(json!({"a": {"b": 1}}), &[&["a"]], "{\"a\": {}}").unwrap(), "key lost, in a union");
        assert_eq!(name(json!({"a": {"b": 1}}), &[&["c"]], "{\"a\": {}}").unwrap(), "key lost");
        assert_eq!(name(json!([UNKNOWN]), &[], "[\"known\"]").unwrap(), "unknown value or constant rewritten");
        assert_eq!(name(json!({EXTRA: 1}), &[], "{}").unwrap(), "extra key lost");
    }

    #[test]
    fn reasons_have_no_values() {
        let refused = |reason: &str| {
            let reply = Reply::Refused(reason.to_owned());
            cause(&Instance::new("", json!({})), &reply).expect("refused is wrong").name
        };
        let expected = "decode refused: expected an integer, found a floating point number";
        assert_eq!(refused("expected i64, found a floating point number at /n (line 1, column 3)"), expected);
        assert_eq!(refused("expected u32, found a floating point number (line 1, column 3)"), expected);
    }
}
