//! Schemas leave the tree before it is typed.
//!
//! Enters: the checked tree. Leaves: the arena of all schemas, with their references resolved, and a tree that holds the id of a
//! schema where the schema stood. What a schema means is the business of `lower`.

use serde_json::{Map, Value, json};

use super::objects;
use super::resolve;
use super::walk::{self, Root, Site};
use crate::place::{Place, Pointer};
use crate::schema::{self, SchemaId, Schemas};

/// Takes all schemas out of the tree: the arena, and which of those that stand in other files references lead to.
pub(super) fn take(tree: &mut Value, roots: &[Root]) -> (Schemas, Vec<SchemaId>) {
    let mut schemas = Schemas::default();
    // What only references lead to may stand within a schema, under a keyword that nobody knows: it is taken before that schema is.
    let inner_first: Vec<Root> = roots.iter().rev().cloned().collect();
    walk::all_mut(tree, &inner_first, &mut |site, members, path| {
        let (Site::Object(object) | Site::Reference(object)) = site;
        let is_taken = || members.get("$ref").and_then(Value::as_str).and_then(SchemaId::of_reference).is_some();
        if object.is(&objects::SCHEMA) && !is_taken() {
            let value = Value::Object(std::mem::take(members));
            let id = schema::read(&mut schemas, value, &path.pointer().into());
            *members = stand_in(id);
        }
    });
    link(&mut schemas, tree);
    let borrowed = roots.iter().filter_map(|root| borrowed(&schemas, root)).collect();
    (schemas, borrowed)
}

/// The schema of another file that stands at a root. One that only refers to another is none of its own.
fn borrowed(schemas: &Schemas, root: &Root) -> Option<SchemaId> {
    let place = Place::from(&root.pointer);
    let id = schemas.at(&place).filter(|_| place.file().is_some())?;
    (!schemas.get(id).is_bare_reference()).then_some(id)
}

/// What stands in the tree for a schema.
fn stand_in(id: SchemaId) -> Map<String, Value> {
    match json!({"$ref": id.to_string()}) {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// Has every reference lead to its schema. What nobody knew to be a schema is read when the first reference leads there.
fn link(schemas: &mut Schemas, tree: &Value) {
    let mut waiting: Vec<SchemaId> = schemas.ids().collect();
    while let Some(id) = waiting.pop() {
        let Some(reference) = &schemas.get(id).reference else { continue };
        let Some(pointer) = Pointer::parse(&reference.text).filter(|_| reference.text.starts_with('#')) else {
            continue;
        };
        let place = Place::from(&pointer);
        let known = schemas.count();
        let found = match schemas.at(&place) {
            Some(found) => Some(found),
            None => resolve::at(tree, &pointer).filter(|value| value.is_object() || value.is_boolean()).map(|value| {
                let stands = value.get("$ref").and_then(Value::as_str).and_then(SchemaId::of_reference);
                stands.unwrap_or_else(|| schema::read(schemas, value.clone(), &place))
            }),
        };
        if let Some(found) = found {
            schemas.link(id, found);
        }
        waiting.extend(schemas.since(known));
    }
    schemas.without_impossible_alternatives();
}
