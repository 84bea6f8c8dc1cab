//! Another name for a use of a type; a type of its own where it leads back to itself.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Table, documentation, runtime, usage};
use crate::model::{Type, TypeId, TypeKind};
use crate::names::Ident;

pub(super) const FILE: &str = "alias.rs";

/// The items of one alias.
pub(super) fn items(scope: &Scope<'_>, id: TypeId, target: &Type) -> Vec<Item> {
    let name = &scope.cx.names.ty(id).ident;
    let docs = documentation::item(&scope.cx.api.def(id).docs);
    if let Some((place, target)) = named(scope, id, target) {
        return vec![Item::Code(quote!(#docs pub use #place::#target as #name;))];
    }
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

/// The enum or newtype that an alias is another name of, and the module that has it. `type` would not do: nothing can be imported from such an
/// alias, as variants are, and it makes no value.
fn named<'a>(scope: &Scope<'a>, alias: TypeId, target: &Type) -> Option<(TokenStream, &'a Ident)> {
    let cx = scope.cx;
    let (Type::Named(id), Type::Named(end)) = (target, cx.facts.resolved(cx.api, target)) else { return None };
    let has_more = match &cx.api.def(*end).kind {
        TypeKind::Enum(_) | TypeKind::Union(_) => true,
        TypeKind::Alias(_) => cx.facts.is_newtype(*end),
        TypeKind::Struct(_) => false,
    };
    let is_here = cx.api.def(alias).home == cx.api.def(*id).home;
    let place = if is_here { quote!(self) } else { quote!(super) };
    (has_more && !cx.facts.is_newtype(alias)).then(|| (place, &cx.names.ty(*id).ident))
}
