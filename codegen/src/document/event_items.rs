//! What `itemSchema` says of server-sent events, as whole events whose data has a type (OAS 3.2.0 section 4.14.3).
//!
//! Enters: the checked tree. Leaves: one in which the schema of such events says of their data what it holds, and not that it is text:
//!
//! | `data` of an event | becomes |
//! |---|---|
//! | `contentSchema`, and JSON as `contentMediaType` or none | that schema |
//! | `contentMediaType` of JSON alone | any value |
//! | anything else | as it is |
//! | a constant that is no JSON, in an alternative of any name | the end of the stream: `terminator` of `x-sse` |
//!
//! Alternatives beside properties become alternatives that have them all, told apart by `event` where each has a constant there. What is no
//! description of a whole event stays as it is.

use serde_json::{Map, Value, json};

use super::walk::{self, Root, Site};
use super::{Document, objects, resolve};
use crate::diagnostic::Diagnostics;
use crate::media_type::bare;
use crate::place::Pointer;

/// The fields of an event (WHATWG HTML section 9.2.6).
const FIELDS: &[&str] = &["event", "data", "id", "retry"];

/// Compositions within each other beyond any real one.
const DEEPEST: usize = 16;

/// Gives the data its type, wherever events are described.
pub(super) fn settle(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    walk::all(tree, roots, &mut |site, members, path| {
        let Site::Object(object) = site else { return };
        for (key, member) in members {
            if object.kind(key).is_some_and(|kind| matches!(kind, objects::Kind::Map(kind) if is_media(*kind))) {
                let media = member.as_object().into_iter().flatten().filter(|(name, _)| is_events(name));
                let at = path.key(key).pointer();
                found.extend(media.filter_map(|(name, media)| {
                    let media = resolve::object(tree, media)?;
                    Some((at.push(name), typed(tree, media.get("itemSchema")?)?))
                }));
            }
        }
    });
    for (at, Typed { item, terminator, from_content }) in found {
        let Some(media) = resolve::at_mut(tree, &at).and_then(Value::as_object_mut) else { continue };
        let item_at = at.push("itemSchema");
        for place in from_content {
            let place = item_at.below(&place);
            diagnostics.origins.record(&place.push("contentSchema"), &place);
        }
        media.insert("itemSchema".to_owned(), item);
        if let Some(terminator) = terminator
            && let Some(extension) = media.entry(Document::EVENTS).or_insert_with(|| json!({})).as_object_mut()
        {
            extension.entry("terminator").or_insert_with(|| terminator.into());
        }
    }
}

fn is_media(kind: objects::Kind) -> bool {
    kind.object().is_some_and(|object| object.is(&objects::MEDIA_TYPE))
}

fn is_events(name: &str) -> bool {
    bare(name).eq_ignore_ascii_case("text/event-stream")
}

/// A schema of whole events.
struct Typed {
    item: Value,
    terminator: Option<String>,
    /// Below the schema, where what `contentSchema` said stands now.
    from_content: Vec<Vec<&'static str>>,
}

/// One description of an event, with what it refers to and what it consists of taken in.
#[derive(Clone, Default)]
struct Event {
    properties: Map<String, Value>,
    required: Vec<Value>,
    alternatives: Vec<Value>,
    /// Title, description and the like, as they are.
    words: Map<String, Value>,
}

/// The schema with typed data; `None` where there is nothing to do.
fn typed(tree: &Value, item: &Value) -> Option<Typed> {
    let base = gathered(tree, item, 0)?;
    let mut alternatives = Vec::new();
    for alternative in &base.alternatives {
        alternatives.push(gathered(tree, alternative, 0).filter(|it| it.alternatives.is_empty())?);
    }
    let has_data = |event: &Event| event.properties.contains_key("data");
    let is_whole = |event: &Event| event.properties.keys().all(|name| FIELDS.contains(&name.as_str()));
    let alternatives: Vec<Event> = alternatives.into_iter().map(|alternative| joined(&base, alternative)).collect();
    // What has none of an event's fields is something else; what has no data is an event among others that have some.
    let is_event = |event: &Event| is_whole(event) && !event.properties.is_empty();
    let all = || alternatives.iter().chain(alternatives.is_empty().then_some(&base));
    if !all().any(has_data) || !all().all(is_event) {
        return None;
    }
    let terminator = alternatives.iter().find_map(ends).filter(|_| alternatives.len() > 1).map(str::to_owned);
    let says_content = |event: &Event| event.properties.get("data").and_then(content).is_some();
    if terminator.is_none() && !all().any(says_content) {
        return None;
    }
    let is_kept = |event: &&Event| terminator.is_none() || ends(event) != terminator.as_deref();
    let kept: Vec<&Event> = alternatives.iter().filter(is_kept).collect();
    if alternatives.is_empty() {
        return Some(Typed { item: whole(&base), terminator, from_content: vec![vec!["properties", "data"]] });
    }
    if let [only] = kept.as_slice()
        && named(only).is_none()
    {
        return Some(Typed { item: whole(only), terminator, from_content: Vec::new() });
    }
    let mut item = base.words.clone();
    let mut names: Vec<&str> = kept.iter().filter_map(|event| named(event)).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() == kept.len() {
        item.insert("discriminator".to_owned(), json!({"propertyName": "event"}));
    }
    item.insert("oneOf".to_owned(), kept.into_iter().map(whole).collect());
    Some(Typed { item: Value::Object(item), terminator, from_content: Vec::new() })
}

/// The data that ends the stream, where a description is that of its end.
fn ends(event: &Event) -> Option<&str> {
    constant(event, "data").filter(|text| named(event).is_none() && !is_json(text))
}

/// A description with its references and compositions; `None` where it has several lists of alternatives.
fn gathered(tree: &Value, schema: &Value, depth: usize) -> Option<Event> {
    let members = schema.as_object().filter(|_| depth < DEEPEST)?;
    let mut event = Event::default();
    let target = members.get("$ref").and_then(Value::as_str).and_then(Pointer::parse);
    let referred = target.and_then(|target| resolve::at(tree, &target));
    let composed = members.get("allOf").and_then(Value::as_array).into_iter().flatten();
    for part in referred.into_iter().chain(composed) {
        let part = gathered(tree, part, depth + 1)?;
        if !event.alternatives.is_empty() && !part.alternatives.is_empty() {
            return None;
        }
        event = Event {
            alternatives: [event.alternatives.clone(), part.alternatives.clone()].concat(),
            ..joined(&event, part)
        };
    }
    let list = |key: &str| members.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let alternatives = [list("oneOf"), list("anyOf")].concat();
    if !event.alternatives.is_empty() && !alternatives.is_empty() {
        return None;
    }
    let words = members.iter().filter(|(key, _)| matches!(key.as_str(), "title" | "description" | "deprecated"));
    let own = Event {
        properties: members.get("properties").and_then(Value::as_object).cloned().unwrap_or_default(),
        required: list("required"),
        alternatives: Vec::new(),
        words: words.map(|(key, value)| (key.clone(), value.clone())).collect(),
    };
    let alternatives = [event.alternatives.clone(), alternatives].concat();
    Some(Event { alternatives, ..joined(&event, own) })
}

/// What two descriptions of one event say together; the words are those of the second, where it has some.
fn joined(base: &Event, more: Event) -> Event {
    let mut properties = base.properties.clone();
    for (name, property) in more.properties {
        match (properties.get_mut(&name), property) {
            (Some(Value::Object(said)), Value::Object(property)) => said.extend(property),
            (_, property) => drop(properties.insert(name, property)),
        }
    }
    let mut required = base.required.clone();
    required.extend(more.required.into_iter().filter(|name| !base.required.contains(name)));
    Event { properties, required, alternatives: Vec::new(), words: more.words }
}

/// The schema of an event of one form.
fn whole(event: &Event) -> Value {
    let mut event = event.clone();
    if let Some(data) = event.properties.get_mut("data") {
        *data = content(data).unwrap_or_else(|| text(data));
    }
    // An event without data is none (WHATWG HTML section 9.2.6); data of which nothing is said may be empty.
    let data = event.properties.contains_key("data").then_some("data");
    for name in data.into_iter().chain(named(&event).map(|_| "event")) {
        if !event.required.iter().any(|known| known == name) {
            event.required.push(name.into());
        }
    }
    let mut schema = event.words;
    schema.insert("type".to_owned(), "object".into());
    schema.insert("required".to_owned(), Value::Array(event.required));
    schema.insert("properties".to_owned(), Value::Object(event.properties));
    Value::Object(schema)
}

/// What the data of an event holds, where it is JSON.
fn content(data: &Value) -> Option<Value> {
    let schema = data.get("contentSchema");
    let is_json = match data.get("contentMediaType").and_then(Value::as_str) {
        Some(media) => media.contains("json"),
        None => schema.is_some(),
    };
    is_json.then(|| schema.cloned().unwrap_or_else(|| json!({})))
}

/// Data that is text, whether that is said or not.
fn text(data: &Value) -> Value {
    let mut data = data.clone();
    if let Some(members) = data.as_object_mut().filter(|members| !members.contains_key("$ref")) {
        members.entry("type").or_insert_with(|| "string".into());
        members.shift_remove("contentSchema");
        members.shift_remove("contentMediaType");
    }
    data
}

/// The only name that an event of this form has.
fn named(event: &Event) -> Option<&str> {
    constant(event, "event")
}

fn constant<'e>(event: &'e Event, property: &str) -> Option<&'e str> {
    let property = event.properties.get(property)?;
    let listed = || property.get("enum")?.as_array().filter(|values| values.len() == 1)?.first();
    property.get("const").or_else(listed)?.as_str()
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}
