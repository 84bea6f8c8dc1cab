//! Path items and responses that are references, before anything else has followed any: the settings speak of operations by the path that
//! they have, and of what they answer with.
//!
//! Enters: the tree as it was written. Leaves: one whose path items stand below their paths, though it may be another file that has them;
//! what they refer to leads there, and so do the responses of operations.

use indexmap::IndexSet;
use serde_json::{Map, Value};

use super::files::Files;
use super::included;
use super::walk::{self, Root};
use super::{methods, objects, references, resolve, swagger};
use crate::diagnostic::Diagnostics;
use crate::place::Pointer;

/// Has path items that are references become what they refer to.
pub(super) fn path_items(tree: &mut Value, files: &mut Files<'_>, diagnostics: &mut Diagnostics) {
    let root = Pointer::root().push("paths");
    let paths = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    let folded = paths.filter(|(_, item)| item.as_object().is_some_and(walk::is_reference));
    let folded: Vec<Pointer> = folded.map(|(path, _)| root.push(path)).collect();
    let items = folded.iter().map(|place| Root { pointer: place.clone(), object: &objects::PATH_ITEM });
    settle(tree, items.collect(), files, diagnostics);
    for place in folded {
        references::unfold(tree, &place, diagnostics);
    }
}

/// Has responses of operations that are references lead to what has their content.
pub(super) fn responses(tree: &mut Value, files: &mut Files<'_>, diagnostics: &mut Diagnostics) {
    let is_open = |response: &Value| {
        response.as_object().is_some_and(walk::is_reference)
            && resolve::object(tree, response).is_none_or(|found| !found.contains_key("content"))
    };
    let mut open = Vec::new();
    for (_, place, operation) in methods::of_paths(tree) {
        let responses = operation.get("responses").and_then(Value::as_object).into_iter().flat_map(Map::iter);
        let pointers =
            responses.filter(|(_, response)| is_open(response)).map(|(status, _)| place.below(&["responses", status]));
        open.extend(pointers.map(|pointer| Root { pointer, object: &objects::RESPONSE }));
    }
    settle(tree, open, files, diagnostics);
}

/// Has references, and those that they refer to, lead into the tree; what the last ones refer to is turned, where it is of 2.0.
fn settle(tree: &mut Value, places: Vec<Root>, files: &mut Files<'_>, diagnostics: &mut Diagnostics) {
    let ends: IndexSet<Root> = places.into_iter().filter_map(|place| end(tree, place, files, diagnostics)).collect();
    let mut ends: Vec<Root> = ends.into_iter().collect();
    included::run(tree, &ends, &[], files, diagnostics);
    swagger::turn_lent(tree, &mut ends, &mut [], files, diagnostics);
}

/// Where a chain of references ends; `None` where it does not.
fn end(tree: &mut Value, mut root: Root, files: &mut Files<'_>, diagnostics: &mut Diagnostics) -> Option<Root> {
    for _ in 0..resolve::LONGEST_CHAIN {
        files.settle(tree, std::slice::from_ref(&root), diagnostics);
        match resolve::at(tree, &root.pointer).and_then(|value| Pointer::parse(value.get("$ref")?.as_str()?)) {
            Some(target) => root.pointer = target,
            None => return Some(root),
        }
    }
    None
}
