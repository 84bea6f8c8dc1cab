//! Streams that are described as one value.
//!
//! grpc-gateway answers a call that streams with a JSON object for each message, a line each, and describes that object as all that comes,
//! as `application/json`. What says that it is a stream are the words that it writes: they are the same in all versions of it.

use serde_json::{Map, Value};

use super::Fix;
use crate::diagnostic::catalogue;
use crate::media_type::essence;

/// JSON in lines, which also come as `application/json` where they are asked for.
const LINES: &str = "application/x-ndjson";

/// `{"result": ...}` of grpc-gateway, which comes as often as there are messages.
pub(super) fn one_of_many(fix: &mut Fix<'_>) {
    let is_said = fix.text("description").is_some_and(|text| text.trim_end().ends_with("(streaming responses)"));
    let Some(Value::Object(content)) = fix.get("content") else { return };
    let is_one = |(name, media): &(&String, &Value)| {
        essence(name) == "application/json" && media.get("schema").is_some_and(|schema| is_message(schema, is_said))
    };
    let Some(name) = content.iter().find(is_one).map(|(name, _)| name.clone()) else { return };
    if content.contains_key(LINES) {
        return;
    }
    let place = fix.path.key("content").pointer();
    let message = format!("`{name}` is read as JSON in lines: one such object comes for each message of the stream");
    fix.diagnostics.report(&catalogue::STREAM_READ, &place.push(&name).push("schema"), message).at_key();
    fix.diagnostics.origins.copy(&place.push(&name), &place.push(LINES));
    let Some(Value::Object(content)) = fix.take("content") else { return };
    let renamed = content.into_iter().map(|(key, media)| (if key == name { LINES.to_owned() } else { key }, media));
    fix.set("content", renamed.collect::<Map<_, _>>());
}

/// Whether a schema is that of one message: earlier versions of grpc-gateway refer to it.
fn is_message(schema: &Value, is_said: bool) -> bool {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return reference.starts_with("#/x-stream-definitions/");
    }
    let is_titled =
        schema.get("title").and_then(Value::as_str).is_some_and(|title| title.starts_with("Stream result of "));
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return false };
    let is_exact = || properties.keys().all(|name| name == "result" || name == "error");
    properties.contains_key("result") && (is_titled || is_said && is_exact())
}
