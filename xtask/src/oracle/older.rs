//! Schemas of Swagger 2.0 as those of later versions, each in its place: what the specification of 2.0 says in its own words.

use serde_json::{Map, Value, json};

use super::rewrite;

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
    rewrite::objects(value, &said_today)
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
