//! Multipart bodies: each property of the schema is a part (OAS 3.0.4 section 4.8.14.4).

use openapiv3::{Encoding, MediaType};

use super::looks::{self, target};
use super::notation::{Notation, notation};
use super::operation::wire;
use super::site::Site;
use super::{Cx, collection, encoding, origin, part_headers, positions, slip};
use crate::diagnostic::catalogue;
use crate::model::{
    BodyContent, Docs, Field, FieldKind, Literal, Part, PartKind, PartPosition, Parts, Presence, Scalar, Struct, Type,
};
use crate::place::{Place, Pointer};

/// The parts that a schema describes; those of none may be any.
pub(super) fn content(
    cx: &mut Cx<'_>,
    (name, media): (&str, &MediaType),
    ty: Option<&Type>,
    site: &Site,
) -> BodyContent {
    if positions::has_places(cx, name, media)
        && let Some(parts) = positions::parts(cx, media, site)
    {
        return BodyContent::Multipart(parts);
    }
    let shape = ty.map(|ty| target(&cx.types, ty.non_null()).clone());
    match shape {
        None | Some(Type::Any) => BodyContent::Multipart(Parts { parts: Vec::new(), others: Some(Type::Any) }),
        Some(Type::Map(value)) => BodyContent::Multipart(Parts { parts: Vec::new(), others: Some(*value) }),
        Some(ty) => match looks::strukt(&cx.types, &ty).map(|(_, strukt)| strukt.clone()) {
            Some(strukt) => BodyContent::Multipart(parts(cx, media, strukt, site)),
            None => {
                let message =
                    "a multipart body needs an object with named properties; it is sent as bytes that the caller makes";
                let found = cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &site.pointer, message);
                found.help(
                    "describe an object with a property for each part, or make the whole body, with its boundaries",
                );
                BodyContent::Bytes
            }
        },
    }
}

/// Whether parts are files, which only a multipart body can hold.
pub(super) fn has_files(cx: &Cx<'_>, ty: &Type) -> bool {
    let Some((_, strukt)) = looks::strukt(&cx.types, ty) else { return false };
    strukt.fields.iter().any(|field| match &field.kind {
        FieldKind::Value { ty, .. } => match kind(cx, ty) {
            PartKind::File | PartKind::Files => true,
            PartKind::Value(_) => false,
        },
        FieldKind::Constant(_) => false,
    })
}

fn parts(cx: &mut Cx<'_>, media: &MediaType, strukt: Struct, site: &Site) -> Parts {
    let others = strukt.extra.kept().map(|ty| ty.non_null().clone());
    leave_out_encodings(cx, media, &strukt, site);
    // What only ever comes back is not sent (OAS 3.0.4 section 4.8.24.2).
    let sent = strukt.fields.into_iter().filter(|field| !field.read_only);
    Parts { parts: sent.map(|field| named(cx, media, field, site)).collect(), others }
}

/// Lists encodings of properties that the schema does not have.
pub(super) fn leave_out_encodings(cx: &mut Cx<'_>, media: &MediaType, strukt: &Struct, site: &Site) {
    let is_known = |name: &str| strukt.extra.kept().is_some() || strukt.fields.iter().any(|field| field.name.0 == name);
    for name in media.encoding.keys().filter(|name| !is_known(name)) {
        let what = format!("the encoding of `{name}` of `{}`", site.of);
        cx.leave_out(what, "the schema has no such property", &site.pointer.push("encoding").push(name));
    }
}

/// A part, before it is known how it is written.
pub(super) struct Described<'d> {
    pub(super) name: &'d str,
    pub(super) ty: Type,
    pub(super) presence: Presence,
    pub(super) docs: Docs,
    pub(super) origin: Place,
}

/// The part that a property is.
fn named(cx: &mut Cx<'_>, media: &MediaType, field: Field, site: &Site) -> Part {
    let (ty, presence) = match field.kind {
        FieldKind::Constant(literal) => (Type::Scalar(constant(&literal)), Presence::Required),
        FieldKind::Value { ty, presence } => (ty, presence),
    };
    let name = &field.name.0;
    let encoding = media.encoding.get(name).map(|encoding| (encoding, site.step(&["encoding", name])));
    let origin = origin(&site.pointer.below(&["schema", "properties", name]));
    part(cx, Described { name, ty, presence, docs: field.docs, origin }, encoding, None, site)
}

/// A part as it is written.
pub(super) fn part(
    cx: &mut Cx<'_>,
    described: Described<'_>,
    encoding: Option<(&Encoding, Site)>,
    position: Option<PartPosition>,
    site: &Site,
) -> Part {
    let Described { name, ty, presence, docs, origin } = described;
    let mut kind = kind(cx, &ty);
    let mut content_types = encoding.as_ref().map_or_else(Vec::new, |(it, place)| listed(cx, it, &place.pointer));
    let (joined, within) = encoding.as_ref().map_or((None, Vec::new()), |(it, _)| collection::of_part(&it.extensions));
    if position.is_some() {
        // One place is one part.
        kind = match kind {
            PartKind::Files => PartKind::File,
            kind => kind,
        };
        let is_list = matches!(target(&cx.types, ty.non_null()), Type::List(_) | Type::Tuple(_));
        if is_list && content_types.is_empty() {
            content_types.push("application/json".to_owned());
        }
    }
    let is_joined = (joined, within.as_slice()) != (None, &[]);
    if let PartKind::Value(ty) = &kind
        && !is_joined
        && !is_json(&content_types)
        && let Some(octets) = octets(cx, ty)
    {
        kind = octets;
    }
    let place = encoding.as_ref().map_or_else(|| site.clone(), |(_, place)| place.clone());
    if let Some((encoding, place)) = &encoding {
        encoding::leave_out_inner(cx, |key| encoding.extensions.contains_key(key), name, place);
    }
    if let PartKind::Value(ty) = &kind
        && !is_joined
        && !encoding::check(cx, &content_types, ty, (encoding::Of::Parts, name), &place)
    {
        kind = match target(&cx.types, ty.non_null()) {
            Type::List(_) if position.is_none() => PartKind::Files,
            Type::Scalar(_) | Type::Named(_) | Type::List(_) | Type::Tuple(_) => PartKind::File,
            Type::Map(_) | Type::Nullable(_) | Type::Any => PartKind::File,
        };
    }
    let (headers, constants) = match &encoding {
        Some((encoding, place)) => part_headers::headers(cx, encoding, name, place),
        None => (Vec::new(), Vec::new()),
    };
    Part {
        name: wire(name),
        required: presence == Presence::Required,
        kind,
        joined,
        within,
        content_types,
        headers,
        constants,
        position,
        docs,
        origin,
    }
}

/// A part whose type nobody says is bytes as callers have them (OAS 3.1.1 section 4.8.15.1.1), and so is each item of such a list.
fn octets(cx: &Cx<'_>, ty: &Type) -> Option<PartKind> {
    match target(&cx.types, ty.non_null()) {
        Type::Any => Some(PartKind::File),
        Type::List(item) => matches!(target(&cx.types, item.non_null()), Type::Any).then_some(PartKind::Files),
        Type::Scalar(_) | Type::Named(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) => None,
    }
}

fn is_json(content_types: &[String]) -> bool {
    content_types.iter().any(|name| notation(name) == Notation::Json)
}

fn constant(literal: &Literal) -> Scalar {
    match literal {
        Literal::Text(_) => Scalar::String,
        Literal::Integer(_) => Scalar::I64,
        Literal::Bool(_) => Scalar::Bool,
    }
}

fn kind(cx: &Cx<'_>, ty: &Type) -> PartKind {
    let is_octets =
        |ty: &Type| matches!(target(&cx.types, ty.non_null()), Type::Scalar(Scalar::Binary | Scalar::Base64));
    match target(&cx.types, ty.non_null()) {
        shape if is_octets(shape) => PartKind::File,
        Type::List(item) if is_octets(item) => PartKind::Files,
        Type::Scalar(_)
        | Type::Named(_)
        | Type::List(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Any => PartKind::Value(ty.non_null().clone()),
    }
}

/// The content types that a property may have, in the order in which they are written.
pub(super) fn content_types(cx: &mut Cx<'_>, media: &MediaType, property: &str, site: &Site) -> Vec<String> {
    let Some(encoding) = media.encoding.get(property) else { return Vec::new() };
    listed(cx, encoding, &site.pointer.push("encoding").push(property))
}

/// The content types that an encoding lists.
fn listed(cx: &mut Cx<'_>, encoding: &Encoding, place: &Pointer) -> Vec<String> {
    let place = place.push("contentType");
    let names = encoding.content_type.as_deref().unwrap_or_default().split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).map(|name| slip::meant(cx, name, &place)).collect()
}
