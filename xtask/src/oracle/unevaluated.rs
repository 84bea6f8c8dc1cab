//! `unevaluatedProperties` and `unevaluatedItems` as the keywords for all others, where nothing beside them says which are left (JSON Schema
//! 2020-12 Core, section 11).

use serde_json::{Map, Value};

use super::rewrite;

/// What looks at items, so that fewer of them may be left.
const LOOKING: &[&str] = &["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "contains"];

/// The tree, in which schemas say it of all others.
pub(super) fn settled(value: Value) -> Value {
    rewrite::objects(value, &said)
}

fn said(mut members: Map<String, Value>) -> Map<String, Value> {
    let is_alone = !members.keys().any(|key| LOOKING.contains(&key.as_str()));
    let pairs = [("unevaluatedProperties", "additionalProperties", true), ("unevaluatedItems", "items", is_alone)];
    for (rest, all, holds) in pairs {
        if let Some(schema) =
            members.get(rest).filter(|schema| holds && (schema.is_object() || schema.is_boolean())).cloned()
        {
            members.entry(all).or_insert(schema);
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::settled;

    #[test]
    fn what_is_left_is_all_where_nothing_else_looks() {
        let text = json!({ "type": "string" });
        let names = settled(json!({ "unevaluatedItems": text, "unevaluatedProperties": text }));
        assert_eq!((&names["items"], &names["additionalProperties"]), (&text, &text));
        let adults = settled(json!({ "contains": {}, "unevaluatedItems": text }));
        assert_eq!(adults.get("items"), None);
        let said = settled(json!({ "items": {}, "unevaluatedItems": text }));
        assert_eq!(said["items"], json!({}));
    }
}
