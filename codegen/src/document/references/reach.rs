//! References that lead to other places than the components: bundlers write `#/paths/~1users/get/parameters/0`.
//!
//! Enters: the tree. Leaves: where they lead, and what is expected there; references that follow what has moved. Whether it is there is the business of `check`.

use indexmap::IndexSet;
use serde_json::Value;

use super::{component, is_other, target};
use crate::document::walk::{self, Root};
use crate::document::{objects, resolve};
use crate::place::Pointer;

/// The places that references from these roots lead to and that are no components of their kind.
pub(in crate::document) fn beyond_components(tree: &Value, roots: &[Root]) -> IndexSet<Root> {
    let mut found = IndexSet::new();
    walk::all(tree, roots, &mut |site, members, _| {
        let Some((target, object)) = target(site, members) else { return };
        let Some(pointer) = Pointer::parse(target).filter(|_| target.starts_with('#')) else { return };
        if component(&pointer).is_none_or(|(_, kind)| !kind.is(object)) {
            found.insert(Root { pointer, object });
        }
    });
    found
}

/// Those of the places that no walk comes to, because the specification knows nothing there.
pub(in crate::document) fn unwalked(tree: &Value, places: IndexSet<Root>, known: &[Root]) -> Vec<Root> {
    let is_walked = |root: &Root| {
        let kind = objects::OPENAPI.kind_below(root.pointer.segments());
        known.contains(root) || kind.and_then(objects::Kind::object).is_some_and(|object| object.is(root.object))
    };
    let is_object = |root: &Root| resolve::at(tree, &root.pointer).is_some_and(Value::is_object);
    let is_unknown = |root: &Root| !is_walked(root) && !is_other(&root.pointer, root.object);
    places.into_iter().filter(|root| is_unknown(root) && is_object(root)).collect()
}

/// Has references lead to where things have moved.
pub(in crate::document) fn follow(tree: &mut Value, roots: &[Root], moves: &[(Pointer, Pointer)]) {
    if moves.is_empty() {
        return;
    }
    walk::all_mut(tree, roots, &mut |site, members, _| {
        let Some((target, _)) = target(site, members) else { return };
        let Some(pointer) = Pointer::parse(target).filter(|_| target.starts_with('#')) else { return };
        if let Some(moved) = moves.iter().find_map(|(from, to)| pointer.moved(from, to)) {
            members.insert("$ref".to_owned(), moved.reference().into());
        }
    });
}
