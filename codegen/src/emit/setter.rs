//! What the methods that take arguments have in common.

use proc_macro2::TokenStream;
use quote::quote;

use super::documentation;
use crate::model::Docs;
use crate::names::Ident;

/// More arguments than this are what clippy asks about.
const MANY: usize = 7;

/// An exception for a function with this many arguments.
pub(super) fn many_arguments(count: usize) -> Option<TokenStream> {
    (count > MANY).then(|| quote!(#[expect(clippy::too_many_arguments, reason = "the description requires them all")]))
}

/// Attributes of a setter: what is deprecated warns whoever sets it.
pub(super) fn attributes(name: &Ident, docs: &Docs) -> TokenStream {
    let deprecated = docs.deprecated.then(documentation::deprecated);
    let operator = name
        .is_operator()
        .then(|| quote!(#[expect(clippy::should_implement_trait, reason = "named after what the description has")]));
    quote!(#deprecated #operator)
}
