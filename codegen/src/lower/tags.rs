//! Tags that are constants, settled when all definitions are known.
//!
//! A variant that is told by one single tag everywhere and must have it gets it as a constant, so that nobody has to set it; one with
//! several tags keeps the property as a field; one without the property has it added by the union. Unions without a tag are the
//! business of `telling`.

use std::collections::{BTreeMap, BTreeSet};

use super::looks::{resolve, strukt};
use crate::model::{
    Alternatives, Discriminator, EnumValues, Enumeration, FieldKind, Literal, Presence, Scalar, Type, TypeDef, TypeId,
    TypeKind, WireName,
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
        // What has other tags too keeps the property as a field.
        for variant in union.variants.iter().filter(|variant| !variant.has_rest) {
            if let Alternatives::Tags(tags) = &variant.alternatives
                && let Some((id, _)) = strukt(types, &variant.ty)
            {
                told.entry((id, property.clone())).or_default().extend(tags.given.iter().cloned());
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
        let constant = match &strukt.fields[index].kind {
            FieldKind::Constant(_) => None,
            // A text that may be missing stays so: a value that came without the tag goes back without it. Within the union, the
            // union writes it; but it writes no numbers and no booleans.
            FieldKind::Value { ty, presence } => literal(types, ty, tag)
                .filter(|literal| *presence == Presence::Required || !matches!(literal, Literal::Text(_))),
        };
        if let TypeKind::Struct(strukt) = &mut types[id.0].kind
            && let Some(constant) = constant
        {
            strukt.fields[index].kind = FieldKind::Constant(constant);
        }
    }
}

/// The tag as a value of this type, where it is one.
fn literal(types: &[TypeDef], ty: &Type, tag: &str) -> Option<Literal> {
    let text = || Literal::Text(tag.to_owned());
    let integer = || tag.parse().ok().map(Literal::Integer);
    match resolve(types, ty) {
        Type::Scalar(Scalar::String) => Some(text()),
        Type::Scalar(Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::I128) => integer(),
        Type::Scalar(Scalar::Bool) => tag.parse().ok().map(Literal::Bool),
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Enum(Enumeration { values: EnumValues::Strings(values), .. }) => {
                values.iter().any(|(value, _)| value == tag).then(text)
            }
            TypeKind::Enum(Enumeration { values: EnumValues::Integers(values), .. }) => {
                integer().filter(|tag| values.iter().any(|(value, _)| *tag == Literal::Integer(*value)))
            }
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
        },
        Type::Scalar(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => None,
    }
}
