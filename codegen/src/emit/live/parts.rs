//! The parts of `multipart/mixed`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::import::Scope;
use crate::emit::usage;
use crate::model::Type;

/// `PartStream<types::Message, types::ApiError>`, or of `Bytes` where nothing is said of a part.
pub(super) fn value(scope: &Scope<'_>, item: Option<&Type>, failure: &TokenStream) -> TokenStream {
    let stream = scope.value("PartStream");
    let item = document(scope, item);
    quote!(#stream<#item, #failure>)
}

/// What one of many is: a document of a type, or `Bytes`.
pub(in crate::emit) fn document(scope: &Scope<'_>, item: Option<&Type>) -> TokenStream {
    item.map_or_else(|| scope.value("Bytes"), |item| usage::ty(scope, item))
}
