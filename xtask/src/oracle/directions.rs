//! Which components of a description are sent, and which are received.

use std::collections::BTreeSet;

use serde_json::Value;

use super::conjunction::Conjunction;
use super::contexts::is_composition;
use super::document::{Document, name};

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
                    let children = name(reference).filter(|_| tells).map_or(&[][..], |name| document.children(name));
                    reached.extend(name(reference).map(str::to_owned));
                    reached.extend(children.iter().cloned());
                    waiting.extend(children.iter().filter_map(|child| Some((document.schema(child)?, Some(way)))));
                    waiting.extend(document.at(reference).map(|target| (target, Some(way))));
                }
                for (key, value) in members(document, value) {
                    // What the server sends is read, and what answers it is sent.
                    let is_answer = key == "responses" && direction == Some(Way::In);
                    let direction = direction.filter(|_| !is_answer).or(match key {
                        "responses" if is_answer => Some(Way::Out),
                        "requestBody" | "parameters" => Some(Way::Out),
                        "responses" | "x-sse" | "webhooks" | "callbacks" => Some(Way::In),
                        _ => None,
                    });
                    match (key, value, direction) {
                        ("properties", Value::Object(properties), Some(way)) => {
                            let seen = properties.values().filter(|property| !is_hidden(document, property, way));
                            waiting.extend(seen.map(|property| (property, direction)));
                        }
                        _ => waiting.push((value, direction)),
                    }
                }
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

/// Whether a property never goes this way.
fn is_hidden(document: &Document, property: &Value, way: Way) -> bool {
    let word = if way == Way::Out { "readOnly" } else { "writeOnly" };
    Conjunction::of(document, &[property]).is_some_and(|all| all.says(word))
}

/// What is in an object. A schema that is one of several in an `allOf` is not itself what is sent, only what is in it.
fn members<'d>(document: &'d Document, value: &'d Value) -> Vec<(&'d str, &'d Value)> {
    let Some(object) = value.as_object() else { return Vec::new() };
    let is_merged = object.contains_key("allOf") && is_composition(object);
    let parts = is_merged.then(|| Conjunction::of(document, &[value])).flatten().map(|all| all.parts);
    let is_root = document.is_older() && std::ptr::eq(document.root(), value);
    let is_shared =
        |key: &str| key == "components" || is_root && ["definitions", "parameters", "responses"].contains(&key);
    let is_merged_away = |key: &str| is_merged && ["allOf", "$ref"].contains(&key);
    let is_within = |key: &str| !is_shared(key) && !is_merged_away(key);
    let all = parts.unwrap_or_else(|| vec![object]).into_iter().flatten();
    all.map(|(key, value)| (key.as_str(), value)).filter(|(key, _)| is_within(key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_read_is_not_sent_and_what_is_extended_is_not_itself() {
        let text = "\
paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Whole'}}}}}}}
components:
  schemas:
    Whole: {allOf: [{$ref: '#/components/schemas/Middle'}, {properties: {own: {$ref: '#/components/schemas/Own'}}}]}
    Middle: {allOf: [{$ref: '#/components/schemas/Base'}], required: [part]}
    Base:
      properties:
        part: {$ref: '#/components/schemas/Part'}
        stamp: {readOnly: true, allOf: [{$ref: '#/components/schemas/Stamp'}]}
    Own: {type: string}
    Part: {type: string}
    Stamp: {type: string}
";
        let (sent, received) = of(&Document::parse(text).unwrap());
        assert_eq!(sent.into_iter().collect::<Vec<_>>(), ["Own", "Part", "Whole"]);
        assert!(received.is_empty());
    }
}
