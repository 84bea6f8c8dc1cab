//! Path items that are a reference and say something themselves: what they say and what is referred to are one path item.
//!
//! Enters: the repaired tree. Leaves: such items with the members of both, their own first (OAS 3.0.4 section 4.7.9).

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostics;
use crate::document::resolve;
use crate::place::Pointer;

/// Joins them.
pub(in crate::document) fn join(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let root = Pointer::root().push("paths");
    for (place, target) in joined(tree, &root) {
        let Some(members) = resolve::at(tree, &target).and_then(|value| resolve::object(tree, value)).cloned() else {
            continue;
        };
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

/// The path items that have more members than a reference, with the place that it leads to.
fn joined(tree: &Value, root: &Pointer) -> Vec<(Pointer, Pointer)> {
    let paths = resolve::at(tree, root).and_then(Value::as_object);
    let says_more = |item: &Map<String, Value>| item.keys().any(|key| key != "$ref" && !key.starts_with("x-"));
    paths
        .into_iter()
        .flatten()
        .filter_map(|(path, item)| Some((root.push(path), item.as_object()?)))
        .filter(|(_, item)| says_more(item))
        .filter_map(|(place, item)| Some((place, Pointer::parse(item.get("$ref")?.as_str()?)?)))
        .collect()
}
