//! How large values are, roughly, so that one large variant does not make an enum large for all.
//!
//! Sizes are those of 64-bit targets, rounded up to whole words; they decide about a pointer, not about memory.

use std::collections::BTreeSet;

use super::recursion::Recursion;
use crate::model::{Api, EnumValues, Extra, FieldKind, Presence, Scalar, Type, TypeId, TypeKind, Union, reach};

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
    let mut holders: Vec<Vec<TypeId>> = vec![Vec::new(); api.types.len()];
    for id in api.type_ids() {
        reach::parts(&api.def(id).kind).into_iter().flat_map(Type::mentions).for_each(|part| holders[part.0].push(id));
    }
    // Definitions contain each other to a certain depth; after as many rounds as the deepest nesting nothing changes. Another size may
    // come only of what holds one that has changed.
    let mut asked: BTreeSet<TypeId> = api.type_ids().collect();
    for _ in 0..=api.types.len() {
        let found: Vec<_> = asked.iter().map(|id| (*id, definition(api, recursion, *id, &sizes))).collect();
        let changed: Vec<_> = found.into_iter().filter(|(id, size)| sizes[id.0] != *size).collect();
        asked = changed.iter().flat_map(|(id, _)| &holders[id.0]).copied().collect();
        changed.into_iter().for_each(|(id, size)| sizes[id.0] = size);
        if asked.is_empty() {
            break;
        }
    }
    sizes
}

fn definition(api: &Api, recursion: &Recursion, id: TypeId, sizes: &[usize]) -> usize {
    match &api.def(id).kind {
        TypeKind::Struct(strukt) => {
            let fields = strukt.fields.iter().enumerate().map(|(index, field)| match &field.kind {
                FieldKind::Constant(_) => POINTER,
                FieldKind::Value { .. } if recursion.fields.contains(&(id, index)) => POINTER,
                FieldKind::Value { ty, presence } => of(ty, sizes).saturating_add(optional(ty, *presence)),
            });
            let extra = match strukt.extra {
                Extra::Ignored | Extra::Closed => 0,
                Extra::Kept(_) => MAP,
            };
            // A chain of structs that hold two of the next doubles at every step.
            fields.fold(extra, usize::saturating_add)
        }
        TypeKind::Enum(list) => match list.values {
            EnumValues::Strings(_) => STRING,
            EnumValues::Integers(_) => 2 * WORD,
        },
        TypeKind::Union(union) => {
            let mut variants = variant_sizes(recursion, id, union, sizes);
            for (index, large) in outsized(&variants).into_iter().enumerate() {
                if large {
                    variants[index] = POINTER;
                }
            }
            variants.into_iter().max().unwrap_or(0).saturating_add(WORD)
        }
        TypeKind::Alias(_) if recursion.boxed_newtypes.contains(&id) => POINTER,
        TypeKind::Alias(ty) => of(ty, sizes),
    }
}

fn optional(ty: &Type, presence: Presence) -> usize {
    let roomy = match ty {
        // These have bit patterns to spare for "nothing".
        Type::Scalar(
            Scalar::String | Scalar::Base64 | Scalar::Secret | Scalar::Bool | Scalar::Always(_) | Scalar::Number,
        )
        | Type::List(_)
        | Type::Map(_) => true,
        Type::Scalar(_) | Type::Named(_) | Type::Tuple(_) | Type::Nullable(_) | Type::Any => false,
    };
    match presence {
        Presence::Optional if !roomy => WORD,
        Presence::Optional | Presence::Required => 0,
    }
}

/// The sizes of a union's variants, of which some are behind a pointer anyway, and last of the one that keeps what is not known.
fn variant_sizes(recursion: &Recursion, id: TypeId, union: &Union, sizes: &[usize]) -> Vec<usize> {
    let size = |(index, ty)| if recursion.variants.contains(&(id, index)) { POINTER } else { of(ty, sizes) };
    union.variants.iter().map(|variant| &variant.ty).enumerate().map(size).chain([VALUE]).collect()
}

/// The size of a use.
pub(super) fn of(ty: &Type, sizes: &[usize]) -> usize {
    match ty {
        Type::Scalar(scalar) => match scalar {
            Scalar::Bool | Scalar::Always(_) | Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::F64 => {
                WORD
            }
            Scalar::Date | Scalar::Ipv4 => WORD,
            Scalar::String | Scalar::Base64 | Scalar::Binary | Scalar::Secret => STRING,
            Scalar::Uuid | Scalar::Ipv6 | Scalar::Number | Scalar::I128 => 2 * WORD,
            Scalar::DateTime => 3 * WORD,
        },
        Type::Named(id) => sizes[id.0],
        Type::List(_) => STRING,
        Type::Tuple(items) => items.iter().map(|item| of(item, sizes)).fold(0, usize::saturating_add),
        Type::Map(_) => MAP,
        Type::Nullable(inner) => of(inner, sizes).saturating_add(optional(inner, Presence::Optional)),
        Type::Any => VALUE,
    }
}

/// The variants of unions that belong behind a pointer.
pub(super) fn large_variants(api: &Api, recursion: &Recursion, sizes: &[usize]) -> BTreeSet<(TypeId, usize)> {
    let mut large = BTreeSet::new();
    for id in api.type_ids() {
        let TypeKind::Union(union) = &api.def(id).kind else { continue };
        let outsized =
            outsized(&variant_sizes(recursion, id, union, sizes)).into_iter().enumerate().filter(|(_, large)| *large);
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

#[cfg(test)]
mod tests {
    use super::super::recursion;
    use super::super::sample::{api, named, strukt, union};
    use super::{POINTER, STRING, VALUE, WORD, estimate, large_variants, outsized};
    use crate::model::Presence::{Optional, Required};
    use crate::model::{EnumValues, Enumeration, Growth, Presence, Scalar, Type, TypeId, TypeKind};

    fn sizes(kinds: Vec<TypeKind>) -> Vec<usize> {
        let api = api(kinds);
        estimate(&api, &recursion::find(&api))
    }

    /// A struct of as many texts.
    fn texts(count: usize) -> TypeKind {
        strukt(vec![(Type::Scalar(Scalar::String), Required); count])
    }

    #[test]
    fn a_use_is_as_large_as_what_it_holds() {
        let integer = || Type::Scalar(Scalar::I64);
        let text = || Type::Scalar(Scalar::String);
        let table: Vec<(Type, Presence, usize)> = vec![
            (integer(), Required, WORD),
            (integer(), Optional, 2 * WORD),
            (integer().nullable(), Required, 2 * WORD),
            (text(), Optional, STRING),
            (text().nullable(), Required, STRING),
            (Type::list(integer()), Optional, STRING),
            (Type::list(named(0)), Required, STRING),
            (Type::map(integer()), Required, STRING),
            (Type::Scalar(Scalar::Uuid), Required, 2 * WORD),
            (Type::Any, Required, VALUE),
        ];
        for (ty, presence, size) in table {
            let message = format!("{ty:?}, {presence:?}");
            assert_eq!(sizes(vec![strukt(vec![(ty, presence)])]), [size], "{message}");
        }
    }

    #[test]
    fn definitions_add_up_through_each_other() {
        let kinds = vec![
            strukt(vec![(named(1), Required), (named(2), Required)]),
            TypeKind::Alias(named(3)),
            TypeKind::Enum(Enumeration { values: EnumValues::Strings(Vec::new()), growth: Growth::Open }),
            texts(2),
        ];
        assert_eq!(sizes(kinds), [3 * STRING, 2 * STRING, STRING, 2 * STRING]);
    }

    #[test]
    fn what_is_within_itself_is_a_pointer_there() {
        let kinds = vec![strukt(vec![(named(1), Required)]), strukt(vec![(named(0), Required), (named(1), Required)])];
        assert_eq!(sizes(kinds), [POINTER, 2 * POINTER]);
        assert_eq!(sizes(vec![TypeKind::Alias(Type::list(named(0)))]), [STRING]);
    }

    #[test]
    fn an_empty_struct_has_no_size() {
        assert_eq!(sizes(vec![strukt(Vec::new())]), [0]);
    }

    #[test]
    fn one_large_variant_is_behind_a_pointer() {
        let large = |kinds: Vec<TypeKind>| {
            let api = api(kinds);
            let recursion = recursion::find(&api);
            large_variants(&api, &recursion, &estimate(&api, &recursion))
        };
        let kinds = vec![union(vec![named(1), named(2)]), texts(1), texts(20)];
        assert_eq!(large(kinds).into_iter().collect::<Vec<_>>(), [(TypeId(0), 1)]);
        let alike = vec![union(vec![named(1), named(2)]), texts(4), texts(6)];
        assert!(large(alike).is_empty());
        let mut around = vec![(named(0), Required)];
        around.extend(vec![(Type::Scalar(Scalar::String), Required); 20]);
        let beside_a_circle = vec![union(vec![named(1), named(2)]), strukt(around), texts(20)];
        assert_eq!(large(beside_a_circle).into_iter().collect::<Vec<_>>(), [(TypeId(0), 1)]);
    }

    #[test]
    fn the_largest_stand_out_as_long_as_the_next_is_far_smaller() {
        let table: &[(&[usize], &[bool])] = &[
            (&[], &[]),
            (&[1000], &[false]),
            (&[0, 144], &[false, false]),
            (&[0, 145], &[false, true]),
            (&[1000, 0, 500], &[true, false, true]),
            (&[1000, 1000, 0], &[false, false, false]),
            (&[500, 400, 300], &[false, false, false]),
        ];
        for (sizes, large) in table {
            assert_eq!(outsized(sizes), *large, "{sizes:?}");
        }
    }

    /// Two of the next at every step double the size; it ends at the largest number instead of beyond it.
    #[test]
    fn sizes_that_double_do_not_overflow() {
        let count = 80;
        let mut kinds: Vec<_> =
            (1..count).map(|next| strukt(vec![(named(next), Required), (named(next), Required)])).collect();
        kinds.push(texts(1));
        assert_eq!(sizes(kinds)[0], usize::MAX);
    }
}
