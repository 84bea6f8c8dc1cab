//! Which types contain themselves, and where a pointer makes them finite.
//!
//! An edge goes from a definition to each definition whose value lies in it without indirection. Edges within a strongly
//! connected component are boxed. An alias on a circle of aliases and lists must be a type of its own.

use std::collections::BTreeSet;

use crate::model::{Api, FieldKind, Presence, Type, TypeId, TypeKind, circles};

/// Where recursion is.
#[derive(Clone, Debug, Default)]
pub(super) struct Recursion {
    pub(super) fields: BTreeSet<(TypeId, usize)>,
    pub(super) variants: BTreeSet<(TypeId, usize)>,
    pub(super) newtypes: BTreeSet<TypeId>,
    /// Those of them whose values lie in themselves: tuples, which are no pointers as lists are.
    pub(super) boxed_newtypes: BTreeSet<TypeId>,
    /// Required fields, by name, on a circle of required fields: no finite value has them all.
    pub(super) endless: BTreeSet<(TypeId, String)>,
}

/// Finds all of it.
pub(super) fn find(api: &Api) -> Recursion {
    let mut recursion = Recursion { newtypes: circular_aliases(api), ..Recursion::default() };
    let edges = |kind: &TypeKind| by_value(kind).into_iter().flat_map(|(_, ty)| ty.contains_by_value()).collect();
    let by_value = circles::components(&api.types, edges);
    for id in api.type_ids() {
        for (index, ty) in by_value_of(api, id) {
            if !ty.contains_by_value().into_iter().any(|target| by_value[target.0] == by_value[id.0]) {
                continue;
            }
            match &api.def(id).kind {
                TypeKind::Struct(_) => drop(recursion.fields.insert((id, index))),
                TypeKind::Union(_) => drop(recursion.variants.insert((id, index))),
                TypeKind::Alias(_) if recursion.newtypes.contains(&id) => drop(recursion.boxed_newtypes.insert(id)),
                TypeKind::Alias(_) | TypeKind::Enum(_) => {}
            }
        }
    }
    let edges = |kind: &TypeKind| required(kind).into_iter().map(|(_, id)| id).collect();
    let required = circles::components(&api.types, edges);
    for id in api.type_ids() {
        for (name, target) in required_of(api, id) {
            if required[target.0] == required[id.0] {
                recursion.endless.insert((id, name.to_owned()));
            }
        }
    }
    recursion
}

fn required_of(api: &Api, id: TypeId) -> Vec<(&str, TypeId)> {
    required(&api.def(id).kind)
}

/// Definitions whose value must be there for a value of this one to be.
fn required(kind: &TypeKind) -> Vec<(&str, TypeId)> {
    match kind {
        TypeKind::Struct(strukt) => {
            let fields = strukt.fields.iter();
            fields
                .flat_map(|field| {
                    let needed = match &field.kind {
                        FieldKind::Value { ty, presence: Presence::Required } => ty.needs(),
                        FieldKind::Value { .. } | FieldKind::Constant(_) => Vec::new(),
                    };
                    needed.into_iter().map(|target| (field.name.0.as_str(), target))
                })
                .collect()
        }
        TypeKind::Alias(ty) => ty.needs().into_iter().map(|target| ("", target)).collect(),
        TypeKind::Union(_) | TypeKind::Enum(_) => Vec::new(),
    }
}

/// Aliases that lead back to themselves through aliases alone.
fn circular_aliases(api: &Api) -> BTreeSet<TypeId> {
    circles::on_circles(&api.types, |kind| match kind {
        TypeKind::Alias(ty) => ty.mentions(),
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => Vec::new(),
    })
}

fn by_value_of(api: &Api, id: TypeId) -> Vec<(usize, &Type)> {
    by_value(&api.def(id).kind)
}

fn by_value(kind: &TypeKind) -> Vec<(usize, &Type)> {
    match kind {
        TypeKind::Struct(strukt) => {
            let fields = strukt.fields.iter().enumerate();
            fields
                .filter_map(|(index, field)| match &field.kind {
                    FieldKind::Value { ty, .. } => Some((index, ty)),
                    FieldKind::Constant(_) => None,
                })
                .collect()
        }
        TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).enumerate().collect(),
        TypeKind::Alias(ty) => vec![(0, ty)],
        TypeKind::Enum(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{api, named, strukt, union};
    use super::find;
    use crate::model::Presence::{Optional, Required};
    use crate::model::{Scalar, Type, TypeKind};

    /// What is found in these definitions: boxed fields, boxed variants, newtypes, endless fields.
    type Found = (Vec<(usize, usize)>, Vec<(usize, usize)>, Vec<usize>, Vec<usize>);

    fn found(kinds: Vec<TypeKind>) -> Found {
        let found = find(&api(kinds));
        let places = |places: std::collections::BTreeSet<(crate::model::TypeId, usize)>| {
            places.into_iter().map(|(id, index)| (id.0, index)).collect()
        };
        (
            places(found.fields),
            places(found.variants),
            found.newtypes.into_iter().map(|id| id.0).collect(),
            found.endless.into_iter().map(|(id, _)| id.0).collect(),
        )
    }

    fn text() -> Type {
        Type::Scalar(Scalar::String)
    }

    #[test]
    fn what_contains_no_part_of_itself_needs_nothing() {
        assert_eq!(found(Vec::new()), Found::default());
        let chain = vec![strukt(vec![(named(1), Required)]), strukt(vec![(named(2), Required)]), strukt(Vec::new())];
        assert_eq!(found(chain), Found::default());
        let twice = vec![strukt(vec![(named(1), Required), (named(1), Optional)]), strukt(vec![(text(), Required)])];
        assert_eq!(found(twice), Found::default());
    }

    #[test]
    fn a_struct_within_itself_is_boxed_there() {
        let kind = strukt(vec![(text(), Required), (named(0), Optional), (named(0).nullable(), Required)]);
        assert_eq!(found(vec![kind]), (vec![(0, 1), (0, 2)], vec![], vec![], vec![]));
    }

    #[test]
    fn structs_within_each_other_are_boxed_on_the_circle_alone() {
        let kinds = vec![
            strukt(vec![(named(1), Optional)]),
            strukt(vec![(named(2), Optional), (named(3), Optional)]),
            strukt(vec![(named(0), Optional)]),
            strukt(vec![(text(), Optional)]),
        ];
        assert_eq!(found(kinds).0, [(0, 0), (1, 0), (2, 0)]);
    }

    #[test]
    fn lists_and_maps_are_pointers_already() {
        let kind = strukt(vec![(Type::list(named(0)), Required), (Type::map(named(0).nullable()), Required)]);
        assert_eq!(found(vec![kind]), Found::default());
    }

    fn tuple(items: Vec<Type>) -> Type {
        Type::Tuple(items)
    }

    #[test]
    fn a_tuple_is_no_pointer() {
        let optional = strukt(vec![(text(), Required), (tuple(vec![named(0), text()]), Optional)]);
        assert_eq!(found(vec![optional]), (vec![(0, 1)], vec![], vec![], vec![]));
        let required = strukt(vec![(tuple(vec![text(), tuple(vec![named(0)])]), Required)]);
        assert_eq!(found(vec![required]), (vec![(0, 0)], vec![], vec![], vec![0]));
        let within_lists = strukt(vec![(tuple(vec![Type::list(named(0)), text()]), Required)]);
        assert_eq!(found(vec![within_lists]), Found::default());
    }

    #[test]
    fn a_tuple_of_itself_is_a_type_behind_a_pointer() {
        let alias = |items| TypeKind::Alias(tuple(items));
        let recursion = find(&api(vec![alias(vec![named(0).nullable(), text()]), alias(vec![Type::list(named(1))])]));
        assert_eq!(recursion.newtypes.into_iter().map(|id| id.0).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(recursion.boxed_newtypes.into_iter().map(|id| id.0).collect::<Vec<_>>(), [0]);
        let through_a_union = find(&api(vec![alias(vec![named(1), text()]), union(vec![text(), named(0)])]));
        assert!(through_a_union.newtypes.is_empty() && through_a_union.variants.len() == 1);
    }

    #[test]
    fn a_union_on_a_circle_has_boxed_variants() {
        let kinds = vec![union(vec![text(), named(1)]), strukt(vec![(named(0), Required)])];
        assert_eq!(found(kinds), (vec![(1, 0)], vec![(0, 1)], vec![], vec![]));
    }

    #[test]
    fn an_alias_is_seen_through() {
        let kinds = vec![strukt(vec![(named(1), Optional)]), TypeKind::Alias(named(0))];
        assert_eq!(found(kinds), (vec![(0, 0)], vec![], vec![], vec![]));
    }

    #[test]
    fn an_alias_that_leads_back_to_itself_is_a_type_of_its_own() {
        assert_eq!(found(vec![TypeKind::Alias(Type::list(named(0)))]).2, [0]);
        let kinds = vec![
            TypeKind::Alias(Type::list(named(1))),
            TypeKind::Alias(Type::map(named(0)).nullable()),
            TypeKind::Alias(Type::list(named(0))),
        ];
        assert_eq!(found(kinds).2, [0, 1], "what only leads into a circle is none of it");
        let through = vec![TypeKind::Alias(Type::list(named(1))), strukt(vec![(named(0), Required)])];
        assert_eq!(found(through), Found::default(), "a struct in between is a type of its own already");
    }

    #[test]
    fn required_fields_on_a_circle_have_no_end() {
        assert_eq!(found(vec![strukt(vec![(named(0), Required)])]).3, [0]);
        let kinds = vec![
            strukt(vec![(named(1), Required)]),
            strukt(vec![(named(0), Required), (named(2), Required)]),
            strukt(vec![]),
        ];
        assert_eq!(found(kinds).3, [0, 1]);
        let ends = vec![strukt(vec![(named(1), Required)]), strukt(vec![(named(0), Optional)])];
        assert_eq!(found(ends).3, Vec::<usize>::new());
        let null = vec![strukt(vec![(named(0).nullable(), Required)])];
        assert_eq!(found(null).3, Vec::<usize>::new());
    }

    /// The stack of the search is a list: no chain of definitions is too long for it.
    #[test]
    fn long_chains_and_large_circles_are_fine() {
        let count = 20_000;
        let mut kinds: Vec<_> = (1..count).map(|next| strukt(vec![(named(next), Optional)])).collect();
        kinds.push(strukt(vec![(text(), Optional)]));
        assert_eq!(found(kinds.clone()), Found::default());
        kinds[count - 1] = strukt(vec![(named(0), Optional)]);
        assert_eq!(found(kinds).0.len(), count);
    }
}
