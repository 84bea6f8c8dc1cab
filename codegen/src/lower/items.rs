//! The values of a media type: one, or the items of a sequence, which `itemSchema` describes one by one (OAS 3.2.0 section 4.14.2).
//!
//! Enters: a media type. Leaves: the type of all that comes or goes under it, which for `itemSchema` is a list of what that says: streams,
//! and bodies that are many values, take the items out of it.

use openapiv3::MediaType;

use super::notation::{self, Notation, notation};
use super::site::Site;
use super::{Cx, schema};
use crate::diagnostic::catalogue;
use crate::model::Type;
use crate::schema::SchemaId;

/// The type of what is under a media type of that name; `None` where nothing is said.
pub(super) fn lower_media(cx: &mut Cx<'_>, name: &str, media: &MediaType, site: &Site) -> Option<Type> {
    let Some(item) = item_schema(media) else { return schema::lower_media(cx, media) };
    if is_sequence(name) {
        return Some(Type::list(schema::lower_schema(cx, item)));
    }
    let message = format!("`{name}` is one value and no sequence; what `itemSchema` says of its items is left out");
    cx.diagnostics.report(&catalogue::ITEM_SCHEMA_UNUSABLE, &site.pointer.push("itemSchema"), message).at_key();
    schema::lower_media(cx, media)
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
        Notation::Multipart => notation::essence(name) != "multipart/form-data",
        Notation::Json | Notation::Form | Notation::Anything => false,
        Notation::Text | Notation::Octets | Notation::Other => false,
    }
}
