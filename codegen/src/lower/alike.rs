//! Unions without a tag whose alternatives look alike, so that their order decides what a value is read as.
//!
//! Enters: all definitions. Leaves: a diagnostic for each union with objects that name the same keys, of which nothing tells. No
//! value loses anything by it; which variant it is may be wrong. Where one names other keys, the keys of a value tell; a narrower
//! alternative beside a wider one, a date beside text, is no such case either.

use std::collections::{BTreeMap, BTreeSet};

use super::looks::{allowed, outline, resolve};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::model::{Discriminator, FieldKind, Presence, Struct, Type, TypeDef, TypeKind, Union, Variant};

/// Properties of properties beyond this are taken to look alike.
const DEEPEST: usize = 6;

/// Reports every union whose alternatives look alike, once.
pub(super) fn report(types: &[TypeDef], diagnostics: &mut Diagnostics) {
    for def in types {
        let TypeKind::Union(Union { variants, told_by: Discriminator::Shape, .. }) = &def.kind else {
            continue;
        };
        let groups: Vec<_> = alike(types, variants).iter().map(|group| listed(variants, group)).collect();
        if !groups.is_empty() {
            let message =
                format!("nothing tells {} apart; a value is read as the first that it fits", groups.join(", and "));
            diagnostics.report(&catalogue::UNION_BY_TRYING, &def.origin, message);
        }
    }
}

/// "`A`, `B` and `C`".
fn listed(variants: &[Variant], group: &BTreeSet<usize>) -> String {
    let name = |index: &usize| format!("`{}`", variants[*index].hint.parts().last().map_or("", String::as_str));
    let names: Vec<_> = group.iter().map(name).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// Groups of variants of which one may be taken for another.
fn alike(types: &[TypeDef], variants: &[Variant]) -> Vec<BTreeSet<usize>> {
    let mut groups: Vec<BTreeSet<usize>> = Vec::new();
    let mut outlines: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, later) in variants.iter().enumerate() {
        let earlier = outlines.entry(outline(types, &later.ty)).or_default();
        let taken_for = earlier.iter().copied().filter(|first| is_alike(types, &variants[*first].ty, &later.ty, 0));
        let group: BTreeSet<usize> = taken_for.chain([index]).collect();
        earlier.extend(Some(index).filter(|_| has_keys(types, &later.ty, 0)));
        if group.len() > 1 {
            let (mut joined, apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|known: &BTreeSet<usize>| !known.is_disjoint(&group));
            joined.push(group);
            groups = apart;
            groups.push(joined.into_iter().flatten().collect());
        }
    }
    groups.sort();
    groups
}

/// Whether a type has objects with names in it: of two that are otherwise alike, either holds all that the other does.
fn has_keys(types: &[TypeDef], ty: &Type, depth: usize) -> bool {
    match resolve(types, ty) {
        Type::List(inner) | Type::Map(inner) => depth < DEEPEST && has_keys(types, inner, depth + 1),
        Type::Tuple(items) => depth < DEEPEST && items.iter().any(|item| has_keys(types, item, depth + 1)),
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Struct(strukt) => !strukt.fields.is_empty(),
            TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => false,
        },
        Type::Scalar(_) | Type::Nullable(_) | Type::Any => false,
    }
}

/// Whether nothing in a value tells which of two types it is of.
fn is_alike(types: &[TypeDef], first: &Type, later: &Type, depth: usize) -> bool {
    let (first, later) = (resolve(types, first), resolve(types, later));
    match (first, later) {
        _ if first == later || depth > DEEPEST => true,
        (Type::List(item), Type::List(other)) | (Type::Map(item), Type::Map(other)) => {
            is_alike(types, item, other, depth + 1)
        }
        (Type::Tuple(items), Type::Tuple(others)) => {
            let mut pairs = items.iter().zip(others);
            items.len() == others.len() && pairs.all(|(item, other)| is_alike(types, item, other, depth + 1))
        }
        (Type::Named(one), Type::Named(other)) => match (&types[one.0].kind, &types[other.0].kind) {
            (TypeKind::Struct(strukt), TypeKind::Struct(other)) => are_alike(types, strukt, other, depth + 1),
            (TypeKind::Enum(_), TypeKind::Enum(_)) => {
                let values = |ty| allowed(types, ty).into_iter().collect::<BTreeSet<_>>();
                values(first) == values(later)
            }
            (TypeKind::Union(union), TypeKind::Union(other)) => {
                union.variants.len() == other.variants.len()
                    && union
                        .variants
                        .iter()
                        .zip(&other.variants)
                        .all(|(variant, other)| is_alike(types, &variant.ty, &other.ty, depth + 1))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether two structs name the same keys, require the same of them, and all of these are alike.
fn are_alike(types: &[TypeDef], one: &Struct, other: &Struct, depth: usize) -> bool {
    one.fields.len() == other.fields.len()
        && one.extra == other.extra
        && one.fields.iter().all(|field| {
            let twin = other.fields.iter().find(|twin| twin.name == field.name);
            twin.is_some_and(|twin| match (&field.kind, &twin.kind) {
                (FieldKind::Constant(value), FieldKind::Constant(other)) => value == other,
                (FieldKind::Value { ty, presence }, FieldKind::Value { ty: other, presence: theirs }) => {
                    presence == theirs && is_alike(types, ty, other, depth)
                }
                (FieldKind::Constant(value), FieldKind::Value { ty, presence })
                | (FieldKind::Value { ty, presence }, FieldKind::Constant(value)) => {
                    *presence == Presence::Required && allowed(types, ty).as_slice() == [value.clone()]
                }
            })
        })
}
