//! The normalised tree becomes `openapiv3::OpenAPI`.
//!
//! Enters: a tree that shape and repairs have passed, and copies of what references lead to. Leaves: the typed document, made piece
//! by piece so that a failure keeps its place and costs only its piece.

use indexmap::{IndexMap, IndexSet};
use openapiv3::ReferenceOr;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::methods;
use super::objects;
use super::references;
use super::resolve;
use super::walk::Root;
use crate::diagnostic::{Diagnostics, catalogue};
use crate::place::Pointer;

/// What references lead to that is no component of its kind, typed, by place.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere {
    pub(crate) path_items: IndexMap<Pointer, ReferenceOr<openapiv3::PathItem>>,
    /// The operations of methods that `openapiv3` does not know, by the place of their path item.
    pub(crate) operations: IndexMap<Pointer, Vec<Further>>,
    pub(crate) parameters: IndexMap<Pointer, ReferenceOr<openapiv3::Parameter>>,
    pub(crate) request_bodies: IndexMap<Pointer, ReferenceOr<openapiv3::RequestBody>>,
    pub(crate) responses: IndexMap<Pointer, ReferenceOr<openapiv3::Response>>,
    pub(crate) headers: IndexMap<Pointer, ReferenceOr<openapiv3::Header>>,
    pub(crate) examples: IndexMap<Pointer, ReferenceOr<openapiv3::Example>>,
    /// As they are, as their path items stand among those.
    pub(crate) callbacks: IndexMap<Pointer, Map<String, Value>>,
    pub(crate) links: IndexMap<Pointer, ReferenceOr<openapiv3::Link>>,
    pub(crate) security_schemes: IndexMap<Pointer, ReferenceOr<openapiv3::SecurityScheme>>,
}

/// An operation of a method that `openapiv3` does not know.
#[derive(Debug)]
pub(crate) struct Further {
    /// As it is sent.
    pub(crate) method: String,
    /// The keys that lead to it from its path item.
    pub(crate) steps: Vec<String>,
    pub(crate) operation: openapiv3::Operation,
}

/// A copy of what stands at a place that references lead to.
pub(super) struct Copy {
    pub(super) root: Root,
    pub(super) value: Value,
}

/// Copies what stands at these places, but schemas, which are in their arena; and what is called by the server.
pub(super) fn copies(tree: &Value, mut places: IndexSet<Root>, roots: &[Root]) -> Vec<Copy> {
    // For path items of webhooks and callbacks `openapiv3` has no place or no references.
    places.extend(references::incoming(tree, roots));
    let wanted = places.into_iter().filter(|root| !root.object.is(&objects::SCHEMA));
    wanted.filter_map(|root| Some(Copy { value: resolve::at(tree, &root.pointer)?.clone(), root })).collect()
}

/// Converts the tree and the copies. `None` where a piece does not fit, which is reported.
pub(super) fn convert(
    tree: Value,
    copies: Vec<Copy>,
    diagnostics: &mut Diagnostics,
) -> Option<(openapiv3::OpenAPI, Elsewhere)> {
    let Value::Object(mut root) = tree else {
        return None;
    };
    let paths = take_object(&mut root, "paths");
    let components = root.contains_key("components").then(|| take_object(&mut root, "components"));
    root.insert("paths".to_owned(), Value::Object(Map::new()));
    let mut pieces = Pieces { diagnostics, complete: true };
    let mut openapi: openapiv3::OpenAPI = pieces.piece(Value::Object(root), &Pointer::root())?;
    let at = Pointer::root().push("paths");
    // They are large: as many as there are, not as many as twice that.
    openapi.paths.paths.reserve_exact(paths.len());
    let mut elsewhere = Elsewhere::default();
    for (path, mut item) in paths {
        let at = at.push(&path);
        pieces.further(&mut elsewhere, &mut item, &at);
        if path.starts_with("x-") {
            openapi.paths.extensions.insert(path, item);
        } else if let Some(item) = pieces.piece(item, &at) {
            openapi.paths.paths.insert(path, item);
        }
    }
    openapi.components = components.map(|components| pieces.components(components));
    pieces.elsewhere(&mut elsewhere, copies);
    pieces.complete.then_some((openapi, elsewhere))
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

    /// Takes the operations out of a path item that the typed one has no member for.
    fn further(&mut self, elsewhere: &mut Elsewhere, item: &mut Value, at: &Pointer) {
        let Some(item) = item.as_object_mut() else { return };
        let own = methods::UNTYPED.iter().filter_map(|method| {
            Some((method.to_ascii_uppercase(), vec![(*method).to_owned()], item.shift_remove(*method)?))
        });
        let mut found: Vec<(String, Vec<String>, Value)> = own.collect();
        let others = take_object(item, methods::OTHERS).into_iter();
        let steps = |method: &String| vec![methods::OTHERS.to_owned(), method.clone()];
        found.extend(others.map(|(method, operation)| (method.clone(), steps(&method), operation)));
        for (method, steps, operation) in found {
            let place = steps.iter().fold(at.clone(), |place, step| place.push(step));
            if let Some(operation) = self.piece(operation, &place) {
                let further = Further { method, steps, operation };
                elsewhere.operations.entry(at.clone()).or_default().push(further);
            }
        }
    }

    fn elsewhere(&mut self, elsewhere: &mut Elsewhere, copies: Vec<Copy>) {
        for Copy { root: Root { pointer, object }, mut value } in copies {
            if object.is(&objects::PATH_ITEM) {
                self.further(elsewhere, &mut value, &pointer);
                self.put(&mut elsewhere.path_items, value, pointer);
            } else if object.is(&objects::PARAMETER) {
                self.put(&mut elsewhere.parameters, value, pointer);
            } else if object.is(&objects::REQUEST_BODY) {
                self.put(&mut elsewhere.request_bodies, value, pointer);
            } else if object.is(&objects::RESPONSE) {
                self.put(&mut elsewhere.responses, value, pointer);
            } else if object.is(&objects::HEADER) {
                self.put(&mut elsewhere.headers, value, pointer);
            } else if object.is(&objects::EXAMPLE) {
                self.put(&mut elsewhere.examples, value, pointer);
            } else if object.is(&objects::LINK) {
                self.put(&mut elsewhere.links, value, pointer);
            } else if let (true, Value::Object(members)) = (object.is(&objects::CALLBACK), &mut value) {
                elsewhere.callbacks.insert(pointer, std::mem::take(members));
            } else if object.is(&objects::SECURITY_SCHEME) {
                self.put(&mut elsewhere.security_schemes, value, pointer);
            }
        }
    }

    fn put<T: DeserializeOwned>(&mut self, map: &mut IndexMap<Pointer, T>, value: Value, at: Pointer) {
        if let Some(piece) = self.piece(value, &at) {
            map.insert(at, piece);
        }
    }

    fn map<T: DeserializeOwned>(
        &mut self,
        components: &mut Map<String, Value>,
        at: &Pointer,
        kind: &str,
    ) -> IndexMap<String, T> {
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
