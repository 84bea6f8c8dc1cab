//! Which components of a description are sent, and which are received.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::document::{Document, component, says_more};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Out,
    In,
}

/// Components that a request can hold, and those that a response can hold.
pub(super) fn of(document: &Document) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut sent, mut received) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting = vec![(document.root(), None)];
    let mut seen = BTreeSet::new();
    while let Some((value, direction)) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items.iter().map(|item| (item, direction))),
            Value::Object(object) => {
                if let (Some(reference), Some(way)) = (object.get("$ref").and_then(Value::as_str), direction)
                    && seen.insert((reference, way))
                {
                    let reached = if way == Way::Out { &mut sent } else { &mut received };
                    // Where a base tells its children apart, one of them may stand in its place.
                    let tells = document.at(reference).is_some_and(|base| base.get("discriminator").is_some());
                    let children =
                        component(reference).filter(|_| tells).map_or(&[][..], |name| document.children(name));
                    reached.extend(component(reference).map(str::to_owned));
                    reached.extend(children.iter().cloned());
                    waiting.extend(children.iter().filter_map(|child| Some((document.schema(child)?, Some(way)))));
                    waiting.extend(document.at(reference).map(|target| (target, Some(way))));
                }
                waiting.extend(members(document, object).map(|(key, value)| {
                    (
                        value,
                        direction.or(match key {
                            "requestBody" | "parameters" => Some(Way::Out),
                            // What the server sends is read.
                            "responses" | "x-sse" | "webhooks" | "callbacks" => Some(Way::In),
                            _ => None,
                        }),
                    )
                }));
                if let Some(socket) = object.get("x-websocket") {
                    let sides = [("send", Way::Out), ("receive", Way::In)];
                    waiting.extend(sides.iter().filter_map(|(side, way)| Some((socket.get(side)?, Some(*way)))));
                }
            }
            _ => {}
        }
    }
    (sent, received)
}

/// What is in an object. A schema that is one of several in an `allOf` is not itself what is sent, only what is in it.
fn members<'d>(document: &'d Document, object: &'d Map<String, Value>) -> impl Iterator<Item = (&'d str, &'d Value)> {
    let merged = object.get("allOf").and_then(Value::as_array).filter(|members| {
        members.iter().filter(|member| says_more(member)).count() > 1 || object.contains_key("properties")
    });
    let parts = merged.into_iter().flatten().filter_map(|member| document.resolve(member)).flat_map(|it| it.schema);
    let is_root = document.is_older() && document.root().as_object().is_some_and(|root| std::ptr::eq(root, object));
    let is_shared =
        move |key: &str| key == "components" || is_root && ["definitions", "parameters", "responses"].contains(&key);
    let others = object.iter().filter(move |(key, _)| !is_shared(key) && (merged.is_none() || *key != "allOf"));
    others.chain(parts).map(|(key, value)| (key.as_str(), value))
}
