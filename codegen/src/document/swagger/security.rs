//! Security schemes.

use serde_json::{Map, Value, json};

use super::Cx;
use crate::place::Pointer;

/// Turns a scheme that stood at one place and stands at another.
pub(super) fn convert(cx: &mut Cx<'_>, members: &mut Map<String, Value>, was: &Pointer, now: &Pointer) {
    match members.get("type").and_then(Value::as_str) {
        Some("basic") => {
            members.insert("type".to_owned(), "http".into());
            members.insert("scheme".to_owned(), "basic".into());
            cx.diagnostics.origins.record(&was.push("type"), &now.push("scheme"));
        }
        Some("oauth2") => flow(cx, members, was, now),
        Some(_) | None => {}
    }
}

/// A scheme of 2.0 has one flow.
fn flow(cx: &mut Cx<'_>, members: &mut Map<String, Value>, was: &Pointer, now: &Pointer) {
    let flow = match members.get("flow").and_then(Value::as_str) {
        Some("implicit") => "implicit",
        Some("password") => "password",
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        Some(_) | None => return,
    };
    members.shift_remove("flow");
    let place = now.below(&["flows", flow]);
    cx.diagnostics.origins.record(&was.push("flow"), &place);
    let mut described = Map::new();
    for key in ["authorizationUrl", "tokenUrl", "scopes"] {
        if let Some(value) = members.shift_remove(key) {
            described.insert(key.to_owned(), value);
            cx.moved(&was.push(key), &place.push(key));
        }
    }
    if let Some(Value::Object(scopes)) = described.get_mut("scopes") {
        scopes.retain(|name, _| !name.starts_with("x-"));
    }
    members.insert("flows".to_owned(), json!({flow: described}));
}
