//! One way through a plain tree: every object is changed, those within it before.

use serde_json::{Map, Value};

/// The tree with what `change` makes of each object.
pub(super) fn objects(value: Value, change: &impl Fn(Map<String, Value>) -> Map<String, Value>) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(|item| objects(item, change)).collect()),
        Value::Object(members) => {
            Value::Object(change(members.into_iter().map(|(key, member)| (key, objects(member, change))).collect()))
        }
        scalar => scalar,
    }
}
