//! What the operations that are wanted of a description need of it.
//!
//! Enters: a tree, and the places of operations. Leaves: the components that these need, and whatever else references lead to; a tree
//! without the other components. References are as people write them, and not repaired yet: what may be meant by one counts as needed.
//! The files that they lead into are read on the way.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::files::Files;
use super::walk::{self, Root};
use super::{objects, references, resolve};
use crate::diagnostic::Diagnostics;
use crate::place::{Place, Pointer};

/// A component: its section and its name.
type Component = (String, String);

/// What is needed.
pub(super) struct Needed {
    /// Where references lead to.
    met: BTreeSet<Pointer>,
    components: BTreeSet<Component>,
    /// Whether some operation has no security of its own, so that the usual one counts.
    usual_security: bool,
}

impl Needed {
    /// What the operations at these places need.
    pub(super) fn of(
        tree: &mut Value,
        operations: &BTreeSet<Pointer>,
        files: &mut Files<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let known = Known::of(tree.get("components").and_then(Value::as_object));
        let has_none =
            |operation| resolve::at(tree, operation).is_some_and(|members| members.get("security").is_none());
        let usual_security = operations.iter().any(has_none);
        let mut waiting = known.roots(tree, operations, usual_security);
        let (mut components, mut met) = (BTreeSet::new(), BTreeSet::new());
        while let Some(root) = waiting.pop() {
            if !met.insert(root.pointer.clone()) {
                continue;
            }
            if let Some(component) = component(&root.pointer) {
                let heirs = known.heirs.get(&component.1).filter(|_| component.0 == "schemas");
                // A reference may lead into a component, which stays as a whole.
                waiting.extend(heirs.into_iter().flatten().chain([&component]).filter_map(place));
                components.insert(component);
            }
            files.settle(tree, std::slice::from_ref(&root), diagnostics);
            walk::all(tree, std::slice::from_ref(&root), &mut |site, members, _| {
                let Some((target, object)) = references::target(site, members) else { return };
                waiting.extend(Pointer::parse(target).map(|pointer| Root { pointer, object }));
            });
            if let Some(value) = resolve::at(tree, &root.pointer) {
                waiting.extend(known.mentioned(value).iter().filter_map(place));
            }
        }
        Self { met, components, usual_security }
    }

    /// Whether a reference leads to a place or into it.
    pub(super) fn leads_into(&self, place: &Pointer) -> bool {
        self.met.contains(place)
            || self.met.range(place.push("")..).next().is_some_and(|met| met.moved(place, place).is_some())
    }

    /// Takes all other components out of the tree.
    pub(super) fn retain(&self, tree: &mut Value) {
        let Some(members) = tree.as_object_mut() else { return };
        if !self.usual_security {
            members.shift_remove("security");
        }
        let Some(Value::Object(sections)) = members.get_mut("components") else { return };
        for (section, components) in sections.iter_mut().filter(|(section, _)| !section.starts_with("x-")) {
            if let Value::Object(components) = components {
                components.retain(|name, _| self.components.contains(&(section.clone(), name.clone())));
            }
        }
    }
}

/// The component that a place is, or is within.
fn component(pointer: &Pointer) -> Option<Component> {
    let segments: Vec<_> = pointer.segments().take(3).collect();
    match segments.as_slice() {
        [components, section, name] if components == "components" => Some((section.to_string(), name.to_string())),
        _ => None,
    }
}

/// Where a component stands, and what it is.
fn place((section, name): &Component) -> Option<Root> {
    let pointer = Pointer::root().below(&["components", section, name]);
    let object = objects::OPENAPI.kind_below(pointer.segments())?.object()?;
    Some(Root { pointer, object })
}

/// The components that there are.
struct Known {
    /// By name.
    by_name: BTreeMap<String, Vec<Component>>,
    /// Of a schema with a discriminator those that are built on it: a value of the one may be any of them.
    heirs: BTreeMap<String, Vec<Component>>,
}

impl Known {
    fn of(sections: Option<&Map<String, Value>>) -> Self {
        let mut by_name: BTreeMap<String, Vec<Component>> = BTreeMap::new();
        for (section, components) in sections.into_iter().flatten() {
            for name in components.as_object().into_iter().flatten().map(|(name, _)| name) {
                by_name.entry(name.clone()).or_default().push((section.clone(), name.clone()));
            }
        }
        let mut known = Self { by_name, heirs: BTreeMap::new() };
        let schemas = sections.and_then(|sections| sections.get("schemas")).and_then(Value::as_object);
        for (name, schema) in schemas.into_iter().flatten() {
            let parents = schema.get("allOf").map(|members| known.mentioned(members));
            for (_, parent) in parents.into_iter().flatten().filter(|(section, _)| section == "schemas") {
                if schemas.and_then(|schemas| schemas.get(&parent)?.get("discriminator")).is_some() {
                    known.heirs.entry(parent).or_default().push(("schemas".to_owned(), name.clone()));
                }
            }
        }
        known
    }

    /// Where to begin: at the operations, and at all but the paths and the components.
    fn roots(&self, tree: &Value, operations: &BTreeSet<Pointer>, usual_security: bool) -> Vec<Root> {
        let operation = |pointer: &Pointer| Root { pointer: pointer.clone(), object: &objects::OPERATION };
        let mut roots: Vec<Root> = operations.iter().map(operation).collect();
        let items: BTreeSet<Pointer> =
            operations.iter().map(|operation| operation.segments().take(2).collect()).collect();
        for parameters in items.iter().map(|item| item.push("parameters")) {
            let list = resolve::at(tree, &parameters).and_then(Value::as_array).into_iter().flatten().enumerate();
            roots.extend(list.map(|(at, _)| Root { pointer: parameters.index(at), object: &objects::PARAMETER }));
        }
        for (key, value) in tree.as_object().into_iter().flatten() {
            let pointer = Pointer::root().push(key);
            if pointer == Place::files() {
                continue;
            }
            let mut found = Vec::new();
            match (key.as_str(), value) {
                ("paths" | "components", _) => {}
                ("webhooks", Value::Object(items)) => {
                    let item = |name: &String| Root { pointer: pointer.push(name), object: &objects::PATH_ITEM };
                    roots.extend(items.keys().map(item));
                }
                ("security", security) if usual_security => self.schemes(security, &mut found),
                ("security", _) => {}
                (_, value) => found = self.mentioned(value),
            }
            roots.extend(found.iter().filter_map(place));
        }
        roots
    }

    /// The components that are mentioned in a value.
    fn mentioned(&self, value: &Value) -> Vec<Component> {
        let mut found = Vec::new();
        self.mention(value, &mut found);
        found
    }

    fn mention(&self, value: &Value, found: &mut Vec<Component>) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    match (key.as_str(), member) {
                        ("$ref" | "$dynamicRef" | "operationRef", Value::String(target)) => self.target(target, found),
                        ("mapping", Value::Object(mapping)) => {
                            mapping.values().filter_map(Value::as_str).for_each(|target| self.target(target, found));
                            self.mention(member, found);
                        }
                        ("security", Value::Array(_) | Value::Object(_)) => {
                            self.schemes(member, found);
                            self.mention(member, found);
                        }
                        _ => self.mention(member, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.mention(item, found)),
            // A reference without its `$ref`.
            Value::String(text) if text.starts_with("#/") => self.target(text, found),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// The components that may be meant by a reference, which may lead into one.
    fn target(&self, target: &str, found: &mut Vec<Component>) {
        let pointer = Pointer::parse(target);
        let segments: Vec<_> = pointer.iter().flat_map(Pointer::segments).collect();
        if let [components, section, name, ..] = segments.as_slice()
            && components == "components"
        {
            found.push((section.to_string(), name.to_string()));
        }
        // Otherwise a name alone, a file that is called so, a section of another version.
        let words = target.split(['/', '#']).chain(segments.iter().map(AsRef::as_ref));
        for word in words {
            let stem = word.rsplit_once('.').map_or(word, |(stem, _)| stem);
            let is_exact = |component: &&Component| {
                !target.starts_with("#/components/") || segments.len() < 3 || segments[1] == component.0
            };
            for name in [word, stem] {
                found.extend(self.by_name.get(name).into_iter().flatten().filter(is_exact).cloned());
            }
        }
    }

    /// The schemes that security requirements name.
    fn schemes(&self, requirements: &Value, found: &mut Vec<Component>) {
        let one = || requirements.as_object().into_iter();
        let several = requirements.as_array().into_iter().flatten();
        let names = several.clone().filter_map(Value::as_object).chain(one()).flat_map(Map::keys).map(String::as_str);
        let short = several.filter_map(Value::as_str);
        found.extend(names.chain(short).map(|name| ("securitySchemes".to_owned(), name.to_owned())));
    }
}
