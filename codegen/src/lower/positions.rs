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

use super::multipart::{self, Described, Frame};
use super::notation::{Notation, notation};
use super::site::Site;
use super::{Cx, all_of, example, inner, items, object, origin, part_kind, schema, tuple};
use crate::media_type;
use crate::model::{Docs, PartPosition, Parts, Presence, Type};
use crate::place::Pointer;
use crate::schema::{Kind, Schema, SchemaId};

/// What describes parts by their places.
pub(super) struct Placed {
    array: Schema,
    /// The schemas of the first parts.
    places: Vec<SchemaId>,
    /// That of all behind them, unless there are none.
    others: Option<SchemaId>,
    is_closed: bool,
    /// What `prefixEncoding` says.
    first: Vec<Encoding>,
    /// What `itemEncoding` says.
    behind: Option<Encoding>,
    /// Where the array is described as the media type has it.
    key: Pointer,
}

/// Parts that are described by their places, where some are.
pub(super) fn placed(cx: &mut Cx<'_>, name: &str, media: &MediaType, site: &Site) -> Option<Placed> {
    if notation(name) != Notation::Multipart || media_type::essence(name) == "multipart/form-data" {
        return None;
    }
    let list = media.extensions.get("x-cw-prefix-encoding").and_then(Value::as_array);
    let list: Vec<&Value> = list.into_iter().flatten().collect();
    let (root, array) = array(cx, media)?;
    if array.rare.prefix_items.is_empty() && list.is_empty() {
        return None;
    }
    cx.untyped.insert(root);
    let first = list.into_iter().enumerate().map(|(index, it)| encoding(cx, it, &site.item("prefixEncoding", index)));
    let first = first.map(Option::unwrap_or_default).collect();
    let behind = media.extensions.get("x-cw-item-encoding");
    let behind = behind.and_then(|it| encoding(cx, it, &site.step(&["itemEncoding"])));
    let is_never = |id: &SchemaId| cx.schemas.is_never(*id);
    let key = if items::item_schema(media).is_some() { site.pointer.clone() } else { site.pointer.push("schema") };
    Some(Placed {
        places: array.rare.prefix_items.iter().copied().take_while(|id| !is_never(id)).collect(),
        others: array.items.filter(|id| !is_never(id)),
        is_closed: array.items.iter().chain(&array.rare.prefix_items).any(is_never),
        array,
        first,
        behind,
        key,
    })
}

impl Placed {
    /// How many parts have a place.
    fn count(&self) -> usize {
        let count = if self.is_closed { self.places.len() } else { self.places.len().max(self.first.len()) };
        count.min(self.most())
    }

    /// How many parts there may be.
    fn most(&self) -> usize {
        self.array.rare.max_items.map_or(usize::MAX, at_most)
    }

    /// The schema of the part at a place.
    fn schema(&self, index: usize) -> Option<SchemaId> {
        self.places.get(index).copied().or(self.others)
    }
}

fn at_most(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// The type that a value of all parts would have, to compare it with other forms of the body: callers see none.
pub(super) fn ty(cx: &mut Cx<'_>, placed: &Placed) -> Type {
    match tuple::places(&cx.schemas, &placed.array) {
        Some(tuple::Places::Exactly(places)) => Type::Tuple(places.into_iter().map(|id| use_of(cx, id)).collect()),
        Some(tuple::Places::AtMost(_)) | None => Type::list(schema::item(cx, &placed.array).unwrap_or(Type::Any)),
    }
}

/// Whether some parts are files, which only a multipart body can hold.
pub(super) fn has_files(cx: &mut Cx<'_>, placed: &Placed) -> bool {
    let described: Vec<SchemaId> = placed.places.iter().copied().chain(placed.others).collect();
    described.into_iter().any(|id| {
        let ty = schema::lower_schema(cx, id);
        part_kind::is_file(&cx.types, &ty)
    })
}

/// The parts.
pub(super) fn parts(cx: &mut Cx<'_>, placed: &Placed, site: &Site) -> Parts {
    let Placed { array, places, first, behind, key, .. } = placed;
    let count = placed.count();
    for index in count..first.len() {
        let place = site.item("prefixEncoding", index);
        let what = format!("the encoding of part {} of `{}`", index + 1, site.of);
        cx.leave_out(what, "there is no such part", &place.pointer);
    }
    let is_ended = placed.is_closed || placed.most() <= count;
    if behind.is_some() && is_ended && first.len() >= count {
        let what = format!("the encoding of further parts of `{}`", site.of);
        cx.leave_out(what, "there is no such part", &site.pointer.push("itemEncoding"));
    }
    let behind = || behind.as_ref().map(|encoding| (encoding, site.step(&["itemEncoding"])));
    let mut parts = Vec::new();
    for index in 0..count {
        let id = placed.schema(index);
        let name = tuple::word(index, "part");
        let encoding = first.get(index).map(|encoding| (encoding, site.item("prefixEncoding", index)));
        let is_there = array.rare.min_items.is_some_and(|least| index < at_most(least));
        let presence = if is_there { Presence::Required } else { Presence::Optional };
        let keyword = if index < places.len() { "prefixItems" } else { "items" };
        let origin = origin(&key.push(keyword).index(index));
        let constant = id.filter(|_| is_there).and_then(|id| object::constant(cx, id));
        let ty = match &constant {
            Some(value) => Type::Scalar(multipart::kind_of(value)),
            None => use_of(cx, id),
        };
        let (frame, name, media_type) = (Frame::Other, &name, id.and_then(|id| multipart::media_type(cx, id)));
        let example = id.and_then(|id| example::of_use(cx, id)).map(Box::new);
        let docs = docs(cx, id);
        let described = Described { frame, name, ty, media_type, presence, constant, example, docs, origin };
        let position = Some(PartPosition::At(index));
        parts.push(multipart::part(cx, described, encoding.or_else(behind), position, site));
    }
    if !is_ended {
        let others = placed.others;
        let mut docs = docs(cx, others);
        docs.notes.insert(0, "Adds a part behind those that have a place.".to_owned());
        let (ty, origin) = (use_of(cx, others), origin(&key.push("items")));
        let media_type = others.and_then(|id| multipart::media_type(cx, id));
        let (frame, presence, constant) = (Frame::Other, Presence::Optional, None);
        let example = None;
        let name = "further part";
        let described = Described { frame, name, ty, media_type, presence, constant, example, docs, origin };
        parts.push(multipart::part(cx, described, behind(), Some(PartPosition::Behind), site));
    }
    Parts { parts, others: None }
}

/// The schema of the whole, where that is an array, and the outermost one around those of its parts.
fn array(cx: &mut Cx<'_>, media: &MediaType) -> Option<(SchemaId, Schema)> {
    if let Some(item) = items::item_schema(media) {
        let place = cx.schemas.get(item).place.parent()?;
        return Some((item, Schema { place, items: Some(item), ..Schema::default() }));
    }
    let id = cx.schemas.resolve(schema::id(media.schema.as_ref()?)?)?;
    let flat = if all_of::members(&cx.schemas.get(id)).is_empty() { id } else { all_of::flatten(cx, id) };
    let whole = cx.schemas.get(flat);
    let is_array = whole.kinds.has(Kind::Array)
        || whole.kinds.is_open() && (whole.items.is_some() || !whole.rare.prefix_items.is_empty());
    is_array.then(|| (id, (*whole).clone()))
}

/// What is said of a part; what is no encoding is left out.
fn encoding(cx: &mut Cx<'_>, value: &Value, site: &Site) -> Option<Encoding> {
    match serde_json::from_value(value.clone()) {
        Ok(encoding) => Some(encoding),
        Err(error) => {
            cx.leave_out(
                format!("an encoding of parts of `{}`", site.of),
                format!("it is none: {error}"),
                &site.pointer,
            );
            None
        }
    }
}

fn use_of(cx: &mut Cx<'_>, id: Option<SchemaId>) -> Type {
    id.map_or(Type::Any, |id| schema::lower_schema(cx, id))
}

fn docs(cx: &Cx<'_>, id: Option<SchemaId>) -> Docs {
    id.map_or_else(Docs::default, |id| inner::of_use(cx, id))
}
