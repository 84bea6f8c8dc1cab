//! The components that what is left of a description needs.
//!
//! Enters: a tree from which operations were taken out. Leaves: the same without components that nothing leads to any more. References
//! are as people write them, and not repaired yet: what may be meant by one counts as needed. The files that they lead into are
//! read on the way.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::files::Files;
use super::walk::{self, Root};
use super::{objects, references, resolve};
use crate::diagnostic::Diagnostics;
use crate::place::Pointer;

/// A component: its section and its name.
type Component = (String, String);

/// Takes out all others.
pub(super) fn retain(tree: &mut Value, files: &mut Files<'_>, diagnostics: &mut Diagnostics) {
    let known = match tree.get("components") {
        Some(Value::Object(sections)) => Known::of(sections),
        Some(_) | None => return,
    };
    let needs_security = is_usual_security_needed(tree);
    let mut waiting = known.roots(tree, needs_security);
    let (mut needed, mut met) = (BTreeSet::new(), BTreeSet::new());
    while let Some(root) = waiting.pop() {
        if !met.insert(root.pointer.clone()) {
            continue;
        }
        if let Some(component) = component(&root.pointer) {
            let heirs = known.heirs.get(&component.1).filter(|_| component.0 == "schemas");
            // A reference may lead into a component, which stays as a whole.
            waiting.extend(heirs.into_iter().flatten().chain([&component]).filter_map(place));
            needed.insert(component);
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
    take_out(tree, &needed);
    if !needs_security && let Some(members) = tree.as_object_mut() {
        members.shift_remove("security");
    }
}

fn take_out(tree: &mut Value, needed: &BTreeSet<Component>) {
    let Some(Value::Object(sections)) = tree.get_mut("components") else { return };
    for (section, components) in sections.iter_mut().filter(|(section, _)| !section.starts_with("x-")) {
        if let Value::Object(components) = components {
            components.retain(|name, _| needed.contains(&(section.clone(), name.clone())));
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

/// Whether an operation has no security of its own, so that the usual one counts.
fn is_usual_security_needed(tree: &Value) -> bool {
    let paths = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    let members = paths.filter_map(|(_, item)| item.as_object()).flatten();
    members.filter_map(|(_, operation)| operation.as_object()).any(|operation| !operation.contains_key("security"))
}

/// The components that there are.
struct Known {
    /// By name.
    by_name: BTreeMap<String, Vec<Component>>,
    /// Of a schema with a discriminator those that are built on it: a value of the one may be any of them.
    heirs: BTreeMap<String, Vec<Component>>,
}

impl Known {
    fn of(sections: &Map<String, Value>) -> Self {
        let mut by_name: BTreeMap<String, Vec<Component>> = BTreeMap::new();
        for (section, components) in sections {
            for name in components.as_object().into_iter().flatten().map(|(name, _)| name) {
                by_name.entry(name.clone()).or_default().push((section.clone(), name.clone()));
            }
        }
        let mut known = Self { by_name, heirs: BTreeMap::new() };
        let schemas = sections.get("schemas").and_then(Value::as_object);
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

    /// Where to begin: all but the components.
    fn roots(&self, tree: &Value, needs_security: bool) -> Vec<Root> {
        let mut roots = Vec::new();
        for (key, value) in tree.as_object().into_iter().flatten().filter(|(key, _)| *key != "components") {
            let pointer = Pointer::root().push(key);
            let mut found = Vec::new();
            match (key.as_str(), value) {
                ("paths", _) => roots.push(Root { pointer, object: &objects::PATHS }),
                ("webhooks", Value::Object(items)) => {
                    let item = |name: &String| Root { pointer: pointer.push(name), object: &objects::PATH_ITEM };
                    roots.extend(items.keys().map(item));
                }
                ("security", security) if needs_security => self.schemes(security, &mut found),
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
