//! Multipart bodies: each property of the schema is a part (OAS 3.0.4 section 4.8.14.4).

use openapiv3::{Encoding, MediaType};

use super::looks::{self, target};
use super::notation::{self, Notation, notation};
use super::operation::wire;
use super::part_headers::{self, Holder, Naming, PartHeaders};
use super::site::Site;
use super::{Cx, all_of, collection, encoding, origin, parameter, part_kind, scalar, schema, slip};
use crate::diagnostic::catalogue;
use crate::media_type;
use crate::model::{
    BodyContent, Docs, Example, Field, FieldKind, Literal, Part, PartKind, PartPosition, PartStyle, Parts, Presence,
    Scalar, Struct, Style, Type,
};
use crate::place::{Place, Pointer};
use crate::schema::{Kind, SchemaId};

const OCTETS: &str = "application/octet-stream";

/// A part in Base64 is described to have it (OAS 3.0.4 section 4.8.15.3, "Encoding `multipart` Media Types").
const TRANSFER_ENCODING: &str = "Content-Transfer-Encoding";

/// The parts that a schema describes; those of none may be any.
pub(super) fn content(
    cx: &mut Cx<'_>,
    (name, media): (&str, &MediaType),
    ty: Option<&Type>,
    site: &Site,
) -> BodyContent {
    let all = |others: PartKind| BodyContent::Multipart(Parts { parts: Vec::new(), others: Some(others) });
    let ty = match ty.map(|ty| target(&cx.types, ty.non_null())) {
        None | Some(Type::Any) => return all(PartKind::Value(Type::Any)),
        Some(Type::Map(value)) => return all(part_kind::kind(&cx.types, value)),
        Some(ty) => ty,
    };
    if let Some((_, strukt)) = looks::strukt(&cx.types, ty) {
        return BodyContent::Multipart(parts(cx, (Frame::of(name), media), strukt.clone(), site));
    }
    let message = "a multipart body needs an object with named properties; it is sent as bytes that the caller makes";
    let found = cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &site.pointer, message);
    found.help("describe an object with a property for each part, or make the whole body, with its boundaries");
    BodyContent::Bytes
}

/// What parts stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    FormData,
    /// Its parts have no names (RFC 2387).
    Related,
    Other,
}

impl Frame {
    /// That of a media type; a range is sent as form data.
    fn of(name: &str) -> Self {
        match media_type::essence(name).as_str() {
            "multipart/form-data" => Self::FormData,
            "multipart/related" => Self::Related,
            _ if notation::is_range(name) => Self::FormData,
            _ => Self::Other,
        }
    }
}

fn parts(cx: &mut Cx<'_>, (frame, media): (Frame, &MediaType), strukt: Struct, site: &Site) -> Parts {
    let others = strukt.extra.kept().map(|ty| part_kind::kind(&cx.types, ty));
    leave_out_encodings(cx, media, &strukt, site);
    // What only ever comes back is not sent (OAS 3.0.4 section 4.8.24.2).
    let sent = strukt.fields.into_iter().filter(|field| !field.read_only);
    Parts { parts: sent.map(|field| named(cx, (frame, media), field, site)).collect(), others }
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
    pub(super) frame: Frame,
    pub(super) name: &'d str,
    pub(super) ty: Type,
    /// Of bytes, what the schema says that they are.
    pub(super) media_type: Option<String>,
    pub(super) presence: Presence,
    /// Its only value, where it has one and every body has the part.
    pub(super) constant: Option<Literal>,
    pub(super) example: Option<Box<Example>>,
    pub(super) docs: Docs,
    pub(super) origin: Place,
}

/// The part that a property is.
fn named(cx: &mut Cx<'_>, (frame, media): (Frame, &MediaType), field: Field, site: &Site) -> Part {
    let (ty, presence, constant) = match field.kind {
        FieldKind::Constant(literal) => (Type::Scalar(kind_of(&literal)), Presence::Required, Some(literal)),
        FieldKind::Value { ty, presence } => (ty, presence, None),
    };
    let name = &field.name.0;
    let encoding = media.encoding.get(name).map(|encoding| (encoding, site.step(&["encoding", name])));
    let origin = origin(&site.pointer.below(&["schema", "properties", name]));
    let media_type = property(cx, media, name).and_then(|id| media_type(cx, id));
    let (example, docs) = (field.example, field.docs.into());
    let described = Described { frame, name, ty, media_type, presence, constant, example, docs, origin };
    part(cx, described, encoding, None, site)
}

/// The schema of a property.
fn property(cx: &mut Cx<'_>, media: &MediaType, name: &str) -> Option<SchemaId> {
    let object = schema::id(media.schema.as_ref()?)?;
    all_of::whole(cx, object)?.properties.get(name).copied()
}

/// What the schema of a part, or of each of several, says that its bytes are, where nothing encodes them.
pub(super) fn media_type(cx: &mut Cx<'_>, id: SchemaId) -> Option<String> {
    let schema = all_of::whole(cx, id)?;
    let schema = match schema.items {
        Some(item) if schema.kinds.single() == Some(Kind::Array) => all_of::whole(cx, item)?,
        _ => schema,
    };
    let name = schema.rare.content_media_type.clone().filter(|name| !notation::is_range(name));
    name.filter(|_| scalar::is_bytes(&schema))
}

/// A part as it is written.
pub(super) fn part(
    cx: &mut Cx<'_>,
    described: Described<'_>,
    encoding: Option<(&Encoding, Site)>,
    position: Option<PartPosition>,
    site: &Site,
) -> Part {
    let Described { frame, name, ty, media_type, presence, constant, example, docs, origin } = described;
    let mut content_types = encoding.as_ref().map_or_else(Vec::new, |(it, place)| listed(cx, it, &place.pointer));
    let (joined, within) = encoding.as_ref().map_or((None, Vec::new()), |(it, _)| collection::of_part(&it.extensions));
    let is_list = matches!(target(&cx.types, ty.non_null()), Type::List(_) | Type::Tuple(_));
    if position.is_some() && is_list && content_types.is_empty() {
        content_types.push("application/json".to_owned());
    }
    let is_base64 = is_base64(cx, &ty);
    if content_types.is_empty() {
        // The default of a text that has an encoding (OAS 3.0.4 section 4.8.15.1.1).
        content_types.extend(if is_base64 { Some(OCTETS.to_owned()) } else { media_type });
    }
    let place = encoding.as_ref().map_or_else(|| site.clone(), |(_, place)| place.clone());
    let is_joined = (joined, within.as_slice()) != (None, &[]);
    let style = match &encoding {
        Some((said, place)) if frame == Frame::FormData => styled(cx, said, &ty, (name, place)),
        Some(_) | None => None,
    };
    let style = style.or(joined.map(PartStyle::Joined));
    if let Some(PartStyle::Styled { .. }) = style {
        // The content type says nothing then.
        content_types.clear();
    }
    let of = if position.is_some() { encoding::Of::Place } else { encoding::Of::Parts };
    let kind = match part_kind::kind(&cx.types, &ty) {
        PartKind::Value(ty) if style.is_none() && !is_joined => value(cx, ty, &content_types, (of, name), &place),
        PartKind::FileOr(ty) if !encoding::check(cx, &content_types, &ty, (of, name), &place) => PartKind::File,
        PartKind::FilesOr(ty) if !encoding::check(cx, &content_types, &ty, (of, name), &place) => PartKind::Files,
        kind => kind,
    };
    let kind = match kind {
        // One place is one part.
        PartKind::Files if position.is_some() => PartKind::File,
        PartKind::FilesOr(ty) if position.is_some() => PartKind::FileOr(ty),
        kind => kind,
    };
    let key = match position {
        Some(PartPosition::At(index)) => site.item("prefixEncoding", index),
        Some(PartPosition::Behind) => site.step(&["itemEncoding"]),
        None => site.step(&["encoding", name]),
    };
    let naming = if position.is_some() || frame == Frame::Related { Naming::Place } else { Naming::Disposition };
    let holder = Holder { name, naming, key };
    let PartHeaders { given, mut constants } = match &encoding {
        Some((said, place)) => {
            encoding::leave_out_inner(cx, |key| said.extensions.contains_key(key), name, place);
            part_headers::headers(cx, said, &holder, place)
        }
        None => PartHeaders::default(),
    };
    let is_told = given.iter().map(|header| &header.name).chain(constants.iter().map(|(name, _)| name));
    let is_told = is_told.into_iter().any(|name| name.0.eq_ignore_ascii_case(TRANSFER_ENCODING));
    if is_base64
        && style.is_none()
        && !is_joined
        && !is_told
        && !is_json(&content_types)
        && matches!(kind, PartKind::Value(_))
    {
        constants.push((wire(TRANSFER_ENCODING), "base64".to_owned()));
    }
    Part {
        name: wire(name),
        required: presence == Presence::Required,
        // What callers write themselves they also pass.
        constant: constant.filter(|_| matches!(kind, PartKind::Value(_))),
        kind,
        style,
        within,
        content_types,
        headers: given,
        constants,
        position,
        example,
        docs,
        origin,
    }
}

/// The style that an encoding says, as if the part were a parameter of a query. Files are parts of their own in any style.
fn styled(cx: &mut Cx<'_>, said: &Encoding, ty: &Type, (part, site): (&str, &Site)) -> Option<PartStyle> {
    let says_explode = said.extensions.contains_key("x-cw-explode");
    if said.style.is_none() && !says_explode && !said.allow_reserved {
        return None;
    }
    let style = said.style.as_ref().map_or(Style::Form, parameter::query_style);
    let explode = if says_explode && style != Style::DeepObject { said.explode } else { style.explodes() };
    if !part_kind::is_file(&cx.types, ty) {
        return Some(PartStyle::Styled { style, explode });
    }
    if (style, explode) != (Style::Form, true) {
        let what = format!("the style of the part `{part}` of `{}`", site.of);
        cx.leave_out(what, "files are parts of their own", &site.pointer);
    }
    None
}

/// The value of a part, or what callers have instead where it cannot be written as what the part may be. `site` is that of the encoding.
fn value(cx: &mut Cx<'_>, ty: Type, content_types: &[String], property: (encoding::Of, &str), site: &Site) -> PartKind {
    if !is_json(content_types)
        && let Some(octets) = octets(cx, &ty)
    {
        return octets;
    }
    if encoding::check(cx, content_types, &ty, property, site) {
        return PartKind::Value(ty);
    }
    let Type::List(_) = target(&cx.types, ty.non_null()) else { return PartKind::File };
    PartKind::Files
}

/// A part whose type nobody says is bytes as callers have them (OAS 3.1.1 section 4.8.15.1.1), and so is each item of such a list.
fn octets(cx: &Cx<'_>, ty: &Type) -> Option<PartKind> {
    let ty = target(&cx.types, ty.non_null());
    if *ty == Type::Any {
        return Some(PartKind::File);
    }
    let Type::List(item) = ty else { return None };
    (*target(&cx.types, item.non_null()) == Type::Any).then_some(PartKind::Files)
}

/// Whether a part is a text in Base64, or each of several is.
fn is_base64(cx: &Cx<'_>, ty: &Type) -> bool {
    let ty = match target(&cx.types, ty.non_null()) {
        Type::List(item) => target(&cx.types, item.non_null()),
        ty => ty,
    };
    *ty == Type::Scalar(Scalar::Base64)
}

fn is_json(content_types: &[String]) -> bool {
    content_types.iter().any(|name| notation(name) == Notation::Json)
}

/// What a value that is sent by itself is.
pub(super) fn kind_of(literal: &Literal) -> Scalar {
    match literal {
        Literal::Text(_) => Scalar::String,
        Literal::Integer(_) => Scalar::I64,
        Literal::Bool(_) => Scalar::Bool,
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
