//! Values in pieces: bytes as they come, and the elements of a list.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::emit::import::Scope;
use crate::emit::{documentation, outcome, usage};
use crate::model::{Operation, Pieces};
use crate::names::OperationNames;

/// Whether a word in the table of the call says that it has `elements`, which is so of a `Vec`; what has another name, of the method or of
/// the list, has the method written out.
pub(in crate::emit) fn is_list(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> bool {
    let is_usual = names.pieces.as_ref().is_some_and(|method| method.text() == "elements");
    let is_vec = || {
        let value = outcome::success_value(scope, described, names).into_iter().next();
        matches!(value, Some(TokenTree::Ident(word)) if word == "Vec")
    };
    is_usual && matches!(described.pieces, Some(Pieces::Elements(_))) && is_vec()
}

/// `pub fn stream(self) -> Opening<ByteStream<E>, E>`
pub(in crate::emit) fn method(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> Option<TokenStream> {
    if is_list(scope, described, names) {
        return None;
    }
    let (pieces, method) = (described.pieces.as_ref()?, names.pieces.as_ref()?);
    let failure = outcome::failure_value(scope, described, names);
    let decoder = outcome::failure(described, names);
    let (docs, stream) = match pieces {
        Pieces::Bytes => {
            let stream = scope.value("ByteStream");
            ("Gives the body as it comes, as a stream of bytes.", quote!(#stream<#failure>))
        }
        Pieces::Elements(item) => {
            let (stream, item) = (scope.value("JsonStream"), usage::ty(scope, item));
            ("Gives the elements of the list one by one, as they come.", quote!(#stream<#item, #failure>))
        }
    };
    let (docs, opening) = (documentation::line(docs), scope.value("Opening"));
    Some(quote! {
        #docs
        pub fn #method(self) -> #opening<#stream, #failure> {
            rt::open::<_, #decoder>(self.0)
        }
    })
}
