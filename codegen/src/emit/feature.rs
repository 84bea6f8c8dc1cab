//! The features of a crate that is divided: one for each tag, and one for the types that none of them needs.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use crate::facts::Needer;
use crate::names::ServiceNames;

/// All of them.
pub(super) const ALL: &str = "apis";
/// Types that no call needs.
pub(super) const UNREACHED: &str = "unreached-types";

/// The feature of a service.
pub(super) fn of(names: &ServiceNames) -> String {
    format!("api-{}", names.module.text().replace('_', "-"))
}

/// What says that an item of a service is there with its feature only.
pub(super) fn condition(cx: Cx<'_>, names: &ServiceNames) -> Option<TokenStream> {
    let feature = of(names);
    cx.facts.is_divided().then(|| quote!(#[cfg(feature = #feature)]))
}

/// What says that an item is there with the types that no call needs only.
pub(super) fn unreached(cx: Cx<'_>) -> Option<TokenStream> {
    cx.facts.is_divided().then(|| quote!(#[cfg(feature = #UNREACHED)]))
}

/// The features of which each brings a file that these need.
pub(super) fn any_of(cx: Cx<'_>, needers: &[Needer]) -> Vec<String> {
    let feature = |needer: &Needer| match needer {
        Needer::Service(index) => of(&cx.names.services()[*index]),
        Needer::Unreached => UNREACHED.to_owned(),
    };
    needers.iter().map(feature).collect()
}
