//! Path items that are a reference and say something themselves, or whose operations stand in another file: what they say and what
//! is referred to are one path item.
//!
//! Enters: the checked tree. Leaves: such items with the members of both, their own first (OAS 3.0.4 section 4.7.9).

use serde_json::{Map, Value};

use super::reach;
use crate::diagnostic::Diagnostics;
use crate::document::resolve;
use crate::document::walk::Root;
use crate::place::{Place, Pointer};

/// Joins them. References into another file that lead into a path item lead to the first path that has it, so that there is one of each
/// type.
pub(in crate::document) fn join(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let root = Pointer::root().push("paths");
    let places = joined(tree, &root);
    let mut copies: Vec<_> = places.iter().flat_map(|place| unfold(tree, place, diagnostics)).collect();
    copies.retain(|(from, _)| Place::from(from).file().is_some());
    reach::follow(tree, roots, &copies);
}

/// Puts what the reference of a path item leads to beside what it says itself, in the place of the reference; gives where its members
/// stand, and where they stand by now.
pub(in crate::document) fn unfold(
    tree: &mut Value,
    place: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Vec<(Pointer, Pointer)> {
    let target = resolve::at(tree, place).and_then(|item| Pointer::parse(item.get("$ref")?.as_str()?));
    let found = target.and_then(|target| resolve::led(tree, target));
    let mut copies = Vec::new();
    let Some((target, members)) = found.map(|(target, members)| (target, members.clone())) else { return copies };
    let Some(Value::Object(item)) = resolve::at_mut(tree, place) else { return copies };
    item.shift_remove("$ref");
    for (key, member) in members {
        if !item.contains_key(&key) {
            let (from, to) = (target.push(&key), place.push(&key));
            diagnostics.origins.copy(&from, &to);
            copies.push((from, to));
            item.insert(key, member);
        }
    }
    copies
}

/// The path items that have more members than a reference, or lead into another file.
fn joined(tree: &Value, root: &Pointer) -> Vec<Pointer> {
    let paths = resolve::at(tree, root).and_then(Value::as_object);
    let says_more = |item: &Map<String, Value>| item.keys().any(|key| key != "$ref" && !key.starts_with("x-"));
    paths
        .into_iter()
        .flatten()
        .filter_map(|(path, item)| Some((root.push(path), item.as_object()?)))
        .filter_map(|(place, item)| Some((place, item, Pointer::parse(item.get("$ref")?.as_str()?)?)))
        .filter(|(_, item, target)| says_more(item) || Place::from(target).file().is_some())
        .map(|(place, ..)| place)
        .collect()
}
