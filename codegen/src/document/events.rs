//! What the settings say of server-sent events, put into the description as if it stood there.
//!
//! Enters: the tree, its files and the settings. Leaves: a tree whose operations, those of other files too, have it under `x-sse`, and the
//! places that have no operation.
//! What it means is nobody's business here: it is checked, read and lowered like what the description says itself.

use serde_json::{Map, Value, json};

use super::files::Files;
use super::{Document, methods, resolve, swagger, unfold};
use crate::diagnostic::Diagnostics;
use crate::place::Pointer;
use crate::settings::{AllEvents, EventSettings};

/// Adds it to the operations; gives the pointers of the settings that lead to none. What the settings say of one operation goes before
/// what the description says, and that before what they say of all.
pub(super) fn add(
    tree: &mut Value,
    files: &mut Files<'_>,
    events: &AllEvents,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    if !events.is_set() {
        return Vec::new();
    }
    unfold::path_items(tree, files, diagnostics);
    let general = members(tree, &events.of_all);
    if !general.is_empty() {
        unfold::responses(tree, files, diagnostics);
        for (pointer, said) in all_that_have_events(tree) {
            let unsaid = general.iter().filter(|(key, _)| !said.contains(key));
            let unsaid = unsaid.map(|(key, value)| (key.clone(), value.clone())).collect();
            if let Some(operation) = resolve::at_mut(tree, &pointer) {
                put(operation, unsaid);
            }
        }
    }
    let mut nowhere = Vec::new();
    for (place, own) in &events.by_operation {
        let own = members(tree, own);
        let pointer = Pointer::parse(place).filter(methods::is_operation);
        match pointer.and_then(|pointer| resolve::at_mut(tree, &pointer)).filter(|there| there.is_object()) {
            Some(operation) => put(operation, own),
            None => nowhere.push(place.clone()),
        }
    }
    nowhere
}

/// The operations that answer with events or say something of them, with the members that they say.
fn all_that_have_events(tree: &Value) -> Vec<(Pointer, Vec<String>)> {
    methods::of_paths(tree).filter_map(|(_, place, operation)| Some((place, said(tree, operation)?))).collect()
}

/// What an operation that answers with events says of them by itself; nothing where it has none.
fn said(tree: &Value, operation: &Map<String, Value>) -> Option<Vec<String>> {
    let responses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    let contents = responses.filter_map(|(_, response)| resolve::object(tree, response)?.get("content")?.as_object());
    let media: Vec<&Value> = contents.flatten().filter(|(name, _)| is_events(name)).map(|(_, media)| media).collect();
    let own = operation.get(Document::EVENTS);
    if media.is_empty() && own.is_none() {
        return None;
    }
    let media = media.into_iter().filter_map(|media| media.get(Document::EVENTS));
    Some(media.chain(own).filter_map(Value::as_object).flat_map(Map::keys).cloned().collect())
}

fn is_events(media_type: &str) -> bool {
    media_type.to_ascii_lowercase().contains("event-stream")
}

/// Puts members into the extension of an operation, in the place of those that it has.
fn put(operation: &mut Value, members: Map<String, Value>) {
    let Some(operation) = operation.as_object_mut().filter(|_| !members.is_empty()) else { return };
    let extension = operation.entry(Document::EVENTS).or_insert_with(|| json!({}));
    if let Some(extension) = extension.as_object_mut() {
        extension.extend(members);
    }
}

/// As the extension has them.
fn members(tree: &Value, settings: &EventSettings) -> Map<String, Value> {
    let EventSettings { item, events, terminator, error, reconnect, flag } = settings;
    let now = |target: &str| Some(swagger::turned(tree, Pointer::parse(target)?).reference());
    let reference = |target: &String| {
        let own = target.starts_with('#').then(|| now(target)).flatten();
        json!({"$ref": own.as_ref().unwrap_or(target)})
    };
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
