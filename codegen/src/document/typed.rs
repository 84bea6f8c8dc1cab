//! The normalised tree becomes `openapiv3::OpenAPI`.
//!
//! Enters: a tree that shape and repairs have passed. Leaves: the typed document, made piece by piece so that a failure keeps its
//! place and costs only its piece.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostics, catalogue};
use crate::place::Pointer;

/// Converts the tree. `None` where a piece does not fit, which is reported.
pub(super) fn convert(tree: Value, diagnostics: &mut Diagnostics) -> Option<openapiv3::OpenAPI> {
    let Value::Object(mut root) = tree else {
        return None;
    };
    let paths = take_object(&mut root, "paths");
    let components = root.contains_key("components").then(|| take_object(&mut root, "components"));
    root.insert("paths".to_owned(), Value::Object(Map::new()));
    let mut pieces = Pieces { diagnostics, complete: true };
    let mut openapi: openapiv3::OpenAPI = pieces.piece(Value::Object(root), &Pointer::root())?;
    let at = Pointer::root().push("paths");
    for (path, item) in paths {
        if path.starts_with("x-") {
            openapi.paths.extensions.insert(path, item);
        } else if let Some(item) = pieces.piece(item, &at.push(&path)) {
            openapi.paths.paths.insert(path, item);
        }
    }
    openapi.components = components.map(|components| pieces.components(components));
    pieces.complete.then_some(openapi)
}

/// The conversion under way.
struct Pieces<'a> {
    diagnostics: &'a mut Diagnostics,
    complete: bool,
}

impl Pieces<'_> {
    fn components(&mut self, mut components: Map<String, Value>) -> openapiv3::Components {
        let at = Pointer::root().push("components");
        openapiv3::Components {
            schemas: self.map(&mut components, &at, "schemas"),
            responses: self.map(&mut components, &at, "responses"),
            parameters: self.map(&mut components, &at, "parameters"),
            examples: self.map(&mut components, &at, "examples"),
            request_bodies: self.map(&mut components, &at, "requestBodies"),
            headers: self.map(&mut components, &at, "headers"),
            security_schemes: self.map(&mut components, &at, "securitySchemes"),
            links: self.map(&mut components, &at, "links"),
            callbacks: self.map(&mut components, &at, "callbacks"),
            extensions: components.into_iter().filter(|(key, _)| key.starts_with("x-")).collect(),
        }
    }

    fn map<T: DeserializeOwned>(
        &mut self,
        components: &mut Map<String, Value>,
        at: &Pointer,
        kind: &str,
    ) -> indexmap::IndexMap<String, T> {
        let at = at.push(kind);
        let members = take_object(components, kind);
        members
            .into_iter()
            .filter_map(|(name, value)| Some((self.piece(value, &at.push(&name))?, name)))
            .map(|(value, name)| (name, value))
            .collect()
    }

    fn piece<T: DeserializeOwned>(&mut self, value: Value, at: &Pointer) -> Option<T> {
        match serde_json::from_value(value) {
            Ok(piece) => Some(piece),
            Err(error) => {
                self.complete = false;
                self.diagnostics.report(&catalogue::WRONG_KIND, at, format!("this cannot be read: {error}"));
                None
            }
        }
    }
}

fn take_object(map: &mut Map<String, Value>, key: &str) -> Map<String, Value> {
    match map.shift_remove(key) {
        Some(Value::Object(members)) => members,
        Some(_) | None => Map::new(),
    }
}
