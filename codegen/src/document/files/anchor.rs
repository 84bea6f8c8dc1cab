//! Schemas that a reference names by a word instead of a pointer (JSON Schema 2020-12 Core, section 8.2.2): `types.yaml#user`.

use serde_json::Value;

use crate::place::Pointer;

/// Where the schema with that anchor stands.
pub(super) fn find(value: &Value, anchor: &str) -> Option<Pointer> {
    if anchor.is_empty() || anchor.starts_with('/') {
        return None;
    }
    let mut waiting = vec![(Pointer::root(), value)];
    while let Some((at, value)) = waiting.pop() {
        match value {
            Value::Object(members) => {
                if ["$anchor", "$dynamicAnchor"].iter().any(|key| members.get(*key).is_some_and(|name| name == anchor))
                {
                    return Some(at);
                }
                // The first one in the text comes first.
                waiting.extend(members.iter().rev().map(|(key, member)| (at.push(key), member)));
            }
            Value::Array(items) => {
                waiting.extend(items.iter().enumerate().rev().map(|(index, item)| (at.index(index), item)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    None
}
