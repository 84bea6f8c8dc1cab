//! Unions within unions that a property tells apart.
//!
//! Enters: an alternative that is a union itself. Leaves: the values by which its own alternatives are told, as its values have those
//! and not its name.

use std::collections::BTreeSet;

use super::discriminator::{implied, mapped_schema, requires, told};
use super::nullable::is_null;
use super::{Cx, all_of, classify, tag_value, word};
use crate::model::{Presence, Tags};
use crate::schema::{Discriminator, SchemaId};

/// The tags that the alternatives of an alternative have; none where it is no union, or where nothing tells those: its name does then.
/// `None` where the tag may be missing in one of them, so that writing it would make another one of it.
pub(super) fn tags(cx: &mut Cx<'_>, id: SchemaId, property: &str) -> Option<Tags> {
    let mut found = Found { property, tags: Vec::new(), implicit: Vec::new(), seen: BTreeSet::new() };
    let is_whole = found.gather(cx, id, Presence::Optional)?;
    if !is_whole && !found.tags.is_empty() {
        // What nothing tells there is told by the name of all.
        found.tags.insert(0, word::component_name(cx, id)?);
    }
    Some(Tags { given: found.tags, implicit: found.implicit })
}

/// What was found in the alternatives so far.
struct Found<'p> {
    property: &'p str,
    tags: Vec<String>,
    /// The names of those that a mapping gives a tag.
    implicit: Vec<String>,
    seen: BTreeSet<SchemaId>,
}

impl Found<'_> {
    /// Adds what the alternatives of a schema have, and says whether each has a tag; `None` where one has it that may leave it out.
    fn gather(&mut self, cx: &mut Cx<'_>, id: SchemaId, around: Presence) -> Option<bool> {
        let Some(id) = cx.schemas.resolve(id) else { return Some(false) };
        if !self.seen.insert(id) {
            return Some(true);
        }
        let flat = all_of::flatten(cx, id);
        let schema = cx.schemas.get(flat);
        if classify::only_require(cx, &schema) {
            return Some(false);
        }
        let discriminator = schema.rare.discriminator.as_ref().filter(|it| it.property == self.property);
        let is_here = discriminator.is_some() || schema.required.iter().any(|name| name == self.property);
        let presence = if is_here { Presence::Required } else { around };
        let mut is_whole = true;
        for member in
            classify::alternatives(&schema).into_iter().filter(|member| !is_null(cx, *member)).collect::<Vec<_>>()
        {
            let mut own = discriminator.map_or_else(Vec::new, |it| mapped(cx, it, member));
            if !own.is_empty() {
                self.implicit.extend(implied(cx, member, self.property));
            }
            if own.is_empty() && discriminator.is_some() {
                own.extend(tag_value::said(cx, member));
            }
            if own.is_empty() {
                own = told(cx, member, self.property);
            }
            if own.is_empty() && self.gather(cx, member, presence)? {
                continue;
            }
            if own.is_empty() && discriminator.is_some() {
                own.extend(word::component_name(cx, member));
            }
            if !own.is_empty() && presence == Presence::Optional && !requires(cx, member, self.property) {
                return None;
            }
            is_whole &= !own.is_empty();
            self.tags.extend(own.into_iter().filter(|tag| !self.tags.contains(tag)).collect::<Vec<_>>());
        }
        Some(is_whole)
    }
}

/// The tags that a mapping gives to an alternative.
fn mapped(cx: &Cx<'_>, discriminator: &Discriminator, member: SchemaId) -> Vec<String> {
    let target = cx.schemas.resolve(member);
    let leads_here = |name: &str| mapped_schema(cx, name).is_some_and(|it| Some(it) == target);
    discriminator.mapping.iter().filter(|(_, it)| leads_here(it)).map(|(tag, _)| tag.clone()).collect()
}
