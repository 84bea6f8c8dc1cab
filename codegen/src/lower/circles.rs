//! Definitions that contain each other without anything in between: a value of one would be a value of the other, for ever.
//!
//! Enters: all definitions. Leaves: aliases that lead back to themselves stand for any value, and a union is no alternative
//! of itself but has the alternatives of all unions on the way back to it, both with a diagnostic. So is a tuple that holds itself: no such array
//! has an end. Circles through properties, lists and maps are fine and not its business.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, catalogue};
use crate::model::{Alternatives, Discriminator, Test, Type, TypeDef, TypeId, TypeKind, Variant, circles};

/// Breaks all circles.
pub(super) fn break_up(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    let count = types.len();
    let ids = || (0..count).map(TypeId);
    let itself = circles::on_circles(types, |kind| alias(kind).and_then(Type::stands_for).into_iter().collect());
    let within_itself = circles::on_circles(types, |kind| alias(kind).map(Type::needs).unwrap_or_default());
    for id in itself.union(&within_itself) {
        let message = match itself.contains(id) {
            true => "the schema says only that it is itself; any value is accepted",
            false => "every value of the schema holds another one, without an end; any value is accepted",
        };
        report(&types[id.0], message, diagnostics).help("say what the values are");
        types[id.0].kind = TypeKind::Alias(Type::Any);
    }
    let found: Vec<_> = ids().filter_map(|id| Some((id, straightened(types, id)?))).collect();
    for (id, variants) in found {
        let def = &mut types[id.0];
        report(def, "a schema is an alternative of itself; what else it may be is what it is", diagnostics)
            .help("remove the alternative, or say what else it is");
        let TypeKind::Union(union) = &mut def.kind else { continue };
        union.variants = variants;
        if union.variants.is_empty() {
            def.kind = TypeKind::Alias(Type::Any);
        }
    }
}

/// The use that a definition is another name for.
fn alias(kind: &TypeKind) -> Option<&Type> {
    match kind {
        TypeKind::Alias(ty) => Some(ty),
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => None,
    }
}

/// The alternatives of a union without those that lead back to it, and with the other alternatives of the unions on that way;
/// `None` where nothing leads back.
fn straightened(types: &[TypeDef], id: TypeId) -> Option<Vec<Variant>> {
    let TypeKind::Union(union) = &types[id.0].kind else { return None };
    if !union.variants.iter().any(|variant| leads_to(types, &variant.ty, id).is_some()) {
        return None;
    }
    let mut gathered: Vec<Variant> = Vec::new();
    let (mut waiting, mut seen) = (vec![id], BTreeSet::new());
    while let Some(here) = waiting.pop() {
        if !seen.insert(here) {
            continue;
        }
        let TypeKind::Union(other) = &types[here.0].kind else {
            waiting.extend(next(&types[here.0].kind));
            continue;
        };
        for variant in &other.variants {
            match (leads_to(types, &variant.ty, id), &union.told_by) {
                // The tags of another union are not those of this one.
                (Some(_), Discriminator::Tag(_)) => {}
                (Some(further), Discriminator::Shape) => waiting.push(further),
                (None, _) if gathered.iter().any(|known| known.ty == variant.ty) => {}
                (None, Discriminator::Tag(_)) => gathered.push(variant.clone()),
                (None, Discriminator::Shape) => {
                    let alternatives = match &variant.alternatives {
                        Alternatives::Shape(test) => Alternatives::Shape(test.clone()),
                        Alternatives::Tags(_) => Alternatives::Shape(Test::default()),
                    };
                    gathered.push(Variant { alternatives, ..variant.clone() });
                }
            }
        }
    }
    Some(gathered)
}

/// The definition that a use mentions, where its values may be values of `id`.
fn leads_to(types: &[TypeDef], ty: &Type, id: TypeId) -> Option<TypeId> {
    ty.stands_for().filter(|target| reaches(types, *target, id))
}

/// Whether a value of `from` is a value of `to`.
fn reaches(types: &[TypeDef], from: TypeId, to: TypeId) -> bool {
    let (mut waiting, mut seen) = (vec![from], BTreeSet::new());
    while let Some(id) = waiting.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) {
            waiting.extend(next(&types[id.0].kind));
        }
    }
    false
}

/// The definitions whose values are values of this one.
fn next(kind: &TypeKind) -> Vec<TypeId> {
    match kind {
        TypeKind::Alias(ty) => ty.stands_for().into_iter().collect(),
        TypeKind::Union(union) => union.variants.iter().filter_map(|variant| variant.ty.stands_for()).collect(),
        TypeKind::Struct(_) | TypeKind::Enum(_) => Vec::new(),
    }
}

fn report<'d>(def: &TypeDef, message: &str, diagnostics: &'d mut Diagnostics) -> &'d mut Diagnostic {
    diagnostics.report(&catalogue::REFERENCE_OUT_OF_REACH, &def.origin, message)
}
