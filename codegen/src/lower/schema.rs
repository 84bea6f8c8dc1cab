//! The one dispatch: a schema becomes a use of a type, and a definition where it needs a name.

use openapiv3::AdditionalProperties;

use super::classify::{Class, classify, is_null};
use super::site::Site;
use super::view::{Node, View};
use super::{Cx, all_of, documentation, enums, object, one_of, references, scalar};
use crate::diagnostic::catalogue;
use crate::document::pointer::Pointer;
use crate::model::{NameHint, Type, TypeId, TypeKind};

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
    for (name, schema) in &components.schemas {
        let id = cx.reserve(NameHint::root(name), &root.push(name), None);
        cx.components.insert(name, id);
        if let Node::Item(schema) = Node::from(schema)
            && is_nullable(schema)
        {
            cx.nullable.insert(id);
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
        Node::Reference(reference) => TypeKind::Alias(references::lower_reference(cx, reference, site)),
        Node::Item(schema) => {
            let view = View::of(schema);
            cx.types[id.0].docs = documentation::of_schema(&schema.schema_data, &view);
            match one_of::inherited(cx, schema, site) {
                Some(kind) => kind,
                None => match lower_view(cx, schema, &view, site) {
                    Lowered::Definition(kind) => kind,
                    Lowered::Use(ty) => TypeKind::Alias(if ty == Type::Named(id) { Type::Any } else { ty }),
                },
            }
        }
    };
    cx.types[id.0].kind = kind;
}

/// Lowers a schema wherever it stands.
pub(super) fn lower_schema<'a>(cx: &mut Cx<'a>, node: Node<'a>, site: &Site) -> Type {
    let schema = match node {
        Node::Reference(reference) => return references::lower_reference(cx, reference, site),
        Node::Item(schema) => schema,
    };
    if let Some(ty) = cx.lowered.get(&site.pointer) {
        return ty.clone();
    }
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
    let ty = if is_nullable(schema) { ty.nullable() } else { ty };
    cx.lowered.insert(site.pointer.clone(), ty.clone());
    ty
}

/// Makes a definition for a schema that needs a name, unless it turns out to be a plain use.
fn define<'a>(cx: &mut Cx<'a>, schema: &'a openapiv3::Schema, view: &View<'a>, site: &Site) -> Type {
    let id = cx.reserve(site.hint.clone(), &site.pointer, site.home);
    cx.types[id.0].docs = documentation::of_schema(&schema.schema_data, view);
    cx.lowered.insert(site.pointer.clone(), Type::Named(id));
    let inner = Site { home: Some(site.home.unwrap_or(id)), ..site.clone() };
    match lower_view(cx, schema, view, &inner) {
        Lowered::Definition(kind) => {
            cx.types[id.0].kind = kind;
            Type::Named(id)
        }
        Lowered::Use(ty) if id.0 + 1 == cx.types.len() => {
            cx.types.pop();
            ty
        }
        Lowered::Use(ty) => {
            cx.types[id.0].kind = TypeKind::Alias(ty.clone());
            Type::Named(id)
        }
    }
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
        Class::AllOf => all_of::lower_all_of(cx, view, site)
            .map_or(Lowered::Use(Type::map(Type::Any)), |strukt| Lowered::Definition(TypeKind::Struct(strukt))),
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

fn is_nullable(schema: &openapiv3::Schema) -> bool {
    let view = View::of(schema);
    let mut members = view.one_of.into_iter().chain(view.any_of).flatten();
    schema.schema_data.nullable || view.values.iter().any(serde_json::Value::is_null) || members.any(is_null)
}
