//! Path items that are a reference and say something themselves, or whose operations stand in another file: what they say and what
//! is referred to are one path item.
//!
//! Enters: the checked tree. Leaves: such items with the members of both, their own first (OAS 3.0.4 section 4.7.9), and
//! all parameters; those of paths, and those of webhooks and callbacks.

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::moves::Moves;
use crate::document::walk::{self, Root, Site};
use crate::document::{methods, objects, resolve};
use crate::place::{Place, Pointer};

/// Joins them. References into another file that lead into a path item lead to the first path that has it, so that there is one of each
/// type.
pub(in crate::document) fn join(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let root = Pointer::root().push("paths");
    let places = joined(tree, &root);
    let mut copies: Vec<_> = places.iter().flat_map(|place| unfold(tree, place, diagnostics)).collect();
    copies.extend(unfold_incoming(tree, roots, diagnostics));
    copies.retain(|(from, _)| Place::from(from).file().is_some());
    copies.into_iter().collect::<Moves>().follow(tree, roots);
}

/// Joins those of webhooks and callbacks. Within what is called back there may be more of them, so that each is given what its reference
/// leads to as that was before: so none grows within another.
fn unfold_incoming(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) -> Vec<(Pointer, Pointer)> {
    let found = incoming(tree, roots).into_iter();
    let items = found.filter_map(|Root { pointer, .. }| Some((resolve::at(tree, &pointer)?.as_object()?, pointer)));
    let mut places: Vec<_> = items.filter(|(item, _)| item.contains_key("$ref") && says_more(item)).collect();
    places.sort_by_key(|(_, place)| place.segments().count());
    let places: Vec<Pointer> = places.into_iter().map(|(_, place)| place).collect();
    let unfolded = places.into_iter().filter_map(|place| Some((unfolded(tree, &place, diagnostics)?, place)));
    let unfolded: Vec<_> = unfolded.collect();
    let mut all = Vec::new();
    for ((item, copies), place) in unfolded {
        all.extend(copies);
        if let Some(there) = resolve::at_mut(tree, &place) {
            *there = item;
        }
    }
    all
}

/// The path items of webhooks and callbacks.
pub(in crate::document) fn incoming(tree: &Value, roots: &[Root]) -> Vec<Root> {
    let mut found = Vec::new();
    let mut add = |pointer: Pointer| found.push(Root { pointer, object: &objects::PATH_ITEM });
    walk::all(tree, roots, &mut |site, members, path| match site {
        Site::Object(object) if object.is(&objects::CALLBACK) => {
            let expressions = members.keys().filter(|key| !key.starts_with("x-"));
            expressions.for_each(|key| add(path.pointer().push(key)));
        }
        Site::Object(object) if object.is(&objects::OPENAPI) => {
            let webhooks = members.get("webhooks").and_then(Value::as_object).into_iter().flatten();
            webhooks.for_each(|(name, _)| add(path.pointer().push("webhooks").push(name)));
        }
        Site::Object(_) | Site::Reference(_) => {}
    });
    found
}

/// Puts what the reference of a path item leads to beside what it says itself, in the place of the reference; gives where its members
/// stand, and where they stand by now.
pub(in crate::document) fn unfold(
    tree: &mut Value,
    place: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Vec<(Pointer, Pointer)> {
    let Some((item, copies)) = unfolded(tree, place, diagnostics) else { return Vec::new() };
    if let Some(there) = resolve::at_mut(tree, place) {
        *there = item;
    }
    copies
}

/// What stands in the place of the path item then, with where its members stand and where they stand by now.
fn unfolded(tree: &Value, place: &Pointer, diagnostics: &mut Diagnostics) -> Option<(Value, Vec<(Pointer, Pointer)>)> {
    let target = Pointer::parse(resolve::at(tree, place)?.get("$ref")?.as_str()?)?;
    let (target, members) = resolve::led(tree, target)?;
    let mut copies = Vec::new();
    let own = resolve::at(tree, place).and_then(Value::as_object).cloned().unwrap_or_default();
    let mut joined = own.clone();
    joined.shift_remove("$ref");
    for (key, member) in members {
        let (from, to) = (target.push(key), place.push(key));
        match (own.get(key), member) {
            (None, member) => {
                diagnostics.origins.copy(&from, &to);
                copies.push((from, to));
                joined.insert(key.clone(), member.clone());
            }
            (Some(Value::Array(own)), Value::Array(others)) if key == "parameters" => {
                let mut all = own.clone();
                for (index, parameter) in others.iter().enumerate().filter(|(_, it)| !has(tree, own, it)) {
                    let (from, to) = (from.index(index), to.index(all.len()));
                    diagnostics.origins.copy(&from, &to);
                    copies.push((from, to));
                    all.push(parameter.clone());
                }
                joined.insert(key.clone(), Value::Array(all));
            }
            (Some(_), _) if methods::METHODS.contains(&key.as_str()) || key == methods::OTHERS => {
                let message = format!("what `$ref` leads to has `{key}` too; this one is read, that one is left out");
                diagnostics.report(&catalogue::SAID_TWICE, &to, message).at_key();
            }
            // Of words, and of servers, those beside the reference are meant.
            (Some(_), _) => {}
        }
    }
    Some((Value::Object(joined), copies))
}

/// Whether a list has a parameter of that name and place.
fn has(tree: &Value, list: &[Value], parameter: &Value) -> bool {
    let key = |parameter: &Value| {
        let members = resolve::object(tree, parameter)?;
        Some((members.get("name")?.as_str()?.to_owned(), members.get("in")?.as_str()?.to_owned()))
    };
    let named = key(parameter);
    named.is_some() && list.iter().any(|own| key(own) == named)
}

/// The path items that have more members than a reference, or lead into another file.
fn joined(tree: &Value, root: &Pointer) -> Vec<Pointer> {
    let paths = resolve::at(tree, root).and_then(Value::as_object);
    paths
        .into_iter()
        .flatten()
        .filter_map(|(path, item)| Some((root.push(path), item.as_object()?)))
        .filter_map(|(place, item)| Some((place, item, Pointer::parse(item.get("$ref")?.as_str()?)?)))
        .filter(|(_, item, target)| says_more(item) || Place::from(target).file().is_some())
        .map(|(place, ..)| place)
        .collect()
}

fn says_more(item: &Map<String, Value>) -> bool {
    item.keys().any(|key| key != "$ref" && !key.starts_with("x-"))
}
