//! References that the typed envelope cannot hold: what they lead to stands in their place.
//!
//! Enters: the checked tree, from which schemas have been taken, so that what stands in two places has the same ones. Leaves: one without
//! references to media types (OAS 3.2.0 section 4.14), and without references that have a `summary` or a `description` of their own,
//! which count instead of those of what they lead to (OAS 3.1.1 section 4.8.23).

use serde_json::{Map, Value};

use super::objects::{self, Object};
use super::version::Version;
use super::walk::{self, Root, Site};
use super::{Document, references, resolve};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::place::Pointer;

/// What is copied may hold such references itself. Deeper they lead back to what they stand in, and nothing more is said of that.
const DEEPEST: usize = 8;

/// A reference and what stands in its place.
struct StandIn {
    place: Pointer,
    value: Value,
}

/// Puts what they lead to in their place.
pub(super) fn put(tree: &mut Value, roots: &[Root], version: Version, diagnostics: &mut Diagnostics) {
    for _ in 0..DEEPEST {
        let found = found(tree, roots, version, diagnostics);
        if found.is_empty() {
            return;
        }
        for StandIn { place, value } in found {
            if let Some(stands) = resolve::at_mut(tree, &place) {
                *stands = value;
            }
        }
    }
}

fn found(tree: &Value, roots: &[Root], version: Version, diagnostics: &mut Diagnostics) -> Vec<StandIn> {
    let mut found = Vec::new();
    walk::all(tree, roots, &mut |site, members, path| {
        let Site::Reference(object) = site else { return };
        let (own, others) = own_words(object, members);
        if !object.is(&objects::MEDIA_TYPE) && (own.is_empty() || version < Version::V3_1) {
            return;
        }
        let Some((target, _)) = references::target(site, members) else { return };
        let Some(first) = Pointer::parse(target) else { return };
        let Some((last, target)) = resolve::led(tree, first.clone()) else { return };
        for key in others {
            let message = format!("`{key}` beside a `$ref` is ignored");
            diagnostics.report(&catalogue::BESIDE_REF, &path.key(key).pointer(), message).at_key();
        }
        let members = target.iter().map(|(key, value)| (key.clone(), value.clone()));
        let mut value: Map<_, _> = members.chain(own).collect();
        if object.is(&objects::PARAMETER) {
            share(&mut value, [first, last]);
        }
        found.push(StandIn { place: path.pointer(), value: value.into() });
    });
    found
}

/// Says where a parameter is described, for names that all who share it have.
fn share(members: &mut Map<String, Value>, ways: [Pointer; 2]) {
    let mut places: Vec<Value> = ways.iter().map(|place| place.reference().into()).collect();
    if let Some(Value::Array(further)) = members.shift_remove(Document::SHARED) {
        places.extend(further);
    }
    places.dedup();
    members.insert(Document::SHARED.to_owned(), places.into());
}

/// The words of a reference that what it leads to has members for; and its other members, which have no effect.
fn own_words<'v>(object: &Object, members: &'v Map<String, Value>) -> (Map<String, Value>, Vec<&'v str>) {
    if object.is(&objects::SCHEMA) || object.is(&objects::PATH_ITEM) {
        return (Map::new(), Vec::new());
    }
    let counts = |key: &str, value: &Value| {
        matches!(key, "summary" | "description") && object.field(key).is_some() && value.is_string()
    };
    let (mut own, mut others) = (Map::new(), Vec::new());
    for (key, value) in members.iter().filter(|(key, _)| *key != "$ref") {
        match counts(key, value) {
            true => drop(own.insert(key.clone(), value.clone())),
            false => others.push(key.as_str()),
        }
    }
    (own, others)
}
