//! What a schema is, told from its keywords, before anything is made of it.

use std::collections::BTreeSet;

use openapiv3::{ReferenceOr, Schema};

use super::site::Site;
use super::view::{Node, View};
use super::{Cx, references};

/// The construct that a schema is lowered as.
#[derive(Clone, Debug)]
pub(super) enum Class<'a> {
    /// Another schema in other words: one member of an `allOf`, `oneOf` or `anyOf` that is all there is.
    Same(Node<'a>, &'static str, usize),
    Scalar,
    Enum,
    List,
    Map,
    Struct,
    AllOf,
    Union(Alternative, &'a [ReferenceOr<Schema>]),
    Any,
}

/// Which keyword lists the variants of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alternative {
    OneOf,
    AnyOf,
}

impl Alternative {
    pub(super) fn keyword(self) -> &'static str {
        match self {
            Self::OneOf => "oneOf",
            Self::AnyOf => "anyOf",
        }
    }
}

/// Tells the construct.
pub(super) fn classify<'a>(cx: &Cx<'a>, view: &View<'a>) -> Class<'a> {
    if let Some(members) = view.all_of {
        return all_of(cx, view, members);
    }
    for (alternative, members) in [(Alternative::OneOf, view.one_of), (Alternative::AnyOf, view.any_of)] {
        let Some(members) = members else { continue };
        if view.is_object() && members.iter().all(only_requires) {
            break;
        }
        return union(view, alternative, members);
    }
    by_type(view)
}

fn by_type<'a>(view: &View<'a>) -> Class<'a> {
    let has_values = view.values.iter().any(|value| !value.is_null());
    match view.kind {
        Some("string" | "integer" | "number" | "boolean") if has_values => Class::Enum,
        Some("string" | "integer" | "number" | "boolean") => Class::Scalar,
        Some("array") => Class::List,
        None if view.items.is_some() => Class::List,
        None if has_values => Class::Enum,
        Some("object") | None if view.properties.is_some_and(|properties| !properties.is_empty()) => Class::Struct,
        Some("object") => Class::Map,
        None if view.additional.is_some() => Class::Map,
        None if view.format.is_some() => Class::Scalar,
        Some(_) | None => Class::Any,
    }
}

fn all_of<'a>(cx: &Cx<'a>, view: &View<'a>, members: &'a [ReferenceOr<Schema>]) -> Class<'a> {
    let plain = !view.is_object()
        && view.required.is_empty()
        && view.one_of.is_none()
        && view.any_of.is_none()
        && view.values.is_empty();
    let mut telling = members.iter().enumerate().filter(|(_, member)| !is_trivial(member));
    match (telling.next(), telling.next()) {
        (Some((index, member)), None) if plain => Class::Same(Node::from(member), "allOf", index),
        (None, _) if plain => Class::Any,
        (Some((index, member)), Some(_)) if plain && !is_object(cx, members, &mut BTreeSet::new()) => {
            Class::Same(Node::from(member), "allOf", index)
        }
        _ => Class::AllOf,
    }
}

fn union<'a>(view: &View<'a>, alternative: Alternative, members: &'a [ReferenceOr<Schema>]) -> Class<'a> {
    if view.is_object() && view.properties.is_some_and(|properties| !properties.is_empty()) {
        return Class::AllOf;
    }
    let mut telling = members.iter().enumerate().filter(|(_, member)| !is_null(member));
    match (telling.next(), telling.next()) {
        (Some((index, member)), None) => Class::Same(Node::from(member), alternative.keyword(), index),
        (None, _) => Class::Any,
        (Some(_), Some(_)) => Class::Union(alternative, members),
    }
}

fn is_trivial(member: &ReferenceOr<Schema>) -> bool {
    match member {
        ReferenceOr::Reference { .. } => false,
        ReferenceOr::Item(schema) => View::of(schema).is_trivial(),
    }
}

/// A member that only says which properties must be there together: no type of its own.
fn only_requires(member: &ReferenceOr<Schema>) -> bool {
    match member {
        ReferenceOr::Reference { .. } => false,
        ReferenceOr::Item(schema) => {
            let view = View::of(schema);
            View { required: &[], kind: view.kind.filter(|kind| *kind != "object"), not: false, ..view }.is_trivial()
        }
    }
}

/// A member that stands for null alone, as 3.0 documents write it: an enum of null, or nothing but `nullable: true`, which is
/// how schemars writes an option.
pub(super) fn is_null(member: &ReferenceOr<Schema>) -> bool {
    match member {
        ReferenceOr::Reference { .. } => false,
        ReferenceOr::Item(schema) => {
            let view = View::of(schema);
            let listed = !view.values.is_empty() && view.values.iter().all(serde_json::Value::is_null);
            listed || view.kind == Some("null") || (view.is_trivial() && schema.schema_data.nullable)
        }
    }
}

/// Whether one of these schemas describes objects, through references and compositions that were not `seen` yet.
fn is_object<'a>(cx: &Cx<'a>, members: &'a [ReferenceOr<Schema>], seen: &mut BTreeSet<*const Schema>) -> bool {
    members.iter().any(|member| {
        let Some((schema, _)) = references::resolve(cx, Node::from(member), &Site::nowhere()) else {
            return false;
        };
        let view = View::of(schema);
        let lists = [view.all_of, view.one_of, view.any_of];
        seen.insert(std::ptr::from_ref(schema))
            && (view.is_object() || lists.into_iter().flatten().any(|members| is_object(cx, members, seen)))
    })
}
