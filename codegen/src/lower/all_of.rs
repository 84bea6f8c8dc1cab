//! `allOf`, and what stands beside a `$ref`: several descriptions of one value become one schema.
//!
//! Properties come in the order of the members, inherited ones where the reference stands. A property that several members describe
//! is what all of them say together, at every depth. Where no value fits them all, the last one counts: it is meant in the place of
//! those before it. What a member says by alternatives cannot be fields; such keys are kept in the
//! map of extra keys, so nothing is lost.

mod items;

use std::collections::BTreeSet;
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::Value;
use thin_vec::ThinVec;

use self::items::Array;
use super::classify::{alternatives, narrowed, only_require};
use super::narrow::{self, Both};
use super::nullable::is_null;
use super::{Cx, documentation};
use crate::diagnostic::catalogue;
use crate::place::Place;
use crate::schema::{Keywords, Kind, Kinds, Rare, Schema, SchemaId, Slot};

/// Members within members beyond any real composition.
const DEEPEST: usize = 128;

/// The members of a composition, in order: what a reference with siblings leads to is one of them.
pub(super) fn members(schema: &Schema) -> Vec<SchemaId> {
    let reference = match &schema.reference {
        Some(reference) if !schema.is_reference() => reference.target,
        Some(_) | None => None,
    };
    reference.into_iter().chain(schema.all_of.iter().copied()).collect()
}

/// What has been gathered from the members so far.
struct Merge {
    schema: Schema,
    properties: IndexMap<String, Vec<SchemaId>>,
    arrays: Vec<Array>,
    additional: Vec<SchemaId>,
    /// The first member with alternatives of which another one has some already.
    clashing: Option<Place>,
    /// The type that stands beside the alternatives.
    beside: Kinds,
    /// Members that were entered, so that a circle ends.
    entered: BTreeSet<SchemaId>,
    /// How many members are within each other here.
    depth: usize,
}

/// All that a schema says, whatever it is composed of.
pub(super) fn whole(cx: &mut Cx<'_>, id: SchemaId) -> Option<Rc<Schema>> {
    let id = cx.schemas.resolve(id)?;
    let schema = cx.schemas.get(id);
    let is_composed = !members(&schema).is_empty() || narrowed(cx, &schema).is_some();
    let flat = if is_composed { flatten(cx, id) } else { id };
    Some(cx.schemas.get(flat))
}

/// The composition as one schema without members; the same one whenever it is asked for.
pub(super) fn flatten(cx: &mut Cx<'_>, id: SchemaId) -> SchemaId {
    if let Some(known) = cx.flat.get(&id) {
        return *known;
    }
    let composed = cx.schemas.get(id);
    let mut merge = Merge {
        schema: Schema { place: composed.place.clone(), parent: composed.parent, ..Schema::default() },
        properties: IndexMap::new(),
        arrays: Vec::new(),
        additional: Vec::new(),
        clashing: None,
        beside: Kinds::default(),
        entered: BTreeSet::from([id]),
        depth: 0,
    };
    add(cx, &mut merge, id, Side::Own);
    add_only(cx, &mut merge);
    let Merge { mut schema, properties, arrays, mut additional, clashing, beside, .. } = merge;
    if let Some(place) = clashing {
        let anything = Schema { place: schema.place.clone(), parent: schema.parent, ..Schema::default() };
        let instead = match properties.is_empty() {
            true => {
                schema = anything;
                "any value is taken"
            }
            false => {
                additional.push(cx.schemas.add(anything));
                "what these add is kept as extra keys"
            }
        };
        let message = format!("several members have alternatives; {instead}");
        cx.diagnostics.report(&catalogue::ALTERNATIVES_IN_OBJECT, &place, message);
    }
    for (name, described) in properties {
        let place = || schema.place.below(&["properties", &name]);
        let property = together(cx, (id, Slot::Property), place, &described);
        schema.properties.insert(name, property);
    }
    items::add(cx, id, &mut schema, &arrays);
    if !additional.is_empty() {
        let place = || schema.place.push("additionalProperties");
        schema.additional_properties = Some(together(cx, (id, Slot::AdditionalProperties), place, &additional));
    }
    if schema.kinds != beside || narrow::is_meant(beside) {
        narrow::leave(cx, &mut schema);
    }
    let flat = cx.schemas.add(schema);
    cx.flat.insert(id, flat);
    flat
}

/// One schema for what several say of one part of the value; the same one for the same ones, so that circles end. Its place is not
/// that of the last one, which is that of what the last one says alone.
fn together(
    cx: &mut Cx<'_>,
    part: (SchemaId, Slot),
    place: impl FnOnce() -> Place,
    described: &[SchemaId],
) -> SchemaId {
    let last = described[described.len() - 1];
    // A property that nothing fits is not there, whatever others say of it.
    if let Some(never) = described.iter().find(|id| part.1 == Slot::Property && cx.schemas.is_never(**id)) {
        return *never;
    }
    let is_silent = |id: SchemaId| documentation::is_silent(&cx.schemas, &cx.schemas.get(id));
    // Words for readers come from the last one that has some.
    let words = described.iter().rev().copied().find(|id| !is_silent(*id)).unwrap_or(last);
    let mut telling = telling(cx, described);
    if let Some(only) = overriding(cx, &telling) {
        telling = vec![only];
    }
    match telling.as_slice() {
        [] => return words,
        [only] if *only == words || documentation::is_silent(&cx.schemas, &cx.schemas.get(words)) => return *only,
        _ => {}
    }
    let key = (telling.clone(), words);
    if let Some(known) = cx.together.get(&key) {
        return *known;
    }
    let any = |says: fn(&Schema) -> bool| described.iter().any(|id| says(&cx.schemas.get(*id)));
    let (read_only, write_only) = (any(|schema| schema.read_only), any(|schema| schema.write_only));
    let words = cx.schemas.get(words);
    let whole = cx.schemas.add(Schema {
        place: place(),
        parent: Some(part),
        read_only,
        write_only,
        all_of: telling.into(),
        description: words.description.clone(),
        title: words.title.clone(),
        rare: Keywords { default: words.rare.default.clone(), ..Keywords::default() }.into(),
        example: words.example.clone(),
        deprecated: words.deprecated,
        ..Schema::default()
    });
    cx.together.insert(key, whole);
    whole
}

/// Those of several descriptions that say something: none twice, and none that another one is made of.
fn telling(cx: &Cx<'_>, described: &[SchemaId]) -> Vec<SchemaId> {
    let target = |id: SchemaId| cx.schemas.resolve(id).unwrap_or(id);
    let mut telling: IndexMap<SchemaId, SchemaId> = IndexMap::new();
    for id in described.iter().copied().filter(|id| !cx.schemas.get(*id).is_trivial()) {
        telling.entry(target(id)).or_insert(id);
    }
    let mut parts = BTreeSet::new();
    for whole in telling.keys() {
        let mut held = BTreeSet::new();
        gather(cx, *whole, &mut held);
        parts.extend(held.into_iter().filter(|part| part != whole));
    }
    telling.into_iter().filter(|(target, _)| !parts.contains(target)).map(|(_, id)| id).collect()
}

/// All that a schema is composed of, at any depth.
fn gather(cx: &Cx<'_>, whole: SchemaId, held: &mut BTreeSet<SchemaId>) {
    for member in members(&cx.schemas.get(whole)).into_iter().filter_map(|member| cx.schemas.resolve(member)) {
        if held.insert(member) {
            gather(cx, member, held);
        }
    }
}

/// Whether a schema is composed of another one, at any depth, by members that were not `seen` yet.
pub(super) fn holds(cx: &Cx<'_>, whole: SchemaId, part: SchemaId, seen: &mut BTreeSet<SchemaId>) -> bool {
    let members = members(&cx.schemas.get(whole));
    let targets = members.into_iter().filter_map(|member| cx.schemas.resolve(member));
    targets
        .into_iter()
        .any(|member| whole != part && (member == part || (seen.insert(member) && holds(cx, member, part, seen))))
}

/// The last of several descriptions that no value fits together: it is meant in the place of the others.
fn overriding(cx: &mut Cx<'_>, telling: &[SchemaId]) -> Option<SchemaId> {
    let kind = |id: SchemaId| kind(cx, id, &mut BTreeSet::new());
    let (last, others) = telling.split_last()?;
    let meant = kind(*last)?;
    let fits = |kind: Kind| {
        kind == meant || matches!((kind, meant), (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer))
    };
    let clashing = others.iter().find_map(|id| kind(*id).filter(|kind| !fits(*kind)))?;
    let place = cx.schemas.get(*last).place.clone();
    tell_clash(cx, &place, clashing.word(), meant.word());
    Some(*last)
}

/// The type that a schema gives its values, by itself or through members that were not `seen` yet.
pub(super) fn kind(cx: &Cx<'_>, id: SchemaId, seen: &mut BTreeSet<SchemaId>) -> Option<Kind> {
    let id = cx.schemas.resolve(id).filter(|id| seen.insert(*id))?;
    let schema = cx.schemas.get(id);
    let own = if schema.is_object() { Some(Kind::Object) } else { schema.kinds.single() };
    own.or_else(|| members(&schema).into_iter().find_map(|member| kind(cx, member, seen)))
}

/// Whether what is added is the composition itself or one of its members.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Own,
    Member,
}

fn add(cx: &mut Cx<'_>, merge: &mut Merge, id: SchemaId, side: Side) {
    let schema = &*cx.schemas.get(id);
    let known = merge.arrays.len();
    for member in members(schema) {
        add_member(cx, merge, member);
    }
    add_kinds(cx, merge, schema);
    for (name, property) in schema.properties.iter() {
        merge.properties.entry(name.clone()).or_default().push(*property);
    }
    for name in &schema.required {
        if !merge.schema.required.contains(name) {
            merge.schema.required.push(name.clone());
        }
    }
    if schema.items.is_some() || !schema.rare.prefix_items.is_empty() {
        let places = schema.rare.prefix_items.to_vec();
        merge.arrays.push(Array { behind: places.len(), places, others: schema.items });
    }
    add_values(merge, schema);
    add_keys(cx, merge, schema, side);
    add_alternatives(cx, merge, id, schema);
    let whole = &mut merge.schema;
    whole.format = whole.format.take().or_else(|| schema.format.clone());
    whole.rare = add_rare(std::mem::take(&mut whole.rare), &schema.rare);
    let known = known.min(merge.arrays.len());
    merge.arrays.extend(items::unevaluated(schema, &merge.schema, &merge.arrays[known..]));
}

fn add_rare(mut whole: Rare, more: &Rare) -> Rare {
    if more.is_none() {
        return whole;
    }
    let keywords = &mut *whole;
    keywords.not = keywords.not.or(more.not);
    keywords.minimum = keywords.minimum.take().or_else(|| more.minimum.clone());
    keywords.maximum = keywords.maximum.take().or_else(|| more.maximum.clone());
    keywords.exclusive_minimum = keywords.exclusive_minimum.take().or_else(|| more.exclusive_minimum.clone());
    keywords.exclusive_maximum = keywords.exclusive_maximum.take().or_else(|| more.exclusive_maximum.clone());
    let both = |one: Option<u64>, other: Option<u64>, chosen: fn(u64, u64) -> u64| match (one, other) {
        (Some(one), Some(other)) => Some(chosen(one, other)),
        (one, other) => one.or(other),
    };
    keywords.min_items = both(keywords.min_items, more.min_items, u64::max);
    keywords.max_items = both(keywords.max_items, more.max_items, u64::min);
    if keywords.contains.is_none() {
        (keywords.contains, keywords.min_contains, keywords.max_contains) =
            (more.contains, more.min_contains, more.max_contains);
    }
    keywords.property_names = keywords.property_names.or(more.property_names);
    keywords.content_encoding = keywords.content_encoding.take().or_else(|| more.content_encoding.clone());
    keywords.content_media_type = keywords.content_media_type.take().or_else(|| more.content_media_type.clone());
    keywords.has_content_schema |= more.has_content_schema;
    keywords.conditions.extend(&more.conditions);
    keywords.dependent_schemas.extend(&more.dependent_schemas);
    keywords.extensions.extend(more.extensions.clone());
    whole
}

fn add_kinds(cx: &mut Cx<'_>, merge: &mut Merge, schema: &Schema) {
    if schema.kinds.is_open() {
        return;
    }
    let known = merge.schema.kinds;
    let both = known.both(schema.kinds);
    if known.is_open() {
        merge.schema.kinds = schema.kinds;
    } else if both.is_open() && narrow::is_type_beside_reference(schema) {
        // What the reference leads to counts, which is told where this is lowered.
    } else if both.is_open() {
        tell_clash(cx, &merge.schema.place, &narrow::words(known), &narrow::words(schema.kinds));
        let Schema { place, parent, .. } = std::mem::take(&mut merge.schema);
        merge.schema = Schema { place, parent, kinds: schema.kinds, ..Schema::default() };
        (merge.properties, merge.arrays, merge.additional, merge.clashing) = Default::default();
    } else {
        merge.schema.kinds = both;
    }
}

/// Tells that the last of several descriptions counts, since no value fits all of them.
fn tell_clash(cx: &mut Cx<'_>, place: &Place, others: &str, last: &str) {
    let message = format!("a value cannot be {others} and {last}; it is read as {last}, which stands last");
    cx.diagnostics.report(&catalogue::ALL_OF_MIXED, place, message);
}

/// Values that all members list; where there are none of those, what the last one says.
fn add_values(merge: &mut Merge, schema: &Schema) {
    let Some(values) = &schema.values else { return };
    let common: ThinVec<Value> = match &merge.schema.values {
        Some(known) => known.iter().filter(|value| values.contains(value)).cloned().collect(),
        None => ThinVec::new(),
    };
    merge.schema.values = Some(if common.is_empty() { values.clone() } else { common });
}

fn add_keys(cx: &Cx<'_>, merge: &mut Merge, schema: &Schema, side: Side) {
    if !schema.rare.pattern_properties.is_empty() {
        merge.schema.rare.pattern_properties.extend(schema.rare.pattern_properties.clone());
    }
    let Some(additional) = schema.additional_properties else { return };
    // A member that is closed does not know what the others add; nobody means that nothing fits.
    if side == Side::Own || !cx.schemas.is_never(additional) {
        merge.additional.push(additional);
    }
}

/// A base may list its children, of which this is one: that is about telling them apart.
fn add_alternatives(cx: &mut Cx<'_>, merge: &mut Merge, id: SchemaId, schema: &Schema) {
    let listed = alternatives(schema);
    let is_child = |it: SchemaId| merge.entered.contains(&it) || holds(cx, it, id, &mut BTreeSet::new());
    let lists_children = merge.depth > 0 && listed.iter().filter_map(|it| cx.schemas.resolve(*it)).any(is_child);
    if listed.is_empty() || only_require(cx, schema) || lists_children {
        return;
    }
    let known = alternatives(&merge.schema);
    if known.is_empty() {
        merge.beside = schema.kinds;
        merge.schema.one_of.clone_from(&schema.one_of);
        merge.schema.any_of.clone_from(&schema.any_of);
        if schema.rare.discriminator.is_some() {
            merge.schema.rare.discriminator.clone_from(&schema.rare.discriminator);
        }
        return;
    }
    match narrow::both(cx, &known, &listed) {
        Both::Left(left) if left.is_empty() => {
            let (known, last) = (narrow::words_of(cx, &known), narrow::words_of(cx, &listed));
            tell_clash(cx, &merge.schema.place, &known, &last);
            (merge.schema.one_of, merge.schema.any_of) = (ThinVec::new(), listed.into());
        }
        Both::Left(left) => (merge.schema.one_of, merge.schema.any_of) = (ThinVec::new(), left.into()),
        Both::Unknown => drop(merge.clashing.get_or_insert_with(|| schema.place.clone())),
    }
}

/// The only alternative of all that has been gathered, where that says more of its values.
fn add_only(cx: &mut Cx<'_>, merge: &mut Merge) {
    let Some(only) = narrowed(cx, &merge.schema).filter(|_| merge.properties.is_empty()) else { return };
    let kinds = merge.schema.kinds;
    let mut others = alternatives(&merge.schema).into_iter().filter(|it| *it != only);
    let takes_null = (kinds.is_open() || kinds.takes_null()) && others.any(|it| is_null(cx, it));
    (merge.schema.one_of, merge.schema.any_of) = (ThinVec::new(), ThinVec::new());
    add_member(cx, merge, only);
    merge.schema.kinds.nullable |= takes_null;
}

fn add_member(cx: &mut Cx<'_>, merge: &mut Merge, member: SchemaId) {
    let Some(member) = cx.schemas.resolve(member) else { return };
    if !merge.entered.insert(member) {
        return;
    }
    let schema = cx.schemas.get(member);
    if merge.depth == DEEPEST {
        let message = "members of `allOf` nest too deep here; what this one says is left out";
        cx.diagnostics.report(&catalogue::REFERENCE_OUT_OF_REACH, &schema.place, message);
        return;
    }
    merge.depth += 1;
    add(cx, merge, member, Side::Member);
    merge.depth -= 1;
}
