//! Request bodies.

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::operation::{essence, wire};
use super::site::Site;
use super::{Cx, documentation, origin, parameter, references, schema};
use crate::diagnostic::catalogue;
use crate::model::{Body, BodyContent, Encoding, FieldKind, Part, PartKind, Presence, Scalar, Type, TypeKind};
use crate::schema::Kind;

/// How well the generator can write a media type; the least is taken.
fn rank(name: &str) -> u8 {
    match essence(name).as_str() {
        "application/json" => 0,
        name if is_json(name) => 1,
        "multipart/form-data" => 2,
        "application/x-www-form-urlencoded" => 3,
        "application/octet-stream" => 4,
        name if name.starts_with("text/") => 5,
        _ => 6,
    }
}

/// JSON under its own or another name (RFC 6839 section 3.1).
pub(super) fn is_json(name: &str) -> bool {
    let name = essence(name);
    name == "application/json" || name.ends_with("+json") || name == "text/json"
}

/// Lowers the body in the media type that can be written best; the others are left out.
pub(super) fn lower_body<'a>(cx: &mut Cx<'a>, node: &'a ReferenceOr<RequestBody>, site: &Site) -> Option<Body> {
    let body_site = site.step(&["requestBody"]);
    let Some((body, target)) = references::request_body(cx, node, &body_site) else {
        cx.leave_out(format!("the body of `{}`", site.of), "its reference leads to nothing", &body_site.pointer);
        return None;
    };
    let docs = documentation::text(body.description.as_deref());
    let Some((name, media)) = body.content.iter().min_by_key(|(name, _)| rank(name)) else {
        let message = "the body has no media type; it is sent as bytes that the caller makes";
        cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &target.pointer, message);
        let (content, media) = (BodyContent::Bytes, "application/octet-stream".to_owned());
        return Some(Body { required: body.required, content, media, encodings: Vec::new(), docs });
    };
    for other in body.content.keys().filter(|other| *other != name) {
        let message = format!("the body is sent as `{name}`, not as `{other}`");
        cx.diagnostics.report(&catalogue::ONE_MEDIA_TYPE, &target.pointer.push("content").push(other), message);
        cx.leave_out(format!("`{other}` as a body of `{}`", site.of), "one media type is sent", &target.pointer);
    }
    let target = target.step(&["content", name]);
    Some(Body {
        required: body.required,
        encodings: encodings(media),
        content: content(cx, name, media, &target),
        media: name.clone(),
        docs,
    })
}

fn content(cx: &mut Cx<'_>, name: &str, media: &MediaType, site: &Site) -> BodyContent {
    let ty = |cx: &mut Cx<'_>| schema::lower_node(cx, media.schema.as_ref());
    match rank(name) {
        0 | 1 => BodyContent::Json(ty(cx)),
        2 => multipart(cx, media, &site.step(&["schema"])),
        3 => BodyContent::Form(ty(cx)),
        5 => BodyContent::Text,
        4 => BodyContent::Bytes,
        _ => {
            if media.schema.as_ref().is_some_and(|node| !is_plain(cx, node)) {
                let message = format!("`{name}` is sent as bytes that the caller makes");
                cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &site.pointer, message);
            }
            BodyContent::Bytes
        }
    }
}

/// What is said of single properties; of a multipart body it stands at the parts.
fn encodings(media: &MediaType) -> Vec<Encoding> {
    let encodings = media.encoding.iter().map(|(name, encoding)| Encoding {
        name: wire(name),
        style: encoding.style.as_ref().map(parameter::query_style),
        // Whether it is written decides, and the typed document alone does not tell.
        explode: encoding.extensions.contains_key("x-cw-explode").then_some(encoding.explode),
        allow_reserved: encoding.allow_reserved,
        content_types: content_types(encoding),
    });
    encodings.collect()
}

/// The content types that a property may have, in the order in which they are written.
fn content_types(encoding: &openapiv3::Encoding) -> Vec<String> {
    let types = encoding.content_type.as_deref().unwrap_or_default().split(',');
    types.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Whether a schema describes text or octets, which bytes say exactly.
fn is_plain(cx: &Cx<'_>, node: &ReferenceOr<openapiv3::Schema>) -> bool {
    schema::id(node).and_then(|id| cx.schemas.resolve(id)).is_some_and(|id| {
        let schema = cx.schemas.get(id);
        schema.kinds.single() == Some(Kind::String) || schema.is_trivial()
    })
}

/// Each property of the schema is a part (OAS 3.0.4 section 4.8.14.4).
fn multipart(cx: &mut Cx<'_>, media: &MediaType, site: &Site) -> BodyContent {
    if media.schema.is_none() {
        return BodyContent::Bytes;
    }
    let ty = schema::lower_node(cx, media.schema.as_ref());
    let strukt = match ty.non_null() {
        Type::Named(id) => match &cx.types[id.0].kind {
            TypeKind::Struct(strukt) => Some(strukt.clone()),
            TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
        },
        Type::Scalar(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => None,
    };
    let Some(strukt) = strukt else {
        let message =
            "a multipart body needs an object with named properties; it is sent as bytes that the caller makes";
        cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &site.pointer, message);
        return BodyContent::Bytes;
    };
    let mut parts = Vec::new();
    for field in strukt.fields {
        let (ty, presence) = match field.kind {
            FieldKind::Constant(_) => (Type::Scalar(Scalar::String), Presence::Required),
            FieldKind::Value { ty, presence } => (ty, presence),
        };
        parts.push(Part {
            name: wire(&field.name.0),
            required: presence == Presence::Required,
            kind: part_kind(ty),
            content_types: media.encoding.get(&field.name.0).map(content_types).unwrap_or_default(),
            docs: field.docs,
            origin: origin(&site.pointer.push("properties").push(&field.name.0)),
        });
    }
    BodyContent::Multipart(parts)
}

fn part_kind(ty: Type) -> PartKind {
    match ty.non_null() {
        Type::Scalar(Scalar::Binary | Scalar::Base64) => PartKind::File,
        Type::List(item) if matches!(**item, Type::Scalar(Scalar::Binary | Scalar::Base64)) => PartKind::Files,
        Type::Scalar(_) | Type::Named(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => {
            PartKind::Value(ty.non_null().clone())
        }
    }
}
