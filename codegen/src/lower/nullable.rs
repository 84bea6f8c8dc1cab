//! Whether null is among the values of a schema: by itself, through references, or through one of its alternatives.

use std::collections::BTreeSet;

use serde_json::Value;

use super::classify::{self, Class, alternatives, classify};
use super::{Cx, all_of};
use crate::schema::{Kind, SchemaId};

/// Whether null is a value of the schema. What is nothing but a reference says what its target does, which is asked once: one may lead to the
/// next through all of a description.
pub(super) fn is_nullable(cx: &mut Cx<'_>, id: SchemaId) -> bool {
    let (mut here, mut way) = (id, Vec::new());
    let is_nullable = loop {
        if let Some(known) = cx.admits_null.get(&here) {
            break *known;
        }
        let schema = cx.schemas.get(here);
        let target = schema.reference.as_ref().filter(|_| schema.is_bare_reference()).and_then(|it| it.target);
        let Some(target) = target else {
            break admits_null(cx, here, &mut BTreeSet::new()) || is_said_by_types(cx, here);
        };
        // Where it leads in a circle, nothing says so.
        cx.admits_null.insert(here, false);
        way.push(here);
        here = target;
    };
    cx.admits_null.extend(way.into_iter().map(|id| (id, is_nullable)));
    is_nullable
}

fn admits_null(cx: &Cx<'_>, id: SchemaId, seen: &mut BTreeSet<SchemaId>) -> bool {
    if !seen.insert(id) {
        return false;
    }
    let schema = cx.schemas.get(id);
    if schema.kinds.takes_null() || schema.values.iter().flatten().any(Value::is_null) {
        return true;
    }
    match classify(cx, &schema) {
        Class::Same(_) | Class::AllOf if !all_of::members(&schema).is_empty() => {
            let members = all_of::members(&schema);
            let telling = members.iter().copied().filter(|it| !cx.schemas.get(*it).is_trivial()).collect::<Vec<_>>();
            // `{allOf: [{$ref}, {nullable: true}]}`: a member that says nothing else is there to say this.
            members.iter().any(|it| says_null_alone(cx, *it))
                || (!telling.is_empty() && telling.into_iter().all(|member| admits_null(cx, member, seen)))
        }
        Class::Same(member) if schema.is_reference() => admits_null(cx, member, seen),
        Class::Same(_) | Class::Union => alternatives(&schema).into_iter().any(|member| admits_null(cx, member, seen)),
        Class::AllOf if classify::narrowed(cx, &schema).is_some() => {
            alternatives(&schema).into_iter().any(|member| admits_null(cx, member, seen))
        }
        Class::Scalar | Class::Enum | Class::List | Class::Tuple(_) | Class::AtMost(_) => false,
        Class::Map | Class::Struct | Class::AllOf | Class::Any => false,
    }
}

/// Whether all members of a composition that say a type say null with it, and of the alternatives that others say no more than one is left:
/// what has none of that one's null says it elsewhere. Of more, a value that is none of them is kept as it came.
fn is_said_by_types(cx: &mut Cx<'_>, id: SchemaId) -> bool {
    if all_of::members(&cx.schemas.get(id)).is_empty() {
        return false;
    }
    let flat = all_of::flatten(cx, id);
    let flat = cx.schemas.get(flat);
    let is_scalar = flat.kinds.single().is_some_and(|kind| kind != Kind::Object);
    is_scalar && flat.kinds.takes_null() && alternatives(&flat).len() < 2
}

fn says_null_alone(cx: &Cx<'_>, id: SchemaId) -> bool {
    let schema = cx.schemas.get(id);
    schema.is_trivial() && schema.kinds.nullable
}

/// Whether null is the only value: an enum of null, the type null, or nothing but `nullable: true`, which is how schemars writes
/// an option; through references too.
pub(super) fn is_null(cx: &Cx<'_>, id: SchemaId) -> bool {
    let Some(id) = cx.schemas.resolve(id) else { return false };
    let schema = cx.schemas.get(id);
    let listed = schema.values.as_ref().is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null));
    listed || schema.kinds.is_null() || (schema.is_trivial() && schema.kinds.nullable)
}
