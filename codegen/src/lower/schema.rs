//! The one dispatch: a schema becomes a use of a type, and a definition where it needs a name.

use openapiv3::AdditionalProperties;

use super::classify::{Class, classify};
use super::nullable::is_nullable;
use super::site::Site;
use super::view::{Node, View};
use super::{Cx, all_of, documentation, enums, object, one_of, references, scalar};
use crate::diagnostic::catalogue;
use crate::model::{NameHint, Type, TypeId, TypeKind};
use crate::place::Pointer;

/// Schemas nest so deep only where references lead from the inside of one into the inside of the next.
const DEEPEST: usize = 128;

/// What a schema turned out to be.
enum Lowered {
    Use(Type),
    Definition(TypeKind),
}

/// Lowers every component schema to the definition that was made room for.
pub(super) fn lower_components(cx: &mut Cx<'_>) {
    let Some(components) = &cx.openapi.components else {
        return;
    };
    let root = Pointer::root().push("components").push("schemas");
    for name in components.schemas.keys() {
        let id = cx.reserve(NameHint::root(name), &root.push(name), None);
        cx.components.insert(name, id);
    }
    for (name, schema) in &components.schemas {
        if is_nullable(cx, Node::from(schema)) {
            cx.nullable.insert(cx.components[name.as_str()]);
        }
    }
    for (name, schema) in &components.schemas {
        let id = cx.components[name.as_str()];
        let site = Site { pointer: root.push(name), hint: NameHint::root(name), home: Some(id) };
        lower_component(cx, id, Node::from(schema), &site);
    }
}

fn lower_component<'a>(cx: &mut Cx<'a>, id: TypeId, node: Node<'a>, site: &Site) {
    let kind = match node {
        Node::Reference(reference) => {
            let ty = references::lower_reference(cx, reference, site);
            alias(cx, id, ty)
        }
        Node::Item(schema) => {
            let view = View::of(schema);
            cx.types[id.0].docs = documentation::of_schema(&schema.schema_data, &view);
            match one_of::inherited(cx, schema, site) {
                Some(kind) => kind,
                None => match lower_view(cx, schema, &view, site) {
                    Lowered::Definition(kind) => kind,
                    Lowered::Use(ty) => alias(cx, id, ty),
                },
            }
        }
    };
    cx.types[id.0].kind = kind;
}

/// Another name for a type. Where null is among its values, each use says so, and the definition does not.
fn alias(cx: &Cx<'_>, id: TypeId, ty: Type) -> TypeKind {
    TypeKind::Alias(if cx.nullable.contains(&id) { ty.non_null().clone() } else { ty })
}

/// Lowers a schema wherever it stands.
pub(super) fn lower_schema<'a>(cx: &mut Cx<'a>, node: Node<'a>, site: &Site) -> Type {
    let schema = match node {
        Node::Reference(reference) => return references::lower_reference(cx, reference, site),
        Node::Item(schema) => schema,
    };
    if let Some(ty) = cx.lowered.get(&site.pointer).cloned() {
        if ty == Type::Any && cx.open.contains(&site.pointer) {
            out_of_reach(cx, site, "the schema holds itself and has no name; any value is accepted within it");
        }
        return ty;
    }
    if cx.open.len() == DEEPEST {
        out_of_reach(cx, site, "schemas nest too deep here; any value is accepted");
        return Type::Any;
    }
    cx.open.push(site.pointer.clone());
    // A reference back to here from within finds this, not an endless descent.
    cx.lowered.insert(site.pointer.clone(), Type::Any);
    let view = View::of(schema);
    let ty = match classify(cx, &view) {
        Class::Enum | Class::Struct | Class::AllOf | Class::Union(..) => define(cx, schema, &view, site),
        Class::Same(..) | Class::Scalar | Class::List | Class::Map | Class::Any => {
            match lower_view(cx, schema, &view, site) {
                Lowered::Use(ty) => ty,
                Lowered::Definition(_) => Type::Any,
            }
        }
    };
    let ty = if is_nullable(cx, node) { ty.nullable() } else { ty };
    cx.lowered.insert(site.pointer.clone(), ty.clone());
    cx.open.pop();
    ty
}

fn out_of_reach(cx: &mut Cx<'_>, site: &Site, message: &str) {
    cx.diagnostics.report(&catalogue::REFERENCE_OUT_OF_REACH, &site.pointer, message);
}

/// Makes a definition for a schema that needs a name, unless it turns out to be a plain use.
fn define<'a>(cx: &mut Cx<'a>, schema: &'a openapiv3::Schema, view: &View<'a>, site: &Site) -> Type {
    let id = cx.reserve(site.hint.clone(), &site.pointer, site.home);
    cx.types[id.0].docs = documentation::of_schema(&schema.schema_data, view);
    cx.lowered.insert(site.pointer.clone(), Type::Named(id));
    let before = cx.lowered.len();
    let inner = Site { home: Some(site.home.unwrap_or(id)), ..site.clone() };
    match lower_view(cx, schema, view, &inner) {
        Lowered::Definition(kind) => {
            cx.types[id.0].kind = kind;
            Type::Named(id)
        }
        // The definition is not needed, unless what is within it refers to it.
        Lowered::Use(ty) if id.0 + 1 == cx.types.len() && !mentions(cx, before, id) => {
            cx.types.pop();
            ty
        }
        Lowered::Use(ty) => {
            cx.types[id.0].kind = TypeKind::Alias(ty.clone());
            Type::Named(id)
        }
    }
}

/// Whether a nested schema that was lowered after the first `before` ones mentions `id`.
fn mentions(cx: &Cx<'_>, before: usize, id: TypeId) -> bool {
    cx.lowered.values().skip(before).any(|ty| ty.mentions() == Some(id))
}

fn lower_view<'a>(cx: &mut Cx<'a>, schema: &'a openapiv3::Schema, view: &View<'a>, site: &Site) -> Lowered {
    let data = &schema.schema_data;
    match classify(cx, view) {
        Class::Same(node, keyword, index) => Lowered::Use(lower_schema(cx, node, &site.item(keyword, index))),
        Class::Scalar => Lowered::Use(Type::Scalar(scalar::scalar(cx, view, site))),
        Class::Enum => match enums::lower_enum(cx, view, data, site) {
            Ok(values) => Lowered::Definition(TypeKind::Enum(values)),
            Err(ty) => Lowered::Use(ty),
        },
        Class::List => Lowered::Use(Type::list(match view.items {
            Some(items) => lower_schema(cx, Node::from(items), &site.child(&["items"], "item")),
            None => Type::Any,
        })),
        Class::Map => Lowered::Use(Type::map(map_value(cx, view, site))),
        Class::Struct => Lowered::Definition(TypeKind::Struct(object::lower_object(cx, view, site))),
        Class::AllOf => match all_of::lower_all_of(cx, view, site) {
            Ok(strukt) => Lowered::Definition(TypeKind::Struct(strukt)),
            Err(ty) => Lowered::Use(ty),
        },
        Class::Union(alternative, members) => {
            match one_of::lower_union(cx, alternative, members, data.discriminator.as_ref(), site) {
                Ok(kind) => Lowered::Definition(kind),
                Err(ty) => Lowered::Use(ty),
            }
        }
        Class::Any => Lowered::Use(any(cx, view, site)),
    }
}

/// The type of the values of an object without named properties.
pub(super) fn map_value<'a>(cx: &mut Cx<'a>, view: &View<'a>, site: &Site) -> Type {
    match view.additional {
        Some(AdditionalProperties::Schema(schema)) => {
            lower_schema(cx, Node::from(&**schema), &site.child(&["additionalProperties"], "value"))
        }
        Some(AdditionalProperties::Any(_)) | None => Type::Any,
    }
}

fn any(cx: &mut Cx<'_>, view: &View<'_>, site: &Site) -> Type {
    if view.not {
        cx.diagnostics.report(&catalogue::NOT_SCHEMA, &site.pointer, "`not` has no type of its own");
    }
    Type::Any
}
