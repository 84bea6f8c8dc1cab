//! Types of fields that are so deep that clippy asks for names of their parts: the description has none, and says how deep they are.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Type;

/// What clippy's `type_complexity` takes, by default.
const MOST: usize = 250;

/// An exception for a field of this type, behind so many wrappers such as `Option`.
pub(super) fn exception(ty: &Type, wrappers: usize) -> Option<TokenStream> {
    let around: usize = (1..=wrappers).map(|nest| 10 * nest).sum();
    (around + score(ty, wrappers + 1) > MOST)
        .then(|| quote!(#[expect(clippy::type_complexity, reason = "as deep as the description has it")]))
}

/// As clippy counts: ten for each type, times how deep it stands.
fn score(ty: &Type, nest: usize) -> usize {
    let within = match ty {
        Type::Scalar(_) | Type::Named(_) | Type::Any => 0,
        Type::List(inner) | Type::Nullable(inner) => score(inner, nest + 1),
        // Keys are texts.
        Type::Map(value) => 10 * (nest + 1) + score(value, nest + 1),
        Type::Tuple(items) => items.iter().map(|item| score(item, nest + 1)).sum(),
    };
    10 * nest + within
}
