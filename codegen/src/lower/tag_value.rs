//! The value of a discriminator that an alternative gives itself, by an extension: what Azure, AutoRest and OpenAPI Generator have for the
//! mapping that Swagger 2.0 lacks.
//!
//! Enters: a schema. Leaves: the value, as it is written. Which of mapping, value and name counts is the business of `discriminator`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::enums::without;
use super::inheritance::own_discriminator;
use super::{Cx, all_of};
use crate::decision::{At, Construct, Decision, Members};
use crate::schema::{Schema, SchemaId};

/// The extensions that are read; the first that is there counts.
pub(super) const KEYS: &[&str] = &["x-discriminator-value", "x-ms-discriminator-value"];

/// What becomes of the extensions.
pub(super) static DECIDED: &[Construct] = &[
    of("`x-discriminator-value`", |schema| without(schema, KEYS[0])),
    of("`x-ms-discriminator-value`", |schema| without(schema, KEYS[1])),
];

const fn of(name: &'static str, without: fn(&Members) -> Option<Members>) -> Construct {
    let decision = Decision::supported("the value that tells the alternative, where no mapping gives another");
    let at = At::Object("Schema Object", without);
    Construct { group: "Extensions", name, versions: Construct::EVERY, at, decision }
}

/// The value of an alternative, which says it itself or in a member that is written into it.
pub(super) fn said(cx: &Cx<'_>, id: SchemaId) -> Option<String> {
    let schema = cx.schemas.get(cx.schemas.resolve(id)?);
    let inline = schema.all_of.iter().map(|member| cx.schemas.get(*member)).filter(|it| it.reference.is_none());
    own(&schema).or_else(|| inline.into_iter().find_map(|member| own(&member)))
}

/// What the value of a schema that extends a base tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    /// What it is among all that extend the base.
    Tag(String),
    /// What it is among those that extend another one between it and the base, whose property is another one: a schema has one value
    /// only, and for the base it is what that other one is.
    Below,
}

/// What a schema says of itself to a base that it extends.
pub(super) fn said_to(cx: &Cx<'_>, base: SchemaId, property: &str, id: SchemaId) -> Said {
    match said(cx, id) {
        None => Said::Nothing,
        Some(_) if is_apart(cx, id, base, property, &mut BTreeSet::new()) => Said::Below,
        Some(tag) => Said::Tag(tag),
    }
}

/// Whether another property tells alternatives between a schema and its base.
fn is_apart(cx: &Cx<'_>, id: SchemaId, base: SchemaId, property: &str, seen: &mut BTreeSet<SchemaId>) -> bool {
    let members = all_of::members(&cx.schemas.get(id));
    members.into_iter().filter_map(|member| cx.schemas.resolve(member)).any(|member| {
        let other = || own_discriminator(cx, &cx.schemas.get(member)).is_some_and(|it| it.property != property);
        member != base && seen.insert(member) && (other() || is_apart(cx, member, base, property, seen))
    })
}

fn own(schema: &Schema) -> Option<String> {
    KEYS.iter().find_map(|key| match schema.rare.extensions.get(*key)? {
        Value::String(text) => Some(text.clone()),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    })
}
