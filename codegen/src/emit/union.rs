//! A union: an enum of types.

use std::iter;

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Table, documentation, runtime, usage};
use crate::facts::conversions as convertible;
use crate::model::{Alternatives, Discriminator, JsonKind, Range, Test, Type, TypeId, Union};

pub(super) const FILE: &str = "union.rs";

/// The items of one union.
pub(super) fn items(scope: &Scope<'_>, id: TypeId, union: &Union) -> Vec<Item> {
    scope.uses_runtime();
    let mut items = vec![Item::Code(definition(scope, id, union))];
    items.extend(conversions(scope, id, union).into_iter().map(Item::Code));
    items.push(Item::Table(table(scope, id, union)));
    items
}

fn definition(scope: &Scope<'_>, id: TypeId, union: &Union) -> TokenStream {
    let names = scope.cx.names.ty(id);
    let name = &names.ident;
    let docs = documentation::item(&scope.cx.api.def(id).docs);
    let variants = union.variants.iter().zip(&names.variants).enumerate().map(|(index, (variant, name))| {
        let docs = documentation::item(&variant.docs);
        let ty = payload(scope, id, index, &variant.ty);
        quote!(#docs #name(#ty))
    });
    let docs_unknown = documentation::line("An alternative that the description does not list, as it came.");
    let value = scope.value(runtime::VALUE);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #docs_unknown
            Unknown(#value),
        }
    }
}

fn payload(scope: &Scope<'_>, id: TypeId, index: usize, ty: &Type) -> TokenStream {
    let ty = usage::ty(scope, ty);
    match scope.cx.facts.is_boxed_variant(id, index) {
        true => {
            let pointer = scope.standard("Box");
            quote!(#pointer<#ty>)
        }
        false => ty,
    }
}

/// `From` for each variant whose type no other variant has.
fn conversions(scope: &Scope<'_>, id: TypeId, union: &Union) -> Vec<TokenStream> {
    let names = scope.cx.names.ty(id);
    let name = &names.ident;
    let mut tokens = Vec::new();
    for index in convertible(scope.cx.facts, scope.cx.api, id, union) {
        let variant = &union.variants[index];
        let (ident, ty) = (&names.variants[index], usage::ty(scope, &variant.ty));
        let value = match scope.cx.facts.is_boxed_variant(id, index) {
            true => {
                let pointer = scope.standard("Box");
                quote!(#pointer::new(value))
            }
            false => quote!(value),
        };
        tokens.push(quote! {
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#ident(#value)
                }
            }
        });
    }
    tokens
}

/// `rt::tagged_union! { MessageContent by "type" { Text = "text", } }` or a table of tests.
fn table(scope: &Scope<'_>, id: TypeId, union: &Union) -> Table {
    let names = scope.cx.names.ty(id);
    let rows = union.variants.iter().zip(&names.variants).map(|(variant, ident)| {
        let mut row = vec![Cell::Ident(ident.clone())];
        match &variant.alternatives {
            Alternatives::Tags(tags) => {
                row.push(Cell::Word("="));
                for (index, tag) in tags.iter().enumerate() {
                    if index > 0 {
                        row.push(Cell::Word("|"));
                    }
                    row.push(Cell::Text(tag.clone()));
                }
            }
            Alternatives::Shape(shape) => {
                row.extend([Cell::Join, Cell::Word(":")]);
                row.extend(test(shape));
            }
        }
        row.extend([Cell::Join, Cell::Word(",")]);
        row
    });
    let rows = rows.collect();
    let any = union.any_of.then_some(Cell::Word("any"));
    let head = iter::once(Cell::Ident(names.ident.clone())).chain(any);
    match &union.told_by {
        Discriminator::Tag(property) => {
            let head = head.chain([Cell::Word("by"), Cell::Text(property.0.clone())]).collect();
            Table { name: runtime::TAGGED_UNION, head, rows: Some(rows) }
        }
        Discriminator::Shape => Table { name: runtime::UNTAGGED_UNION, head: head.collect(), rows: Some(rows) },
    }
}

/// `object ["kind"] { "kind": "a1" | "a2" } only ["kind", "x"] within [("x", 0.0, 9.0)]`
fn test(test: &Test) -> Vec<Cell> {
    let mut cells = vec![Cell::Word(match test.kind {
        JsonKind::Any => "any",
        JsonKind::Boolean => "boolean",
        JsonKind::Integer => "integer",
        JsonKind::Number => "number",
        JsonKind::String => "string",
        JsonKind::Array => "array",
        JsonKind::Object => "object",
        JsonKind::Several => "several",
    })];
    let listed = test.values.iter().map(Cell::from).chain(texts(&test.keys));
    if !test.values.is_empty() || !test.keys.is_empty() {
        cells.extend(list("[", listed.map(|cell| vec![cell]), "]"));
    }
    if !test.told_by.is_empty() {
        let told_by = test.told_by.iter().map(|(key, values)| {
            let mut cells = vec![Cell::Text(key.clone()), Cell::Join, Cell::Word(":")];
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    cells.push(Cell::Word("|"));
                }
                cells.push(value.into());
            }
            cells
        });
        cells.extend(list("{", told_by, "}"));
    }
    if let Some(only) = &test.only {
        cells.push(Cell::Word("only"));
        cells.extend(list("[", texts(only).map(|cell| vec![cell]), "]"));
    }
    if !test.ranges.is_empty() {
        cells.push(Cell::Word("within"));
        cells.extend(list("[", test.ranges.iter().map(range), "]"));
    }
    cells
}

/// `("width", 0.0, 99.0)`
fn range((key, Range { least, most }): &(String, Range)) -> Vec<Cell> {
    let comma = [Cell::Join, Cell::Word(",")];
    let mut cells = vec![Cell::Word("("), Cell::Join, Cell::Text(key.clone())];
    cells.extend(comma.clone());
    cells.push(Cell::Number(*least));
    cells.extend(comma);
    cells.extend([Cell::Number(*most), Cell::Join, Cell::Word(")")]);
    cells
}

fn texts(texts: &[String]) -> impl Iterator<Item = Cell> {
    texts.iter().map(|text| Cell::Text(text.clone()))
}

fn list(open: &'static str, items: impl Iterator<Item = Vec<Cell>>, close: &'static str) -> Vec<Cell> {
    let mut cells = vec![Cell::Word(open), Cell::Join];
    for (index, item) in items.enumerate() {
        if index > 0 {
            cells.extend([Cell::Join, Cell::Word(",")]);
        }
        cells.extend(item);
    }
    cells.extend([Cell::Join, Cell::Word(close)]);
    cells
}
