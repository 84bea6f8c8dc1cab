//! Path items that are a reference and say something themselves, or whose operations stand in another file: what they say and what
//! is referred to are one path item.
//!
//! Enters: the checked tree. Leaves: such items with the members of both, their own first (OAS 3.0.4 section 4.7.9).

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostics;
use crate::document::resolve;
use crate::place::{Place, Pointer};

/// A chain of references longer than this is a circle.
const LONGEST_CHAIN: usize = 64;

/// Joins them.
pub(in crate::document) fn join(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let root = Pointer::root().push("paths");
    for (place, target) in joined(tree, &root) {
        let Some((target, members)) = item(tree, target) else { continue };
        let Some(Value::Object(item)) = resolve::at_mut(tree, &place) else { continue };
        item.shift_remove("$ref");
        for (key, member) in members {
            if !item.contains_key(&key) {
                diagnostics.origins.record(&target.push(&key), &place.push(&key));
                item.insert(key, member);
            }
        }
    }
}

/// The path item that a reference leads to, itself or through others, with its place.
fn item(tree: &Value, mut place: Pointer) -> Option<(Pointer, Map<String, Value>)> {
    for _ in 0..LONGEST_CHAIN {
        let members = resolve::at(tree, &place)?.as_object()?;
        match members.get("$ref").and_then(Value::as_str) {
            Some(target) => place = Pointer::parse(target)?,
            None => return Some((place.clone(), members.clone())),
        }
    }
    None
}

/// The path items that have more members than a reference, or lead into another file, with the place that they lead to.
fn joined(tree: &Value, root: &Pointer) -> Vec<(Pointer, Pointer)> {
    let paths = resolve::at(tree, root).and_then(Value::as_object);
    let says_more = |item: &Map<String, Value>| item.keys().any(|key| key != "$ref" && !key.starts_with("x-"));
    paths
        .into_iter()
        .flatten()
        .filter_map(|(path, item)| Some((root.push(path), item.as_object()?)))
        .filter_map(|(place, item)| Some((place, item, Pointer::parse(item.get("$ref")?.as_str()?)?)))
        .filter(|(_, item, target)| says_more(item) || Place::from(target).file().is_some())
        .map(|(place, _, target)| (place, target))
        .collect()
}
