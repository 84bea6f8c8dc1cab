//! What the settings say of server-sent events, put into the description as if it stood there.
//!
//! Enters: the tree and the settings. Leaves: a tree whose operations have it under `x-sse`, and the places that have no operation.
//! What it means is nobody's business here: it is checked, read and lowered like what the description says itself.

use serde_json::{Map, Value, json};

use super::resolve;
use crate::place::Pointer;
use crate::settings::{AllEvents, EventSettings};

use super::Document;

/// Members of a path item that are operations.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Adds it to the operations; gives the pointers of the settings that lead to none. What is said of one operation goes before what is
/// said of all, and that before what the description says.
pub(super) fn add(tree: &mut Value, events: &AllEvents) -> Vec<String> {
    let general = members(&events.of_all);
    if !general.is_empty() {
        let paths = tree.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
        let items = paths.filter_map(|(_, item)| item.as_object_mut());
        items.flatten().filter(|(key, _)| METHODS.contains(&key.as_str())).for_each(|(_, operation)| {
            // Only where there are events at all.
            if has_events(operation) {
                put(operation, &general);
            }
        });
    }
    let mut nowhere = Vec::new();
    for (place, own) in &events.by_operation {
        let pointer = Pointer::parse(place).filter(is_operation);
        match pointer.and_then(|pointer| resolve::at_mut(tree, &pointer)).filter(|there| there.is_object()) {
            Some(operation) => put(operation, &members(own)),
            None => nowhere.push(place.clone()),
        }
    }
    nowhere
}

/// Whether a place is that of an operation.
fn is_operation(pointer: &Pointer) -> bool {
    let steps: Vec<_> = pointer.segments().collect();
    matches!(steps.as_slice(), [paths, _, method] if paths == "paths" && METHODS.contains(&method.as_ref()))
}

/// Whether an operation answers with events, or says something of them.
fn has_events(operation: &Value) -> bool {
    let of_response = |response: &Value| {
        let content = response.get("content").and_then(Value::as_object);
        content.is_some_and(|content| content.keys().any(|name| name.to_ascii_lowercase().contains("event-stream")))
    };
    let responses = operation.get("responses").and_then(Value::as_object);
    operation.get(Document::EVENTS).is_some() || responses.is_some_and(|all| all.values().any(of_response))
}

/// Puts members into the extension of an operation, in the place of those that it has.
fn put(operation: &mut Value, members: &Map<String, Value>) {
    let Some(operation) = operation.as_object_mut() else { return };
    let extension = operation.entry(Document::EVENTS).or_insert_with(|| json!({}));
    if let Some(extension) = extension.as_object_mut() {
        extension.extend(members.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
}

/// As the extension has them.
fn members(settings: &EventSettings) -> Map<String, Value> {
    let EventSettings { item, events, terminator, error, reconnect, flag } = settings;
    let reference = |target: &String| json!({"$ref": target});
    let events: Map<String, Value> = events.iter().map(|(name, target)| (name.clone(), reference(target))).collect();
    let events = (!events.is_empty()).then_some(Value::Object(events));
    let text = |text: &Option<String>| text.clone().map(Value::String);
    let all = [
        ("item", item.as_ref().map(reference)),
        ("events", events),
        ("terminator", text(terminator)),
        ("error", text(error)),
        ("reconnect", reconnect.map(Value::Bool)),
        ("flag", text(flag)),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}
