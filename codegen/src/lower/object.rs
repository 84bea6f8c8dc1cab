//! Objects with named properties.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::Value;

use super::site::Site;
use super::view::{Node, View};
use super::{Cx, documentation, origin, references, schema};
use crate::diagnostic::catalogue;
use crate::model::{Docs, Extra, Field, FieldKind, Literal, Presence, Struct, Type, WireName};

/// Lowers an object's properties to fields.
pub(super) fn lower_object<'a>(cx: &mut Cx<'a>, view: &View<'a>, site: &Site) -> Struct {
    let mut fields = Vec::new();
    if let Some(properties) = view.properties {
        lower_properties(cx, properties, view.required, site, |field| fields.push(field));
    }
    let extra = extra(cx, view, site);
    if extra.kept().is_none() {
        add_undescribed(cx, view.required.iter(), site, &mut fields);
    }
    Struct { fields, extra }
}

/// A property that must be there and that nothing describes is kept as it comes: whoever wrote it knows it.
pub(super) fn add_undescribed<'r>(
    cx: &mut Cx<'_>,
    required: impl Iterator<Item = &'r String>,
    site: &Site,
    fields: &mut Vec<Field>,
) {
    for name in required {
        if fields.iter().any(|field| field.name.0 == *name) {
            continue;
        }
        let message = format!("`{name}` may be any value");
        cx.diagnostics.report(&catalogue::UNDESCRIBED_PROPERTY, &site.pointer.push("required"), message);
        fields.push(Field {
            name: WireName(name.clone()),
            kind: FieldKind::Value { ty: Type::Any, presence: Presence::Optional },
            docs: Docs::default(),
            origin: origin(&site.pointer.push("required").push(name)),
            read_only: false,
            write_only: false,
        });
    }
}

/// Lowers `properties` one by one.
pub(super) fn lower_properties<'a>(
    cx: &mut Cx<'a>,
    properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
    required: &[String],
    site: &Site,
    mut sink: impl FnMut(Field),
) {
    for (name, property) in properties {
        let presence = match required.iter().any(|required| required == name) {
            true => Presence::Required,
            false => Presence::Optional,
        };
        sink(lower_field(cx, name, Node::from(property), presence, site));
    }
}

fn lower_field<'a>(cx: &mut Cx<'a>, name: &str, node: Node<'a>, presence: Presence, site: &Site) -> Field {
    let site = site.child(&["properties", name], name);
    let (docs, data) = match node {
        Node::Reference(_) => (Docs::default(), None),
        Node::Item(schema) => {
            (documentation::of_schema(&schema.schema_data, &View::of(schema)), Some(&schema.schema_data))
        }
    };
    let kind = match constant(node) {
        Some(value) if presence == Presence::Required => FieldKind::Constant(Literal::Text(value)),
        Some(_) | None => {
            let ty = schema::lower_schema(cx, node, &site);
            let secret = data.is_some_and(|data| data.write_only) && sounds_secret(name);
            FieldKind::Value { ty: if secret { as_secret(ty) } else { ty }, presence }
        }
    };
    Field {
        name: WireName(name.to_owned()),
        kind,
        docs,
        origin: origin(&site.pointer),
        read_only: data.is_some_and(|data| data.read_only) || target(cx, node, |data| data.read_only),
        write_only: data.is_some_and(|data| data.write_only) || target(cx, node, |data| data.write_only),
    }
}

/// What the schema behind a reference says of itself.
fn target(cx: &Cx<'_>, node: Node<'_>, says: impl Fn(&openapiv3::SchemaData) -> bool) -> bool {
    match node {
        Node::Reference(reference) => match references::schema(cx, reference) {
            Some((Node::Item(schema), _)) => says(&schema.schema_data),
            Some((Node::Reference(_), _)) | None => false,
        },
        Node::Item(_) => false,
    }
}

/// The single string that a property may hold.
fn constant(node: Node<'_>) -> Option<String> {
    let Node::Item(schema) = node else {
        return None;
    };
    let view = View::of(schema);
    match (view.kind, view.values.as_slice()) {
        (Some("string") | None, [Value::String(value)]) if !schema.schema_data.nullable => Some(value.clone()),
        _ => None,
    }
}

/// writeOnly alone is no secret (a client's locale may be), but these words next to it are.
fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "passwd", "secret", "token", "passphrase", "pin"].iter().any(|word| name.contains(word))
}

fn as_secret(ty: Type) -> Type {
    match ty {
        Type::Scalar(crate::model::Scalar::String) => Type::Scalar(crate::model::Scalar::Secret),
        Type::Nullable(inner) => as_secret(*inner).nullable(),
        Type::Scalar(_) | Type::Named(_) | Type::List(_) | Type::Map(_) | Type::Any => ty,
    }
}

/// Where keys beyond the properties go.
pub(super) fn extra<'a>(cx: &mut Cx<'a>, view: &View<'a>, site: &Site) -> Extra {
    match view.additional {
        None => Extra::Ignored,
        Some(AdditionalProperties::Any(false)) => Extra::Closed,
        Some(AdditionalProperties::Any(true)) => Extra::Kept(Type::Any),
        Some(AdditionalProperties::Schema(_)) => Extra::Kept(schema::map_value(cx, view, site)),
    }
}
