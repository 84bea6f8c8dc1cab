//! References that are written in another form but can mean only one thing.

use indexmap::IndexSet;
use serde_json::{Value, json};

use super::check::not_one;
use super::there::There;
use super::{SECTIONS, component, is_other, mapping, target};
use crate::diagnostic::{Diagnostics, Entry, catalogue};
use crate::document::objects::{self, Object};
use crate::document::resolve;
use crate::document::walk::{self, Root};
use crate::place::{Place, Pointer};

/// What is done about a reference.
enum Repair {
    /// The key that it names has a `%` in it; only the spelling changes, so nobody is told.
    Spell(Pointer),
    /// It means another place.
    Retarget(Pointer, String),
    /// What it means stands in its place.
    Replace(&'static Entry, String, Value),
}

/// Repairs references that are written in another form but can mean only one thing: `$ref: User`, `#/definitions/User`.
pub(in crate::document) fn repair(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let mut repairs = Vec::new();
    let mut sound: IndexSet<(&str, &str)> = IndexSet::new();
    walk::all(tree, roots, &mut |site, members, path| {
        let Some((target, object)) = target(site, members) else { return };
        if sound.contains(&(target, object.name)) {
            return;
        }
        match found(tree, target, object, diagnostics) {
            Some(repair) => repairs.push((path.pointer(), repair)),
            None => {
                sound.insert((target, object.name));
            }
        }
    });
    for (at, repair) in repairs {
        apply(tree, &at, repair, diagnostics);
    }
    mapping::repair(tree, roots, diagnostics);
}

fn found(tree: &Value, target: &str, object: &Object, diagnostics: &Diagnostics) -> Option<Repair> {
    let exists = |pointer: &Pointer| resolve::at(tree, pointer).is_some();
    let pointer = Pointer::parse(target).filter(|_| target.starts_with('#'));
    let is_schema = object.is(&objects::SCHEMA);
    if target.trim_matches(['#', '/']).is_empty() && is_schema {
        let message = "this reference names nothing; any value is taken".to_owned();
        return Some(Repair::Replace(&catalogue::EMPTY_REF, message, json!({})));
    }
    if let Some(pointer) = pointer.filter(exists) {
        let anything = || {
            let message = format!("{}; any value is taken", not_one(&diagnostics.reference(target), object));
            Repair::Replace(&catalogue::UNKNOWN_REF, message, json!({}))
        };
        let is_elsewhere = is_schema && component(&pointer).is_none() && is_other(&pointer, object);
        return misplaced(tree, &pointer, object, diagnostics).or_else(|| is_elsewhere.then(anything));
    }
    if let Some(pointer) = Pointer::literal(target).filter(exists) {
        return Some(Repair::Spell(pointer));
    }
    let meant = meant(tree, target, object)?;
    let written = (diagnostics.reference(target), diagnostics.origin(&meant));
    let message = format!("the reference `{}` is read as `{}`", written.0, written.1);
    Some(Repair::Retarget(meant, message))
}

fn apply(tree: &mut Value, at: &Pointer, repair: Repair, diagnostics: &mut Diagnostics) {
    match &repair {
        Repair::Spell(_) => {}
        Repair::Retarget(target, message) => {
            let written = diagnostics.seen(target, at);
            let found = diagnostics.report(&catalogue::REF_READ, &at.push("$ref"), message.as_str());
            found.help(format!("write `{written}`"));
        }
        Repair::Replace(entry, message, _) => {
            diagnostics.report(entry, &at.push("$ref"), message.as_str());
        }
    }
    let Some(place) = resolve::at_mut(tree, at) else { return };
    match repair {
        Repair::Spell(target) | Repair::Retarget(target, _) => place["$ref"] = target.reference().into(),
        Repair::Replace(_, _, value) => *place = value,
    }
}

/// A schema is asked for and a response named, or the other way round: what is meant stands in the one or makes up the other.
fn misplaced(tree: &Value, pointer: &Pointer, object: &Object, diagnostics: &Diagnostics) -> Option<Repair> {
    let written = diagnostics.origin(pointer);
    let has_schema = object.is(&objects::RESPONSE) || object.is(&objects::REQUEST_BODY);
    match There::of(tree, pointer)? {
        There::Holder(section) if object.is(&objects::SCHEMA) => {
            let called = section.map_or_else(
                || "no schema".to_owned(),
                |section| format!("one of the {}", diagnostics.section(section)),
            );
            let schema = schema_within(tree, pointer)?;
            let message = match schema {
                Some(_) => format!("`{written}` is {called}; its schema is read"),
                None => format!("`{written}` is {called} and has no schema; any value is taken"),
            };
            Some(Repair::Replace(&catalogue::MISPLACED_REF, message, schema.unwrap_or_else(|| json!({}))))
        }
        There::Several if object.is(&objects::SCHEMA) => {
            let message = format!("`{written}` is no schema, but holds several; any value is taken");
            Some(Repair::Replace(&catalogue::UNKNOWN_REF, message, json!({})))
        }
        There::Schema if has_schema => {
            let message = format!("`{written}` is a schema; it is read as that of `application/json`");
            let content = json!({"application/json": {"schema": {"$ref": pointer.reference()}}});
            let meant = json!({"description": "", "content": content});
            Some(Repair::Replace(&catalogue::MISPLACED_REF, message, meant))
        }
        There::Holder(_) | There::Several | There::Schema => None,
    }
}

/// The schema of what stands at a place, or the first one of its content; one of another file as a reference, as it is seen from there.
fn schema_within(tree: &Value, pointer: &Pointer) -> Option<Option<Value>> {
    let value = resolve::at(tree, pointer)?;
    let holder = resolve::object(tree, value)?;
    let content = holder.get("content").and_then(Value::as_object).and_then(|content| content.iter().next());
    let (schema, steps) = match holder.get("schema") {
        Some(schema) => (Some(schema), vec!["schema"]),
        None => (content.and_then(|(_, media)| media.get("schema")), of_content(content)),
    };
    let is_elsewhere = Place::from(pointer).file().is_some() && value.as_object() == Some(holder);
    let refer = || json!({"$ref": steps.iter().fold(pointer.clone(), |at, step| at.push(step)).reference()});
    Some(schema.map(|schema| if is_elsewhere { refer() } else { schema.clone() }))
}

/// The way from what has content to its first schema.
fn of_content<'c>(content: Option<(&'c String, &Value)>) -> Vec<&'c str> {
    content.map(|(media, _)| vec!["content", media, "schema"]).unwrap_or_default()
}

/// The component of the right kind with the name that the reference ends in, where the reference has a form that names nothing else.
fn meant(tree: &Value, target: &str, object: &Object) -> Option<Pointer> {
    let (section, _) = SECTIONS.iter().find(|(_, kind)| kind.is(object))?;
    let forms = [
        "#/definitions/",
        "/definitions/",
        "definitions/",
        "#/parameters/",
        "#/responses/",
        "#/components/",
        "#components/",
        "components/",
        "/components/",
        "#/",
    ];
    let name = match target.split_once('#') {
        _ if !target.contains(['/', '#', '.']) => target,
        _ => forms.iter().find_map(|form| target.strip_prefix(form))?.rsplit('/').next()?,
    };
    let pointer = Pointer::root().push("components").push(section).push(name);
    // Another section is another meaning: `#/components/responses/Pet` is not the schema Pet.
    let named = SECTIONS.iter().any(|(other, _)| other != section && target.contains(&format!("components/{other}/")));
    (!named && resolve::at(tree, &pointer).is_some()).then_some(pointer)
}
