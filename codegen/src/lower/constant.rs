//! Properties of objects that have one value.
//!
//! Enters: an object, whatever it is composed of. Leaves: its constants, and the one that a reader tells it from other alternatives by.
//! Making a name of it is the business of `word`.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::classify::alternatives;
use super::{Cx, all_of};
use crate::schema::{Schema, SchemaId, Slot};

/// References to references beyond any that people write.
const DEEPEST: usize = 8;

/// Nobody tells more alternatives from each other by reading them.
const MOST: usize = 1024;

/// The constant that tells an object from the other alternatives: that of the property which a discriminator names, or else the first that
/// is none of another alternative, or else the first.
pub(super) fn telling(cx: &Cx<'_>, id: SchemaId, schema: &Schema) -> Option<String> {
    let constants = all(cx, schema);
    let parent = match schema.parent {
        Some((parent, Slot::OneOf(_) | Slot::AnyOf(_))) if constants.len() > 1 => cx.schemas.get(parent),
        Some(_) | None => return constants.into_values().next(),
    };
    let named = parent.rare.discriminator.as_ref().and_then(|discriminator| constants.get(&discriminator.property));
    if let Some(named) = named {
        return Some(named.clone());
    }
    let mut others = alternatives(&parent);
    others.retain(|other| *other != id);
    others.truncate(MOST);
    let is_own = |(property, text): &(&String, &String)| {
        let mut same = others.iter().filter_map(|other| of_property(cx, *other, property, &mut BTreeSet::new()));
        !same.any(|other| other == **text)
    };
    let own = constants.iter().find(is_own).map(|(_, text)| text.clone());
    own.or_else(|| constants.values().next().cloned())
}

/// The texts that properties always are, by property: those that the schema has itself, then those of its members, written into it before
/// those that it refers to.
pub(super) fn all(cx: &Cx<'_>, schema: &Schema) -> IndexMap<String, String> {
    let mut found = IndexMap::new();
    gather(cx, schema, &mut BTreeSet::new(), &mut found);
    found
}

fn gather(cx: &Cx<'_>, schema: &Schema, seen: &mut BTreeSet<SchemaId>, found: &mut IndexMap<String, String>) {
    for (name, property) in schema.properties.iter() {
        if !found.contains_key(name)
            && let Some(text) = text(cx, *property, 0)
        {
            found.insert(name.clone(), text);
        }
    }
    for member in members(cx, schema) {
        if seen.insert(member) {
            gather(cx, &cx.schemas.get(member), seen, found);
        }
    }
}

/// The text that a property of a schema always is.
fn of_property(cx: &Cx<'_>, id: SchemaId, property: &str, seen: &mut BTreeSet<SchemaId>) -> Option<String> {
    let id = cx.schemas.resolve(id).filter(|id| seen.insert(*id))?;
    let schema = cx.schemas.get(id);
    let own = schema.properties.get(property).and_then(|property| text(cx, *property, 0));
    own.or_else(|| members(cx, &schema).into_iter().find_map(|member| of_property(cx, member, property, seen)))
}

/// What a schema is composed of, inline members first.
fn members(cx: &Cx<'_>, schema: &Schema) -> Vec<SchemaId> {
    let members = all_of::members(schema).into_iter();
    let (mut inline, shared): (Vec<SchemaId>, Vec<SchemaId>) =
        members.partition(|member| schema.all_of.contains(member) && !cx.schemas.get(*member).is_reference());
    inline.extend(shared.into_iter().filter_map(|member| cx.schemas.resolve(member)));
    inline
}

/// The only text that a schema allows, by itself or through what it refers to.
fn text(cx: &Cx<'_>, id: SchemaId, depth: usize) -> Option<String> {
    let schema = cx.schemas.get(cx.schemas.resolve(id)?);
    match schema.values.as_deref() {
        Some([Value::String(text)]) => Some(text.clone()),
        Some(_) => None,
        None if depth == DEEPEST => None,
        None => all_of::members(&schema).into_iter().find_map(|member| text(cx, member, depth + 1)),
    }
}
