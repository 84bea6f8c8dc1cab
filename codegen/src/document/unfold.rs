//! Path items that are references, before anything else has followed any: the settings speak of operations by the path that they have.
//!
//! Enters: the tree as it was written. Leaves: one whose path items stand below their paths, though it may be another file that has them;
//! what they refer to leads there.

use serde_json::Value;

use super::files::Files;
use super::walk::{self, Root};
use super::{objects, references, resolve, swagger};
use crate::diagnostic::Diagnostics;
use crate::place::Pointer;

/// Has path items that are references become what they refer to.
pub(super) fn path_items(tree: &mut Value, files: &mut Files<'_>, diagnostics: &mut Diagnostics) {
    let root = Pointer::root().push("paths");
    let paths = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    let folded = paths.filter(|(_, item)| item.as_object().is_some_and(walk::is_reference));
    let folded: Vec<Pointer> = folded.map(|(path, _)| root.push(path)).collect();
    for place in folded {
        settle(tree, place.clone(), files, diagnostics);
        references::unfold(tree, &place, diagnostics);
    }
}

/// Has the references of a path item, and of those that it refers to, lead into the tree; the last one is turned, where it is one of 2.0.
fn settle(tree: &mut Value, mut place: Pointer, files: &mut Files<'_>, diagnostics: &mut Diagnostics) {
    for _ in 0..resolve::LONGEST_CHAIN {
        files.settle(tree, &[Root { pointer: place.clone(), object: &objects::PATH_ITEM }], diagnostics);
        let target = resolve::at(tree, &place).and_then(|item| Pointer::parse(item.get("$ref")?.as_str()?));
        let Some(target) = target else {
            let mut last = vec![Root { pointer: place, object: &objects::PATH_ITEM }];
            return swagger::turn_lent(tree, &mut last, &[], files, diagnostics);
        };
        place = target;
    }
}
