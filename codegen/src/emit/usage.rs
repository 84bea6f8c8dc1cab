//! The use of a type as Rust writes it: in a field, as an argument, and the value that an argument becomes.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::runtime;
use crate::model::{Scalar, Type};

/// The type.
pub(super) fn ty(scope: &Scope<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => self::scalar(scope, *scalar),
        Type::Named(id) => scope.named(*id),
        Type::List(item) => {
            let (vec, item) = (scope.standard("Vec"), self::ty(scope, item));
            quote!(#vec<#item>)
        }
        Type::Tuple(items) => {
            let items: Vec<_> = items.iter().map(|item| self::ty(scope, item)).collect();
            match items.as_slice() {
                [only] => quote!((#only,)),
                items => quote!((#(#items),*)),
            }
        }
        Type::Map(value) => {
            let (map, string, value) = (scope.standard("BTreeMap"), scope.standard("String"), self::ty(scope, value));
            quote!(#map<#string, #value>)
        }
        Type::Nullable(inner) => {
            let (option, inner) = (scope.standard("Option"), self::ty(scope, inner));
            quote!(#option<#inner>)
        }
        Type::Any => scope.value(runtime::VALUE),
    }
}

fn scalar(scope: &Scope<'_>, scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Bool | Scalar::Always(_) => quote!(bool),
        Scalar::I32 => quote!(i32),
        Scalar::I64 => quote!(i64),
        Scalar::U32 => quote!(u32),
        Scalar::U64 => quote!(u64),
        Scalar::I128 => quote!(i128),
        Scalar::F64 => quote!(f64),
        Scalar::String => scope.standard("String"),
        Scalar::Ipv4 => quote!(::std::net::Ipv4Addr),
        Scalar::Ipv6 => quote!(::std::net::Ipv6Addr),
        Scalar::Number
        | Scalar::Uuid
        | Scalar::Date
        | Scalar::DateTime
        | Scalar::Base64
        | Scalar::Binary
        | Scalar::Secret => match runtime::value(scalar) {
            Some(name) => scope.value(name),
            None => scope.standard("String"),
        },
    }
}

/// How an argument is taken: what a caller has at hand, and the expression that makes the value of it.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

/// An argument called `name` for a value of this type.
pub(super) fn taken(scope: &Scope<'_>, ty: &Type, name: &TokenStream) -> Taken {
    let plain = || Taken { ty: self::ty(scope, ty), value: quote!(#name) };
    let into = |target: TokenStream| {
        let into = scope.standard("Into");
        Taken { ty: quote!(impl #into<#target>), value: quote!(#name.into()) }
    };
    match resolved(scope, ty) {
        whole if is_converted(whole) => into(self::ty(scope, ty)),
        Type::Any | Type::Scalar(_) | Type::Named(_) | Type::Tuple(_) | Type::Nullable(_) => plain(),
        Type::List(item) => {
            let iter = scope.standard("IntoIterator");
            match resolved(scope, item) {
                Type::Scalar(Scalar::String) => {
                    let (string, into) = (scope.standard("String"), scope.standard("Into"));
                    Taken {
                        ty: quote!(impl #iter<Item = impl #into<#string>>),
                        value: quote!(#name.into_iter().map(#into::into).collect()),
                    }
                }
                _ => {
                    let item = self::ty(scope, item);
                    Taken { ty: quote!(impl #iter<Item = #item>), value: quote!(#name.into_iter().collect()) }
                }
            }
        }
        Type::Map(value) => {
            let (iter, string, into) =
                (scope.standard("IntoIterator"), scope.standard("String"), scope.standard("Into"));
            let (value_ty, convert) = match resolved(scope, value) {
                Type::Scalar(Scalar::String) => (quote!(impl #into<#string>), quote!((key.into(), value.into()))),
                _ => (self::ty(scope, value), quote!((key.into(), value))),
            };
            Taken {
                ty: quote!(impl #iter<Item = (impl #into<#string>, #value_ty)>),
                value: quote!(#name.into_iter().map(|(key, value)| #convert).collect()),
            }
        }
    }
}

/// Whether the argument for a value of this type is what converts into one: callers have something simpler at hand.
pub(super) fn is_converted(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => {
            matches!(scalar, Scalar::String | Scalar::Secret | Scalar::Base64 | Scalar::Binary | Scalar::Number)
        }
        Type::Any => true,
        Type::Named(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) => false,
    }
}

/// The use with aliases followed.
pub(super) fn resolved<'t>(scope: &Scope<'t>, ty: &'t Type) -> &'t Type {
    scope.cx.facts.resolved(scope.cx.api, ty)
}
