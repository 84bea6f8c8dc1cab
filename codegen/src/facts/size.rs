//! How large values are, roughly, so that one large variant does not make an enum large for all.
//!
//! Sizes are those of 64-bit targets, rounded up to whole words; they decide about a pointer, not about memory.

use std::collections::BTreeSet;

use super::recursion::Recursion;
use crate::model::{Api, EnumValues, Extra, FieldKind, Presence, Scalar, Type, TypeId, TypeKind, Union};

const WORD: usize = 8;
const POINTER: usize = WORD;
const STRING: usize = 3 * WORD;
const MAP: usize = 3 * WORD;
const VALUE: usize = 9 * WORD;
/// An enum is outsized by a variant that is larger than the next one by more than this (clippy's limit is 200 bytes).
const TOLERANCE: usize = 144;

/// The size of each definition.
pub(super) fn estimate(api: &Api, recursion: &Recursion) -> Vec<usize> {
    let mut sizes = vec![0; api.types.len()];
    // Definitions contain each other to a certain depth; after as many rounds as the deepest nesting nothing changes.
    for _ in 0..=api.types.len() {
        let next: Vec<_> = api.type_ids().map(|id| definition(api, recursion, id, &sizes)).collect();
        if next == sizes {
            break;
        }
        sizes = next;
    }
    sizes
}

fn definition(api: &Api, recursion: &Recursion, id: TypeId, sizes: &[usize]) -> usize {
    match &api.def(id).kind {
        TypeKind::Struct(strukt) => {
            let fields = strukt.fields.iter().enumerate().map(|(index, field)| match &field.kind {
                FieldKind::Constant(_) => 0,
                FieldKind::Value { .. } if recursion.fields.contains(&(id, index)) => POINTER,
                FieldKind::Value { ty, presence } => of(ty, sizes) + optional(ty, *presence),
            });
            let extra = match strukt.extra {
                Extra::Ignored => 0,
                Extra::Kept(_) => MAP,
            };
            fields.sum::<usize>() + extra
        }
        TypeKind::Enum(list) => match list {
            EnumValues::Strings(_) => STRING,
            EnumValues::Integers(_) => 2 * WORD,
        },
        TypeKind::Union(union) => {
            let mut variants = variant_sizes(union, sizes);
            for (index, large) in outsized(&variants).into_iter().enumerate() {
                if large || recursion.variants.contains(&(id, index)) {
                    variants[index] = POINTER;
                }
            }
            WORD + variants.into_iter().max().unwrap_or(0)
        }
        TypeKind::Alias(ty) => of(ty, sizes),
    }
}

fn optional(ty: &Type, presence: Presence) -> usize {
    let roomy = match ty {
        // These have bit patterns to spare for "nothing".
        Type::Scalar(Scalar::String | Scalar::Base64 | Scalar::Secret | Scalar::Bool)
        | Type::List(_)
        | Type::Map(_) => true,
        Type::Scalar(_) | Type::Named(_) | Type::Nullable(_) | Type::Any => false,
    };
    match presence {
        Presence::Optional if !roomy => WORD,
        Presence::Optional | Presence::Required => 0,
    }
}

/// The sizes of a union's variants, and last of the one that keeps what is not known.
fn variant_sizes(union: &Union, sizes: &[usize]) -> Vec<usize> {
    union.variants.iter().map(|variant| of(&variant.ty, sizes)).chain([VALUE]).collect()
}

/// The size of a use.
pub(super) fn of(ty: &Type, sizes: &[usize]) -> usize {
    match ty {
        Type::Scalar(scalar) => match scalar {
            Scalar::Bool | Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::F64 => WORD,
            Scalar::Date | Scalar::Ipv4 => WORD,
            Scalar::String | Scalar::Base64 | Scalar::Binary | Scalar::Secret => STRING,
            Scalar::Uuid | Scalar::Ipv6 => 2 * WORD,
            Scalar::DateTime => 3 * WORD,
        },
        Type::Named(id) => sizes[id.0],
        Type::List(_) => STRING,
        Type::Map(_) => MAP,
        Type::Nullable(inner) => of(inner, sizes) + optional(inner, Presence::Optional),
        Type::Any => VALUE,
    }
}

/// The variants of unions that belong behind a pointer.
pub(super) fn large_variants(api: &Api, sizes: &[usize]) -> BTreeSet<(TypeId, usize)> {
    let mut large = BTreeSet::new();
    for id in api.type_ids() {
        let TypeKind::Union(union) = &api.def(id).kind else { continue };
        let outsized = outsized(&variant_sizes(union, sizes)).into_iter().enumerate().filter(|(_, large)| *large);
        large.extend(outsized.map(|(index, _)| (id, index)));
    }
    large
}

/// Which of these sizes stand out so much that a pointer is better: the largest, as long as the next one is far smaller.
pub(super) fn outsized(sizes: &[usize]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse((sizes[index], index)));
    let mut large = vec![false; sizes.len()];
    for (position, &index) in order.iter().enumerate() {
        let next = order.get(position + 1).map_or(0, |&next| sizes[next]);
        let rest_are_alike = sizes[index] - next <= TOLERANCE;
        if rest_are_alike || sizes.len() == 1 {
            break;
        }
        large[index] = true;
    }
    large
}
