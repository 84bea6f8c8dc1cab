//! What a description says of the events of an answer. The tree is as it is written.

use serde_json::{Map, Value};

use crate::conformance::reference;

/// What a description says of the events of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::conformance) struct Described {
    /// Whether it describes whole events, with their names, and not only what stands in their data.
    pub(in crate::conformance) is_whole: bool,
    /// Whether what it describes has the number of an event.
    pub(in crate::conformance) has_id: bool,
    /// The data of an event that has no name and ends the stream.
    pub(in crate::conformance) terminator: Option<String>,
}

/// What an operation, `GET /rooms`, says of its answers.
pub(in crate::conformance) fn described(tree: &Value, is: &str) -> Described {
    let resolved = |value| reference::resolved(value, |reference| tree.pointer(reference.strip_prefix('#')?));
    let (method, path) = is.split_once(' ').unwrap_or_default();
    let responses =
        tree["paths"][path][method.to_lowercase()]["responses"].as_object().into_iter().flat_map(Map::values);
    let contents = responses.filter_map(|response| resolved(response)["content"].as_object()).flatten();
    let mut items =
        contents.filter(|(name, _)| name.starts_with("text/event-stream")).map(|(_, media)| &media["itemSchema"]);
    let item = items.find(|item| item.is_object()).map_or(&Value::Null, |item| resolved(item));
    let lists = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| item[keyword].as_array());
    let alternatives: Vec<&Value> = lists.flatten().map(resolved).collect();
    let has = |event: &Value, field: &str| event["properties"][field].is_object();
    let ends = |event: &Value| {
        let data = event["properties"]["data"]["const"].as_str().map(str::to_owned);
        data.filter(|_| event["properties"]["event"]["const"].is_null())
    };
    Described {
        is_whole: has(item, "data") || alternatives.iter().any(|event| has(event, "data")),
        has_id: has(item, "id") || alternatives.iter().any(|event| has(event, "id")),
        terminator: alternatives.iter().find_map(|event| ends(event)),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;

    fn tree(media: &Value) -> Value {
        let item = json!({"properties": {"event": {}, "id": {}}, "oneOf": [
            {"properties": {"event": {"const": "joined"}, "data": {}}}, {"properties": {"data": {"const": "[DONE]"}}},
        ]});
        let responses = json!({"200": {"content": {"text/event-stream": media}}});
        let schemas = json!({"Item": item, "Again": {"$ref": "#/components/schemas/Item"}});
        json!({"paths": {"/rooms": {"get": {"responses": responses}}}, "components": {"schemas": schemas}})
    }

    pub(in crate::conformance::events) fn whole() -> Described {
        described(&tree(&json!({"itemSchema": {"$ref": "#/components/schemas/Again"}})), "GET /rooms")
    }

    #[test]
    fn a_description_says_whether_events_are_whole_and_what_ends_them() {
        assert_eq!(whole(), Described { is_whole: true, has_id: true, terminator: Some("[DONE]".to_owned()) });
        let plain = tree(&json!({"schema": {"type": "string"}}));
        assert_eq!(described(&plain, "GET /rooms"), Described::default());
    }
}
