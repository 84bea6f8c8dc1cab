//! Generic schemas (OAS 3.1.1 section 4.8.24.4.2): `$dynamicRef` and `$dynamicAnchor`.
//!
//! Enters: a tree whose other references lead to places. Leaves: one without `$dynamicRef`. A schema that refers to another one and says
//! under `$defs` what its `$dynamicRef: '#item'` stands for becomes that one, with this in it: a copy for each use, as `Page<User>` is in
//! Rust. Elsewhere such a reference leads to what is called so where it stands, which is any value where nothing fits it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::path::Path;
use super::references::Identities;
use super::version::Version;
use super::walk::{self, Root, Site};
use super::{objects, resolve};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::place::Pointer;

/// Generic schemas within each other beyond any real one.
const DEEPEST: usize = 32;

/// What names of a generic schema stand for: references.
type Bindings = BTreeMap<String, String>;

/// Settles all of them.
pub(super) fn settle(tree: &mut Value, roots: &[Root], version: Version, diagnostics: &mut Diagnostics) {
    let (mut bound, mut is_used) = (Vec::new(), false);
    walk::all(tree, roots, &mut |site, members, path| {
        let Site::Object(object) = site else { return };
        if object.is(&objects::SCHEMA) {
            if members.contains_key("$dynamicRef") {
                is_used = true;
                tell(version, path, diagnostics);
            }
            let refers = members.contains_key("$ref") || members.contains_key("allOf");
            let bindings = if refers { bindings(members, &path.pointer()) } else { Bindings::new() };
            bound.extend((!bindings.is_empty()).then(|| (path.pointer(), bindings)));
        }
    });
    if !is_used {
        return;
    }
    // All are made of what was written, before any of it changes.
    let mut made = Vec::new();
    for (place, bindings) in bound {
        let Some(Value::Object(members)) = resolve::at(tree, &place) else { continue };
        let mut copy = Copy { tree, bindings, open: Vec::new(), moves: Vec::new() };
        let mut own = members.clone();
        let definitions = own.shift_remove("$defs");
        let mut schema = copy.object(&own, &place);
        if let (Some(definitions), Some(schema)) = (definitions, schema.as_object_mut()) {
            schema.insert("$defs".to_owned(), definitions);
        }
        made.push((place, schema, copy.moves));
    }
    for (place, schema, moves) in made {
        for (from, to) in moves {
            diagnostics.origins.record(&from, &to);
        }
        if let Some(stands) = resolve::at_mut(tree, &place) {
            *stands = schema;
        }
    }
    unbound(tree, roots, diagnostics);
}

/// Tells of one in a description of 3.0: none is left when members are checked.
fn tell(version: Version, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    if version == Version::V3_0 {
        let message = "OpenAPI 3.0 has no `$dynamicRef`; it is read as 3.1 has it";
        let place = path.key("$dynamicRef").pointer();
        diagnostics.report(&catalogue::NEWER_KEYWORD_READ, &place, message).at_key();
    }
}

/// What a schema says that names stand for.
fn bindings(members: &Map<String, Value>, place: &Pointer) -> Bindings {
    let definitions = members.get("$defs").and_then(Value::as_object).into_iter().flatten();
    let place = place.push("$defs");
    let binding = |(key, definition): (&String, &Value)| {
        let name = definition.get("$dynamicAnchor")?.as_str()?;
        let only = definition.as_object().is_some_and(|members| members.len() == 2);
        let target = definition.get("$ref").and_then(Value::as_str).filter(|_| only);
        Some((name.to_owned(), target.map_or_else(|| place.push(key).reference(), str::to_owned)))
    };
    definitions.filter_map(binding).collect()
}

/// The name that a `$dynamicRef` asks for.
fn asked(members: &Map<String, Value>) -> Option<&str> {
    let text = members.get("$dynamicRef")?.as_str()?;
    text.split_once('#').map(|(_, name)| name)
}

/// A generic schema that is copied for one use of it.
struct Copy<'t> {
    tree: &'t Value,
    bindings: Bindings,
    /// What is being copied, and to where: what refers back to it refers to the copy.
    open: Vec<(Pointer, Pointer)>,
    /// Where what was copied came from, and where it stands.
    moves: Vec<(Pointer, Pointer)>,
}

impl Copy<'_> {
    fn value(&mut self, value: &Value, place: &Pointer) -> Value {
        match value {
            Value::Object(members) => self.object(members, place),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.map(|(index, item)| self.value(item, &place.index(index))).collect()
            }
            other => other.clone(),
        }
    }

    fn object(&mut self, members: &Map<String, Value>, place: &Pointer) -> Value {
        if let Some(target) = asked(members).and_then(|name| self.bindings.get(name)).cloned() {
            let mut members = members.clone();
            members.shift_remove("$dynamicRef");
            members.insert("$ref".to_owned(), target.into());
            return Value::Object(members);
        }
        let target = members.get("$ref").and_then(Value::as_str).filter(|target| target.starts_with('#'));
        let target = target.and_then(Pointer::parse).filter(|target| self.is_generic(target));
        match target {
            Some(target) => self.referred(&target, members, place),
            None => Value::Object(self.members(members, place)),
        }
    }

    fn members(&mut self, members: &Map<String, Value>, place: &Pointer) -> Map<String, Value> {
        let members = members.iter().map(|(key, value)| (key.clone(), self.value(value, &place.push(key))));
        members.collect()
    }

    /// What a reference leads to, in its place, with what stands beside it.
    fn referred(&mut self, target: &Pointer, members: &Map<String, Value>, place: &Pointer) -> Value {
        if let Some((_, copy)) = self.open.iter().find(|(open, _)| open == target) {
            return json!({"$ref": copy.reference()});
        }
        let mut beside = members.clone();
        beside.shift_remove("$ref");
        let found = resolve::at(self.tree, target).and_then(Value::as_object).filter(|_| self.open.len() < DEEPEST);
        let Some(generic) = found else { return Value::Object(members.clone()) };
        // What says something of the value is another member of a composition.
        let is_word = |key: &String| objects::is_annotation(key) || key.starts_with("x-");
        let copied_to = if beside.keys().all(is_word) { place.clone() } else { place.below(&["allOf", "0"]) };
        let mut generic = generic.clone();
        for key in ["$id", "$anchor", "$dynamicAnchor", "$schema"] {
            generic.shift_remove(key);
        }
        self.without_names(&mut generic);
        self.open.push((target.clone(), copied_to.clone()));
        let mut copy = self.members(&generic, &copied_to);
        self.open.pop();
        for key in copy.keys() {
            self.moves.push((target.push(key), copied_to.push(key)));
        }
        if copied_to == *place {
            copy.extend(beside);
            return Value::Object(copy);
        }
        let mut whole = self.members(&beside, place);
        let others = whole.shift_remove("allOf").and_then(|members| members.as_array().cloned()).unwrap_or_default();
        whole.insert("allOf".to_owned(), std::iter::once(Value::Object(copy)).chain(others).collect());
        Value::Object(whole)
    }

    /// Takes out the names that stand for something else in this use.
    fn without_names(&self, generic: &mut Map<String, Value>) {
        let Some(Value::Object(definitions)) = generic.get_mut("$defs") else { return };
        let is_bound = |definition: &Value| {
            let name = definition.get("$dynamicAnchor").and_then(Value::as_str);
            name.is_some_and(|name| self.bindings.contains_key(name))
        };
        definitions.retain(|_, definition| !is_bound(definition));
        if definitions.is_empty() {
            generic.shift_remove("$defs");
        }
    }

    /// Whether a schema, or one that it leads to, asks for a name that is bound here.
    fn is_generic(&self, target: &Pointer) -> bool {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![target.clone()];
        while let Some(place) = waiting.pop() {
            if let Some(value) = resolve::at(self.tree, &place).filter(|_| seen.insert(place.clone()))
                && self.asks(value, &mut waiting)
            {
                return true;
            }
        }
        false
    }

    fn asks(&self, value: &Value, further: &mut Vec<Pointer>) -> bool {
        match value {
            Value::Array(items) => items.iter().any(|item| self.asks(item, further)),
            Value::Object(members) => {
                let target = members.get("$ref").and_then(Value::as_str).filter(|target| target.starts_with("#/"));
                further.extend(target.and_then(Pointer::parse));
                asked(members).is_some_and(|name| self.bindings.contains_key(name))
                    || members.values().any(|member| self.asks(member, further))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }
}

/// What is left leads to what is called so.
fn unbound(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let identities = Identities::of(tree, roots);
    let mut found = Vec::new();
    walk::all(tree, roots, &mut |site, members, path| {
        let Site::Object(object) = site else { return };
        if let Some(text) = members.get("$dynamicRef").and_then(Value::as_str).filter(|_| object.is(&objects::SCHEMA)) {
            let at = path.pointer();
            let pointer = || Pointer::parse(text).filter(|pointer| resolve::at(tree, pointer).is_some());
            let place = identities.place(tree, &at, text).or_else(pointer);
            found.push((at, text.to_owned(), place));
        }
    });
    for (at, text, place) in found {
        if place.is_none() {
            let message = format!("no schema is called `{text}`; any value is taken");
            diagnostics.report(&catalogue::UNKNOWN_REF, &at.push("$dynamicRef"), message);
        }
        // What nothing fits stands for what a use of the schema says.
        let is_open = |place: &Pointer| {
            let not = resolve::at(tree, place).and_then(|schema| schema.get("not"));
            not.is_some_and(|not| not.as_object().is_some_and(Map::is_empty) || *not == Value::Bool(true))
        };
        let place = place.filter(|place| !is_open(place));
        let Some(Value::Object(members)) = resolve::at_mut(tree, &at) else { continue };
        members.shift_remove("$dynamicRef");
        if let Some(place) = place.filter(|_| !members.contains_key("$ref")) {
            members.insert("$ref".to_owned(), place.reference().into());
        }
    }
}
