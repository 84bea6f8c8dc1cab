//! A value is merged into what is there already.
//!
//! Enters: a value of an overlay, or of the description itself, and what is merged with it. Leaves: both in one, with where each
//! part came from; a clash for each two that cannot be one. (Overlay Specification 1.1.0, Action Object)
//!
//! | there | comes | is |
//! |---|---|---|
//! | an object | an object | the members of both; of two with one key, this table again |
//! | a list | a list | the items of both |
//! | a list, selected | anything else | the list with one item more |
//! | a primitive | a primitive | what comes |
//! | anything | anything else | a clash |

use indexmap::IndexSet;
use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::form::Version;
use crate::diagnostic::Origins;
use crate::document::{resolve, shape};
use crate::place::Pointer;

/// What a value takes of the room beside its bytes.
pub(super) const VALUE: usize = 64;
/// Values nest at most so deep, as in what is read.
pub(super) const DEEPEST: usize = 128;

/// A merge, with what was found on the way.
pub(super) struct Merge<'a> {
    /// Where all places came from before.
    pub(super) before: &'a Origins,
    pub(super) origins: &'a mut Origins,
    pub(super) clashes: Vec<Clash>,
}

/// Two values that cannot be one.
pub(super) struct Clash {
    /// Where the one that comes stands.
    pub(super) from: Pointer,
    pub(super) message: String,
}

impl Merge<'_> {
    /// Merges a value, which stands at `from`, into what an action selects.
    pub(super) fn selected(&mut self, target: &mut Value, at: &Pointer, value: &Value, from: &Pointer) {
        match (target, value) {
            (Value::Array(items), value) if !value.is_array() => {
                self.came(from, &at.index(items.len()));
                items.push(value.clone());
            }
            (target, value) => self.both(target, at, value, from),
        }
    }

    fn both(&mut self, target: &mut Value, at: &Pointer, value: &Value, from: &Pointer) {
        match (target, value) {
            (Value::Object(members), Value::Object(more)) => self.members(members, at, more, from),
            (Value::Array(items), Value::Array(more)) => {
                for (index, item) in more.iter().enumerate() {
                    self.came(&from.index(index), &at.index(items.len()));
                    items.push(item.clone());
                }
            }
            (target, value) if is_primitive(target) && is_primitive(value) => {
                self.came(from, at);
                *target = value.clone();
            }
            (target, value) => {
                let message =
                    format!("{} cannot be merged with {}, which `{at}` is", shape::found(value), shape::found(target));
                self.clashes.push(Clash { from: from.clone(), message });
            }
        }
    }

    fn members(&mut self, members: &mut Map<String, Value>, at: &Pointer, more: &Map<String, Value>, from: &Pointer) {
        for (key, value) in more {
            let (from, at) = (from.push(key), at.push(key));
            match members.entry(key) {
                Entry::Occupied(mut there) => self.both(there.get_mut(), &at, value, &from),
                Entry::Vacant(free) => {
                    self.came(&from, &at);
                    free.insert(value.clone());
                }
            }
        }
    }

    fn came(&mut self, from: &Pointer, to: &Pointer) {
        self.origins.graft(to, from, self.before);
    }
}

/// Why a value cannot be merged into all that is selected, whatever is in them, and what to do about it.
pub(super) fn misfit(
    tree: &Value,
    places: &IndexSet<Pointer>,
    value: &Value,
    version: Version,
) -> Option<(String, &'static str)> {
    let mut targets = places.iter().filter_map(|place| resolve::at(tree, place).map(|target| (place, target)));
    let (first, target) = targets.next()?;
    if let Some((other, unlike)) = targets.find(|(_, other)| form(other) != form(target)) {
        let message = format!(
            "the target selects {} (`{first}`) and {} (`{other}`), and one value cannot be merged into both",
            shape::found(target),
            shape::found(unlike)
        );
        return Some((message, "make an action for each kind"));
    }
    match (target, value) {
        (Value::Object(_), Value::Object(_)) | (Value::Array(_), _) => None,
        (Value::Object(_), _) => {
            let message = format!("the target is an object (`{first}`), and {} comes", shape::found(value));
            Some((message, "write an object with the members that change"))
        }
        (_, _) if version < Version::V1_1 => {
            let message = format!("the target is {} (`{first}`)", shape::found(target));
            let message = format!("{message}, which version 1.0 of the Overlay Specification cannot update");
            Some((message, "write `overlay: 1.1.0`, or let the target be the object around it"))
        }
        (_, value) if is_primitive(value) => None,
        (_, value) => {
            let message = format!("the target is {} (`{first}`), and ", shape::found(target));
            let message = format!("{message}{} comes", shape::found(value));
            Some((message, "remove what is there by an action before, and add the other to the object around it"))
        }
    }
}

/// What the specification tells apart.
#[derive(PartialEq)]
enum Form {
    Object,
    List,
    Primitive,
}

fn form(value: &Value) -> Form {
    match value {
        Value::Object(_) => Form::Object,
        Value::Array(_) => Form::List,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Form::Primitive,
    }
}

fn is_primitive(value: &Value) -> bool {
    form(value) == Form::Primitive
}

/// The room that a value takes.
pub(super) fn weight(value: &Value) -> usize {
    let inner: usize = match value {
        Value::Object(members) => members.iter().map(|(key, value)| key.len() + weight(value)).sum(),
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::String(text) => text.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    VALUE + inner
}

/// How many levels a value has; that of a scalar is none.
pub(super) fn depth(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
