//! Schemas of Swagger 2.0 as those of later versions, each in its place: what the specification of 2.0 says in its own words.

use serde_json::{Map, Value, json};

/// Whether a description follows Swagger 2.0.
pub(super) fn is_older(root: &Value) -> bool {
    match root.get("swagger") {
        Some(Value::String(version)) => version.starts_with('2'),
        Some(Value::Number(version)) => version.as_f64() == Some(2.0),
        _ => false,
    }
}

/// The tree, in which schemas say it as they do today.
pub(super) fn as_today(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(as_today).collect()),
        Value::Object(members) => {
            let members = members.into_iter().map(|(key, member)| (key, as_today(member))).collect();
            Value::Object(said_today(members))
        }
        scalar => scalar,
    }
}

fn said_today(mut members: Map<String, Value>) -> Map<String, Value> {
    if let Some(Value::String(property)) = members.get("discriminator") {
        let discriminator = json!({"propertyName": property});
        members.insert("discriminator".to_owned(), discriminator);
    }
    if members.get("x-nullable") == Some(&Value::Bool(true)) {
        members.insert("nullable".to_owned(), true.into());
    }
    if members.get("type").and_then(Value::as_str) == Some("file") {
        members.insert("type".to_owned(), "string".into());
        members.insert("format".to_owned(), "binary".into());
    }
    members
}
