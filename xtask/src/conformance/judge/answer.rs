//! Whether an answer was understood: what the call gave its caller is what the server said.

use serde_json::Value;

use super::super::call::Call;
use super::super::events::{self, Described};
use super::super::scenario::{Case, Content};
use super::same::{bytes, content, differing};
use crate::oracle::equal::difference;

pub(super) fn understood(case: &Case, call: &Call<'_>, events: &Described, outcome: &Value) -> Option<String> {
    let answer = &case.answer;
    let error = outcome["error"].as_str();
    if outcome["status"] != answer.status {
        return Some(format!(
            "the status is {}, and has to be {}: {}",
            outcome["status"],
            answer.status,
            error.unwrap_or_default()
        ));
    }
    let is_success = (200..300).contains(&answer.status);
    if let (Some(error), true) = (error, is_success) {
        return Some(format!("the answer is an error: {error}"));
    }
    let documented = outcome["documented"].as_str().unwrap_or_default().to_lowercase();
    let lost = answer.headers.iter().find(|(name, value)| {
        let is_judged = is_success && *name != "content-type" && call.headers.contains(name);
        is_judged && !documented.contains(value.trim_end_matches(".000Z").to_lowercase().as_str())
    });
    if let Some((name, value)) = lost {
        return Some(format!("the header {name}: {value} is {documented}"));
    }
    let found = if is_success { &outcome["success"] } else { &outcome["failure"] };
    if let (Some(broken), true) = (found["broken"].as_str(), case.reopens > 0) {
        return Some(format!("the stream is not over when the server says so: {broken}"));
    }
    read(answer.body.as_ref()?, events, found)
}

fn read(expected: &Content, events: &Described, found: &Value) -> Option<String> {
    if let Some(value) = found.get("json") {
        let Content::Json(_, expected) = expected else {
            return Some("the answer is no JSON, and was read as that".to_owned());
        };
        return differing(expected, value).map(|reason| format!("the answer {reason}"));
    }
    if let Some(items) = found.get("items").and_then(Value::as_array) {
        let Ok(text) = String::from_utf8(expected.bytes()) else {
            return Some("the answer is no text, and was read as a stream of that".to_owned());
        };
        let broken = found["broken"].as_str();
        return match expected.media_type() {
            "text/event-stream" => events::wrong(&text, events, items, broken),
            _ => in_lines(&text, items).or_else(|| broken.map(str::to_owned)),
        };
    }
    if let Some(text) = found.get("undecoded") {
        return Some(format!("the answer was not read as what it is described as: {text}"));
    }
    match found.get("bytes") {
        Some(found) => content(expected, &bytes(found)).map(|reason| format!("the answer {reason}")),
        None => Some(format!("the answer was read as {found}")),
    }
}

/// What each document says, one by one.
fn in_lines(text: &str, found: &[Value]) -> Option<String> {
    let expected: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let same = |(found, expected): (&Value, &&str)| {
        let tree: Option<Value> = serde_json::from_str(expected).ok();
        tree.is_some_and(|tree| difference(&tree, found).is_none())
    };
    let right = found.len() == expected.len() && found.iter().zip(&expected).all(same);
    (!right).then(|| format!("the answer has {found:?}, and has to have {expected:?}"))
}
