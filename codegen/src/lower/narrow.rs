//! Alternatives of which the types beside them leave some: a text or a number, where the type is a text.
//!
//! Enters: alternatives, and the types that all values have. Leaves: those that values may be of. What is null is for `nullable` to say.

use std::collections::BTreeSet;

use serde_json::Value;
use thin_vec::ThinVec;

use super::classify::alternatives;
use super::nullable::is_null;
use super::{Cx, all_of};
use crate::diagnostic::catalogue;
use crate::schema::{Kind, Kinds, Schema, SchemaId};

/// What two lists of alternatives are together.
pub(super) enum Both {
    /// These are left, which may be none.
    Left(Vec<SchemaId>),
    /// More is said by both than types.
    Unknown,
}

/// Whether the types of a schema rule out some of its alternatives.
pub(super) fn rules_out(cx: &Cx<'_>, schema: &Schema) -> bool {
    alternatives(schema).into_iter().any(|it| is_ruled_out(cx, schema.kinds, it))
}

/// Leaves the alternatives that values of the type may be of.
pub(super) fn leave(cx: &mut Cx<'_>, schema: &mut Schema) {
    if !rules_out(cx, schema) {
        return;
    }
    let all = alternatives(schema);
    let kinds = schema.kinds;
    schema.one_of.retain(|it| !is_ruled_out(cx, kinds, *it));
    schema.any_of.retain(|it| !is_ruled_out(cx, kinds, *it));
    if alternatives(schema).iter().all(|it| is_null(cx, *it)) {
        let (listed, own) = (words_of(cx, &all), words(kinds));
        let message = format!("a value cannot be {listed} and {own}; it is read as {own}");
        cx.diagnostics.report(&catalogue::ALL_OF_MIXED, &schema.place, message);
        (schema.one_of, schema.any_of) = (ThinVec::new(), ThinVec::new());
    }
}

/// Whether what stands beside alternatives is meant to leave some of them. One type alone is mostly that of one of them, or of what was there
/// before the others were added: OpenAI and Azure have `type: string` beside a text or a list.
pub(super) fn is_meant(beside: Kinds) -> bool {
    beside.listed().nth(1).is_some()
}

/// Tells of a type beside alternatives of others, all of which are read.
pub(super) fn tell(cx: &mut Cx<'_>, schema: &Schema) {
    if is_meant(schema.kinds) || !rules_out(cx, schema) {
        return;
    }
    let own = words(schema.kinds);
    let listed: Vec<SchemaId> =
        alternatives(schema).into_iter().filter(|it| is_ruled_out(cx, schema.kinds, *it)).collect();
    let message = format!("a value cannot be {own} and {}; all alternatives are read", words_of(cx, &listed));
    cx.diagnostics.report(&catalogue::ALL_OF_MIXED, &schema.place.push("type"), message).at_key();
}

/// Whether no value of such types is of an alternative.
pub(super) fn is_ruled_out(cx: &Cx<'_>, kinds: Kinds, alternative: SchemaId) -> bool {
    kinds.listed().next().is_some()
        && !is_null(cx, alternative)
        && self::kinds(cx, alternative, &mut BTreeSet::new()).is_some_and(|own| own.both(kinds).is_open())
}

/// Whether the types of a schema leave fewer than another one has, and some.
pub(super) fn leaves_fewer(cx: &Cx<'_>, kinds: Kinds, of: SchemaId) -> bool {
    let all = self::kinds(cx, of, &mut BTreeSet::new()).filter(|_| !kinds.is_open());
    let is_left = |kind| kinds.has(kind) || kind == Kind::Integer && kinds.has(Kind::Number);
    all.is_some_and(|all| !all.both(kinds).is_open() && !all.listed().all(is_left))
}

/// Whether a schema is a reference with nothing but a type beside it.
pub(super) fn is_type_beside_reference(schema: &Schema) -> bool {
    Schema { reference: None, ..schema.clone() }.only_requires()
        && schema.reference.is_some()
        && schema.required.is_empty()
}

/// Tells of a type beside a reference to values of others, which are what is read.
pub(super) fn tell_beside_reference(cx: &mut Cx<'_>, schema: &Schema) {
    let target = schema.reference.as_ref().and_then(|reference| reference.target);
    let Some(target) = target.filter(|target| is_ruled_out(cx, schema.kinds, *target)) else { return };
    let (own, others) = (words(schema.kinds), words_of(cx, &[target]));
    let message = format!("a value cannot be {own} and {others}; it is read as {others}, which the reference says");
    cx.diagnostics.report(&catalogue::ALL_OF_MIXED, &schema.place.push("type"), message).at_key();
}

/// What is left of alternatives where others are said too, and one list says of each type nothing else.
pub(super) fn both(cx: &Cx<'_>, known: &[SchemaId], others: &[SchemaId]) -> Both {
    let mut left = Vec::new();
    for one in known {
        for other in others {
            let (Some(these), Some(those)) = (kind_alone(cx, *one), kind_alone(cx, *other)) else {
                return Both::Unknown;
            };
            let common = these.both(those);
            if common.is_open() {
                continue;
            }
            match (is_type_alone(cx, *one), is_type_alone(cx, *other)) {
                // Of an integer and a number the integer is left.
                (true, true) => left.push(if common == those { *other } else { *one }),
                (false, true) if common == these => left.push(*one),
                (true, false) if common == those => left.push(*other),
                _ => return Both::Unknown,
            }
        }
    }
    Both::Left(left)
}

/// The one type that values of an alternative have.
fn kind_alone(cx: &Cx<'_>, id: SchemaId) -> Option<Kinds> {
    let kinds = if is_null(cx, id) { of(Kind::Null) } else { kinds(cx, id, &mut BTreeSet::new())? };
    (kinds.is_null() || kinds.single().is_some()).then_some(kinds)
}

/// Whether a schema says nothing but a type.
fn is_type_alone(cx: &Cx<'_>, id: SchemaId) -> bool {
    let Some(id) = cx.schemas.resolve(id) else { return false };
    let schema = cx.schemas.get(id);
    is_null(cx, id)
        || schema.only_requires() && schema.required.is_empty() && !schema.kinds.is_open() && schema.is_plain()
}

/// The types that values of a schema may have, by itself or through what it consists of that was not `seen` yet, as far as that is said.
fn kinds(cx: &Cx<'_>, id: SchemaId, seen: &mut BTreeSet<SchemaId>) -> Option<Kinds> {
    let id = cx.schemas.resolve(id).filter(|id| seen.insert(*id))?;
    let schema = cx.schemas.get(id);
    let own = match schema.is_object() {
        true => of(Kind::Object),
        false => schema.kinds,
    };
    let own = match own.is_open() {
        true => all_of::members(&schema).into_iter().find_map(|member| kinds(cx, member, seen)),
        false => Some(own),
    };
    // A type beside alternatives takes none of them away.
    let listed = alternatives(&schema);
    if listed.is_empty() || own.is_some_and(is_meant) {
        return own.or_else(|| any_of(schema.values.iter().flatten().map(|value| of(kind_of(value)))));
    }
    let listed: Option<Vec<Kinds>> = listed.into_iter().map(|it| kinds(cx, it, seen)).collect();
    listed.map_or(own, |listed| any_of(listed.into_iter().chain(own)))
}

/// All that are among some of these.
fn any_of(parts: impl Iterator<Item = Kinds>) -> Option<Kinds> {
    let all = parts.fold(Kinds::default(), |mut all, part| {
        Kind::ALL.into_iter().filter(|kind| part.has(*kind)).for_each(|kind| all.add(kind));
        all
    });
    (!all.is_open()).then_some(all)
}

fn of(kind: Kind) -> Kinds {
    let mut kinds = Kinds::default();
    kinds.add(kind);
    kinds
}

fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) if number.is_f64() => Kind::Number,
        Value::Number(_) => Kind::Integer,
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}

/// Types in words.
pub(super) fn words(kinds: Kinds) -> String {
    let null = kinds.has(Kind::Null).then_some(Kind::Null);
    kinds.listed().chain(null).map(Kind::word).collect::<Vec<_>>().join(" or ")
}

/// The types of alternatives in words.
pub(super) fn words_of(cx: &Cx<'_>, alternatives: &[SchemaId]) -> String {
    let mut named: Vec<String> = Vec::new();
    for kinds in alternatives.iter().filter_map(|it| kinds(cx, *it, &mut BTreeSet::new())) {
        let words = words(kinds);
        if !words.is_empty() && !named.contains(&words) {
            named.push(words);
        }
    }
    named.join(" or ")
}
