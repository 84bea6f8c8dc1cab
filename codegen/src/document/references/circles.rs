//! Components that are only references to each other.

use std::collections::BTreeSet;

use indexmap::IndexSet;
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
        let mut settled = BTreeSet::new();
        for name in components.keys() {
            let circle = circle(tree, at.push(name), &mut settled);
            let [first, second, ..] = circle.as_slice() else { continue };
            let written = diagnostics.origin(first);
            let by_way_of = diagnostics.located(&second.push("$ref"), Part::Whole);
            let found = diagnostics.report(
                &catalogue::REF_CYCLE,
                &first.push("$ref"),
                format!(
                    "`{written}` is only a reference that leads back to itself; it stands for any value, or is left out"
                ),
            );
            if second != first {
                found.label(by_way_of, "by way of this one");
            }
        }
    }
}

/// Whether a place is a reference, and those that it leads to lead back to one another.
pub(super) fn is_in_one(tree: &Value, place: &Pointer) -> bool {
    let next = |place: &Pointer| Pointer::parse(resolve::at(tree, place)?.as_object()?.get("$ref")?.as_str()?);
    let mut seen = BTreeSet::new();
    let mut here = Some(place.clone());
    while let Some(place) = here {
        here = next(&place);
        if !seen.insert(place) {
            return true;
        }
    }
    false
}

/// The places that a chain of references from `start` comes through until it is back at `start`, which is the first and the last of
/// them; empty where the chain ends, never comes back, or leads to what is settled. What is settled then leads to no circle that
/// was not found before, so that nobody goes that way again.
fn circle(tree: &Value, start: Pointer, settled: &mut BTreeSet<Pointer>) -> Vec<Pointer> {
    let mut places = IndexSet::new();
    let mut next = Some(start);
    while let Some(place) = next.filter(|place| !settled.contains(place)) {
        if let Some(known) = places.get_index_of(&place) {
            // Those before it lead to a circle, and are on none.
            settled.extend(places.drain(..known));
            if known > 0 {
                return Vec::new();
            }
            settled.extend(places.iter().cloned());
            return places.into_iter().chain([place]).collect();
        }
        let reference = resolve::at(tree, &place).and_then(|value| value.as_object()?.get("$ref")?.as_str());
        next = reference.and_then(Pointer::parse);
        places.insert(place);
    }
    settled.extend(places);
    Vec::new()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check;
    use crate::diagnostic::Diagnostics;

    #[test]
    fn a_circle_is_told_once_whatever_leads_to_it() {
        let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let schemas = json!({
            "Ahead": to("Before"), "Before": to("One"), "One": to("Two"), "Two": to("One"), "Behind": to("Two"), "Own": to("Own"),
            "Far": to("Near"), "Near": to("Text"), "Text": {"type": "string"}, "Lost": to("Nothing"),
        });
        let mut diagnostics = Diagnostics::new();
        check(&json!({"components": {"schemas": schemas}}), &mut diagnostics);
        let found: Vec<_> = diagnostics.iter().filter_map(|found| found.message.split('`').nth(1)).collect();
        assert_eq!(found, ["#/components/schemas/One", "#/components/schemas/Own"]);
    }
}
