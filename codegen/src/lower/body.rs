//! Request bodies.

use openapiv3::{MediaType, ReferenceOr, RequestBody, Schema};

use super::operation::{essence, wire};
use super::site::Site;
use super::view::{Node, View};
use super::{Cx, documentation, origin, parameter, references, schema};
use crate::diagnostic::catalogue;
use crate::model::{Body, BodyContent, Encoding, FieldKind, Part, PartKind, Presence, Scalar, Type, TypeKind};

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
    let body_site = site.child(&["requestBody"], "body").shared(node);
    let Some((body, target)) = references::request_body(cx, node, &body_site) else {
        let message = "the reference leads to no request body";
        cx.diagnostics.report(&catalogue::REFERENCE_OUT_OF_REACH, &body_site.pointer, message);
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
        cx.leave_out(
            format!("`{other}` as a body of `{}`", site.hint.parts().join(" ")),
            "one media type is sent",
            &target.pointer,
        );
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

fn content<'a>(cx: &mut Cx<'a>, name: &str, media: &'a MediaType, site: &Site) -> BodyContent {
    let schema_site = site.step(&["schema"]);
    let ty = |cx: &mut Cx<'a>| match &media.schema {
        Some(node) => schema::lower_schema(cx, Node::from(node), &schema_site),
        None => Type::Any,
    };
    match rank(name) {
        0 | 1 => BodyContent::Json(ty(cx)),
        2 => multipart(cx, media, &schema_site),
        3 => BodyContent::Form(ty(cx)),
        5 => BodyContent::Text,
        4 => BodyContent::Bytes,
        _ => {
            if media.schema.as_ref().is_some_and(|node| !is_plain(cx, node, &schema_site)) {
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
fn is_plain<'a>(cx: &Cx<'a>, node: &'a ReferenceOr<Schema>, site: &Site) -> bool {
    references::resolve(cx, Node::from(node), site).is_some_and(|(schema, _)| {
        let view = View::of(schema);
        view.kind == Some("string") || view.is_trivial()
    })
}

/// Each property of the schema is a part (OAS 3.0.4 section 4.8.14.4).
fn multipart<'a>(cx: &mut Cx<'a>, media: &'a MediaType, site: &Site) -> BodyContent {
    let Some(node) = &media.schema else {
        return BodyContent::Bytes;
    };
    let ty = schema::lower_schema(cx, Node::from(node), site);
    let strukt = match ty.non_null() {
        Type::Named(id) => match &cx.types[id.0].kind {
            TypeKind::Struct(strukt) => Some((*id, strukt.clone())),
            TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
        },
        Type::Scalar(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => None,
    };
    let Some((id, strukt)) = strukt else {
        let message =
            "a multipart body needs an object with named properties; it is sent as bytes that the caller makes";
        cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &site.pointer, message);
        return BodyContent::Bytes;
    };
    let inline = matches!(Node::from(node), Node::Item(schema) if View::of(schema).all_of.is_none());
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
    // The parts are the arguments; a struct made only for this body would have no user.
    if inline && id.0 + 1 == cx.types.len() {
        cx.types.pop();
        cx.lowered.shift_remove(&site.pointer);
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
