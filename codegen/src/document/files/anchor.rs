//! What references without a file are seen from (JSON Schema 2020-12 Core, section 8.2): schemas that are named by a word instead of a
//! pointer, `types.yaml#user`, and the schema with an `$id` that `#` is.

use serde_json::Value;

use crate::document::resolve;
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

/// The innermost schema with an `$id` around a place.
pub(super) fn resource(tree: &Value, at: &Pointer) -> Option<Pointer> {
    let (mut value, mut depth) = (tree, None);
    for (above, step) in at.segments().enumerate() {
        value = resolve::step(value, &step)?;
        // As earlier drafts wrote an anchor.
        if value.get("$id").and_then(Value::as_str).is_some_and(|id| !id.starts_with('#')) {
            depth = Some(above + 1);
        }
    }
    Some(at.segments().take(depth?).collect())
}
