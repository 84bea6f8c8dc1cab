//! Where the operations of a path item stand: under methods that have a member of their own, and under others (OAS 3.2.0 section 4.9).
//!
//! Enters: path items. Leaves: their operations with their places. What is wrong with them is the business of others.

use serde_json::{Map, Value};

use crate::place::Pointer;

/// The members of a Path Item Object that are operations.
pub(super) const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Those that `openapiv3` has no member for.
pub(super) const UNTYPED: &[&str] = &["query"];

/// The member that has operations of other methods, by these.
pub(super) const OTHERS: &str = "additionalOperations";

/// The operations of a path item at a place, each with its own place.
pub(super) fn operations<'v>(
    item: &'v Map<String, Value>,
    at: &Pointer,
) -> impl Iterator<Item = (Pointer, &'v Map<String, Value>)> {
    let named = METHODS.iter().filter_map(|method| Some((at.push(method), item.get(*method)?.as_object()?)));
    let place = at.push(OTHERS);
    let others = item.get(OTHERS).and_then(Value::as_object).into_iter().flatten();
    named.chain(others.filter_map(move |(method, operation)| Some((place.push(method), operation.as_object()?))))
}

/// The operations of all paths, with these and their places.
pub(super) fn of_paths(tree: &Value) -> impl Iterator<Item = (&str, Pointer, &Map<String, Value>)> {
    let root = Pointer::root().push("paths");
    let paths = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    let items = paths.filter_map(move |(path, item)| Some((path.as_str(), root.push(path), item.as_object()?)));
    items.flat_map(|(path, at, item)| {
        operations(item, &at).map(move |(place, members)| (path, place, members)).collect::<Vec<_>>()
    })
}

/// Whether a place is one of an operation of a path.
pub(super) fn is_operation(pointer: &Pointer) -> bool {
    let steps: Vec<_> = pointer.segments().collect();
    match steps.as_slice() {
        [paths, _, method] => paths == "paths" && METHODS.contains(&method.as_ref()),
        [paths, _, others, _] => paths == "paths" && others == OTHERS,
        _ => false,
    }
}
