//! What a schema is, told from its keywords, before anything is made of it.

use std::collections::BTreeSet;

use super::tuple::Places;
use super::{Cx, all_of, narrow, nullable, scalar, tuple};
use crate::schema::{Kind, Schema, SchemaId, Slot};

/// The construct that a schema is lowered as.
#[derive(Clone, Debug)]
pub(super) enum Class {
    /// Another schema in other words: what a reference leads to, or the one member of a list that is all there is.
    Same(SchemaId),
    Scalar,
    Enum,
    List,
    /// An array of so many items, each with a place of its own.
    Tuple(Vec<Option<SchemaId>>),
    /// An array of such items, or fewer.
    AtMost(Vec<SchemaId>),
    Map,
    Struct,
    /// Members that together describe one value; what they say is gathered by `all_of`.
    AllOf,
    Union,
    Any,
}

/// Tells the construct.
pub(super) fn classify(cx: &Cx<'_>, schema: &Schema) -> Class {
    if schema.is_reference() {
        return schema.reference.as_ref().and_then(|reference| reference.target).map_or(Class::Any, Class::Same);
    }
    if !all_of::members(schema).is_empty() {
        return composed(cx, schema);
    }
    if !alternatives(schema).is_empty() && !only_require(cx, schema) {
        return union(cx, schema);
    }
    by_type(cx, schema)
}

/// The alternatives of a schema: those of both keywords where it has both.
pub(super) fn alternatives(schema: &Schema) -> Vec<SchemaId> {
    schema.one_of.iter().chain(&schema.any_of).copied().collect()
}

fn by_type(cx: &Cx<'_>, schema: &Schema) -> Class {
    let has_values = schema.values.iter().flatten().any(|value| !value.is_null());
    match schema.kinds.single() {
        Some(Kind::String | Kind::Integer | Kind::Number | Kind::Boolean) if has_values => Class::Enum,
        Some(Kind::String | Kind::Integer | Kind::Number | Kind::Boolean) => Class::Scalar,
        Some(Kind::Array) => array(cx, schema),
        Some(Kind::Object) if !schema.properties.is_empty() => Class::Struct,
        Some(Kind::Object) => Class::Map,
        Some(Kind::Null) => Class::Any,
        None if !schema.kinds.is_open() => Class::Any,
        None if schema.items.is_some() || !schema.rare.prefix_items.is_empty() => array(cx, schema),
        None if has_values => Class::Enum,
        None if !schema.properties.is_empty() => Class::Struct,
        None if schema.additional_properties.is_some() || schema.has_properties() => Class::Map,
        None if schema.format.is_some() || scalar::is_bytes(schema) => Class::Scalar,
        None => Class::Any,
    }
}

fn array(cx: &Cx<'_>, schema: &Schema) -> Class {
    match tuple::places(&cx.schemas, schema) {
        Some(Places::Exactly(places)) => Class::Tuple(places),
        Some(Places::AtMost(places)) => Class::AtMost(places),
        None => Class::List,
    }
}

fn composed(cx: &Cx<'_>, schema: &Schema) -> Class {
    let members = all_of::members(schema);
    let says_more = schema.has_properties()
        || !schema.required.is_empty()
        || schema.additional_properties.is_some()
        || !alternatives(schema).is_empty();
    // How many items there are makes a tuple of an array whose items have places.
    let has_places = |id: &SchemaId| {
        let target = cx.schemas.resolve(*id).map(|target| cx.schemas.get(target));
        target.is_some_and(|target| !target.rare.prefix_items.is_empty())
    };
    let is_counted = members.iter().any(has_places);
    let says_more = says_more || is_counted && schema.counts_items() || narrows(cx, schema);
    let says_something = |member: &SchemaId| {
        let member = cx.schemas.get(*member);
        !member.is_trivial() || is_counted && member.counts_items()
    };
    let mut telling: Vec<SchemaId> = members.into_iter().filter(says_something).collect();
    // Beside an object, `type: object` says nothing either; but a component that extends another one is not that one.
    if schema.parent.is_some()
        && telling.iter().any(|member| {
            cx.schemas.get(*member).is_reference()
                && all_of::kind(cx, *member, &mut BTreeSet::new()) == Some(Kind::Object)
        })
    {
        telling.retain(|member| !is_any_object(&cx.schemas.get(*member)));
    }
    let mut telling = telling.into_iter();
    match (telling.next(), telling.next()) {
        (None, _) if !says_more && schema.values.is_none() && schema.kinds.is_open() => Class::Any,
        // One that has no name is what this is itself.
        (Some(only), None) if !says_more && (leads_to(schema, only) || cx.schemas.get(only).is_reference()) => {
            Class::Same(only)
        }
        _ => Class::AllOf,
    }
}

/// Whether what stands beside a reference may leave fewer values than a text, a number or a list has: what an object is, its properties
/// say.
fn narrows(cx: &Cx<'_>, schema: &Schema) -> bool {
    let members = all_of::members(schema);
    members.iter().any(|id| narrow::leaves_fewer(cx, schema.kinds, *id))
        || says_which(schema) && !members.into_iter().any(|id| is_object(cx, id))
}

/// The one alternative that a schema is, where what stands beside it may leave fewer values: both apply (JSON Schema 2020-12 Core, section
/// 10.2).
pub(super) fn narrowed(cx: &Cx<'_>, schema: &Schema) -> Option<SchemaId> {
    only(cx, schema).filter(|only| narrows_only(cx, schema, *only))
}

fn narrows_only(cx: &Cx<'_>, schema: &Schema, only: SchemaId) -> bool {
    (says_which(schema) || schema.has_bounds() || schema.counts_items()) && !is_object(cx, only)
}

/// Whether a schema says which texts, numbers or lists its values are.
fn says_which(schema: &Schema) -> bool {
    let rare = &schema.rare;
    schema.values.is_some()
        || schema.format.is_some()
        || schema.items.is_some()
        || !rare.prefix_items.is_empty()
        || rare.content_encoding.is_some()
        || rare.content_media_type.is_some()
}

fn is_object(cx: &Cx<'_>, id: SchemaId) -> bool {
    all_of::kind(cx, id, &mut BTreeSet::new()) == Some(Kind::Object)
}

/// Whether a schema is a reference to another one.
fn leads_to(schema: &Schema, other: SchemaId) -> bool {
    schema.reference.as_ref().and_then(|reference| reference.target) == Some(other)
}

/// Whether all that a schema says is that its values are objects.
fn is_any_object(schema: &Schema) -> bool {
    schema.kinds.single() == Some(Kind::Object)
        && schema.only_requires()
        && schema.required.is_empty()
        && schema.rare.not.is_none()
}

fn union(cx: &Cx<'_>, schema: &Schema) -> Class {
    if has_more(cx, schema) {
        return Class::AllOf;
    }
    if let Some(only) = only_telling(cx, schema) {
        return if narrows_only(cx, schema, only) { Class::AllOf } else { Class::Same(only) };
    }
    let is_null = alternatives(schema).into_iter().all(|member| nullable::is_null(cx, member));
    if is_null { Class::Any } else { Class::Union }
}

/// Whether a schema says more than its alternatives do, or leaves some of them only.
fn has_more(cx: &Cx<'_>, schema: &Schema) -> bool {
    !schema.properties.is_empty() && schema.rare.discriminator.is_none()
        || narrow::is_meant(schema.kinds) && narrow::rules_out(cx, schema)
}

/// The only alternative beside null. What tells children apart is worth a union even of one: others may come.
fn only_telling(cx: &Cx<'_>, schema: &Schema) -> Option<SchemaId> {
    let mut telling = alternatives(schema).into_iter().filter(|member| !nullable::is_null(cx, *member));
    let only = telling.next().filter(|_| schema.rare.discriminator.is_none())?;
    telling.next().is_none().then_some(only)
}

/// Whether an alternative is all that the schema is which lists it, beside null: what that is called, the alternative is. What is a member
/// of a composition is less than that.
pub(super) fn is_whole(cx: &Cx<'_>, listing: &Schema, alternative: SchemaId) -> bool {
    !matches!(listing.parent, Some((_, Slot::AllOf(_)))) && only(cx, listing) == Some(alternative)
}

/// The one alternative that a schema is, beside null.
pub(super) fn only(cx: &Cx<'_>, schema: &Schema) -> Option<SchemaId> {
    let is_union = schema.reference.is_none() && schema.all_of.is_empty() && !alternatives(schema).is_empty();
    let is_alone = is_union && !only_require(cx, schema) && !has_more(cx, schema);
    if is_alone { only_telling(cx, schema) } else { None }
}

/// Whether the alternatives of an object only say which properties must be there together: they are no types of their own.
pub(super) fn only_require(cx: &Cx<'_>, schema: &Schema) -> bool {
    alternatives(schema).into_iter().all(|member| {
        let member = cx.schemas.get(member);
        let of_object = match member.kinds.single() {
            Some(kind) => kind == Kind::Object,
            None => member.kinds.is_open(),
        };
        of_object && member.only_requires() && (schema.is_object() || !member.required.is_empty())
    })
}
