//! The document itself: its sections become components, its address becomes servers, and its paths are turned.

use serde_json::{Map, Value};

use super::{Cx, body, operation, response, security, server};
use crate::document::walk;
use crate::place::Pointer;

/// Turns the document.
pub(super) fn convert(cx: &mut Cx<'_>, root: &mut Map<String, Value>) {
    let at = Pointer::root();
    let mut components = match root.shift_remove("components") {
        Some(Value::Object(components)) => components,
        Some(_) | None => Map::new(),
    };
    sections(cx, root, &mut components);
    let servers = server::of_document(cx, root);
    for key in ["consumes", "produces"] {
        root.shift_remove(key);
    }
    if let Some(Value::Object(paths)) = root.get_mut("paths") {
        let place = at.push("paths");
        for (path, item) in paths.iter_mut().filter(|(path, _)| !path.starts_with("x-")) {
            if let Value::Object(item) = item {
                operation::path_item(cx, item, &place.push(path));
            }
        }
    }
    cx.diagnostics.origins.record(&at.push("swagger"), &at.push("openapi"));
    let members = std::mem::take(root);
    root.insert("openapi".to_owned(), "3.0.4".into());
    root.extend(members.into_iter().filter(|(key, _)| key != "swagger"));
    root.extend(servers.map(|servers| ("servers".to_owned(), servers)));
    if !components.is_empty() {
        root.insert("components".to_owned(), components.into());
    }
}

/// What operations share.
fn sections(cx: &mut Cx<'_>, root: &mut Map<String, Value>, components: &mut Map<String, Value>) {
    for (old, new) in [
        ("definitions", "schemas"),
        ("parameters", "parameters"),
        ("responses", "responses"),
        ("securityDefinitions", "securitySchemes"),
    ] {
        let (was, now) = (Pointer::root().push(old), Pointer::root().below(&["components", new]));
        cx.moved(&was, &now);
        let Some(section) = root.shift_remove(old) else { continue };
        let Value::Object(mut members) = section else {
            // The shape has been told.
            continue;
        };
        match old {
            "parameters" => bodies(cx, &mut members, components),
            "responses" => {
                let produces = cx.usual.produces.clone();
                each(&mut members, &was, &now, |members, was, now| response::convert(cx, members, &produces, was, now));
            }
            "securityDefinitions" => {
                each(&mut members, &was, &now, |members, was, now| security::convert(cx, members, was, now));
            }
            _ => {}
        }
        if !members.is_empty() {
            put(components, new, members);
        }
    }
}

/// Turns each of a section, but those that are references.
fn each(
    section: &mut Map<String, Value>,
    was: &Pointer,
    now: &Pointer,
    mut turn: impl FnMut(&mut Map<String, Value>, &Pointer, &Pointer),
) {
    for (name, value) in section.iter_mut() {
        if let Value::Object(members) = value
            && !walk::is_reference(members)
        {
            turn(members, &was.push(name), &now.push(name));
        }
    }
}

/// The shared parameters; those that are bodies go to a section of their own, and fields of forms to the operations that have them.
fn bodies(cx: &mut Cx<'_>, parameters: &mut Map<String, Value>, components: &mut Map<String, Value>) {
    let section = Pointer::root().push("parameters");
    let mut request_bodies = Map::new();
    for (name, mut value) in std::mem::take(parameters) {
        let was = section.push(&name);
        let found = match value.get("$ref").and_then(Value::as_str) {
            Some(target) => cx.led(target).map(|(_, members)| members),
            None => value.as_object(),
        };
        let place = found.and_then(|members| members.get("in")?.as_str()).unwrap_or_default().to_owned();
        let now = match place.as_str() {
            "formData" => continue,
            "body" => Pointer::root().below(&["components", "requestBodies", &name]),
            _ => Pointer::root().below(&["components", "parameters", &name]),
        };
        cx.moved(&was, &now);
        if let Value::Object(members) = &mut value
            && !walk::is_reference(members)
        {
            body::shared(cx, members, &was, &now);
        }
        match place.as_str() {
            "body" => drop(request_bodies.insert(name, value)),
            _ => drop(parameters.insert(name, value)),
        }
    }
    if !request_bodies.is_empty() {
        put(components, "requestBodies", request_bodies);
    }
}

/// Adds to a section, in which what is there already stays.
fn put(components: &mut Map<String, Value>, section: &str, members: Map<String, Value>) {
    match components.entry(section).or_insert_with(|| Map::new().into()) {
        Value::Object(there) => {
            for (name, value) in members {
                there.entry(name).or_insert(value);
            }
        }
        other => *other = members.into(),
    }
}
