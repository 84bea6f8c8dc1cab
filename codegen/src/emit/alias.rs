//! Another name for a use of a type; a type of its own where it leads back to itself.

use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Table, documentation, runtime, usage};
use crate::model::{Type, TypeId};

pub(super) const FILE: &str = "alias.rs";

/// The items of one alias.
pub(super) fn items(scope: &Scope<'_>, id: TypeId, target: &Type) -> Vec<Item> {
    let name = &scope.cx.names.ty(id).ident;
    let docs = documentation::item(&scope.cx.api.def(id).docs);
    let ty = usage::ty(scope, target);
    if !scope.cx.facts.is_newtype(id) {
        return vec![Item::Code(quote!(#docs pub type #name = #ty;))];
    }
    scope.uses_runtime();
    let (held, value) = match scope.cx.facts.is_boxed_newtype(id) {
        true => {
            let pointer = scope.standard("Box");
            (quote!(#pointer<#ty>), quote!(#pointer::new(value)))
        }
        false => (ty.clone(), quote!(value)),
    };
    let definition = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name(pub #held);

        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self(#value)
            }
        }
    };
    let table = Table::new(runtime::TRANSPARENT, vec![Cell::Ident(name.clone())]);
    vec![Item::Code(definition), Item::Table(table)]
}
