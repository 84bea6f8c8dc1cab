//! What comes back: decoders, and an enum by status and media type where one type is not enough.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Row, Table, documentation, live, runtime, spec, usage};
use crate::facts::{self, Outcome, failure_outcome, success_outcome};
use crate::model::{HeaderForm, Kind, Media, Operation, Response, Type};
use crate::names::{Ident, OperationNames};

/// The decoder of successes.
pub(super) fn success(described: &Operation, names: &OperationNames) -> TokenStream {
    if let Some(word) = live::word(&described.kind) {
        return word;
    }
    match success_outcome(described) {
        Outcome::Nothing => quote!(rt::Empty),
        Outcome::One(media) => single(&media),
        Outcome::Several => {
            let ident = &names.success;
            quote!(#ident)
        }
    }
}

/// The decoder of failures.
pub(super) fn failure(described: &Operation, names: &OperationNames) -> TokenStream {
    match failure_outcome(described) {
        Outcome::Nothing => quote!(rt::Undocumented),
        Outcome::One(media) => single(&media),
        Outcome::Several => {
            let ident = &names.failure;
            quote!(#ident)
        }
    }
}

/// The type that a success is decoded to.
pub(super) fn success_value(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> TokenStream {
    if let Some(stream) = live::value(scope, described, &failure_value(scope, described, names)) {
        return stream;
    }
    match success_outcome(described) {
        Outcome::Nothing => quote!(()),
        Outcome::One(media) => value(scope, &media).unwrap_or_else(|| quote!(())),
        Outcome::Several => {
            let ident = &names.success;
            quote!(#ident)
        }
    }
}

/// The type that a documented failure is decoded to.
pub(super) fn failure_value(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> TokenStream {
    match failure_outcome(described) {
        Outcome::Nothing => scope.standard("Infallible"),
        Outcome::One(media) => value(scope, &media).unwrap_or_else(|| quote!(())),
        Outcome::Several => {
            let ident = &names.failure;
            quote!(#ident)
        }
    }
}

/// The decoder of the one form that there is; of which type is said beside it.
fn single(media: &Media) -> TokenStream {
    match media {
        Media::Empty => quote!(rt::Empty),
        Media::Json(_) => quote!(rt::Json<_>),
        Media::AnyJson(_) => quote!(rt::AnyJson<_>),
        Media::Text => quote!(rt::Text),
        Media::AnyText => quote!(rt::AnyText),
        // Of what stays open the kind of the operation says what it is.
        Media::Binary | Media::Stream => quote!(rt::Binary),
    }
}

fn value(scope: &Scope<'_>, media: &Media) -> Option<TokenStream> {
    match media {
        Media::Empty => None,
        Media::Json(ty) | Media::AnyJson(ty) => Some(usage::ty(scope, ty)),
        Media::Text | Media::AnyText => Some(scope.standard("String")),
        Media::Binary | Media::Stream => Some(scope.value("Bytes")),
    }
}

/// The enums by status and the typed headers of one operation.
pub(super) fn items(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> Vec<Item> {
    let mut items = Vec::new();
    if matches!((&described.kind, success_outcome(described)), (Kind::Call, Outcome::Several)) {
        let title =
            format!("What {} gives, by {}.", documentation::call(&names.call), told_by(&described.responses.success));
        items.push(enumeration(scope, &title, &names.success, &names.success_variants, &described.responses.success));
    }
    if matches!(failure_outcome(described), Outcome::Several) {
        let title = format!(
            "What {} fails with, by {}.",
            documentation::call(&names.call),
            told_by(&described.responses.failure)
        );
        items.push(enumeration(scope, &title, &names.failure, &names.failure_variants, &described.responses.failure));
    }
    if !described.responses.headers.is_empty() {
        items.extend(headers(scope, described, names));
    }
    items
}

fn enumeration(scope: &Scope<'_>, title: &str, name: &Ident, variants: &[Ident], responses: &[Response]) -> Item {
    let title = documentation::line(title);
    let rows = variants.iter().zip(responses).zip(payloads(scope, responses)).map(|((variant, response), payload)| {
        let mut cells = vec![Cell::Ident(variant.clone())];
        let has_value = payload.is_some();
        if let Some(ty) = payload {
            cells.extend([Cell::Join, Cell::List(vec![vec![Cell::Type(ty)]])]);
        }
        cells.extend([Cell::Word("="), spec::status(response.status)]);
        if response.is_one_of_several(responses) {
            cells.extend(response.names.iter().cloned().map(Cell::Text));
        }
        if has_value {
            cells.extend([Cell::Word("as"), Cell::Type(single(&response.media))]);
        }
        cells.extend([Cell::Join, Cell::Word(",")]);
        Row { docs: variant_docs(responses, response), cells }
    });
    let head = vec![Cell::Word("pub enum"), Cell::Ident(name.clone())];
    Item::Table(Table { docs: Some(title), rows: Some(rows.collect()), ..Table::new(runtime::OUTCOME, head) })
}

/// What the variants hold.
pub(super) fn payloads(scope: &Scope<'_>, responses: &[Response]) -> Vec<Option<TokenStream>> {
    let types: Vec<Option<&Type>> = responses.iter().map(|response| response.media.ty()).collect();
    let large = scope.cx.facts.large(&types);
    let payload = |(response, large): (&Response, bool)| {
        let ty = value(scope, &response.media)?;
        Some(match large {
            true => {
                let pointer = scope.standard("Box");
                quote!(#pointer<#ty>)
            }
            false => ty,
        })
    };
    responses.iter().zip(large).map(payload).collect()
}

fn told_by(responses: &[Response]) -> &'static str {
    let by_media_type = responses.iter().any(|response| response.is_one_of_several(responses));
    let by_status = responses.iter().any(|response| response.status != responses[0].status);
    match (by_status, by_media_type) {
        (true, true) => "status and media type",
        (false, true) => "media type",
        (_, false) => "status",
    }
}

/// What the description says of the status, and the media types where they decide.
fn variant_docs(responses: &[Response], response: &Response) -> TokenStream {
    let mut docs = response.docs.clone();
    if response.is_one_of_several(responses) {
        docs.notes.push(format!("{}.", documentation::code(&facts::accept_one(response))));
    }
    documentation::item(&docs)
}

fn headers(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> Vec<Item> {
    let name = &names.headers;
    let title = documentation::line(&format!(
        "Headers that a success of {} is documented to have.",
        documentation::call(&names.call)
    ));
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
        let mut row = vec![Cell::Ident(name.clone()), Cell::Word("="), Cell::Text(header.name.0.clone())];
        row.extend(match header.form {
            HeaderForm::Simple => None,
            HeaderForm::Exploded => Some(Cell::Word("exploded")),
            HeaderForm::Json => Some(Cell::Word("json")),
        });
        row.extend([Cell::Join, Cell::Word(";")]);
        Row::from(row)
    });
    let table = Table { rows: Some(rows.collect()), ..Table::new(runtime::HEADERS, vec![Cell::Ident(name.clone())]) };
    vec![Item::Code(definition), Item::Table(table)]
}
