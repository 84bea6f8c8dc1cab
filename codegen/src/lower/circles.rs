//! Definitions that contain each other without anything in between: a value of one would be a value of the other, for ever.
//!
//! Enters: all definitions. Leaves: aliases that lead back to themselves stand for any value, and a union is no alternative
//! of itself, both with a diagnostic. Circles through properties, lists and maps are fine and not its business.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, catalogue};
use crate::model::{Type, TypeDef, TypeId, TypeKind};

/// Breaks all circles.
pub(super) fn break_up(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    let ids = || (0..types.len()).map(TypeId);
    let aliases: Vec<_> = ids().filter(|id| is_alias(types, *id) && reaches(types, *id, *id, is_alias)).collect();
    for id in aliases {
        report(&types[id.0], "the schema says only that it is itself; any value is accepted", diagnostics)
            .help("say what the values are");
        types[id.0].kind = TypeKind::Alias(Type::Any);
    }
    let anything = |_: &[TypeDef], _| true;
    let inside = |id: TypeId| match &types[id.0].kind {
        TypeKind::Union(union) => {
            let targets = union.variants.iter().map(|variant| variant.ty.contains_by_value());
            targets.map(|target| target.is_some_and(|target| reaches(types, target, id, anything))).collect()
        }
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => Vec::new(),
    };
    let found: Vec<Vec<bool>> = (0..types.len()).map(|index| inside(TypeId(index))).collect();
    for (def, circular) in types.iter_mut().zip(found).filter(|(_, circular)| circular.contains(&true)) {
        report(def, "a schema is an alternative of itself; that alternative is left out", diagnostics)
            .help("remove the alternative, or say what else it is");
        let TypeKind::Union(union) = &mut def.kind else { continue };
        let mut circular = circular.into_iter();
        union.variants.retain(|_| circular.next() == Some(false));
        if union.variants.is_empty() {
            def.kind = TypeKind::Alias(Type::Any);
        }
    }
}

/// Whether a value of `from` is, by way of definitions that `pass`, a value of `to`.
fn reaches(types: &[TypeDef], from: TypeId, to: TypeId, pass: impl Fn(&[TypeDef], TypeId) -> bool) -> bool {
    let start = if from == to && is_alias(types, from) { next(&types[from.0].kind) } else { vec![from] };
    let (mut waiting, mut seen) = (start, BTreeSet::new());
    while let Some(id) = waiting.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) && pass(types, id) {
            waiting.extend(next(&types[id.0].kind));
        }
    }
    false
}

/// The definitions whose values are values of this one.
fn next(kind: &TypeKind) -> Vec<TypeId> {
    match kind {
        TypeKind::Alias(ty) => ty.contains_by_value().into_iter().collect(),
        TypeKind::Union(union) => union.variants.iter().filter_map(|variant| variant.ty.contains_by_value()).collect(),
        TypeKind::Struct(_) | TypeKind::Enum(_) => Vec::new(),
    }
}

fn is_alias(types: &[TypeDef], id: TypeId) -> bool {
    matches!(types[id.0].kind, TypeKind::Alias(_))
}

fn report<'d>(def: &TypeDef, message: &str, diagnostics: &'d mut Diagnostics) -> &'d mut Diagnostic {
    diagnostics.report(&catalogue::REFERENCE_OUT_OF_REACH, &def.origin, message)
}
