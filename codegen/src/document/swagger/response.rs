//! Responses: what they hold, under each media type that is produced.

use serde_json::{Map, Value, json};

use super::media::{self, Media};
use super::{Cx, values};
use crate::diagnostic::catalogue;
use crate::document::resolve;
use crate::place::Pointer;

/// Turns a response that stood at one place and stands at another.
pub(super) fn convert(
    cx: &mut Cx<'_>,
    members: &mut Map<String, Value>,
    produces: &Media,
    was: &Pointer,
    now: &Pointer,
) {
    headers(cx, members, was, now);
    let schema = members.shift_remove("schema");
    let examples = match members.shift_remove("examples") {
        Some(Value::Object(examples)) => examples,
        Some(_) | None => Map::new(),
    };
    if schema.is_none() && examples.is_empty() {
        return;
    }
    let names = names(cx, schema.as_ref(), &examples, produces, was);
    let mut content = media::content(cx, &names, schema.as_ref(), produces, (was, now));
    for (name, media) in &mut content {
        if let (Some(example), Value::Object(media)) = (examples.get(name), media) {
            media.insert("example".to_owned(), example.clone());
            let place = now.below(&["content", name, "example"]);
            cx.diagnostics.origins.record(&was.below(&["examples", name]), &place);
        }
    }
    members.insert("content".to_owned(), content.into());
}

/// The media types that a response comes as.
fn names(
    cx: &mut Cx<'_>,
    schema: Option<&Value>,
    examples: &Map<String, Value>,
    produces: &Media,
    was: &Pointer,
) -> Vec<String> {
    let shown = examples.keys().filter(|name| name.contains('/')).cloned();
    let Some(schema) = schema else {
        // Nothing but examples says what comes.
        let shown: Vec<String> = shown.collect();
        return if shown.is_empty() { or_usual(produces, media::JSON) } else { shown };
    };
    if is_bytes(cx, schema) {
        return or_usual(produces, media::OCTETS);
    }
    let names = or_usual(produces, media::JSON);
    if names.iter().any(|name| media::holds_structure(name)) || !is_structured(cx, schema) {
        return names;
    }
    let listed = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    let message = format!("what has properties or items cannot come as {listed}; it is read as `application/json`");
    cx.diagnostics.report(&catalogue::SAID_BY_JSON, &was.push("schema"), message).at_key();
    vec![media::JSON.to_owned()]
}

fn or_usual(produces: &Media, usual: &str) -> Vec<String> {
    if produces.names.is_empty() { vec![usual.to_owned()] } else { produces.names.clone() }
}

fn is_bytes(cx: &Cx<'_>, schema: &Value) -> bool {
    let members = resolve::object(cx.before, schema);
    members.is_some_and(|members| members.get("format").and_then(Value::as_str) == Some("binary"))
}

/// Whether a schema is of values with parts.
fn is_structured(cx: &Cx<'_>, schema: &Value) -> bool {
    let Some(members) = resolve::object(cx.before, schema) else { return false };
    match members.get("type").and_then(Value::as_str) {
        Some("object" | "array") => true,
        Some(_) => false,
        None => ["properties", "allOf", "items", "additionalProperties"].iter().any(|key| members.contains_key(*key)),
    }
}

fn headers(cx: &mut Cx<'_>, members: &mut Map<String, Value>, was: &Pointer, now: &Pointer) {
    for (name, header) in members.get_mut("headers").and_then(Value::as_object_mut).into_iter().flatten() {
        if let Value::Object(header) = header {
            let path = ["headers", name.as_str()];
            values::header(cx, header, &was.below(&path), &now.below(&path));
        }
    }
}

/// Turns what an operation answers with. A response that several share is what it is where it stands, unless the operation produces
/// something else than all do: then what it holds stands under the operation's media types.
pub(super) fn of_operation(cx: &mut Cx<'_>, responses: &mut Map<String, Value>, produces: &Media, at: &Pointer) {
    for (status, response) in responses.iter_mut().filter(|(status, _)| !status.starts_with("x-")) {
        let place = at.push(status);
        let Value::Object(members) = response else { continue };
        match members.get("$ref").and_then(Value::as_str) {
            None => convert(cx, members, produces, &place, &place),
            Some(_) if or_usual(produces, media::JSON) == all(cx) => {}
            Some(target) => {
                let Some((origin, shared)) = cx.led(target) else { continue };
                let mut copy = shared.clone();
                if copy.contains_key("schema") || copy.contains_key("examples") {
                    by_reference(cx, &mut copy, &origin);
                    cx.diagnostics.origins.record(&origin, &place);
                    cx.copied(|cx| convert(cx, &mut copy, produces, &origin, &place));
                    *members = copy;
                }
            }
        }
    }
}

/// What all operations produce, as far as they say nothing else.
fn all(cx: &Cx<'_>) -> Vec<String> {
    or_usual(&cx.usual.produces, media::JSON)
}

/// Has the schema of a copy stand where it is shared, under its name; bytes have none.
pub(super) fn by_reference(cx: &Cx<'_>, copy: &mut Map<String, Value>, origin: &Pointer) {
    let Some(schema) = copy.get("schema") else { return };
    if schema.get("$ref").is_none() && !is_bytes(cx, schema) {
        copy.insert("schema".to_owned(), json!({"$ref": origin.push("schema").reference()}));
    }
}
