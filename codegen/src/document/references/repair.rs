//! References that are written in another form but can mean only one thing.

use indexmap::IndexSet;
use serde_json::{Value, json};

use super::{SECTIONS, component, mapping, target};
use crate::diagnostic::{Diagnostics, Entry, catalogue};
use crate::document::objects::{self, Kind, Object};
use crate::document::path::Path;
use crate::document::{resolve, walk};
use crate::place::Pointer;

/// Repairs references that are written in another form but can mean only one thing: `$ref: User`, `#/definitions/User`.
pub(in crate::document) fn repair(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let mut repairs = Vec::new();
    let mut sound: IndexSet<(&str, &str)> = IndexSet::new();
    walk::each(tree, Kind::Object(&objects::OPENAPI), &Path::Root, &mut |site, members, path| {
        let Some((target, object)) = target(site, members) else { return };
        if sound.contains(&(target, object.name)) {
            return;
        }
        let pointer = Pointer::parse(target).filter(|_| target.starts_with('#'));
        let repair = match pointer.filter(|pointer| resolve::at(tree, pointer).is_some()) {
            Some(pointer) => misplaced(tree, &pointer, object),
            None if target.trim_matches(['#', '/']).is_empty() && object.is(&objects::SCHEMA) => {
                Some((&catalogue::EMPTY_REF, "this reference names nothing; any value is taken".to_owned(), json!({})))
            }
            None => meant(tree, target, object).map(|meant| {
                let message = format!("the reference `{target}` is read as `{meant}`");
                (&catalogue::REF_READ, message, json!({"$ref": meant.to_string()}))
            }),
        };
        match repair {
            Some(repair) => repairs.push((path.pointer(), repair)),
            None => {
                sound.insert((target, object.name));
            }
        }
    });
    for (at, (entry, message, value)) in repairs {
        diagnostics.report(entry, &at.push("$ref"), message);
        if let Some(place) = resolve::at_mut(tree, &at) {
            *place = value;
        }
    }
    mapping::repair(tree, diagnostics);
}

/// A schema is asked for and a response named, or the other way round: what is meant stands in the one or makes up the other.
fn misplaced(tree: &Value, pointer: &Pointer, object: &Object) -> Option<(&'static Entry, String, Value)> {
    let (section, _) = component(pointer).filter(|(_, kind)| !kind.is(object))?;
    if object.is(&objects::SCHEMA) && ["responses", "requestBodies", "parameters", "headers"].contains(&section) {
        let holder = resolve::object(tree, resolve::at(tree, pointer)?)?;
        let content = holder.get("content").and_then(Value::as_object).and_then(|content| content.values().next());
        let schema = holder.get("schema").or_else(|| content?.get("schema")).cloned();
        let message = match schema {
            Some(_) => format!("`{pointer}` is one of the {section}; its schema is read"),
            None => format!("`{pointer}` is one of the {section} and has no schema; any value is taken"),
        };
        return Some((&catalogue::MISPLACED_REF, message, schema.unwrap_or_else(|| json!({}))));
    }
    if section == "schemas" && (object.is(&objects::RESPONSE) || object.is(&objects::REQUEST_BODY)) {
        let message = format!("`{pointer}` is a schema; it is read as that of `application/json`");
        let content = json!({"application/json": {"schema": {"$ref": pointer.to_string()}}});
        return Some((&catalogue::MISPLACED_REF, message, json!({"description": "", "content": content})));
    }
    None
}

/// The component of the right kind with the name that the reference ends in, where the reference has a form that names nothing else.
fn meant(tree: &Value, target: &str, object: &Object) -> Option<Pointer> {
    let (section, _) = SECTIONS.iter().find(|(_, kind)| kind.is(object))?;
    let forms = [
        "#/definitions/",
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
