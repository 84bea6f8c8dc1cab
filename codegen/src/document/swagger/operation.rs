//! Path items and their operations.

use serde_json::{Map, Value};

use super::body::{self, Pieces};
use super::media::Media;
use super::{Cx, response, server, values};
use crate::place::Pointer;

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Turns a path item in its place.
pub(super) fn path_item(cx: &mut Cx<'_>, members: &mut Map<String, Value>, at: &Pointer) {
    let list = at.push("parameters");
    let (shared, others) = Pieces::take(cx, taken(members), &list);
    for method in METHODS {
        if let Some(Value::Object(operation)) = members.get_mut(*method) {
            self::operation(cx, operation, &shared, &at.push(method));
        }
    }
    put_back(cx, members, others, &list);
}

fn operation(cx: &mut Cx<'_>, members: &mut Map<String, Value>, shared: &Pieces, at: &Pointer) {
    let consumes = Media::of(members.shift_remove("consumes").as_ref(), at, &cx.usual.consumes, "consumes");
    let produces = Media::of(members.shift_remove("produces").as_ref(), at, &cx.usual.produces, "produces");
    let list = at.push("parameters");
    let (own, others) = Pieces::take(cx, taken(members), &list);
    // Before the others move to other places of the list: the way back from a place is that of what stands there last.
    if let Some(body) = body::of_operation(cx, own.over(shared), &consumes, at) {
        members.insert("requestBody".to_owned(), body);
    }
    put_back(cx, members, others, &list);
    if let Some(Value::Object(responses)) = members.get_mut("responses") {
        response::of_operation(cx, responses, &produces, &at.push("responses"));
    }
    if let Some(servers) = server::of_operation(cx, members, at) {
        members.insert("servers".to_owned(), servers);
    }
}

fn taken(members: &mut Map<String, Value>) -> Vec<Value> {
    match members.get_mut("parameters") {
        Some(Value::Array(list)) => std::mem::take(list),
        Some(_) | None => Vec::new(),
    }
}

/// The parameters that are some in 3.0 too, each behind the other.
fn put_back(cx: &mut Cx<'_>, members: &mut Map<String, Value>, others: Vec<(Value, Pointer)>, list: &Pointer) {
    if others.is_empty() {
        members.shift_remove("parameters");
        return;
    }
    let mut turned = Vec::new();
    for (mut parameter, was) in others {
        let now = list.index(turned.len());
        cx.moved(&was, &now);
        if let Value::Object(members) = &mut parameter
            && !members.contains_key("$ref")
        {
            values::parameter(cx, members, &was, &now);
        }
        turned.push(parameter);
    }
    members.insert("parameters".to_owned(), turned.into());
}
