//! Whether references lead somewhere, to something of the right kind, and not in a circle.
//!
//! Enters: the repaired tree. Leaves: a diagnostic for each reference that does not. References stay references: resolving them to
//! what they mean is the business of `lower`.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::objects::{self, Kind, Object};
use super::path::Path;
use super::pointer::Pointer;
use super::walk::{self, Site};
use super::{resolve, shape};
use crate::Loader;
use crate::diagnostic::{Diagnostics, Entry, Part, catalogue, nearest};

/// Where components of each kind stand.
const SECTIONS: &[(&str, &Object)] = &[
    ("schemas", &objects::SCHEMA),
    ("responses", &objects::RESPONSE),
    ("parameters", &objects::PARAMETER),
    ("examples", &objects::EXAMPLE),
    ("requestBodies", &objects::REQUEST_BODY),
    ("headers", &objects::HEADER),
    ("securitySchemes", &objects::SECURITY_SCHEME),
    ("links", &objects::LINK),
    ("callbacks", &objects::CALLBACK),
];

/// Repairs references that are written in another form but can mean only one thing: `$ref: User`, `#/definitions/User`.
pub(super) fn repair(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let mut repairs = Vec::new();
    walk::each(tree, Kind::Object(&objects::OPENAPI), &Path::Root, &mut |site, members, path| {
        let Some((target, object)) = target(site, members) else { return };
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
        repairs.extend(repair.map(|repair| (path.pointer(), repair)));
    });
    for (at, (entry, message, value)) in repairs {
        diagnostics.report(entry, &at.push("$ref"), message);
        if let Some(place) = resolve::at_mut(tree, &at) {
            *place = value;
        }
    }
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

/// The section that a component stands in; `None` where the place is not one of a component.
fn component(pointer: &Pointer) -> Option<(&'static str, &'static Object)> {
    let named: Vec<_> = pointer.segments().collect();
    SECTIONS.iter().find(|(section, _)| named.len() == 3 && named[0] == "components" && named[1] == *section).copied()
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

/// Checks all references.
pub(super) fn check(tree: &Value, loader: &dyn Loader, diagnostics: &mut Diagnostics) {
    let mut known: HashSet<(&str, *const Object)> = HashSet::new();
    walk::each(tree, Kind::Object(&objects::OPENAPI), &Path::Root, &mut |site, members, path| {
        if let Site::Object(object) = site {
            if object.is(&objects::DISCRIMINATOR) {
                mapping(tree, members, path, diagnostics);
            }
        }
        let Some((target, object)) = target(site, members) else { return };
        if known.contains(&(target, std::ptr::from_ref(object))) {
            return;
        }
        match fault(tree, target, object, loader) {
            None => {
                known.insert((target, std::ptr::from_ref(object)));
            }
            Some(Fault { entry, message, help }) => {
                let found = diagnostics.report(entry, &path.key("$ref").pointer(), message);
                if let Some(help) = help {
                    found.help(help);
                }
            }
        }
    });
    circles(tree, diagnostics);
}

/// The reference that stands at a site, and what it must lead to.
fn target(site: Site, members: &Map<String, Value>) -> Option<(&str, &'static Object)> {
    let target = members.get("$ref").and_then(Value::as_str)?;
    match site {
        Site::Reference(object) => Some((target, object)),
        Site::Object(object) => object.is(&objects::PATH_ITEM).then_some((target, object)),
    }
}

struct Fault {
    entry: &'static Entry,
    message: String,
    help: Option<String>,
}

fn fault(tree: &Value, target: &str, object: &Object, loader: &dyn Loader) -> Option<Fault> {
    let Some(pointer) = Pointer::parse(target).filter(|_| target.starts_with('#')) else {
        return Some(elsewhere(target, loader));
    };
    let Some(value) = resolve::at(tree, &pointer) else {
        // Clients do not need examples, links and callbacks; a description is not refused for those.
        let unused = [&objects::EXAMPLE, &objects::LINK, &objects::CALLBACK].iter().any(|unused| unused.is(object));
        let entry = if unused { &catalogue::UNUSED_REF } else { &catalogue::UNKNOWN_REF };
        let help = suggestion(tree, &pointer, object).map(|meant| format!("did you mean `{meant}`?"));
        return Some(Fault { entry, message: format!("`{target}` does not exist"), help });
    };
    if let Some((section, _)) = component(&pointer).filter(|(_, kind)| !kind.is(object)) {
        let message =
            format!("{} is asked for here, but `{target}` is one of the {section}", shape::with_article(object.name));
        return Some(Fault { entry: &catalogue::WRONG_REF_KIND, message, help: None });
    }
    let fits = value.is_object() || object.is(&objects::SCHEMA) && value.is_boolean();
    (!fits).then(|| Fault {
        entry: &catalogue::WRONG_REF_KIND,
        message: format!("`{target}` is not {}", shape::with_article(object.name)),
        help: None,
    })
}

/// A reference that leaves the document.
fn elsewhere(target: &str, loader: &dyn Loader) -> Fault {
    let file = target.split('#').next().unwrap_or_default();
    let message = match loader.load(file) {
        _ if target.starts_with('#') => {
            return Fault {
                entry: &catalogue::UNKNOWN_REF,
                message: format!("`{target}` is not a JSON Pointer"),
                help: None,
            };
        }
        _ if file.contains("://") => format!("`{target}` leads to another address, which is not read"),
        Ok(_) => format!("`{target}` leads into another file, which is not read yet"),
        Err(reason) => format!("`{target}` leads into another file, which cannot be read: {reason}"),
    };
    Fault { entry: &catalogue::OTHER_FILE, message, help: None }
}

/// The existing place nearest to one that does not exist: the same name in the right section, or a name spelled nearly so.
fn suggestion(tree: &Value, pointer: &Pointer, object: &Object) -> Option<Pointer> {
    let components = Pointer::root().push("components");
    if let Some((section, _)) = SECTIONS.iter().find(|(_, kind)| kind.is(object)) {
        let section = components.push(section);
        let names = resolve::at(tree, &section).and_then(Value::as_object);
        let name = pointer.last()?;
        if let Some(names) = names {
            if names.contains_key(name.as_ref()) {
                return Some(section.push(&name));
            }
            if let Some(near) = nearest(&name, names.keys().map(String::as_str)) {
                return Some(section.push(near));
            }
        }
    }
    let (mut value, mut place) = (tree, Pointer::root());
    for segment in pointer.segments() {
        let Some(next) = resolve::step(value, &segment) else {
            let near = nearest(&segment, value.as_object()?.keys().map(String::as_str))?;
            return Some(place.push(near));
        };
        (value, place) = (next, place.push(&segment));
    }
    None
}

/// Entries of a discriminator mapping name a schema or refer to one.
fn mapping(tree: &Value, members: &Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    let Some(mapping) = members.get("mapping").and_then(Value::as_object) else { return };
    let schemas = Pointer::root().push("components").push("schemas");
    for (value, target) in mapping {
        let Some(target) = target.as_str() else { continue };
        let pointer = Pointer::parse(target).filter(|_| target.starts_with('#'));
        let exists = pointer.as_ref().is_some_and(|pointer| resolve::at(tree, pointer).is_some())
            || resolve::at(tree, &schemas.push(target)).is_some();
        if !exists {
            let at = path.key("mapping").pointer().push(value);
            let found = diagnostics.report(
                &catalogue::MAPPING_IGNORED,
                &at,
                format!("the schema `{target}` does not exist; this entry is ignored"),
            );
            let pointer = pointer.unwrap_or_else(|| schemas.push(target));
            if let Some(meant) = suggestion(tree, &pointer, &objects::SCHEMA) {
                found.help(format!("did you mean `{meant}`?"));
            }
        }
    }
}

/// Components that are references to each other and never to a definition.
fn circles(tree: &Value, diagnostics: &mut Diagnostics) {
    for (section, _) in SECTIONS {
        let at = Pointer::root().push("components").push(section);
        let Some(components) = resolve::at(tree, &at).and_then(Value::as_object) else { continue };
        let mut reported: HashSet<Pointer> = HashSet::new();
        for name in components.keys() {
            let circle = circle(tree, at.push(name));
            let [first, second, ..] = circle.as_slice() else { continue };
            if circle.iter().any(|place| reported.contains(place)) {
                continue;
            }
            let found = diagnostics.report(
                &catalogue::REF_CYCLE,
                &first.push("$ref"),
                format!("`{first}` is only a reference that leads back to itself"),
            );
            if second != first {
                found.label(&second.push("$ref"), Part::Whole, "by way of this one");
            }
            reported.extend(circle);
        }
    }
}

/// The places that a chain of references from `start` comes through until it is back at `start`, which is the first and the last of
/// them; empty where the chain ends or never comes back.
fn circle(tree: &Value, start: Pointer) -> Vec<Pointer> {
    let mut places = vec![start];
    loop {
        let next = places
            .last()
            .and_then(|place| resolve::at(tree, place)?.as_object()?.get("$ref")?.as_str())
            .and_then(Pointer::parse);
        match next {
            Some(next) if next == places[0] => {
                places.push(next);
                return places;
            }
            Some(next) if !places.contains(&next) => places.push(next),
            Some(_) | None => return Vec::new(),
        }
    }
}
