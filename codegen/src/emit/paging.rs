//! The streams of a list in pages: its items and its pages, in each direction.
//!
//! Enters: where a page has its items and the cursor of the next one. Leaves: the methods. How pages are fetched is the business of
//! the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{documentation, ident, outcome, usage};
use crate::facts::Form;
use crate::model::{FieldKind, Operation, Page, PageStep, Scalar, Type, TypeId, TypeKind, WireName};
use crate::names::{Ident, OperationNames};

/// The methods that fetch one page after the other.
pub(super) fn streams(
    scope: &Scope<'_>,
    described: &Operation,
    names: &OperationNames,
    page: &Page,
) -> Vec<TokenStream> {
    let Some(response) = described.responses.success.first().and_then(|response| response.media.ty()) else {
        return Vec::new();
    };
    let page_type = usage::ty(scope, response);
    let error = outcome::failure_value(scope, described, names);
    let item = usage::ty(scope, &page.item);
    let Some(to_items) = trail(scope, response, &page.items) else { return Vec::new() };
    let directions = [
        (Some(&page.next), "items", "pages", "next"),
        (page.previous.as_ref(), "previous_items", "previous_pages", "previous"),
    ];
    let (of_items_type, of_pages_type) = (scope.value("Items"), scope.value("Pages"));
    let mut methods = Vec::new();
    for (step, items, pages, word) in directions {
        let Some(PageStep { parameter, value }) = step else { continue };
        let Some(to_cursor) = trail(scope, response, value) else { continue };
        let (items, pages) = (ident::fixed(items), ident::fixed(pages));
        let parameter = &parameter.0;
        let cursor = cursor(&quote!(page), &to_cursor);
        let both = both(&to_items, &to_cursor);
        let of_items = documentation::line(&format!(
            "Every item of this page and of all {word} ones, fetched as the stream is polled."
        ));
        let of_pages = documentation::line(&format!("This page and all {word} ones, fetched as the stream is polled."));
        methods.push(quote! {
            #of_items
            pub fn #items(self) -> #of_items_type<#item, #error> {
                rt::items(self, #parameter, |page: #page_type| #both)
            }
            #of_pages
            pub fn #pages(self) -> #of_pages_type<#page_type, #error> {
                rt::pages(self, #parameter, |page| #cursor)
            }
        });
    }
    methods
}

/// A property on the way.
struct Stop<'a> {
    name: &'a Ident,
    form: Form,
    /// It is there, and may be null.
    is_nullable: bool,
    /// It is a number, which needs no clone.
    is_number: bool,
}

impl Stop<'_> {
    fn is_there(&self) -> bool {
        !self.is_nullable && matches!(self.form, Form::Constant | Form::Required)
    }
}

/// The properties that lead to a value of a page.
fn trail<'a>(scope: &Scope<'a>, response: &'a Type, names: &[WireName]) -> Option<Vec<Stop<'a>>> {
    let mut ty = response;
    let mut stops = Vec::new();
    for name in names {
        let (id, index) = position(scope, ty, name)?;
        let TypeKind::Struct(strukt) = &scope.cx.api.def(id).kind else { return None };
        let field = &strukt.fields[index];
        let FieldKind::Value { ty: of_field, .. } = &field.kind else { return None };
        let is_number = matches!(
            scope.cx.facts.resolved(scope.cx.api, of_field.non_null()),
            Type::Scalar(Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64)
        );
        stops.push(Stop {
            name: scope.cx.names.ty(id).fields.get(index)?,
            form: scope.cx.facts.form(id, field),
            is_nullable: matches!(of_field, Type::Nullable(_)),
            is_number,
        });
        ty = of_field;
    }
    Some(stops)
}

fn position(scope: &Scope<'_>, ty: &Type, name: &WireName) -> Option<(TypeId, usize)> {
    let Type::Named(id) = scope.cx.facts.resolved(scope.cx.api, ty.non_null()) else { return None };
    let TypeKind::Struct(strukt) = &scope.cx.api.def(*id).kind else { return None };
    Some((*id, strukt.fields.iter().position(|field| field.name == *name)?))
}

/// The items and the cursor of a page that is taken apart. Where either stands in what may be missing, the cursor is copied first.
fn both(to_items: &[Stop<'_>], to_cursor: &[Stop<'_>]) -> TokenStream {
    let page = quote!(page);
    let items = items(&page, to_items);
    let objects =
        [to_items, to_cursor].into_iter().filter_map(|stops| stops.split_last()).flat_map(|(_, objects)| objects);
    match objects.into_iter().all(Stop::is_there) {
        true => {
            let cursor = path(&page, to_cursor);
            quote!((#items, #cursor))
        }
        false => {
            let cursor = cursor(&page, to_cursor);
            quote!({ let cursor = #cursor; (#items, cursor) })
        }
    }
}

fn path(page: &TokenStream, stops: &[Stop<'_>]) -> TokenStream {
    stops.iter().fold(page.clone(), |path, Stop { name, .. }| quote!(#path.#name))
}

/// What takes the items out of `whole`: none where something on the way is missing.
fn items(whole: &TokenStream, stops: &[Stop<'_>]) -> TokenStream {
    let Some((stop, rest)) = stops.split_first() else { return whole.clone() };
    let name = stop.name;
    let part = match stop.form {
        Form::Maybe => quote!(#whole.#name.into_value()),
        Form::Constant | Form::Required | Form::Optional => quote!(#whole.#name),
    };
    match (stop.is_there(), rest.is_empty()) {
        (true, _) => items(&part, rest),
        (false, true) => quote!(#part.into_iter().flatten()),
        (false, false) => {
            let within = items(&quote!(part), rest);
            quote!(#part.into_iter().flat_map(|part| #within))
        }
    }
}

/// What copies the cursor out of `whole`, which stays.
fn cursor(whole: &TokenStream, stops: &[Stop<'_>]) -> TokenStream {
    let Some((stop, rest)) = stops.split_first() else { return quote!(#whole.clone()) };
    let name = stop.name;
    let part = quote!(#whole.#name);
    match (stop.form, rest.is_empty()) {
        (_, true) if stop.is_number => part,
        (_, true) => quote!(#part.clone()),
        (Form::Maybe, false) => {
            let within = cursor(&quote!(part), rest);
            quote!(#part.value().map(|part| #within))
        }
        _ if stop.is_there() => cursor(&part, rest),
        _ => {
            let within = cursor(&quote!(part), rest);
            quote!(#part.as_ref().map(|part| #within))
        }
    }
}
