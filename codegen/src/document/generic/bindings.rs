//! What the names of generic schemas stand for.
//!
//! Enters: the members of a schema. Leaves: the names that it asks for and those that it binds. Whose binding counts is for others to say.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::document::objects;
use crate::place::Pointer;

/// What names stand for: references.
pub(super) type Bindings = BTreeMap<String, String>;

/// What a schema says that names stand for, by its `$defs`.
pub(super) fn said(members: &Map<String, Value>, place: &Pointer) -> Bindings {
    let definitions = members.get("$defs").and_then(Value::as_object).into_iter().flatten();
    let place = place.push("$defs");
    let binding = |(key, definition): (&String, &Value)| {
        let name = definition.get("$dynamicAnchor")?.as_str().filter(|_| !is_open(definition))?;
        let only = definition.as_object().is_some_and(|members| members.len() == 2);
        let target = definition.get("$ref").and_then(Value::as_str).filter(|target| only && target.starts_with('#'));
        Some((name.to_owned(), target.map_or_else(|| place.push(key).reference(), str::to_owned)))
    };
    definitions.filter_map(binding).collect()
}

/// Those of a schema that is a part of the resource around it and does not ask for them itself, as one does that says what a name is
/// where nobody binds it: they are for what it refers to, whoever leads here.
pub(super) fn meant_here(members: &Map<String, Value>, place: &Pointer) -> Bindings {
    if is_resource(members) || !members.contains_key("$defs") {
        return Bindings::new();
    }
    let mut bound = said(members, place);
    bound.retain(|name, _| !members.iter().any(|(key, member)| key != "$defs" && says(member, name)));
    bound
}

/// The name that a schema gives itself.
pub(super) fn own_name(members: &Map<String, Value>) -> Option<&str> {
    members.get("$dynamicAnchor")?.as_str()
}

/// The name that a `$dynamicRef` asks for.
pub(super) fn asked(members: &Map<String, Value>) -> Option<&str> {
    let text = members.get("$dynamicRef")?.as_str()?;
    text.split_once('#').map(|(_, name)| name)
}

/// Whether a schema is a resource of its own.
pub(super) fn is_resource(members: &Map<String, Value>) -> bool {
    members.get("$id").and_then(Value::as_str).is_some_and(|id| !id.starts_with('#'))
}

/// Whether nothing fits: what stands for what a use of the schema says.
pub(super) fn is_open(schema: &Value) -> bool {
    let not = schema.get("not");
    not.is_some_and(|not| not.as_object().is_some_and(Map::is_empty) || *not == Value::Bool(true))
}

/// Whether a member says nothing of the value: it is for readers, or gives a name.
pub(super) fn is_word(key: &str) -> bool {
    const NAMES: &[&str] = &["$id", "$anchor", "$dynamicAnchor", "$schema", "$defs"];
    objects::is_annotation(key) || key.starts_with("x-") || NAMES.contains(&key)
}

/// Whether a name is asked for within a value.
fn says(value: &Value, name: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| says(item, name)),
        Value::Object(members) => asked(members) == Some(name) || members.values().any(|member| says(member, name)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
