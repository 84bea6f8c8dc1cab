//! Parameters that stand among components of another kind, which references ask for as what they are.
//!
//! Enters: the tree before its schemas are repaired, as these are none. Leaves: the parameters in place of the references, and components
//! without those that nothing else refers to.

use serde_json::{Map, Value};

use super::{component, target};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::objects;
use crate::document::resolve;
use crate::document::walk::{self, Root};
use crate::place::Pointer;

/// Brings them to where they are asked for.
pub(in crate::document) fn take(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let misplaced = misplaced(tree);
    if misplaced.is_empty() {
        return;
    }
    let (mut asked, mut others) = (Vec::new(), Vec::new());
    walk::all(tree, roots, &mut |site, members, path| {
        let Some((target, object)) = target(site, members) else { return };
        let Some(place) = Pointer::parse(target).filter(|place| misplaced.contains(place)) else { return };
        match object.is(&objects::PARAMETER) {
            true => asked.push((path.pointer(), place)),
            false => others.push(place),
        }
    });
    for (at, from) in &asked {
        let Some((section, _)) = component(from) else { continue };
        let (written, called) = (diagnostics.origin(from), diagnostics.section(section));
        let message = format!("`{written}` is one of the {called}, and describes a parameter, which is read");
        let found = diagnostics.report(&catalogue::MISPLACED_REF, &at.push("$ref"), message);
        found.help("put it under `parameters`, and refer to it there");
        let parameter = resolve::at(tree, from).cloned();
        if let Some((place, parameter)) = resolve::at_mut(tree, at).zip(parameter) {
            *place = parameter;
            diagnostics.origins.copy(from, at);
        }
    }
    for (_, from) in asked.iter().filter(|(_, from)| !others.contains(from)) {
        resolve::take(tree, from);
    }
}

/// The components of other kinds that can only be parameters.
fn misplaced(tree: &Value) -> Vec<Pointer> {
    let root = Pointer::root().push("components");
    let sections = tree.get("components").and_then(Value::as_object).into_iter().flatten();
    // A security scheme has a name and a place too.
    let others = sections.filter(|(section, _)| !matches!(section.as_str(), "parameters" | "securitySchemes"));
    let named = others.flat_map(|(section, all)| all.as_object().into_iter().flatten().map(move |it| (section, it)));
    let misplaced = named.filter(|(_, (_, value))| value.as_object().is_some_and(is_parameter));
    misplaced.map(|(section, (name, _))| root.push(section).push(name)).collect()
}

fn is_parameter(members: &Map<String, Value>) -> bool {
    let says = |key: &str| resolve::member(members, key).is_some_and(Value::is_string);
    says("name") && says("in")
}
