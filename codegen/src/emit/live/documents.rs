//! JSON documents one after the other.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::import::Scope;
use crate::emit::usage;
use crate::model::Type;

/// `JsonStream<types::Message, types::ApiError>`
pub(super) fn value(scope: &Scope<'_>, item: &Type, failure: &TokenStream) -> TokenStream {
    let (stream, item) = (scope.value("JsonStream"), usage::ty(scope, item));
    quote!(#stream<#item, #failure>)
}
