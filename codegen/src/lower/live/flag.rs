//! The flag: the property of a body that says whether the success is a stream.
//!
//! It is the one that `x-sse` names, or a boolean called `stream`. What may only be true asks for a stream too, but for nothing else.

use openapiv3::Operation as Described;

use super::super::looks::{self, target};
use super::super::site::Site;
use super::super::{Cx, all_of, references, schema};
use super::unusable;
use crate::model::{BodyContent, FieldKind, Literal, Operation, PartKind, Scalar, Type, WireName};
use crate::schema::SchemaId;

const USUAL: &str = "stream";

/// A flag.
pub(super) struct Found {
    pub(super) property: WireName,
    pub(super) values: Values,
}

/// What a flag may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// Either, and what the server takes where nothing is sent.
    Both {
        default: bool,
    },
    True,
}

/// What a property can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Property {
    Flag,
    /// Of one value.
    Fixed(bool),
    Other,
    /// There is none of the name, but may be any.
    Open,
}

/// The flag of an operation.
pub(super) fn find(
    cx: &mut Cx<'_>,
    described: &Described,
    call: &Operation,
    named: Option<&str>,
    site: &Site,
) -> Option<Found> {
    let name = named.unwrap_or(USUAL);
    let choices = call.body.iter().flat_map(|body| &body.choices);
    let properties: Vec<Property> = choices.filter_map(|choice| property(cx, &choice.content, name)).collect();
    let is_flag = properties.contains(&Property::Flag) || named.is_some() && properties.contains(&Property::Open);
    if is_flag {
        let default = default(cx, described, name, site).unwrap_or(false);
        return Some(Found { property: WireName(name.to_owned()), values: Values::Both { default } });
    }
    if properties.contains(&Property::Fixed(true)) {
        return Some(Found { property: WireName(name.to_owned()), values: Values::True });
    }
    if named.is_some() {
        unusable(cx, site, &["flag"], format!("the body has no boolean property `{name}` that could be the flag"));
    }
    None
}

fn property(cx: &Cx<'_>, content: &BodyContent, name: &str) -> Option<Property> {
    let of_type = |ty: &Type| match target(&cx.types, ty.non_null()) {
        Type::Scalar(Scalar::Bool) => Property::Flag,
        Type::Scalar(Scalar::Always(value)) => Property::Fixed(*value),
        _ => Property::Other,
    };
    match content {
        BodyContent::Json(ty) | BodyContent::Form(ty) => match target(&cx.types, ty.non_null()) {
            Type::Map(_) | Type::Any => Some(Property::Open),
            ty => {
                let (_, strukt) = looks::strukt(&cx.types, ty)?;
                let field = strukt.fields.iter().find(|field| field.name.0 == name);
                match field.map(|field| &field.kind) {
                    Some(FieldKind::Value { ty, .. }) => Some(of_type(ty)),
                    Some(FieldKind::Constant(Literal::Bool(value))) => Some(Property::Fixed(*value)),
                    Some(FieldKind::Constant(_)) => Some(Property::Other),
                    None => strukt.extra.kept().map(|_| Property::Open),
                }
            }
        },
        BodyContent::Multipart(parts) => {
            let part = parts.parts.iter().find(|part| part.name.0 == name)?;
            match &part.kind {
                PartKind::Value(ty) => Some(of_type(ty)),
                PartKind::File | PartKind::Files => Some(Property::Other),
            }
        }
        BodyContent::Lines(_) | BodyContent::Sequence(_) | BodyContent::Mixed(_) => None,
        BodyContent::Text | BodyContent::Bytes => None,
    }
}

/// The default that the description has of a property of the body.
fn default(cx: &mut Cx<'_>, described: &Described, name: &str, site: &Site) -> Option<bool> {
    let (body, _) = references::request_body(cx, described.request_body.as_ref()?, site)?;
    let bodies: Vec<SchemaId> = body.content.values().filter_map(|media| schema::id(media.schema.as_ref()?)).collect();
    bodies.into_iter().find_map(|id| {
        let resolved = cx.schemas.resolve(id)?;
        let flat = all_of::flatten(cx, resolved);
        let property = *cx.schemas.get(flat).properties.get(name)?;
        let resolved = cx.schemas.resolve(property)?;
        let own = [property, resolved].into_iter();
        own.filter_map(|id| cx.schemas.get(id).rare.default.as_ref().and_then(|value| value.as_bool())).next()
    })
}

/// Takes a part out of what callers pass.
pub(super) fn without_argument(operation: &mut Operation, name: &WireName) {
    let choices = operation.body.iter_mut().flat_map(|body| &mut body.choices);
    for choice in choices {
        if let BodyContent::Multipart(parts) = &mut choice.content {
            parts.parts.retain(|part| part.name != *name);
        }
    }
}
