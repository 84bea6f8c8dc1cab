//! The components that what is left of a description needs.
//!
//! Enters: a tree from which operations were taken out. Leaves: the same without components that nothing leads to any more. References
//! are as people write them, and not repaired yet: what may be meant by one counts as needed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::resolve;
use crate::place::{Place, Pointer};

/// A component: its section and its name. Or a place in another file: [`FILE`] and a reference to it.
type Component = (String, String);

/// No section is called so.
const FILE: &str = "";

/// Takes out all others.
pub(super) fn retain(tree: &mut Value) {
    let Some(Value::Object(sections)) = tree.get("components") else { return };
    let known = Known::of(sections);
    let mut waiting = Vec::new();
    let mut needs_security = false;
    let files = Place::files().last().map(Cow::into_owned);
    for (key, value) in tree.as_object().into_iter().flatten() {
        match key.as_str() {
            "components" => {}
            key if files.as_deref() == Some(key) => {}
            "security" => needs_security = is_usual_security_needed(tree),
            _ => known.mentioned(value, &mut waiting),
        }
    }
    if needs_security && let Some(security) = tree.get("security") {
        known.schemes(security, &mut waiting);
    }
    let mut needed = BTreeSet::new();
    while let Some(component) = waiting.pop() {
        let (section, name) = &component;
        let value = match section.as_str() {
            FILE => Pointer::parse(name).and_then(|place| resolve::at(tree, &place)),
            _ => sections.get(section).and_then(|section| section.get(name)),
        };
        if let Some(value) = value
            && needed.insert(component.clone())
        {
            known.mentioned(value, &mut waiting);
            waiting.extend(known.heirs.get(name).filter(|_| section == "schemas").into_iter().flatten().cloned());
        }
    }
    let Some(Value::Object(members)) = tree.as_object_mut().and_then(|members| members.get_mut("components")) else {
        return;
    };
    for (section, components) in members.iter_mut().filter(|(section, _)| !section.starts_with("x-")) {
        if let Value::Object(components) = components {
            components.retain(|name, _| needed.contains(&(section.clone(), name.clone())));
        }
    }
    if !needs_security && let Some(members) = tree.as_object_mut() {
        members.shift_remove("security");
    }
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
            let mut parents = Vec::new();
            schema.get("allOf").into_iter().for_each(|members| known.mentioned(members, &mut parents));
            for (_, parent) in parents.into_iter().filter(|(section, _)| section == "schemas") {
                if schemas.and_then(|schemas| schemas.get(&parent)?.get("discriminator")).is_some() {
                    known.heirs.entry(parent).or_default().push(("schemas".to_owned(), name.clone()));
                }
            }
        }
        known
    }

    /// The components that are mentioned in a value.
    fn mentioned(&self, value: &Value, found: &mut Vec<Component>) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    match (key.as_str(), member) {
                        ("$ref" | "$dynamicRef" | "operationRef", Value::String(target)) => self.target(target, found),
                        ("mapping", Value::Object(mapping)) => {
                            mapping.values().filter_map(Value::as_str).for_each(|target| self.target(target, found));
                            self.mentioned(member, found);
                        }
                        ("security", Value::Array(_) | Value::Object(_)) => {
                            self.schemes(member, found);
                            self.mentioned(member, found);
                        }
                        _ => self.mentioned(member, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.mentioned(item, found)),
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
        if pointer.as_ref().is_some_and(|pointer| Place::from(pointer).file().is_some()) {
            found.push((FILE.to_owned(), target.to_owned()));
            return;
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
