//! Tags that are constants, settled when all definitions are known.
//!
//! A variant that is told by one single tag everywhere and must have it gets it as a constant, so that nobody has to set it; one with
//! several tags keeps the property as a field; one without the property has it added by the union. Unions without a tag are the
//! business of `telling`.

use std::collections::{BTreeMap, BTreeSet};

use super::looks::{resolve, strukt};
use crate::model::{
    Alternatives, Discriminator, EnumValues, FieldKind, Literal, Presence, Scalar, Type, TypeDef, TypeId, TypeKind,
    WireName,
};

/// Turns the tag property into a constant where every union gives the variant the same single tag.
pub(super) fn settle(types: &mut [TypeDef]) {
    let mut told: BTreeMap<(TypeId, WireName), BTreeSet<String>> = BTreeMap::new();
    for def in types.iter() {
        let TypeKind::Union(union) = &def.kind else {
            continue;
        };
        let Discriminator::Tag(property) = &union.told_by else {
            continue;
        };
        for variant in &union.variants {
            if let Alternatives::Tags(tags) = &variant.alternatives
                && let Some((id, _)) = strukt(types, &variant.ty)
            {
                told.entry((id, property.clone())).or_default().extend(tags.iter().cloned());
            }
        }
    }
    for ((id, property), tags) in told {
        let Some(tag) = tags.first().filter(|_| tags.len() == 1) else {
            continue;
        };
        let TypeKind::Struct(strukt) = &types[id.0].kind else {
            continue;
        };
        let Some(index) = strukt.fields.iter().position(|field| field.name == property) else {
            continue;
        };
        let fits = match &strukt.fields[index].kind {
            FieldKind::Constant(_) => false,
            // What may be missing stays so: a value that came without the tag goes back without it.
            FieldKind::Value { presence: Presence::Optional, .. } => false,
            FieldKind::Value { ty, presence: Presence::Required } => holds_word(types, ty, tag),
        };
        if let TypeKind::Struct(strukt) = &mut types[id.0].kind
            && fits
        {
            strukt.fields[index].kind = FieldKind::Constant(Literal::Text(tag.clone()));
        }
    }
}

fn holds_word(types: &[TypeDef], ty: &Type, word: &str) -> bool {
    match resolve(types, ty) {
        Type::Scalar(Scalar::String) => true,
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Enum(list) => match &list {
                EnumValues::Strings(values) => values.iter().any(|(value, _)| value == word),
                EnumValues::Integers(_) => false,
            },
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Alias(_) => false,
        },
        Type::Scalar(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => false,
    }
}
