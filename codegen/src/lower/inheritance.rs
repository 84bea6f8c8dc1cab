//! Inheritance: a base with a discriminator, and the components that contain it by `allOf`.

use std::collections::BTreeSet;
use std::rc::Rc;

use indexmap::IndexMap;

use super::discriminator::{Beyond, Targets, add_mapping, can_tell, own_definition, rest, tagged, told};
use super::tag_value::{Said, said_to};
use super::{Cx, all_of, classify, word};
use crate::diagnostic::catalogue;
use crate::model::TypeKind;
use crate::schema::{self as schemas, Schema, SchemaId};

/// A component that is a base: schemas that contain it by `allOf` are its variants, told apart by its discriminator.
pub(super) fn inherited(cx: &mut Cx<'_>, id: SchemaId, schema: &Schema) -> Option<TypeKind> {
    if !classify::alternatives(schema).is_empty() {
        return None;
    }
    let base = *cx.components.get(&id)?;
    let discriminator = &own_discriminator(cx, schema)?;
    if !can_tell(cx, id, discriminator) {
        let message = "a tag is a text, or a number or a boolean that is required where several mean one child; nothing tells the children";
        cx.diagnostics.report(&catalogue::DISCRIMINATOR_UNUSABLE, &schema.place, message);
        return None;
    }
    let is_child = |child: &SchemaId| *child != id && extends(cx, *child, id, &mut BTreeSet::new());
    let property = &discriminator.property;
    let named = |child: SchemaId| Some((word::component_name(cx, child)?, child, said_to(cx, id, property, child)));
    let children = cx.components.keys().copied().filter(is_child).filter_map(named);
    let children: Vec<_> = children.filter(|(.., said)| *said != Said::Below).collect();
    let common = told(cx, id, property);
    let tags = |(_, child, said): &(String, SchemaId, Said)| match said {
        Said::Tag(tag) => vec![tag.clone()],
        Said::Nothing | Said::Below => told(cx, *child, property),
    };
    let lists: Vec<_> = children.iter().map(tags).collect();
    let mut targets = Targets::new();
    for (index, (name, child, _)) in children.iter().enumerate() {
        // Values that the base or another child has too tell nothing.
        let own = lists[index].iter().filter(|value| lists.iter().filter(|list| list.contains(value)).count() == 1);
        let tags = if lists[index] == common { Vec::new() } else { own.cloned().collect() };
        targets.insert(cx.components[child], (name.clone(), tags));
    }
    add_mapping(cx, &mut targets, &IndexMap::new(), discriminator, Beyond::Add(base, id), &schema.place);
    // A base that lists its own name among the values is one of the alternatives; others may be there for their children alone.
    if let Some(name) = word::component_name(cx, id).filter(|name| common.contains(name)) {
        let is_taken = targets.iter().any(|(_, (word, tags))| tags.contains(&name) || tags.is_empty() && *word == name);
        if !is_taken {
            targets.insert(own_definition(cx, base, id), (name.clone(), vec![name]));
        }
    }
    let rest = rest(cx, &targets, &IndexMap::new(), discriminator, &schema.place);
    (!targets.is_empty()).then(|| TypeKind::Union(tagged(cx, targets, rest, discriminator, &schema.place)))
}

/// Whether a component is a base: other components contain it, and a discriminator tells them apart.
pub(super) fn is_base(cx: &Cx<'_>, id: SchemaId) -> bool {
    let is_child = |child: &SchemaId| *child != id && extends(cx, *child, id, &mut BTreeSet::new());
    cx.components.contains_key(&id)
        && own_discriminator(cx, &cx.schemas.get(id)).is_some()
        && cx.components.keys().any(is_child)
}

/// Whether a component extends a base and is extended itself, so that a value of it may be one of what extends it, which nothing tells there.
pub(super) fn is_between(cx: &Cx<'_>, id: SchemaId) -> bool {
    let members = all_of::members(&cx.schemas.get(id));
    let mut members = members.into_iter().filter_map(|member| cx.schemas.resolve(member));
    let is_child = |child: &SchemaId| *child != id && extends(cx, *child, id, &mut BTreeSet::new());
    cx.components.contains_key(&id)
        && members.any(|member| has_base(cx, member, &mut BTreeSet::new()))
        && cx.components.keys().any(is_child)
}

/// Whether a schema is one that has a discriminator, or contains one.
fn has_base(cx: &Cx<'_>, id: SchemaId, seen: &mut BTreeSet<SchemaId>) -> bool {
    let schema = cx.schemas.get(id);
    let members = || all_of::members(&schema).into_iter().filter_map(|member| cx.schemas.resolve(member));
    seen.insert(id) && (own_discriminator(cx, &schema).is_some() || members().any(|member| has_base(cx, member, seen)))
}

/// The discriminator of a schema, or of a member that is written into it. One with alternatives tells those apart.
pub(super) fn own_discriminator(cx: &Cx<'_>, schema: &Schema) -> Option<Box<schemas::Discriminator>> {
    let is_base = |member: &Rc<Schema>| member.reference.is_none() && classify::alternatives(member).is_empty();
    let inline = || schema.all_of.iter().map(|member| cx.schemas.get(*member)).filter(is_base);
    schema.rare.discriminator.clone().or_else(|| inline().find_map(|member| own_discriminator(cx, &member)))
}

/// Whether a schema contains the component `base` by `allOf`, at any depth, through schemas that were not `seen` yet.
fn extends(cx: &Cx<'_>, id: SchemaId, base: SchemaId, seen: &mut BTreeSet<SchemaId>) -> bool {
    all_of::members(&cx.schemas.get(id)).into_iter().filter_map(|member| cx.schemas.resolve(member)).any(|member| {
        member == base
            || (seen.insert(member) && cx.components.contains_key(&member) && extends(cx, member, base, seen))
    })
}
