//! The values of a media type: one, or the items of a sequence, which `itemSchema` describes one by one (OAS 3.2.0 section 4.14.2).
//!
//! Enters: a media type. Leaves: the type of all that comes or goes under it, which for `itemSchema` is a list of what that says: streams,
//! and bodies that are many values, take the items out of it.

use openapiv3::MediaType;
use serde_json::Value;

use super::looks::target;
use super::notation::{Notation, notation};
use super::reading::is_structured;
use super::site::Site;
use super::way::Way;
use super::{Cx, encoding, schema};
use crate::diagnostic::catalogue;
use crate::media_type;
use crate::model::{Scalar, Type};
use crate::schema::SchemaId;

/// The type of what is under a media type of that name; `None` where nothing is said.
pub(super) fn lower_media(cx: &mut Cx<'_>, name: &str, media: &MediaType, way: Way, site: &Site) -> Option<Type> {
    if notation(name) == Notation::Multipart && are_bytes(cx, media, way, site) {
        return Some(Type::list(Type::Scalar(Scalar::Binary)));
    }
    let Some(item) = item_schema(media) else { return whole(cx, name, media) };
    if is_sequence(name) {
        return Some(Type::list(schema::lower_schema(cx, item)));
    }
    let message = format!("`{name}` is one value and no sequence; what `itemSchema` says of its items is left out");
    cx.diagnostics.report(&catalogue::ITEM_SCHEMA_UNUSABLE, &site.pointer.push("itemSchema"), message).at_key();
    whole(cx, name, media)
}

/// The type of all that is under a media type. A range may be anything, so that a schema that says no more is as none: servers that give
/// pages, pictures and nothing at all describe that so, and what they give is no JSON.
fn whole(cx: &mut Cx<'_>, name: &str, media: &MediaType) -> Option<Type> {
    let ty = schema::lower_media(cx, media);
    let id = media.schema.as_ref().and_then(schema::id);
    let says_nothing = id.is_some_and(|id| cx.schemas.get(id).is_trivial());
    ty.filter(|_| notation(name) != Notation::Anything || !says_nothing)
}

/// Whether parts are in another notation than JSON, by what is said of them by position. Callers make and read these.
fn are_bytes(cx: &mut Cx<'_>, media: &MediaType, way: Way, site: &Site) -> bool {
    let said = media.extensions.get("x-cw-item-encoding").filter(|_| way == Way::Sent);
    if let Some(said) = said {
        encoding::leave_out_inner(cx, |key| said.get(key).is_some(), "further part", &site.step(&["itemEncoding"]));
    }
    let item = item_schema(media).map(|item| schema::lower_schema(cx, item));
    let has_parts = item.is_some_and(|item| is_structured(target(&cx.types, item.non_null())));
    let mut report = |key: &str, message: &str| {
        cx.diagnostics.report(&catalogue::PARTS_BY_POSITION, &site.pointer.push(key), message).at_key();
    };
    let first = media.extensions.get("x-cw-prefix-encoding").and_then(Value::as_array);
    let others = first.into_iter().flatten().filter_map(other_notation);
    let others: Vec<&str> = others.collect();
    if !others.is_empty() {
        report(
            "prefixEncoding",
            &format!("parts of `{}` among others come as bytes, which callers read", others.join("`, `")),
        );
        return true;
    }
    let Some(encoding) = media.extensions.get("x-cw-item-encoding") else { return false };
    let has_headers = encoding.get("headers").and_then(Value::as_object).is_some_and(|headers| !headers.is_empty());
    if has_headers && way == Way::Sent {
        report("itemEncoding", "parts are sent without headers of their own");
    }
    let names = other_notation(encoding);
    if let Some(names) = names.filter(|_| has_parts) {
        report("itemEncoding", &format!("parts of `{names}` are bytes, which callers make and read"));
    }
    names.is_some()
}

/// The content types of an encoding, where none of them is JSON.
fn other_notation(encoding: &Value) -> Option<&str> {
    let names = encoding.get("contentType").and_then(Value::as_str).filter(|names| !names.is_empty())?;
    (!names.split(',').any(|name| notation(name) == Notation::Json)).then_some(names)
}

/// What describes the items.
pub(super) fn item_schema(media: &MediaType) -> Option<SchemaId> {
    let reference = media.extensions.get("x-cw-item-schema")?.get("$ref")?.as_str()?;
    SchemaId::of_reference(reference)
}

/// Whether it has values one behind the other. The parts of a form have names, and no order.
fn is_sequence(name: &str) -> bool {
    match notation(name) {
        Notation::Events | Notation::Lines | Notation::Sequence => true,
        Notation::Multipart => media_type::essence(name) != "multipart/form-data",
        Notation::Json | Notation::Form | Notation::Anything => false,
        Notation::Text | Notation::Octets | Notation::Other => false,
    }
}
