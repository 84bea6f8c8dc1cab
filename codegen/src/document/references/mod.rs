//! References within the document: those written in another form are repaired, those that lead nowhere are told.
//!
//! Enters: the repaired tree. Leaves: a tree whose references all lead to something of the right kind, or a diagnostic for each that
//! does not. References stay references: what they mean is the business of `lower`.

mod adopt;
mod check;
mod circles;
mod identity;
mod mapping;
mod path_items;
mod reach;
mod repair;
mod taken;
mod there;
mod unquoted;

use serde_json::{Map, Value};

pub(super) use self::adopt::adopt;
pub(super) use self::check::{check, tell_missing};
pub(super) use self::identity::{Identities, settle as settle_identities, settle_rest as settle_identities_of_files};
pub(super) use self::path_items::{incoming, join, unfold};
pub(super) use self::reach::{beyond_components, prune, unwalked};
pub(super) use self::repair::repair;
pub(super) use self::taken::take as take_parameters;
pub(super) use self::unquoted::settle as settle_unquoted;
use super::objects::{self, Object};
use super::resolve;
use super::walk::Site;
use crate::diagnostic::nearest;
use crate::place::{Place, Pointer};

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
    ("mediaTypes", &objects::MEDIA_TYPE),
];

/// Whether that is what a section of the components is called.
pub(super) fn is_section(name: &str) -> bool {
    SECTIONS.iter().any(|(section, _)| *section == name)
}

/// The section that a component stands in, of whichever file; `None` where the place is not one of a component.
fn component(pointer: &Pointer) -> Option<(&'static str, &'static Object)> {
    let place = Place::from(pointer);
    let named: Vec<_> = place.pointer().segments().collect();
    SECTIONS.iter().find(|(section, _)| named.len() == 3 && named[0] == "components" && named[1] == *section).copied()
}

/// Whether the specification has something else than such an object at a place.
fn is_other(pointer: &Pointer, object: &Object) -> bool {
    match objects::OPENAPI.kind_below(pointer.segments()) {
        None | Some(objects::Kind::Any) => false,
        Some(kind) => kind.object().is_none_or(|there| !there.is(object)),
    }
}

/// The reference that stands at a site, and what it must lead to.
pub(super) fn target(site: Site, members: &Map<String, Value>) -> Option<(&str, &'static Object)> {
    let object = match site {
        Site::Reference(object) => object,
        Site::Object(object) if is_path_item(object) || object.is_schema() => object,
        Site::Object(_) => return None,
    };
    Some((resolve::member(members, "$ref")?.as_str()?, object))
}

fn is_path_item(object: &Object) -> bool {
    object.is(&objects::PATH_ITEM) || object.is(&objects::v2::PATH_ITEM)
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
