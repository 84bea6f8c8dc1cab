//! The way through a document along the tables: every object of the specification once, from the outside in.
//!
//! Enters: a value with its kind. Leaves: a call per object. Values of a wrong kind, extensions, unknown members and examples are
//! passed over; saying so is the business of `shape`.

use serde_json::{Map, Value};

use super::objects::{self, Kind, Object};
use super::path::Path;
use super::resolve;
use crate::place::Pointer;

/// Where a walk begins, and what stands there: the document itself, or a place that only references lead to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Root {
    pub(super) pointer: Pointer,
    pub(super) object: &'static Object,
}

impl Root {
    /// The whole document.
    pub(super) fn document() -> Self {
        Self { pointer: Pointer::root(), object: &objects::OPENAPI }
    }

    pub(super) fn kind(&self) -> Kind {
        if self.object.is_description() { Kind::Object(self.object) } else { Kind::OrReference(self.object) }
    }
}

/// What stands where an object of the specification is expected.
#[derive(Clone, Copy, Debug)]
pub(super) enum Site {
    /// The object itself.
    Object(&'static Object),
    /// A Reference Object that leads to one.
    Reference(&'static Object),
}

/// What is done at each object.
pub(super) type Visit<'f, 'v> = dyn FnMut(Site, &'v Map<String, Value>, &Path<'_>) + 'f;

/// What is done to each object.
pub(super) type VisitMut<'f> = dyn FnMut(Site, &mut Map<String, Value>, &Path<'_>) + 'f;

/// Whether an object is a reference and no more. A schema with a `$ref` may say more beside it (JSON Schema 2020-12 Core, section
/// 8.2.3.1), which is read as a schema.
pub(super) fn stands_for_another(object: &Object, members: &Map<String, Value>) -> bool {
    is_reference(members) && (members.len() == 1 || !object.is_schema())
}

/// Whether the members are those of a Reference Object: they hold a `$ref` that is text.
/// (A map of properties may have a property of that name, which is then an object.)
pub(super) fn is_reference(members: &Map<String, Value>) -> bool {
    resolve::member(members, "$ref").is_some_and(Value::is_string)
}

/// Visits every object from each of the roots on.
pub(super) fn all<'v>(tree: &'v Value, roots: &[Root], visit: &mut Visit<'_, 'v>) {
    for root in roots {
        if let Some(value) = resolve::at(tree, &root.pointer) {
            each(value, root.kind(), &Path::At(&root.pointer), visit);
        }
    }
}

/// Visits every object from each of the roots on; what the visit changes is what is visited further down.
pub(super) fn all_mut(tree: &mut Value, roots: &[Root], visit: &mut VisitMut<'_>) {
    for root in roots {
        if let Some(value) = resolve::at_mut(tree, &root.pointer) {
            each_mut(value, root.kind(), &Path::At(&root.pointer), visit);
        }
    }
}

/// Visits every object.
pub(super) fn each<'v>(value: &'v Value, kind: Kind, path: &Path<'_>, visit: &mut Visit<'_, 'v>) {
    match (kind, value) {
        (Kind::OrReference(object), Value::Object(members)) if stands_for_another(object, members) => {
            visit(Site::Reference(object), members, path)
        }
        (Kind::OrReference(object) | Kind::Object(object), Value::Object(members)) => {
            visit(Site::Object(object), members, path);
            for (key, member) in members {
                if let Some(kind) = object.kind(key) {
                    each(member, kind, &path.key(key), visit);
                }
            }
        }
        (Kind::List(kind), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                each(item, *kind, &path.index(index), visit);
            }
        }
        (Kind::Map(kind), Value::Object(members)) => {
            for (key, member) in members {
                each(member, *kind, &path.key(key), visit);
            }
        }
        (Kind::OneOrMany(kind), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                each(item, *kind, &path.index(index), visit);
            }
        }
        (Kind::BooleanOr(kind) | Kind::OneOrMany(kind), value) => each(value, *kind, path, visit),
        (Kind::Any | Kind::Text | Kind::Boolean | Kind::Number | Kind::Count | Kind::Word(_), _) => {}
        (Kind::Object(_) | Kind::OrReference(_) | Kind::List(_) | Kind::Map(_), _) => {}
    }
}

/// Visits every object; what the visit changes is what is visited further down, and what it makes of a reference is visited as well.
pub(super) fn each_mut(value: &mut Value, kind: Kind, path: &Path<'_>, visit: &mut VisitMut<'_>) {
    if let (Kind::OrReference(object), Value::Object(members)) = (kind, &mut *value)
        && stands_for_another(object, members)
    {
        visit(Site::Reference(object), members, path);
        if stands_for_another(object, members) || object.is(&objects::SCHEMA) {
            return;
        }
    }
    match (kind, value) {
        (Kind::OrReference(object) | Kind::Object(object), Value::Object(members)) => {
            visit(Site::Object(object), members, path);
            for (key, member) in members {
                if let Some(kind) = object.kind(key) {
                    each_mut(member, kind, &path.key(key), visit);
                }
            }
        }
        (Kind::List(kind), Value::Array(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                each_mut(item, *kind, &path.index(index), visit);
            }
        }
        (Kind::Map(kind), Value::Object(members)) => {
            for (key, member) in members {
                each_mut(member, *kind, &path.key(key), visit);
            }
        }
        (Kind::OneOrMany(kind), Value::Array(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                each_mut(item, *kind, &path.index(index), visit);
            }
        }
        (Kind::BooleanOr(kind) | Kind::OneOrMany(kind), value) => each_mut(value, *kind, path, visit),
        (Kind::Any | Kind::Text | Kind::Boolean | Kind::Number | Kind::Count | Kind::Word(_), _) => {}
        (Kind::Object(_) | Kind::OrReference(_) | Kind::List(_) | Kind::Map(_), _) => {}
    }
}
