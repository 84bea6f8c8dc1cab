//! Multipart bodies whose parts have no names: an array describes them by their places (OAS 3.2.0 section 4.14.4).
//!
//! | part | said by |
//! |---|---|
//! | each of the first | `prefixItems` and `prefixEncoding`; what has no schema of its own there is said by `items` |
//! | those behind them | `items` and `itemEncoding` |
//!
//! A body of which all parts are alike, which has none of the first two, is the business of `items`: callers hand it over as one sequence.

use openapiv3::{Encoding, MediaType};
use serde_json::Value;

use super::multipart::{self, Described};
use super::notation::{self, Notation, notation};
use super::site::Site;
use super::{Cx, all_of, inner, items, schema, tuple};
use crate::model::{Docs, PartPosition, Parts, Presence, Type};
use crate::schema::{Schema, SchemaId};

/// Whether some parts are described by their places.
pub(super) fn has_places(cx: &mut Cx<'_>, name: &str, media: &MediaType) -> bool {
    notation(name) == Notation::Multipart
        && notation::essence(name) != "multipart/form-data"
        && array(cx, media).is_some_and(|array| !array.rare.prefix_items.is_empty() || !first(media).is_empty())
}

/// The parts.
pub(super) fn parts(cx: &mut Cx<'_>, media: &MediaType, site: &Site) -> Option<Parts> {
    let array = array(cx, media)?;
    let is_never = |id: SchemaId| cx.schemas.get(id).never;
    let (places, others) = (array.rare.prefix_items.clone(), array.items.filter(|id| !is_never(*id)));
    let is_closed = array.items.is_some_and(is_never);
    let (first, behind) = (first(media), encoding(media.extensions.get("x-cw-item-encoding")));
    let most = array.rare.max_items.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
    let count = if is_closed { places.len() } else { places.len().max(first.len()) }.min(most);
    for index in count..first.len() {
        let place = site.pointer.push("prefixEncoding").index(index);
        cx.leave_out(format!("the encoding of part {} of `{}`", index + 1, site.of), "there is no such part", &place);
    }
    let mut parts = Vec::new();
    for index in 0..count {
        let (word, id) = (tuple::word(index).replace("item", "part"), places.get(index).copied().or(others));
        let encoding = first.get(index).map(|encoding| (encoding, site.item("prefixEncoding", index)));
        let encoding = encoding.or_else(|| Some((behind.as_ref()?, site.step(&["itemEncoding"]))));
        let is_there = array.rare.min_items.is_some_and(|least| index < usize::try_from(least).unwrap_or(usize::MAX));
        let presence = if is_there { Presence::Required } else { Presence::Optional };
        let place = match places.get(index) {
            Some(id) => cx.schemas.get(*id).place.clone(),
            None => array.place.push("items").index(index),
        };
        let described = Described { name: &word, ty: ty(cx, id), presence, docs: docs(cx, id), origin: place };
        parts.push(multipart::part(cx, described, encoding, Some(PartPosition::At(index)), site));
    }
    if !is_closed && most > count {
        let encoding = behind.as_ref().map(|encoding| (encoding, site.step(&["itemEncoding"])));
        let mut docs = docs(cx, others);
        docs.notes.insert(0, "Adds a part behind those that have a place.".to_owned());
        let name = "further part";
        let origin = array.place.push("items");
        let described = Described { name, ty: ty(cx, others), presence: Presence::Optional, docs, origin };
        parts.push(multipart::part(cx, described, encoding, Some(PartPosition::Behind), site));
    }
    Some(Parts { parts, others: None })
}

/// The schema of the whole, where that is an array.
fn array(cx: &mut Cx<'_>, media: &MediaType) -> Option<Schema> {
    if let Some(item) = items::item_schema(media) {
        let place = cx.schemas.get(item).place.parent()?;
        return Some(Schema { place, items: Some(item), ..Schema::default() });
    }
    let id = cx.schemas.resolve(schema::id(media.schema.as_ref()?)?)?;
    let flat = if all_of::members(&cx.schemas.get(id)).is_empty() { id } else { all_of::flatten(cx, id) };
    let whole = cx.schemas.get(flat);
    let is_array = whole.kinds.has(crate::schema::Kind::Array)
        || whole.kinds.is_open() && (whole.items.is_some() || !whole.rare.prefix_items.is_empty());
    is_array.then(|| (*whole).clone())
}

/// What `prefixEncoding` says.
fn first(media: &MediaType) -> Vec<Encoding> {
    let list = media.extensions.get("x-cw-prefix-encoding").and_then(Value::as_array);
    list.into_iter().flatten().map(|it| encoding(Some(it)).unwrap_or_default()).collect()
}

fn encoding(value: Option<&Value>) -> Option<Encoding> {
    serde_json::from_value(value?.clone()).ok()
}

fn ty(cx: &mut Cx<'_>, id: Option<SchemaId>) -> Type {
    id.map_or(Type::Any, |id| schema::lower_schema(cx, id))
}

fn docs(cx: &Cx<'_>, id: Option<SchemaId>) -> Docs {
    id.map_or_else(Docs::default, |id| inner::of_use(cx, id))
}
