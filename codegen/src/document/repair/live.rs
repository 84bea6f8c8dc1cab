//! What the extensions of live operations say, brought to the form of their tables: `x-sse`, `x-websocket`.
//!
//! An extension is nobody's but its authors', and others may write something else under its name. So nothing in it is an error: what
//! has no meaning here is told and left out.

use serde_json::{Map, Value, json};

use super::Fix;
use crate::diagnostic::{Entry, catalogue};
use crate::document::Document;
use crate::document::objects::{self, Field, Kind, Object};
use crate::place::Pointer;

/// The extensions as they may be written where nothing is said but that they are there: `x-websocket: true`.
pub(super) fn extensions(object: &'static Object, fix: &mut Fix<'_>) {
    for (key, entry) in
        [(Document::EVENTS, &catalogue::EVENTS_UNUSABLE), (Document::WEBSOCKET, &catalogue::SOCKET_UNUSABLE)]
    {
        if !fix.has(key) || object.field(key).is_none() {
            continue;
        }
        match fix.get(key) {
            None | Some(Value::Object(_)) => {}
            Some(Value::Null | Value::Bool(true)) => fix.set(key, json!({})),
            Some(Value::Bool(false)) => drop(fix.take(key)),
            Some(other) => {
                let message =
                    format!("`{key}` is an object, but this is {}; it is left out", super::kinds::shown(other));
                fix.report(entry, key, message);
                fix.take(key);
            }
        }
    }
}

/// Members of `x-websocket` that are of another kind.
pub(super) fn websocket(fix: &mut Fix<'_>) {
    of_other_kinds(fix, &catalogue::SOCKET_UNUSABLE);
}

/// Members of `x-sse` that are of another kind; and events by name become one schema of whole events.
pub(super) fn events(fix: &mut Fix<'_>) {
    of_other_kinds(fix, &catalogue::EVENTS_UNUSABLE);
    let Some(Value::Object(events)) = fix.take("events") else { return };
    if events.is_empty() {
        fix.report(&catalogue::EVENTS_UNUSABLE, "events", "`events` names no event; it is left out").at_key();
        return;
    }
    if fix.has("item") {
        let message = "`item` is left out beside `events`, which say what each event is";
        fix.report(&catalogue::EVENTS_UNUSABLE, "item", message).at_key();
    }
    let root = fix.path.pointer();
    let (from, item) = (root.push("events"), root.push("item"));
    fix.diagnostics.origins.record(&from, &item);
    let mut alternatives = Vec::new();
    for (index, (name, data)) in events.into_iter().enumerate() {
        let place = item.push("oneOf").index(index);
        fix.diagnostics.origins.record(&from.push(&name), &place);
        fix.diagnostics.origins.record(&from.push(&name), &place.below(&["properties", "data"]));
        alternatives.push(whole(name, data));
    }
    // The tag makes a union of a single name, too: a server may send others.
    let is_old = fix.object.is(&objects::v2::EVENTS);
    let tag = if is_old { json!("event") } else { json!({"propertyName": "event"}) };
    fix.set("item", json!({"oneOf": alternatives, "discriminator": tag}));
}

/// The schema of a whole event, as it has one name (OpenAPI 3.2.0 section 4.14.3 has events as such objects).
fn whole(name: String, data: Value) -> Value {
    json!({
        "description": format!("An event `{name}`."),
        "type": "object",
        "required": ["event", "data"],
        "properties": {"event": {"type": "string", "enum": [name]}, "data": data},
    })
}

fn of_other_kinds(fix: &mut Fix<'_>, entry: &'static Entry) {
    let mut odd: Vec<(Pointer, String)> = Vec::new();
    let (object, path) = (fix.object, fix.path.pointer());
    let mut kept = Map::new();
    for (key, mut value) in std::mem::take(fix.members) {
        let place = path.push(&key);
        let Some(Field { kind, .. }) = object.field(&key) else {
            kept.insert(key, value);
            continue;
        };
        if let (Kind::Map(kind), Value::Object(members)) = (kind, &mut value) {
            members.retain(|name, member| {
                let fits = fits(member, **kind);
                if !fits {
                    odd.push((place.push(name), format!("`{name}` among the `{key}`")));
                }
                fits
            });
        }
        match fits(&value, *kind) {
            true => drop(kept.insert(key, value)),
            false => odd.push((place, format!("`{key}`"))),
        }
    }
    *fix.members = kept;
    for (place, what) in odd {
        let key = place.segments().nth(path.segments().count()).map(std::borrow::Cow::into_owned);
        let kind = match key.and_then(|key| object.field(&key)).map(|field| field.kind) {
            Some(Kind::Map(_)) if place.segments().count() == path.segments().count() + 1 => {
                "object of schemas by name"
            }
            Some(kind) => expected(kind),
            None => "",
        };
        fix.diagnostics.report(entry, &place, format!("{what} is no {kind}; it is left out"));
    }
}

fn fits(value: &Value, kind: Kind) -> bool {
    match kind {
        Kind::Text => value.is_string(),
        Kind::Boolean => value.is_boolean(),
        Kind::Object(_) | Kind::OrReference(_) | Kind::Map(_) => value.is_object(),
        Kind::List(kind) => value.as_array().is_some_and(|items| items.iter().all(|item| fits(item, *kind))),
        Kind::Any | Kind::Number | Kind::Count | Kind::Word(_) | Kind::BooleanOr(_) | Kind::OneOrMany(_) => true,
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Boolean => "boolean",
        Kind::List(_) => "list of texts",
        Kind::Map(_) | Kind::Object(_) | Kind::OrReference(_) => "schema",
        Kind::Any | Kind::Number | Kind::Count | Kind::Word(_) | Kind::BooleanOr(_) | Kind::OneOrMany(_) => {
            "such value"
        }
    }
}
