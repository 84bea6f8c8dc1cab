//! Server-sent events: whether what came of a stream is what it says.

mod described;
mod stream;

use serde_json::{Map, Value};

pub(super) use self::described::{Described, described};
pub(super) use self::stream::last_id;
use self::stream::{Event, read};
use crate::oracle::equal::difference;

/// Why what was found is not what the stream says; `broken` is why it ended, where it did not end by itself.
pub(super) fn wrong(stream: &str, described: &Described, found: &[Value], broken: Option<&str>) -> Option<String> {
    let mut expected = read(stream).events;
    if described.terminator.is_some() && expected.last().map(|last| &last.data) == described.terminator.as_ref() {
        expected.pop();
        if let Some(broken) = broken {
            return Some(format!("the stream does not end by its last event: {broken}"));
        }
    }
    let same = |(found, expected): (&Value, &Event)| {
        if described.is_whole { is_event(found, expected, described) } else { is_data(found, &expected.data) }
    };
    let right = found.len() == expected.len() && found.iter().zip(&expected).all(same);
    (!right).then(|| format!("the answer has {found:?}, and has to have {expected:?}"))
}

fn is_event(found: &Value, expected: &Event, described: &Described) -> bool {
    let is_field = |(key, value): (&String, &Value)| match key.as_str() {
        "event" => *value == expected.name.as_str(),
        "data" => is_data(value, &expected.data),
        "id" => value.as_str() == expected.id.as_deref(),
        _ => false,
    };
    let has_all = |event: &Map<String, Value>| {
        let is_numbered = described.has_id && expected.id.is_some();
        [("event", true), ("data", true), ("id", is_numbered)].iter().all(|(key, it)| !it || event.contains_key(*key))
    };
    found.as_object().is_some_and(|event| has_all(event) && event.iter().all(is_field))
}

/// Text as it is, or the JSON that it says.
fn is_data(found: &Value, expected: &str) -> bool {
    let tree: Option<Value> = serde_json::from_str(expected).ok();
    found.as_str() == Some(expected) || tree.is_some_and(|tree| difference(&tree, found).is_none())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::described::tests::whole;
    use super::*;

    const STREAM: &str = ": hello\nevent: joined\nid: 1\ndata: {\"user\":\ndata: \"Ann\"}\n\nretry: 7\ndata: plain\n\n\
                          data: [DONE]\n\ndata: lost";

    #[test]
    fn data_alone_is_compared_with_every_event() {
        let judged = |found: &[Value]| wrong(STREAM, &Described::default(), found, Some("it ended"));
        assert_eq!(judged(&[json!({"user": "Ann"}), json!("plain"), json!("[DONE]")]), None);
        assert!(judged(&[json!({"user": "Bob"}), json!("plain"), json!("[DONE]")]).is_some());
        assert!(judged(&[json!({"user": "Ann"}), json!("plain")]).is_some());
    }

    #[test]
    fn whole_events_are_compared_by_all_their_fields_and_end_where_they_say() {
        let joined = || json!({"event": "joined", "data": {"user": "Ann"}, "id": "1"});
        let plain = || json!({"event": "message", "data": "plain", "id": "1"});
        let judged = |found: &[Value], broken| wrong(STREAM, &whole(), found, broken);
        assert_eq!(judged(&[joined(), plain()], None), None);
        assert!(judged(&[joined(), plain()], Some("it ended")).is_some());
        assert!(judged(&[joined(), plain(), json!({"event": "message", "data": "[DONE]"})], None).is_some());
        for (field, wrong) in [("event", "left"), ("data", "{}"), ("id", "2"), ("more", "x")] {
            let mut other = joined();
            other[field] = wrong.into();
            assert!(judged(&[other, plain()], None).is_some(), "{field}");
        }
        for field in ["event", "data", "id"] {
            let mut less = joined();
            less.as_object_mut().unwrap().remove(field);
            assert!(judged(&[less, plain()], None).is_some(), "{field}");
        }
    }
}
