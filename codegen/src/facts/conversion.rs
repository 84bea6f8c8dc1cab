//! Which values become a union by themselves: those of a type that one variant alone has.

use super::Facts;
use crate::model::{Api, Scalar, Type, TypeId, Union};

/// What Rust tells types apart by, as far as values of them are converted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    Named(TypeId),
    Scalar(Scalar),
}

/// The variants that a value of their type is converted to, by index.
pub(crate) fn conversions(facts: &Facts, api: &Api, id: TypeId, union: &Union) -> Vec<usize> {
    let resolved: Vec<&Type> = union.variants.iter().map(|variant| facts.resolved(api, &variant.ty)).collect();
    let sources: Vec<Option<Source>> = resolved.iter().map(|ty| source(ty)).collect();
    let is_alone = |source: Source| sources.iter().filter(|other| **other == Some(source)).count() == 1;
    let converts = |source: &Option<Source>| source.is_some_and(|it| it != Source::Named(id) && is_alone(it));
    (0..sources.len()).filter(|index| converts(&sources[*index]) && is_free(resolved[*index])).collect()
}

fn source(ty: &Type) -> Option<Source> {
    match ty {
        Type::Named(id) => Some(Source::Named(*id)),
        // Those are one type in Rust.
        Type::Scalar(Scalar::Always(_)) => Some(Source::Scalar(Scalar::Bool)),
        Type::Scalar(Scalar::Binary) => Some(Source::Scalar(Scalar::String)),
        Type::Scalar(scalar) => Some(Source::Scalar(*scalar)),
        Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => None,
    }
}

/// Whether any value of the type is one of the variant, and the type is nobody's else: what is secret or in Base64 is not made of others.
fn is_free(ty: &Type) -> bool {
    match ty {
        Type::Named(_) => true,
        Type::Scalar(scalar) => match scalar {
            Scalar::Bool | Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::I128 | Scalar::F64 => true,
            Scalar::String | Scalar::Date | Scalar::DateTime | Scalar::Uuid => true,
            Scalar::Always(_) | Scalar::Number | Scalar::Ipv4 | Scalar::Ipv6 => false,
            Scalar::Base64 | Scalar::Binary | Scalar::Secret => false,
        },
        Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => false,
    }
}
