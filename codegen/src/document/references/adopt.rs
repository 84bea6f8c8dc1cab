//! Components that are nothing but a reference into another file: what stands there is that component, under its name.
//!
//! Enters: the checked tree. Leaves: the components with what they stand for, and references that lead to them, so that a type has one
//! name whether it is referred to through the description or through the file.

use serde_json::{Map, Value, json};

use super::SECTIONS;
use crate::diagnostic::Diagnostics;
use crate::document::moves::Moves;
use crate::document::resolve;
use crate::document::walk::{self, Root};
use crate::place::{Place, Pointer};

/// Brings what the components stand for to them. Of several that stand for one thing the one that is called like it has it, or else the
/// first by letters: the order of the list says nothing.
pub(in crate::document) fn adopt(tree: &mut Value, roots: &mut [Root], diagnostics: &mut Diagnostics) {
    let mut moves: Vec<(Pointer, Pointer)> = Vec::new();
    let mut found: Vec<_> = references(tree)
        .into_iter()
        .filter_map(|(component, reference)| Some((end(tree, &reference)?, component)))
        .collect();
    found.sort_by_cached_key(|(from, component)| (is_called_otherwise(component, from), component.clone()));
    for (first, component) in found {
        // What has been brought to another component stands in no file any more.
        let Some(from) = end(tree, &first) else { continue };
        if from == component || moves.iter().any(|(_, to)| *to == from) {
            continue;
        }
        let stand_in = json!({"$ref": component.reference()});
        let Some(value) = resolve::at_mut(tree, &from).map(|value| std::mem::replace(value, stand_in)) else {
            continue;
        };
        if let Some(place) = resolve::at_mut(tree, &component) {
            *place = value;
        }
        diagnostics.origins.copy(&from, &component);
        moves.push((from, component));
    }
    for root in roots.iter_mut() {
        let is_moved = |(from, to): &(Pointer, Pointer)| root.pointer.moved(from, to).filter(|_| root.pointer != *from);
        if let Some(moved) = moves.iter().find_map(is_moved) {
            root.pointer = moved;
        }
    }
    moves.into_iter().collect::<Moves>().follow(tree, roots);
}

/// Whether a component has another name than what it stands for has in its file.
fn is_called_otherwise(component: &Pointer, target: &Pointer) -> bool {
    let letters =
        |word: &str| word.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (name, word) = (component.last(), Place::from(target).word().map(|word| letters(&word)));
    name.map(|name| letters(&name)) != word
}

/// The components that are nothing but a reference into another file, with where it leads.
fn references(tree: &Value) -> Vec<(Pointer, Pointer)> {
    let mut found = Vec::new();
    for (section, _) in SECTIONS {
        let at = Pointer::root().push("components").push(section);
        let components = resolve::at(tree, &at).and_then(Value::as_object).into_iter().flatten();
        found.extend(components.filter_map(|(name, value)| Some((at.push(name), elsewhere(value.as_object()?)?))));
    }
    found
}

fn elsewhere(members: &Map<String, Value>) -> Option<Pointer> {
    let target = Pointer::parse(members.get("$ref")?.as_str()?).filter(|_| walk::is_reference(members))?;
    (members.len() == 1 && Place::from(&target).file().is_some()).then_some(target)
}

/// Where a chain of references ends in another file; `None` where it leads out of them, nowhere, or in a circle.
fn end(tree: &Value, start: &Pointer) -> Option<Pointer> {
    let (place, _) = resolve::led(tree, start.clone())?;
    Place::from(&place).file().is_some().then_some(place)
}
