//! A generic schema for one use of it.
//!
//! Enters: a schema that says what names stand for. Leaves: the same, in which what it refers to stands with that in it, and where that
//! came from. Whether it is needed is not its business.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::bindings::{self, Bindings};
use crate::document::resolve;
use crate::place::Pointer;

/// Generic schemas within each other beyond any real one.
const DEEPEST: usize = 32;

/// Where what was copied came from, and where it stands.
pub(super) type Moves = Vec<(Pointer, Pointer)>;

/// What is copied for one use.
pub(super) struct Copy<'t> {
    tree: &'t Value,
    bindings: Bindings,
    /// What was copied, with what names stood for, and to where: what refers to it again refers to the copy.
    copies: Vec<(Pointer, Bindings, Pointer)>,
    /// Whether schemas ask for a name that is bound now.
    known: BTreeMap<Pointer, bool>,
    depth: usize,
    moves: Moves,
}

/// Where something was written, and where its copy stands.
#[derive(Clone)]
struct Stand {
    written: Pointer,
    copied: Pointer,
}

impl Stand {
    fn push(&self, key: &str) -> Self {
        Self { written: self.written.push(key), copied: self.copied.push(key) }
    }
}

impl<'t> Copy<'t> {
    /// The schema at a place, with what it refers to as its names have it.
    pub(super) fn of(
        tree: &'t Value,
        members: &Map<String, Value>,
        place: &Pointer,
        bindings: Bindings,
    ) -> (Value, Moves) {
        let copies = vec![(place.clone(), bindings.clone(), place.clone())];
        let mut copy = Self { tree, bindings, copies, known: BTreeMap::new(), depth: 0, moves: Vec::new() };
        let mut own = members.clone();
        let definitions = own.shift_remove("$defs");
        let mut schema = copy.said(&own, &Stand { written: place.clone(), copied: place.clone() });
        if let (Some(definitions), Some(schema)) = (definitions, schema.as_object_mut()) {
            schema.insert("$defs".to_owned(), definitions);
        }
        (schema, copy.moves)
    }

    fn value(&mut self, value: &Value, at: &Stand) -> Value {
        match value {
            Value::Object(members) => self.schema(members, at),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.map(|(index, item)| self.value(item, &at.push(&index.to_string()))).collect()
            }
            other => other.clone(),
        }
    }

    /// A schema that may say itself what further names stand for.
    fn schema(&mut self, members: &Map<String, Value>, at: &Stand) -> Value {
        let mut more = self.bindings.clone();
        for (name, target) in bindings::said(members, &at.written) {
            more.entry(name).or_insert(target);
        }
        more.extend(bindings::meant_here(members, &at.written));
        if let Some(name) = bindings::own_name(members).filter(|_| bindings::is_resource(members)) {
            more.entry(name.to_owned()).or_insert_with(|| at.copied.reference());
        }
        if more == self.bindings {
            return self.said(members, at);
        }
        let definitions = members.get("$defs").map(|definitions| self.value(definitions, &at.push("$defs")));
        let mut members = members.clone();
        members.shift_remove("$defs");
        let mut schema = self.with(more, |copy| copy.said(&members, at));
        if let (Some(definitions), Some(schema)) = (definitions, schema.as_object_mut()) {
            schema.insert("$defs".to_owned(), definitions);
        }
        schema
    }

    /// Does something where names stand for that.
    fn with(&mut self, bindings: Bindings, made: impl FnOnce(&mut Self) -> Value) -> Value {
        let before = (std::mem::replace(&mut self.bindings, bindings), std::mem::take(&mut self.known));
        let value = made(self);
        (self.bindings, self.known) = before;
        value
    }

    /// What a schema says, as names stand for it here.
    fn said(&mut self, members: &Map<String, Value>, at: &Stand) -> Value {
        let bound = bindings::asked(members).and_then(|name| self.bindings.get(name)).cloned();
        if let Some(target) = bound.filter(|_| !members.contains_key("$ref")) {
            let mut members = self.members(members, at);
            members.shift_remove("$dynamicRef");
            members.insert("$ref".to_owned(), target.into());
            return Value::Object(members);
        }
        let target = members.get("$ref").and_then(Value::as_str).filter(|target| target.starts_with('#'));
        let target = target.and_then(Pointer::parse).filter(|target| self.is_generic(target));
        match target {
            Some(target) => self.referred(&target, members, at),
            None => Value::Object(self.members(members, at)),
        }
    }

    /// The members in their order. The first of what is copied twice is that of letters: which one has it must not depend on any order.
    fn members(&mut self, members: &Map<String, Value>, at: &Stand) -> Map<String, Value> {
        let mut keys: Vec<&String> = members.keys().collect();
        keys.sort_unstable();
        let mut copied: BTreeMap<&String, Value> =
            keys.into_iter().map(|key| (key, self.value(&members[key], &at.push(key)))).collect();
        members.keys().filter_map(|key| Some((key.clone(), copied.remove(key)?))).collect()
    }

    /// What a reference leads to, in its place, with what stands beside it.
    fn referred(&mut self, target: &Pointer, members: &Map<String, Value>, at: &Stand) -> Value {
        let is_it =
            |(copied, bindings, _): &&(Pointer, Bindings, Pointer)| copied == target && *bindings == self.bindings;
        if let Some((_, _, copy)) = self.copies.iter().find(is_it) {
            let reference = json!(copy.reference());
            let mut members = self.members(members, at);
            members.insert("$ref".to_owned(), reference);
            return Value::Object(members);
        }
        let found = resolve::at(self.tree, target).and_then(Value::as_object).filter(|_| self.depth < DEEPEST);
        let Some(generic) = found else { return Value::Object(members.clone()) };
        let mut beside = members.clone();
        beside.shift_remove("$ref");
        // What says something of the value is another member of a composition, and words are about this use alone.
        let is_whole = self.copies.first().is_some_and(|(_, _, whole)| *whole == at.copied);
        let is_in_place = beside.is_empty() || is_whole && beside.keys().all(|key| bindings::is_word(key));
        let (mut beside, copied) = match is_in_place {
            true => (beside, at.copied.clone()),
            false => {
                let beside = self.members(&beside, at);
                let others = beside.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
                (beside, at.copied.push("allOf").index(others))
            }
        };
        let Value::Object(mut copy) = self.copied(target, generic, &copied) else {
            return Value::Object(members.clone());
        };
        if is_in_place {
            copy.extend(beside);
            return Value::Object(copy);
        }
        if let Value::Array(others) = beside.entry("allOf").or_insert_with(|| json!([])) {
            others.push(Value::Object(copy));
        }
        Value::Object(beside)
    }

    /// A generic schema, at the place of one use.
    fn copied(&mut self, target: &Pointer, generic: &Map<String, Value>, copied: &Pointer) -> Value {
        self.copies.push((target.clone(), self.bindings.clone(), copied.clone()));
        let moved = generic.keys().filter(|key| *key != "$ref").map(|key| (target.push(key), copied.push(key)));
        self.moves.extend(moved);
        let mut bindings = self.bindings.clone();
        if let Some(name) = bindings::own_name(generic) {
            bindings.entry(name.to_owned()).or_insert_with(|| copied.reference());
        }
        self.depth += 1;
        let mut copy = self.with(bindings, |copy| {
            let mut generic = generic.clone();
            copy.without_names(&mut generic);
            copy.schema(&generic, &Stand { written: target.clone(), copied: copied.clone() })
        });
        self.depth -= 1;
        if let Some(copy) = copy.as_object_mut() {
            for key in ["$id", "$anchor", "$dynamicAnchor", "$schema"] {
                copy.shift_remove(key);
            }
        }
        copy
    }

    /// Takes out the names that stand for something else in this use.
    fn without_names(&self, generic: &mut Map<String, Value>) {
        let meant_here = bindings::meant_here(generic, &Pointer::root());
        let Some(Value::Object(definitions)) = generic.get_mut("$defs") else { return };
        let is_bound = |definition: &Value| {
            let name = definition.get("$dynamicAnchor").and_then(Value::as_str);
            name.is_some_and(|name| self.bindings.contains_key(name) && !meant_here.contains_key(name))
        };
        definitions.retain(|_, definition| !is_bound(definition));
        if definitions.is_empty() {
            generic.shift_remove("$defs");
        }
    }

    /// Whether a schema, or one that it leads to, asks for a name that is bound here.
    fn is_generic(&mut self, target: &Pointer) -> bool {
        if let Some(known) = self.known.get(target) {
            return *known;
        }
        let mut seen = BTreeSet::new();
        let mut waiting = vec![target.clone()];
        while let Some(place) = waiting.pop() {
            if let Some(value) = resolve::at(self.tree, &place).filter(|_| seen.insert(place.clone()))
                && self.asks(value, &place, &mut waiting)
            {
                self.known.insert(target.clone(), true);
                return true;
            }
        }
        self.known.extend(seen.into_iter().map(|place| (place, false)));
        false
    }

    fn asks(&self, value: &Value, place: &Pointer, further: &mut Vec<Pointer>) -> bool {
        match value {
            Value::Array(items) => {
                items.iter().enumerate().any(|(index, item)| self.asks(item, &place.index(index), further))
            }
            Value::Object(members) => {
                let own = bindings::meant_here(members, place);
                if self.bindings.keys().all(|name| own.contains_key(name)) {
                    return false;
                }
                let target = members.get("$ref").and_then(Value::as_str).filter(|target| target.starts_with("#/"));
                further.extend(target.and_then(Pointer::parse));
                bindings::asked(members).is_some_and(|name| self.bindings.contains_key(name))
                    || members.iter().any(|(key, member)| self.asks(member, &place.push(key), further))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }
}
