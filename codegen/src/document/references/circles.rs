//! Components that are only references to each other.

use std::collections::BTreeSet;

use serde_json::Value;

use super::SECTIONS;
use crate::diagnostic::{Diagnostics, Part, catalogue};
use crate::document::resolve;
use crate::place::Pointer;

/// Components that are references to each other and never to a definition.
pub(super) fn check(tree: &Value, diagnostics: &mut Diagnostics) {
    for (section, _) in SECTIONS {
        let at = Pointer::root().push("components").push(section);
        let Some(components) = resolve::at(tree, &at).and_then(Value::as_object) else { continue };
        let mut reported: BTreeSet<Pointer> = BTreeSet::new();
        for name in components.keys() {
            let circle = circle(tree, at.push(name));
            let [first, second, ..] = circle.as_slice() else { continue };
            if circle.iter().any(|place| reported.contains(place)) {
                continue;
            }
            let found = diagnostics.report(
                &catalogue::REF_CYCLE,
                &first.push("$ref"),
                format!(
                    "`{first}` is only a reference that leads back to itself; it stands for any value, or is left out"
                ),
            );
            if second != first {
                found.label(&second.push("$ref"), Part::Whole, "by way of this one");
            }
            reported.extend(circle);
        }
    }
}

/// The places that a chain of references from `start` comes through until it is back at `start`, which is the first and the last of
/// them; empty where the chain ends or never comes back.
fn circle(tree: &Value, start: Pointer) -> Vec<Pointer> {
    let mut places = vec![start];
    loop {
        let next = places
            .last()
            .and_then(|place| resolve::at(tree, place)?.as_object()?.get("$ref")?.as_str())
            .and_then(Pointer::parse);
        match next {
            Some(next) if next == places[0] => {
                places.push(next);
                return places;
            }
            Some(next) if !places.contains(&next) => places.push(next),
            Some(_) | None => return Vec::new(),
        }
    }
}
