//! Schemas that the settings have read as something else than they say.
//!
//! Enters: the tree, and a word for each pointer. Leaves: a tree whose schemas say at those places what the settings say, so that
//! all uses of them have it; what is for readers stays. A pointer that leads to no schema is told. What a schema means is the business of
//! `lower`.

use serde_json::{Map, Value, json};

use super::files::Files;
use super::walk;
use super::{Document, objects, resolve, swagger};
use crate::diagnostic::{Diagnostics, catalogue, nearest};
use crate::place::Pointer;
use crate::settings::{Changes, ReadAs, Said};

/// Members of a schema that say nothing about its values, or may be said of any.
const FOR_READERS: &[&str] =
    &["title", "description", "deprecated", "readOnly", "writeOnly", "externalDocs", "nullable", "x-nullable"];

/// Changes them.
pub(super) fn run(tree: &mut Value, files: &mut Files<'_>, changes: &Changes, diagnostics: &mut Diagnostics) {
    for (said, meant) in &changes.types {
        let Some(place) = place(tree, files, said, diagnostics) else {
            leads_nowhere(tree, said, changes, diagnostics);
            continue;
        };
        let Some(schema) = resolve::at_mut(tree, &place) else { continue };
        match (meant, schema.as_object_mut()) {
            (ReadAs::Closed, Some(members)) if members.contains_key("enum") => {
                members.insert(Document::CLOSED.to_owned(), Value::Bool(true));
            }
            (ReadAs::Closed, members) => {
                let reference = members.filter(|members| walk::is_reference(members));
                let target = reference.and_then(|members| members.get("$ref")?.as_str().map(str::to_owned));
                no_enum(said, target, changes, diagnostics);
            }
            (ReadAs::Any, members) => *schema = Value::Object(kept(members, None)),
            (ReadAs::Map, members) => {
                let map = json!({"type": "object", "additionalProperties": true});
                *schema = Value::Object(kept(members, Some(map)));
            }
            (ReadAs::Type(word, format), members) => {
                let mut scalar = json!({"type": word});
                if let Some(format) = format {
                    scalar["format"] = (*format).into();
                }
                *schema = Value::Object(kept(members, Some(scalar)));
            }
        }
    }
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

/// The schema that a pointer of the settings leads to, which may stand in another file; `None` where there is none.
fn place(tree: &mut Value, files: &mut Files<'_>, said: &Said, diagnostics: &mut Diagnostics) -> Option<Pointer> {
    let place = match said.text.starts_with('#') {
        true => swagger::turned(tree, Pointer::parse(&said.text)?),
        false => files.lead_from_description(tree, &said.text, diagnostics)?,
    };
    let is_schema = match said.text.starts_with('#') {
        true => objects::OPENAPI.kind_below(place.segments())?.object()?.is(&objects::SCHEMA),
        // What stands in other files is what references ask for.
        false => true,
    };
    let value = resolve::at(tree, &place)?;
    (is_schema && (value.is_object() || value.is_boolean())).then_some(place)
}

/// Tells of a pointer that leads to no schema, with the place that was probably meant.
fn leads_nowhere(tree: &Value, said: &Said, changes: &Changes, diagnostics: &mut Diagnostics) {
    let pointer = Pointer::parse(&said.text).map(|pointer| swagger::turned(tree, pointer));
    let meant = pointer.as_ref().and_then(|pointer| meant(tree, pointer));
    let is_there = pointer.as_ref().is_some_and(|pointer| resolve::at(tree, pointer).is_some());
    let message = match is_there {
        true => format!("what stands at `{}` is no schema", said.text),
        false => format!("no schema stands at `{}`", said.text),
    };
    let found = changes.report(&catalogue::NO_SCHEMA, said, message, diagnostics);
    if let Some(meant) = meant {
        found.help(format!("did you mean `{meant}`?"));
    }
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
