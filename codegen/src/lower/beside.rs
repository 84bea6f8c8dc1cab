//! Alternatives that stand beside the properties of an object: each value has those and what one of the alternatives adds.
//!
//! Enters: the object. Leaves: each alternative joined with what the object says itself. Telling them apart is the business of
//! `discriminator` and `telling`.

use std::collections::BTreeSet;

use thin_vec::{ThinVec, thin_vec};

use super::nullable::is_null;
use super::{Cx, all_of, classify, hint, schema};
use crate::model::Type;
use crate::schema::{Kind, Schema, SchemaId, Slot};

/// Objects within objects nest no deeper than this in earnest.
const DEEPEST: usize = 16;

/// An alternative.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alternative {
    /// As it is listed: what it is called and told by.
    pub(super) listed: SchemaId,
    /// With what stands beside the list.
    pub(super) whole: SchemaId,
}

/// What the alternatives of an object with properties do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// Say more about the object's own properties.
    Refine,
    /// Add properties to it.
    Add,
    /// Not all of them are objects.
    Mix,
}

/// What the alternatives of an object do.
pub(super) fn judge(cx: &mut Cx<'_>, object: &Schema) -> Beside {
    let mut beside = Beside::Refine;
    for member in members(cx, object) {
        if is_other(cx, member) {
            return Beside::Mix;
        }
        let Some(target) = cx.schemas.resolve(member) else { return Beside::Mix };
        let flat = all_of::flatten(cx, target);
        let flat = cx.schemas.get(flat);
        let nested = !classify::alternatives(&flat).is_empty();
        if nested || adds(cx, object, &flat, 0) {
            beside = Beside::Add;
        }
    }
    beside
}

/// What the other keys of an object are that alternatives describe; nothing where none of them does.
pub(super) fn others(cx: &mut Cx<'_>, alternatives: &[SchemaId]) -> Option<Type> {
    let mut kept: Vec<Type> = Vec::new();
    for member in alternatives {
        let Some(target) = cx.schemas.resolve(*member) else { continue };
        let flat = all_of::flatten(cx, target);
        let flat = cx.schemas.get(flat);
        if keeps_others(cx, &flat) {
            kept.push(schema::map_value(cx, &flat));
        }
    }
    // What only some say is not so of the values of the others.
    let is_common = kept.len() == alternatives.len() && kept.windows(2).all(|pair| pair[0] == pair[1]);
    let first = kept.into_iter().next()?;
    Some(if is_common { first } else { Type::Any })
}

/// Whether keys that have no names are described.
pub(super) fn keeps_others(cx: &Cx<'_>, object: &Schema) -> bool {
    let is_open = object.additional_properties.is_some_and(|others| !cx.schemas.is_never(others));
    is_open || !object.rare.pattern_properties.is_empty()
}

/// Whether an alternative is something else than an object.
fn is_other(cx: &mut Cx<'_>, member: SchemaId) -> bool {
    let Some(target) = cx.schemas.resolve(member) else { return true };
    let flat = all_of::flatten(cx, target);
    let flat = cx.schemas.get(flat);
    let nested = !classify::alternatives(&flat).is_empty();
    let says_object = all_of::kind(cx, target, &mut BTreeSet::new()) == Some(Kind::Object) || flat.has_properties();
    let says_nothing = flat.kinds.is_open() && flat.values.is_none() && flat.items.is_none();
    !nested && !says_object && !says_nothing
}

/// Whether one schema names keys of a value, at any depth, that the other has no place for.
fn adds(cx: &mut Cx<'_>, own: &Schema, more: &Schema, depth: usize) -> bool {
    let within = |cx: &mut Cx<'_>, own: SchemaId, more: SchemaId| {
        let (Some(own), Some(more)) = (cx.schemas.resolve(own), cx.schemas.resolve(more)) else { return false };
        if own == more || depth == DEEPEST {
            return false;
        }
        let (own, more) = (all_of::flatten(cx, own), all_of::flatten(cx, more));
        let (own, more) = (cx.schemas.get(own), cx.schemas.get(more));
        // What has no properties is a map, or anything: it keeps all keys.
        let keeps = own.properties.is_empty() && own.items.is_none() && classify::alternatives(&own).is_empty();
        let opens = own.additional_properties.is_none() && keeps_others(cx, &more);
        !keeps && (opens || !classify::alternatives(&more).is_empty() || adds(cx, &own, &more, depth + 1))
    };
    let pairs = [(own.items, more.items), (own.additional_properties, more.additional_properties)];
    more.properties.iter().any(|(name, more)| match own.properties.get(name) {
        Some(own) => within(cx, *own, *more),
        None => true,
    }) || pairs.into_iter().any(|(own, more)| own.zip(more).is_some_and(|(own, more)| within(cx, own, more)))
}

fn members(cx: &Cx<'_>, object: &Schema) -> Vec<SchemaId> {
    classify::alternatives(object).into_iter().filter(|member| !is_null(cx, *member)).collect()
}

/// What an object says itself of its keys, and an alternative.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Joint {
    properties: Vec<SchemaId>,
    required: ThinVec<String>,
    others: Option<SchemaId>,
    alternative: SchemaId,
}

/// Joins each alternative of `object`, which is `id` as one schema without members, with what the object says itself.
pub(super) fn join(cx: &mut Cx<'_>, id: SchemaId, object: &Schema) -> Vec<Alternative> {
    let mut bare = Schema { one_of: ThinVec::new(), any_of: ThinVec::new(), ..object.clone() };
    if bare.rare.discriminator.is_some() {
        bare.rare.discriminator = None;
    }
    let bare = cx.schemas.add(bare);
    let members = members(cx, object);
    let mut joint = Joining { id, bare, listed: &members, is_one_of: object.any_of.is_empty(), holder: None };
    let whole = |(index, member): (usize, &SchemaId)| joined(cx, &mut joint, *member, index);
    let whole: Vec<SchemaId> = members.iter().enumerate().map(whole).collect();
    members.iter().zip(whole).map(|(listed, whole)| Alternative { listed: *listed, whole }).collect()
}

/// What alternatives are joined with.
struct Joining<'a> {
    id: SchemaId,
    /// The object without its alternatives.
    bare: SchemaId,
    listed: &'a [SchemaId],
    is_one_of: bool,
    /// The object with the alternatives of another schema as its own.
    holder: Option<SchemaId>,
}

impl Joining<'_> {
    /// Where what an alternative is joined to stands: where the alternative does, unless that is one of another schema, which has
    /// less than this object and is called after that.
    fn parent(&mut self, cx: &mut Cx<'_>, member: SchemaId, index: usize) -> Option<(SchemaId, Slot)> {
        let place = cx.schemas.get(self.id).place.clone();
        // One schema that was made of several stands where the first of them does.
        let id = cx.schemas.at(&place).unwrap_or(self.id);
        if hint::root(cx, member) == hint::root(cx, id) {
            return cx.schemas.get(member).parent;
        }
        let holder = *self.holder.get_or_insert_with(|| {
            let (one_of, any_of) = match self.is_one_of {
                true => (self.listed.into(), ThinVec::new()),
                false => (ThinVec::new(), self.listed.into()),
            };
            cx.schemas.add(Schema { place, parent: Some((id, Slot::AllOf(0))), one_of, any_of, ..Schema::default() })
        });
        Some((holder, if self.is_one_of { Slot::OneOf(index) } else { Slot::AnyOf(index) }))
    }
}

/// A child that extends the object has all of it already, and what is no object has nothing of it. The same is joined once: an
/// alternative of alternatives that leads back to the object says nothing new when it is met again.
fn joined(cx: &mut Cx<'_>, joining: &mut Joining<'_>, member: SchemaId, index: usize) -> SchemaId {
    let (id, bare) = (joining.id, joining.bare);
    let extends = cx.schemas.resolve(member).is_some_and(|it| all_of::holds(cx, it, id, &mut BTreeSet::new()));
    if extends || is_other(cx, member) {
        return member;
    }
    let object = cx.schemas.get(bare);
    let joint = Joint {
        properties: object.properties.values().copied().collect(),
        required: object.required.clone(),
        others: object.additional_properties,
        alternative: member,
    };
    if let Some(known) = cx.joined.get(&joint) {
        return *known;
    }
    let parent = joining.parent(cx, member, index);
    let listed = cx.schemas.get(member);
    let whole = cx.schemas.add(Schema {
        place: listed.place.clone(),
        parent,
        title: listed.title.clone(),
        description: listed.description.clone(),
        all_of: thin_vec![bare, member],
        ..Schema::default()
    });
    cx.joined.insert(joint, whole);
    whole
}
