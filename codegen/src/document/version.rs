//! Which version of which specification a description follows.
//!
//! Enters: the tree. Leaves: nothing where it is OpenAPI 3.0, an error otherwise. Bringing other versions to 3.0 is the passes' business.

use serde_json::Value;

use crate::diagnostic::{Diagnostics, catalogue, nearest};
use crate::place::Pointer;

/// `None` where the description cannot be read as OpenAPI 3.0, with the reason reported.
pub(super) fn check(tree: &Value, diagnostics: &mut Diagnostics) -> Option<()> {
    let root = Pointer::root();
    let Some(members) = tree.as_object() else {
        diagnostics.report(&catalogue::UNKNOWN_VERSION, &root, "a description is an object, but this text is not");
        return None;
    };
    if let Some(version) = members.get("swagger") {
        let message = format!("Swagger {} is not read yet", shown(version));
        diagnostics.report(&catalogue::VERSION_NOT_READ, &root.push("swagger"), message);
        return None;
    }
    let Some(version) = members.get("openapi") else {
        let message = "the description does not say which version of OpenAPI it follows";
        let meant = |key: &String| nearest(key, ["openapi", "swagger"]);
        match members.keys().find_map(|key| Some((key, meant(key)?))) {
            Some((key, meant)) => {
                let found = diagnostics.report(&catalogue::UNKNOWN_VERSION, &root.push(key), message).at_key();
                found.help(format!("did you mean `{meant}` by `{key}`?"));
            }
            None => {
                diagnostics.report(&catalogue::UNKNOWN_VERSION, &root, message);
            }
        }
        return None;
    };
    let text = shown(version);
    let mut parts = text.split('.');
    match (parts.next(), parts.next()) {
        (Some("3"), Some("0")) => Some(()),
        (Some("3"), Some("1" | "2")) => {
            let message = format!("OpenAPI {text} is not read yet");
            diagnostics.report(&catalogue::VERSION_NOT_READ, &root.push("openapi"), message);
            None
        }
        _ => {
            let message = format!("there is no OpenAPI version `{text}`");
            diagnostics.report(&catalogue::UNKNOWN_VERSION, &root.push("openapi"), message);
            None
        }
    }
}

/// A version as written, with or without quotes.
fn shown(version: &Value) -> String {
    version.as_str().map_or_else(|| version.to_string(), str::to_owned)
}
