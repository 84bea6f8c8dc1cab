//! Path items that are a reference and say something themselves, or whose operations stand in another file: what they say and what
//! is referred to are one path item.
//!
//! Enters: the checked tree. Leaves: such items with the members of both, their own first (OAS 3.0.4 section 4.7.9), and
//! all parameters.

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::moves::Moves;
use crate::document::walk::Root;
use crate::document::{methods, resolve};
use crate::place::{Place, Pointer};

/// Joins them. References into another file that lead into a path item lead to the first path that has it, so that there is one of each
/// type.
pub(in crate::document) fn join(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let root = Pointer::root().push("paths");
    let places = joined(tree, &root);
    let mut copies: Vec<_> = places.iter().flat_map(|place| unfold(tree, place, diagnostics)).collect();
    copies.retain(|(from, _)| Place::from(from).file().is_some());
    copies.into_iter().collect::<Moves>().follow(tree, roots);
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
    let own = resolve::at(tree, place).and_then(Value::as_object).cloned().unwrap_or_default();
    let mut joined = own.clone();
    joined.shift_remove("$ref");
    for (key, member) in members {
        let (from, to) = (target.push(&key), place.push(&key));
        match (own.get(&key), member) {
            (None, member) => {
                diagnostics.origins.copy(&from, &to);
                copies.push((from, to));
                joined.insert(key, member);
            }
            (Some(Value::Array(own)), Value::Array(others)) if key == "parameters" => {
                let mut all = own.clone();
                for (index, parameter) in others.into_iter().enumerate().filter(|(_, it)| !has(tree, own, it)) {
                    let (from, to) = (from.index(index), to.index(all.len()));
                    diagnostics.origins.copy(&from, &to);
                    copies.push((from, to));
                    all.push(parameter);
                }
                joined.insert(key, Value::Array(all));
            }
            (Some(_), _) if methods::METHODS.contains(&&*key) || key == methods::OTHERS => {
                let message = format!("what `$ref` leads to has `{key}` too; this one is read, that one is left out");
                diagnostics.report(&catalogue::SAID_TWICE, &to, message).at_key();
            }
            // Of words, and of servers, those beside the reference are meant.
            (Some(_), _) => {}
        }
    }
    if let Some(item) = resolve::at_mut(tree, place) {
        *item = Value::Object(joined);
    }
    copies
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
