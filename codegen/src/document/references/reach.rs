//! References that lead to other places than the components: bundlers write `#/paths/~1users/get/parameters/0`.
//!
//! Enters: the tree. Leaves: where they lead, and what is expected there. Whether it is there is the business of `check`.

use std::collections::BTreeMap;

use indexmap::IndexSet;
use serde_json::Value;

use super::{component, is_other, target};
use crate::document::objects::{self, Kind, Object};
use crate::document::resolve;
use crate::document::walk::{self, Root};
use crate::place::{Place, Pointer};

/// The places that references from these roots lead to and that are no components of their kind.
pub(in crate::document) fn beyond_components(tree: &Value, roots: &[Root]) -> IndexSet<Root> {
    let mut found = IndexSet::new();
    walk::all(tree, roots, &mut |site, members, _| {
        let Some((target, object)) = target(site, members) else { return };
        let Some(pointer) = Pointer::parse(target).filter(|_| target.starts_with('#')) else { return };
        let is_elsewhere = Place::from(&pointer).file().is_some();
        if is_elsewhere || component(&pointer).is_none_or(|(_, kind)| !kind.is(object)) {
            found.insert(Root { pointer, object });
        }
    });
    found
}

/// Those of the places that no walk comes to, because the specification knows nothing there.
pub(in crate::document) fn unwalked(tree: &Value, places: IndexSet<Root>, known: &[Root]) -> Vec<Root> {
    let is_walked = |root: &Root| {
        let kind = objects::OPENAPI.kind_below(root.pointer.segments());
        known.contains(root) || kind.and_then(Kind::object).is_some_and(|object| object.is(root.object))
    };
    let is_object = |root: &Root| resolve::at(tree, &root.pointer).is_some_and(Value::is_object);
    let is_unknown = |root: &Root| !is_walked(root) && !is_other(&root.pointer, root.object);
    places.into_iter().filter(|root| is_unknown(root) && is_object(root)).collect()
}

/// Leaves those roots that no walk from another one comes to.
pub(in crate::document) fn prune(roots: &mut Vec<Root>) {
    let objects: BTreeMap<Pointer, &Object> = roots.iter().map(|root| (root.pointer.clone(), root.object)).collect();
    let is_below = |root: &Root, place: &Pointer| {
        let rest = root.pointer.moved(place, &Pointer::root());
        let kind = objects.get(place).zip(rest).and_then(|(object, rest)| object.kind_below(rest.segments()));
        kind.and_then(Kind::object).is_some_and(|object| object.is(root.object))
    };
    roots.retain(|root| {
        let mut around = std::iter::successors(root.pointer.parent(), Pointer::parent);
        !around.any(|place| is_below(root, &place))
    });
}
