//! What comes back: decoders, and an enum by status where one type is not enough.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Table, documentation, operation, runtime, usage};
use crate::facts::{Outcome, failure_outcome, success_outcome};
use crate::model::{Media, Operation, Response, Type};
use crate::names::{Ident, OperationNames};

/// The decoder of successes.
pub(super) fn success(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> TokenStream {
    match success_outcome(described) {
        Outcome::Nothing => quote!(rt::Empty),
        Outcome::One(media) => decoder(scope, media, false),
        Outcome::ByStatus => {
            let ident = &names.success;
            quote!(#ident)
        }
    }
}

/// The decoder of failures.
pub(super) fn failure(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> TokenStream {
    match failure_outcome(described) {
        Outcome::Nothing => quote!(rt::Undocumented),
        Outcome::One(media) => decoder(scope, media, false),
        Outcome::ByStatus => {
            let ident = &names.failure;
            quote!(#ident)
        }
    }
}

/// The type that a documented failure is decoded to.
pub(super) fn failure_value(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> TokenStream {
    match failure_outcome(described) {
        Outcome::Nothing => quote!(rt::Infallible),
        Outcome::One(media) => value(scope, media).unwrap_or_else(|| quote!(())),
        Outcome::ByStatus => {
            let ident = &names.failure;
            quote!(#ident)
        }
    }
}

fn decoder(scope: &Scope<'_>, media: &Media, boxed: bool) -> TokenStream {
    match media {
        Media::Empty => quote!(rt::Empty),
        Media::Json(ty, _) => {
            let ty = usage::ty(scope, ty);
            match boxed {
                true => {
                    let pointer = scope.standard("Box");
                    quote!(rt::Json<#pointer<#ty>>)
                }
                false => quote!(rt::Json<#ty>),
            }
        }
        Media::Text(_) => quote!(rt::Text),
        Media::Binary(_) => quote!(rt::Binary),
    }
}

fn value(scope: &Scope<'_>, media: &Media) -> Option<TokenStream> {
    match media {
        Media::Empty => None,
        Media::Json(ty, _) => Some(usage::ty(scope, ty)),
        Media::Text(_) => Some(scope.standard("String")),
        Media::Binary(_) => Some(scope.value("Bytes")),
    }
}

/// The enums by status and the typed headers of one operation.
pub(super) fn items(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> Vec<Item> {
    let mut items = Vec::new();
    if matches!(success_outcome(described), Outcome::ByStatus) {
        let title = format!("What [`{}`] gives, by status.", names.call);
        items.extend(by_status(scope, &title, &names.success, &names.success_variants, &described.responses.success));
    }
    if matches!(failure_outcome(described), Outcome::ByStatus) {
        let title = format!("What [`{}`] fails with, by status.", names.call);
        items.extend(by_status(scope, &title, &names.failure, &names.failure_variants, &described.responses.failure));
    }
    if !described.responses.headers.is_empty() {
        items.extend(headers(scope, described, names));
    }
    items
}

fn by_status(scope: &Scope<'_>, title: &str, name: &Ident, variants: &[Ident], responses: &[Response]) -> Vec<Item> {
    let types: Vec<_> = responses
        .iter()
        .map(|response| match &response.media {
            Media::Json(ty, _) => Some(ty),
            Media::Empty | Media::Text(_) | Media::Binary(_) => None,
        })
        .collect::<Vec<Option<&Type>>>();
    let large = scope.cx.facts.large(&types);
    let title = documentation::line(title);
    let definitions = variants.iter().zip(responses).zip(&large).map(|((variant, response), large)| {
        let docs = documentation::item(&response.docs);
        match value(scope, &response.media) {
            None => quote!(#docs #variant),
            Some(ty) if *large => {
                let pointer = scope.standard("Box");
                quote!(#docs #variant(#pointer<#ty>))
            }
            Some(ty) => quote!(#docs #variant(#ty)),
        }
    });
    let definition = quote! {
        #title
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#definitions,)*
        }
    };
    let rows = variants.iter().zip(responses).zip(&large).map(|((variant, response), large)| {
        let mut row = vec![operation::status(response.status), Cell::Word("=>"), Cell::Ident(variant.clone())];
        if response.media != Media::Empty {
            let decoder = decoder(scope, &response.media, *large);
            row.extend([Cell::Join, Cell::Word("("), Cell::Join, Cell::Type(decoder), Cell::Join, Cell::Word(")")]);
        }
        row.extend([Cell::Join, Cell::Word(",")]);
        row
    });
    let table = Table { name: runtime::OUTCOME, head: vec![Cell::Ident(name.clone())], rows: Some(rows.collect()) };
    vec![Item::Code(definition), Item::Table(table)]
}

fn headers(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> Vec<Item> {
    let name = &names.headers;
    let title = documentation::line(&format!("Headers that a success of [`{}`] is documented to have.", names.call));
    let option = scope.standard("Option");
    let fields = described.responses.headers.iter().zip(&names.header_fields).map(|(header, name)| {
        let docs = documentation::item(&header.docs);
        let ty = usage::ty(scope, &header.ty);
        quote!(#docs pub #name: #option<#ty>)
    });
    let definition = quote! {
        #title
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
        }
    };
    let rows = described.responses.headers.iter().zip(&names.header_fields).map(|(header, name)| {
        vec![Cell::Ident(name.clone()), Cell::Word("="), Cell::Text(header.name.0.clone()), Cell::Join, Cell::Word(";")]
    });
    let table = Table { name: runtime::HEADERS, head: vec![Cell::Ident(name.clone())], rows: Some(rows.collect()) };
    vec![Item::Code(definition), Item::Table(table)]
}
