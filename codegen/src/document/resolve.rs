//! Following pointers and references within one tree.

use serde_json::{Map, Value};

use crate::place::Pointer;
pub(super) use crate::schema::member;

/// A chain of references longer than this is a circle.
pub(super) const LONGEST_CHAIN: usize = 64;

/// The value at a place.
pub(super) fn at<'v>(tree: &'v Value, pointer: &Pointer) -> Option<&'v Value> {
    let mut value = tree;
    for segment in pointer.segments() {
        value = step(value, &segment)?;
    }
    Some(value)
}

/// The value at a place, to be changed.
pub(super) fn at_mut<'v>(tree: &'v mut Value, pointer: &Pointer) -> Option<&'v mut Value> {
    let mut value = tree;
    for segment in pointer.segments() {
        value = match value {
            Value::Object(members) => members.get_mut(segment.as_ref())?,
            Value::Array(items) => items.get_mut(segment.parse::<usize>().ok()?)?,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
        };
    }
    Some(value)
}

/// Takes a member out of the object that has it.
pub(super) fn take(tree: &mut Value, pointer: &Pointer) -> Option<Value> {
    let (holder, key) = (pointer.parent()?, pointer.last()?);
    at_mut(tree, &holder)?.as_object_mut()?.shift_remove(&*key)
}

/// The member or item that a segment names.
pub(super) fn step<'v>(value: &'v Value, segment: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(segment),
        Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// The object that a value is or leads to through references; `None` where they lead nowhere or in a circle.
pub(super) fn object<'v>(tree: &'v Value, value: &'v Value) -> Option<&'v Map<String, Value>> {
    let members = value.as_object()?;
    match members.get("$ref") {
        Some(Value::String(target)) => led(tree, Pointer::parse(target)?).map(|(_, members)| members),
        Some(_) | None => Some(members),
    }
}

/// The object at a place, or what that leads to in the end through references, with its place; `None` where they lead nowhere or in a
/// circle.
pub(super) fn led(tree: &Value, mut place: Pointer) -> Option<(Pointer, &Map<String, Value>)> {
    for _ in 0..LONGEST_CHAIN {
        let members = at(tree, &place)?.as_object()?;
        match members.get("$ref") {
            Some(Value::String(target)) => place = Pointer::parse(target)?,
            Some(_) | None => return Some((place, members)),
        }
    }
    None
}
