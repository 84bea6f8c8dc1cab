//! A union: an enum of types.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Table, documentation, runtime, usage};
use crate::model::{Alternatives, Discriminator, Test, Type, TypeId, Union};

pub(super) const FILE: &str = file!();

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
    let named = |ty: &Type| match usage::resolved(scope, ty) {
        Type::Named(id) => Some(*id),
        Type::Scalar(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => None,
    };
    let mut tokens = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        let Some(target) = named(&variant.ty) else { continue };
        let twice = union.variants.iter().filter(|other| named(&other.ty) == Some(target)).count() > 1;
        if twice || target == id {
            continue;
        }
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
    let rows = union.variants.iter().zip(&names.variants).enumerate().map(|(index, (variant, ident))| {
        let mut row = vec![Cell::Ident(ident.clone())];
        match &variant.alternatives {
            Alternatives::Tags(tags, _) => {
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
                if scope.cx.facts.falls_through(union, index) {
                    row.push(Cell::Word("or next"));
                }
            }
        }
        row.extend([Cell::Join, Cell::Word(",")]);
        row
    });
    let rows = rows.collect();
    let head = Cell::Ident(names.ident.clone());
    match &union.told_by {
        Discriminator::Tag(property) => {
            let head = vec![head, Cell::Word("by"), Cell::Text(property.0.clone())];
            Table { name: runtime::TAGGED_UNION, head, rows: Some(rows) }
        }
        Discriminator::Shape => Table { name: runtime::UNTAGGED_UNION, head: vec![head], rows: Some(rows) },
    }
}

fn test(test: &Test) -> Vec<Cell> {
    let list = |open: &'static str, words: Vec<Vec<Cell>>, close: &'static str| {
        let mut cells = vec![Cell::Word(open), Cell::Join];
        for (index, word) in words.into_iter().enumerate() {
            if index > 0 {
                cells.extend([Cell::Join, Cell::Word(",")]);
            }
            cells.extend(word);
        }
        cells.extend([Cell::Join, Cell::Word(close)]);
        cells
    };
    match test {
        Test::Boolean => vec![Cell::Word("boolean")],
        Test::Integer => vec![Cell::Word("integer")],
        Test::Number => vec![Cell::Word("number")],
        Test::String => vec![Cell::Word("string")],
        Test::Array => vec![Cell::Word("array")],
        Test::Try => vec![Cell::Word("any")],
        Test::Words(words) => {
            let words = words.iter().map(|word| vec![Cell::Text(word.clone())]).collect();
            let mut cells = vec![Cell::Word("string")];
            cells.extend(list("[", words, "]"));
            cells
        }
        Test::Object { keys, constants } => {
            let mut cells = vec![Cell::Word("object")];
            if !keys.is_empty() {
                cells.extend(list("[", keys.iter().map(|key| vec![Cell::Text(key.clone())]).collect(), "]"));
            }
            if !constants.is_empty() {
                let pairs = constants.iter().map(|(key, value)| {
                    vec![Cell::Text(key.clone()), Cell::Join, Cell::Word(":"), Cell::Text(value.clone())]
                });
                cells.extend(list("{", pairs.collect(), "}"));
            }
            cells
        }
    }
}
