//! Server-sent events: what a stream of bytes says (WHATWG HTML section 9.2.6), and whether what came of it is that. It shares nothing with the
//! runtime.

use serde_json::{Map, Value};

use crate::oracle::equal::difference;

/// What a description says of the events of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Described {
    /// Whether it describes whole events, with their names, and not only what stands in their data.
    pub(super) is_whole: bool,
    /// The data of an event that has no name and ends the stream.
    pub(super) terminator: Option<String>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Event {
    name: String,
    data: String,
    id: Option<String>,
}

/// What an operation, `GET /rooms`, says of its answers. The tree is as it is written.
pub(super) fn described(tree: &Value, is: &str) -> Described {
    let (method, path) = is.split_once(' ').unwrap_or_default();
    let responses =
        tree["paths"][path][method.to_lowercase()]["responses"].as_object().into_iter().flat_map(Map::values);
    let contents = responses.filter_map(|response| resolved(tree, response)["content"].as_object()).flatten();
    let mut items =
        contents.filter(|(name, _)| name.starts_with("text/event-stream")).map(|(_, media)| &media["itemSchema"]);
    let item = items.find(|item| item.is_object()).map_or(&Value::Null, |item| resolved(tree, item));
    let lists = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| item[keyword].as_array());
    let alternatives: Vec<&Value> = lists.flatten().map(|alternative| resolved(tree, alternative)).collect();
    let has_data = |event: &Value| event["properties"]["data"].is_object();
    let ends = |event: &Value| {
        let data = event["properties"]["data"]["const"].as_str().map(str::to_owned);
        data.filter(|_| event["properties"]["event"]["const"].is_null())
    };
    Described {
        is_whole: has_data(item) || alternatives.iter().any(|event| has_data(event)),
        terminator: alternatives.iter().find_map(|event| ends(event)),
    }
}

fn resolved<'t>(tree: &'t Value, value: &'t Value) -> &'t Value {
    let target = value["$ref"].as_str().and_then(|reference| tree.pointer(reference.strip_prefix('#')?));
    target.unwrap_or(value)
}

/// The events of a stream; what is not ended by an empty line is none.
fn read(stream: &str) -> Vec<Event> {
    let stream = stream.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let (mut events, mut data, mut name, mut id) = (Vec::new(), Vec::new(), String::new(), None);
    for line in stream.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "" if line.is_empty() => {
                let name = std::mem::take(&mut name);
                let name = if name.is_empty() { "message".to_owned() } else { name };
                if !data.is_empty() {
                    events.push(Event { name, data: data.join("\n"), id: id.clone() });
                }
                data.clear();
            }
            "data" => data.push(value.to_owned()),
            "event" => value.clone_into(&mut name),
            "id" if !value.contains('\0') => id = Some(value.to_owned()),
            _ => {}
        }
    }
    events
}

/// Why what was found is not what the stream says; `broken` is why it ended, where it did not end by itself.
pub(super) fn wrong(stream: &str, described: &Described, found: &[Value], broken: Option<&str>) -> Option<String> {
    let mut expected = read(stream);
    if described.terminator.is_some() && expected.last().map(|last| &last.data) == described.terminator.as_ref() {
        expected.pop();
        if let Some(broken) = broken {
            return Some(format!("the stream does not end by its last event: {broken}"));
        }
    }
    let same = |(found, expected): (&Value, &Event)| {
        if described.is_whole { is_event(found, expected) } else { is_data(found, &expected.data) }
    };
    let right = found.len() == expected.len() && found.iter().zip(&expected).all(same);
    (!right).then(|| format!("the answer has {found:?}, and has to have {expected:?}"))
}

fn is_event(found: &Value, expected: &Event) -> bool {
    let is_field = |(key, value): (&String, &Value)| match key.as_str() {
        "event" => *value == expected.name.as_str(),
        "data" => is_data(value, &expected.data),
        "id" => value.as_str() == expected.id.as_deref(),
        _ => false,
    };
    let has_both = |event: &Map<String, Value>| event.contains_key("event") && event.contains_key("data");
    found.as_object().is_some_and(|event| has_both(event) && event.iter().all(is_field))
}

/// Text as it is, or the JSON that it says.
fn is_data(found: &Value, expected: &str) -> bool {
    let tree: Option<Value> = serde_json::from_str(expected).ok();
    found.as_str() == Some(expected) || tree.is_some_and(|tree| difference(&tree, found).is_none())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const STREAM: &str = ": hello\nevent: joined\nid: 1\ndata: {\"user\":\ndata: \"Ann\"}\n\nretry: 7\ndata: plain\n\n\
                          data: [DONE]\n\ndata: lost";

    fn tree(media: &Value) -> Value {
        let item = json!({"properties": {"event": {}}, "oneOf": [
            {"properties": {"event": {"const": "joined"}, "data": {}}}, {"properties": {"data": {"const": "[DONE]"}}},
        ]});
        let responses = json!({"200": {"content": {"text/event-stream": media}}});
        json!({"paths": {"/rooms": {"get": {"responses": responses}}}, "components": {"schemas": {"Item": item}}})
    }

    fn whole() -> Described {
        described(&tree(&json!({"itemSchema": {"$ref": "#/components/schemas/Item"}})), "GET /rooms")
    }

    #[test]
    fn a_description_says_whether_events_are_whole_and_what_ends_them() {
        assert_eq!(whole(), Described { is_whole: true, terminator: Some("[DONE]".to_owned()) });
        let plain = tree(&json!({"schema": {"type": "string"}}));
        assert_eq!(described(&plain, "GET /rooms"), Described::default());
    }

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
        let plain = || json!({"event": "message", "data": "plain"});
        let judged = |found: &[Value], broken| wrong(STREAM, &whole(), found, broken);
        assert_eq!(judged(&[joined(), plain()], None), None);
        assert!(judged(&[joined(), plain()], Some("it ended")).is_some());
        assert!(judged(&[joined(), plain(), json!({"event": "message", "data": "[DONE]"})], None).is_some());
        for (field, wrong) in [("event", "left"), ("data", "{}"), ("id", "2"), ("more", "x")] {
            let mut other = joined();
            other[field] = wrong.into();
            assert!(judged(&[other, plain()], None).is_some(), "{field}");
        }
        assert!(judged(&[json!({"data": {"user": "Ann"}}), plain()], None).is_some());
    }
}
