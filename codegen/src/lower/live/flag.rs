//! The flag: the property of a body, or the parameter of the query, that says whether the success is a stream.
//!
//! It is the one that `x-sse` names, or a boolean called `stream`. What may only be true asks for a stream too, but for nothing else.
//! In a body that is one of several it is the property that all of them have.

use openapiv3::Operation as Described;

use super::super::looks::{DEEPEST, target};
use super::super::site::Site;
use super::super::{Cx, all_of, references, schema};
use super::unusable;
use crate::model::{
    BodyContent, FieldKind, FlagPlace, Literal, Location, Operation, PartKind, Presence, Scalar, Struct, Type, TypeDef,
    TypeKind, Union, WireName,
};
use crate::schema::SchemaId;

const USUAL: &str = "stream";

/// A flag.
pub(super) struct Found {
    pub(super) name: WireName,
    pub(super) place: FlagPlace,
    pub(super) values: Values,
}

/// What a flag may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// Either. A value has to be asked for as well where the server gives a stream unless it is told, or where callers would have to
    /// say which.
    Both {
        asks_for_value: bool,
    },
    True,
}

/// What a property or a parameter can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Property {
    Flag {
        is_required: bool,
    },
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
    let found = in_body(cx, described, call, named, site).map(|values| (FlagPlace::Body, values));
    let found = found.or_else(|| Some((FlagPlace::Query, in_query(cx, call, name)?)));
    if named.is_some() && found.is_none() {
        let message = format!("neither the body nor the query has a boolean `{name}` that could be the flag");
        unusable(cx, site, &["flag"], message);
    }
    found.map(|(place, values)| Found { name: WireName(name.to_owned()), place, values })
}

fn in_body(
    cx: &mut Cx<'_>,
    described: &Described,
    call: &Operation,
    named: Option<&str>,
    site: &Site,
) -> Option<Values> {
    let name = named.unwrap_or(USUAL);
    let choices = call.body.iter().flat_map(|body| &body.choices);
    let properties: Vec<Property> = choices.filter_map(|choice| property(&cx.types, &choice.content, name)).collect();
    let is_flag = |property: &Property| match property {
        Property::Flag { .. } => true,
        Property::Open => named.is_some(),
        Property::Fixed(_) | Property::Other => false,
    };
    if properties.iter().any(is_flag) {
        let is_required = properties.contains(&Property::Flag { is_required: true });
        let is_usual = default(cx, described, name, site).unwrap_or(false);
        return Some(Values::Both { asks_for_value: is_required || is_usual });
    }
    properties.contains(&Property::Fixed(true)).then_some(Values::True)
}

/// A parameter costs nothing to send, whatever its default is.
fn in_query(cx: &Cx<'_>, call: &Operation, name: &str) -> Option<Values> {
    let param = call.params.iter().find(|param| param.place == Location::Query && param.name.0 == name)?;
    match of_type(&cx.types, &param.ty, Presence::Optional) {
        Property::Flag { .. } => Some(Values::Both { asks_for_value: true }),
        Property::Fixed(true) => Some(Values::True),
        Property::Fixed(false) | Property::Other | Property::Open => None,
    }
}

fn property(types: &[TypeDef], content: &BodyContent, name: &str) -> Option<Property> {
    match content {
        BodyContent::Json(ty) | BodyContent::Form(ty) => within(types, ty, name, 0),
        BodyContent::Multipart(parts) => {
            let part = parts.parts.iter().find(|part| part.name.0 == name)?;
            match &part.kind {
                PartKind::Value(_) if let Some(Literal::Bool(value)) = part.constant => Some(Property::Fixed(value)),
                // Parts are arguments, of which the flag is none.
                PartKind::Value(ty) => Some(of_type(types, ty, Presence::Optional)),
                PartKind::File | PartKind::Files | PartKind::FileOr(_) | PartKind::FilesOr(_) => Some(Property::Other),
            }
        }
        BodyContent::Lines(_) | BodyContent::Sequence(_) | BodyContent::Mixed(_) => None,
        BodyContent::Text | BodyContent::Base64 | BodyContent::Bytes => None,
    }
}

fn of_type(types: &[TypeDef], ty: &Type, presence: Presence) -> Property {
    match target(types, ty.non_null()) {
        Type::Scalar(Scalar::Bool) => Property::Flag { is_required: presence == Presence::Required },
        Type::Scalar(Scalar::Always(value)) => Property::Fixed(*value),
        _ => Property::Other,
    }
}

/// The property within what is sent.
fn within(types: &[TypeDef], ty: &Type, name: &str, depth: usize) -> Option<Property> {
    match target(types, ty.non_null()) {
        Type::Map(_) | Type::Any => Some(Property::Open),
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Struct(strukt) => of_struct(types, strukt, name),
            TypeKind::Union(union) if depth < DEEPEST => of_union(types, union, name, depth),
            TypeKind::Union(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => None,
        },
        Type::Scalar(_) | Type::List(_) | Type::Tuple(_) | Type::Nullable(_) => None,
    }
}

fn of_struct(types: &[TypeDef], strukt: &Struct, name: &str) -> Option<Property> {
    let field = strukt.fields.iter().find(|field| field.name.0 == name);
    match field.map(|field| &field.kind) {
        Some(FieldKind::Value { ty, presence }) => Some(of_type(types, ty, *presence)),
        Some(FieldKind::Constant(Literal::Bool(value))) => Some(Property::Fixed(*value)),
        Some(FieldKind::Constant(_)) => Some(Property::Other),
        None => strukt.extra.kept().map(|_| Property::Open),
    }
}

/// What all alternatives have.
fn of_union(types: &[TypeDef], union: &Union, name: &str, depth: usize) -> Option<Property> {
    let properties: Option<Vec<Property>> =
        union.variants.iter().map(|variant| within(types, &variant.ty, name, depth + 1)).collect();
    properties?.into_iter().reduce(|one, other| match (one, other) {
        (one, other) if one == other => one,
        (Property::Open, known) | (known, Property::Open) => known,
        (Property::Other, _) | (_, Property::Other) => Property::Other,
        // Some callers have to say which, or say it by the alternative that they take.
        (Property::Flag { .. } | Property::Fixed(_), Property::Flag { .. } | Property::Fixed(_)) => {
            Property::Flag { is_required: true }
        }
    })
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

/// Takes the flag out of what callers pass.
pub(super) fn without_argument(operation: &mut Operation, name: &WireName, place: FlagPlace) {
    match place {
        FlagPlace::Query => {
            operation.params.retain(|param| param.place != Location::Query || param.name != *name);
        }
        FlagPlace::Body => {
            let choices = operation.body.iter_mut().flat_map(|body| &mut body.choices);
            for choice in choices {
                if let BodyContent::Multipart(parts) = &mut choice.content {
                    parts.parts.retain(|part| part.name != *name);
                }
            }
        }
    }
}
