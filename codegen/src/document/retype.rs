//! Schemas that the settings have read as something else than they say.
//!
//! Enters: the tree, and a word for each pointer. Leaves: a tree whose schemas say at those places what the settings say, so that
//! all uses of them have it; what is for readers stays. A pointer that leads to no schema is told. What a schema means is the business of
//! `lower`.

use serde_json::{Map, Value, json};

use super::files::Files;
use super::version::Version;
use super::walk;
use super::{Document, objects, resolve};
use crate::diagnostic::{Diagnostics, catalogue, nearest};
use crate::place::{Place, Pointer};
use crate::settings::{Changes, ReadAs, Said};

/// Members of a schema that say nothing about its values, or may be said of any.
const FOR_READERS: &[&str] =
    &["title", "description", "deprecated", "readOnly", "writeOnly", "externalDocs", "nullable", "x-nullable"];

/// Changes them.
pub(super) fn run(tree: &mut Value, files: &mut Files<'_>, changes: &Changes, diagnostics: &mut Diagnostics) {
    let mut types: Vec<_> = changes.types.iter().collect();
    // What is around others first: nothing is left of those.
    types.sort_by_key(|(said, _)| said.text.len());
    let mut emptied: Vec<&str> = Vec::new();
    for (said, meant) in types {
        if let Some(around) = emptied.iter().find(|around| is_around(around, &said.text)) {
            let message = format!("`{}` stands within `{around}`, of which nothing is left", said.text);
            let found = changes.report(&catalogue::TYPE_UNUSABLE, said, message, diagnostics);
            found.help("remove one of the two lines: what is read as something else has no schemas within");
            continue;
        }
        let places = places(tree, files, said, diagnostics);
        if places.is_empty() && changes.is_for_all(said) {
            continue;
        }
        if places.is_empty() {
            leads_nowhere(tree, files, said, changes, diagnostics);
        } else if *meant != ReadAs::Closed {
            emptied.push(&said.text);
        }
        let unclosed: Vec<_> = places.iter().filter(|place| !change(tree, place, *meant)).collect();
        if let Some(first) = unclosed.first().filter(|_| unclosed.len() == places.len()) {
            let members = resolve::at(tree, first).and_then(Value::as_object);
            let reference = members.filter(|members| walk::is_reference(members));
            let target = reference.and_then(|members| members.get("$ref")?.as_str()).map(str::to_owned);
            no_enum(said, target, changes, diagnostics);
        }
    }
}

/// Whether one pointer leads to what is around what another one leads to.
fn is_around(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

/// Has the schema at a place be read so; whether it could be.
fn change(tree: &mut Value, place: &Pointer, meant: ReadAs) -> bool {
    let Some(schema) = resolve::at_mut(tree, place) else { return false };
    match (meant, schema.as_object_mut()) {
        (ReadAs::Closed, Some(members)) if members.contains_key("enum") => {
            members.insert(Document::CLOSED.to_owned(), Value::Bool(true));
        }
        (ReadAs::Closed, _) => return false,
        (ReadAs::Any, members) => *schema = Value::Object(kept(members, None)),
        (ReadAs::Map, members) => {
            let map = json!({"type": "object", "additionalProperties": true});
            *schema = Value::Object(kept(members, Some(map)));
        }
        (ReadAs::Type(word, format), members) => {
            let mut scalar = json!({"type": word});
            if let Some(format) = format {
                scalar["format"] = format.into();
            }
            *schema = Value::Object(kept(members, Some(scalar)));
        }
    }
    true
}

/// What stays of a schema, with what it says now; null may be where it might before.
fn kept(members: Option<&mut Map<String, Value>>, says: Option<Value>) -> Map<String, Value> {
    let mut members = members.map(std::mem::take).unwrap_or_default();
    let allows_null = members.get("type").and_then(Value::as_array).is_some_and(|words| words.contains(&json!("null")));
    members.retain(|key, _| FOR_READERS.contains(&key.as_str()));
    if let Some(Value::Object(says)) = says {
        members.extend(says);
    }
    if allows_null && let Some(word) = members.get("type").cloned() {
        members.insert("type".to_owned(), json!([word, "null"]));
    }
    members
}

/// The schemas that a pointer of the settings leads to, which may stand in another file: several where one of the text has become several.
fn places(tree: &mut Value, files: &mut Files<'_>, said: &Said, diagnostics: &mut Diagnostics) -> Vec<Pointer> {
    let named = match Pointer::parse(&said.text).filter(|_| said.text.starts_with('#')) {
        Some(pointer) if files.written_in(&pointer) == Version::V2_0 => diagnostics.origins.now(None, &pointer),
        Some(pointer) => vec![pointer],
        None => files.lead_from_text(tree, &said.text, diagnostics),
    };
    let is_schema = |place: &Pointer| {
        let is_one = match Place::from(place).file() {
            None => {
                let kind = objects::OPENAPI.kind_below(place.segments());
                kind.and_then(objects::Kind::object).is_some_and(|object| object.is(&objects::SCHEMA))
            }
            // What stands in other files is what references ask for; what of it is a schema now stands within it.
            Some(_) => !named.iter().any(|other| other != place && other.moved(place, place).is_some()),
        };
        is_one && resolve::at(tree, place).is_some_and(|value| value.is_object() || value.is_boolean())
    };
    named.iter().filter(|place| is_schema(place)).cloned().collect()
}

/// Tells of a pointer that leads to no schema, with the place that was probably meant.
fn leads_nowhere(tree: &Value, files: &Files<'_>, said: &Said, changes: &Changes, diagnostics: &mut Diagnostics) {
    let pointer = Pointer::parse(&said.text).filter(|_| said.text.starts_with('#'));
    let has_moved = files.written_in(&Pointer::root()) == Version::V2_0;
    let now = pointer.as_ref().map(|pointer| if has_moved { now(tree, pointer, diagnostics) } else { pointer.clone() });
    let exists = now.as_ref().is_some_and(|now| resolve::at(tree, now).is_some());
    // What has moved is not called by where it is by now.
    let is_named = |now: &Pointer| Place::from(now) == diagnostics.origins.named(now);
    let is_there = exists && (!has_moved || now != pointer || now.as_ref().is_some_and(is_named));
    let message = match is_there {
        true => format!("what stands at `{}` is no schema", said.text),
        false => format!("no schema stands at `{}`", said.text),
    };
    let meant = now.and_then(|now| if exists && !is_there { Some(now) } else { meant(tree, &now) });
    let meant = meant.map(|now| if has_moved { diagnostics.origins.named(&now) } else { now.into() });
    let found = changes.report(&catalogue::NO_SCHEMA, said, message, diagnostics);
    if let Some(meant) = meant {
        found.help(format!("did you mean `{meant}`?"));
    }
}

/// Where the nearest of what is around a place of the text is by now, with the rest of the way.
fn now(tree: &Value, pointer: &Pointer, diagnostics: &Diagnostics) -> Pointer {
    let there = |place: &Pointer| {
        let mut places = diagnostics.origins.now(None, place).into_iter();
        places.find(|now| resolve::at(tree, now).is_some())
    };
    let mut around = std::iter::successors(Some(pointer.clone()), Pointer::parent);
    let now = around.find_map(|place| pointer.moved(&place, &there(&place)?));
    now.unwrap_or_else(|| pointer.clone())
}

/// The existing place nearest to one that does not exist; the way to it may lead through references.
fn meant(tree: &Value, pointer: &Pointer) -> Option<Pointer> {
    let (mut value, mut place) = (tree, Pointer::root());
    let segments: Vec<_> = pointer.segments().collect();
    for (at, segment) in segments.iter().enumerate() {
        let target = value.as_object().filter(|members| walk::is_reference(members)).and_then(|members| {
            let target = Pointer::parse(members.get("$ref")?.as_str()?)?;
            Some((resolve::at(tree, &target)?, target))
        });
        // The way to a property of what is referred to begins there.
        if let Some((_, target)) = target {
            let rest: Pointer = segments[at..].iter().collect();
            return Some(target.joined(&rest)).filter(|there| resolve::at(tree, there).is_some());
        }
        (value, place) = match resolve::step(value, segment) {
            Some(next) => (next, place.push(segment)),
            None => {
                let near = nearest(segment, value.as_object()?.keys().map(String::as_str))?;
                let rest: Pointer = segments[at + 1..].iter().collect();
                let there = place.push(near).joined(&rest);
                return Some(there).filter(|there| resolve::at(tree, there).is_some());
            }
        };
    }
    None
}

fn no_enum(said: &Said, target: Option<String>, changes: &Changes, diagnostics: &mut Diagnostics) {
    let message = match &target {
        Some(_) => format!("at `{}` stands a reference, and not the enum itself", said.text),
        None => format!("the schema at `{}` is no enum, so that nothing can be closed", said.text),
    };
    let found = changes.report(&catalogue::TYPE_UNUSABLE, said, message, diagnostics);
    if let Some(target) = target {
        found.help(format!("write the place of the enum: \"{target}\" = \"closed\""));
    }
}
