//! `allOf`, and what stands beside a `$ref`: several descriptions of one value become one schema.
//!
//! Properties come in the order of the members, inherited ones where the reference stands. A property that several members describe
//! is what all of them say together, at every depth. What a member says by alternatives cannot be fields; such keys are kept in the
//! map of extra keys, so nothing is lost.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::classify::{alternatives, only_require};
use super::{Cx, documentation};
use crate::diagnostic::catalogue;
use crate::schema::{Schema, SchemaId, Slot};

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
    /// Members that were entered, so that a circle ends.
    entered: BTreeSet<SchemaId>,
    /// How many members are within each other here.
    depth: usize,
}

/// The composition as one schema without members; the same one whenever it is asked for.
pub(super) fn flatten(cx: &mut Cx<'_>, id: SchemaId) -> SchemaId {
    if let Some(known) = cx.flat.get(&id) {
        return *known;
    }
    let composed = cx.schemas.get(id);
    let mut merge = Merge {
        schema: Schema { place: composed.place.clone(), parent: composed.parent.clone(), ..Schema::default() },
        properties: IndexMap::new(),
        entered: BTreeSet::from([id]),
        depth: 0,
    };
    add(cx, &mut merge, &composed, Side::Own);
    let Merge { mut schema, properties, .. } = merge;
    for (name, described) in properties {
        let property = together(cx, id, &name, described);
        schema.properties.insert(name, property);
    }
    let flat = cx.schemas.add(schema);
    cx.flat.insert(id, flat);
    flat
}

/// One schema for what several say of one property.
fn together(cx: &mut Cx<'_>, holder: SchemaId, name: &str, described: Vec<SchemaId>) -> SchemaId {
    let target = |cx: &Cx<'_>, id: SchemaId| cx.schemas.resolve(id).unwrap_or(id);
    let mut telling: Vec<SchemaId> = Vec::new();
    for id in &described {
        let twice = telling.iter().any(|known| target(cx, *known) == target(cx, *id));
        if !twice && !cx.schemas.get(*id).is_trivial() {
            telling.push(*id);
        }
    }
    let last = described[described.len() - 1];
    match telling.as_slice() {
        [] => last,
        [only] if described.len() == 1 || documentation::is_silent(&cx.schemas.get(last)) => *only,
        _ => {
            // Words for readers come from the last member that has some.
            let words = described.iter().rev().map(|id| cx.schemas.get(*id)).find(|it| !documentation::is_silent(it));
            let words = words.unwrap_or_else(|| cx.schemas.get(last));
            let any = |says: fn(&Schema) -> bool| described.iter().any(|id| says(&cx.schemas.get(*id)));
            cx.schemas.add(Schema {
                place: cx.schemas.get(last).place.clone(),
                parent: Some((holder, Slot::Property(name.to_owned()))),
                read_only: any(|schema| schema.read_only),
                write_only: any(|schema| schema.write_only),
                all_of: telling,
                description: words.description.clone(),
                title: words.title.clone(),
                default: words.default.clone(),
                examples: words.examples.clone(),
                deprecated: words.deprecated,
                ..Schema::default()
            })
        }
    }
}

/// Whether what is added is the composition itself or one of its members.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Own,
    Member,
}

fn add(cx: &mut Cx<'_>, merge: &mut Merge, schema: &Schema, side: Side) {
    for member in members(schema) {
        add_member(cx, merge, member);
    }
    for (name, property) in &schema.properties {
        merge.properties.entry(name.clone()).or_default().push(*property);
    }
    for name in &schema.required {
        if !merge.schema.required.contains(name) {
            merge.schema.required.push(name.clone());
        }
    }
    add_kinds(cx, merge, schema);
    add_values(merge, schema);
    add_keys(cx, merge, schema, side);
    add_alternatives(cx, merge, schema, side);
    let whole = &mut merge.schema;
    whole.items = whole.items.or(schema.items);
    whole.not = whole.not.or(schema.not);
    whole.format = whole.format.take().or_else(|| schema.format.clone());
    whole.minimum = whole.minimum.take().or_else(|| schema.minimum.clone());
    whole.maximum = whole.maximum.take().or_else(|| schema.maximum.clone());
    whole.extensions.extend(schema.extensions.clone());
}

fn add_kinds(cx: &mut Cx<'_>, merge: &mut Merge, schema: &Schema) {
    if schema.kinds.is_open() {
        return;
    }
    let both = merge.schema.kinds.both(schema.kinds);
    if merge.schema.kinds.is_open() {
        merge.schema.kinds = schema.kinds;
    } else if both.is_open() {
        let words: Vec<_> = schema.kinds.listed().map(|kind| kind.word()).collect();
        let message = format!("a member of type {} cannot be part of this value", words.join(" or "));
        cx.diagnostics.report(&catalogue::ALL_OF_MIXED, &schema.place, message);
    } else {
        merge.schema.kinds = both;
    }
}

/// Values that all members list; where there are none of those, what the last one says.
fn add_values(merge: &mut Merge, schema: &Schema) {
    let Some(values) = &schema.values else { return };
    let common: Vec<Value> = match &merge.schema.values {
        Some(known) => known.iter().filter(|value| values.contains(value)).cloned().collect(),
        None => Vec::new(),
    };
    merge.schema.values = Some(if common.is_empty() { values.clone() } else { common });
}

fn add_keys(cx: &Cx<'_>, merge: &mut Merge, schema: &Schema, side: Side) {
    merge.schema.pattern_properties.extend(schema.pattern_properties.clone());
    let Some(additional) = schema.additional_properties else { return };
    // A member that is closed does not know what the others add; nobody means that nothing fits.
    if side == Side::Own || !cx.schemas.get(additional).never {
        merge.schema.additional_properties = Some(additional);
    }
}

/// A member with a discriminator lists its children, of which this may be one: that is about telling them apart.
fn add_alternatives(cx: &mut Cx<'_>, merge: &mut Merge, schema: &Schema, side: Side) {
    let listed = alternatives(schema);
    if listed.is_empty() || only_require(cx, schema) || (side == Side::Member && schema.discriminator.is_some()) {
        return;
    }
    if alternatives(&merge.schema).is_empty() {
        merge.schema.one_of.clone_from(&schema.one_of);
        merge.schema.any_of.clone_from(&schema.any_of);
        merge.schema.discriminator.clone_from(&schema.discriminator);
    } else {
        let message = "several members have alternatives; what these add is kept as extra keys";
        cx.diagnostics.report(&catalogue::ALTERNATIVES_IN_OBJECT, &schema.place, message);
    }
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
    add(cx, merge, &schema, Side::Member);
    merge.depth -= 1;
}
