//! A union: an enum of types.

use std::iter;

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Row, Table, documentation, runtime, usage};
use crate::facts::conversions;
use crate::model::{Alternatives, Discriminator, JsonKind, Literal, Range, Test, Type, TypeId, Union};

pub(super) const FILE: &str = "union.rs";

/// The items of one union.
pub(super) fn items(scope: &Scope<'_>, id: TypeId, union: &Union) -> Vec<Item> {
    scope.uses_runtime();
    vec![Item::Code(definition(scope, id, union)), Item::Table(table(scope, id, union))]
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
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #docs_unknown
            Unknown(#value),
        }
    }
}

pub(super) fn payload(scope: &Scope<'_>, id: TypeId, index: usize, ty: &Type) -> TokenStream {
    let ty = usage::ty(scope, ty);
    match scope.cx.facts.is_boxed_variant(id, index) {
        true => {
            let pointer = scope.standard("Box");
            quote!(#pointer<#ty>)
        }
        false => ty,
    }
}

/// `rt::tagged_union! { MessageContent by "type" { Text(TextContent) = "text", } }` or a table of tests. The type stands where a value of
/// it becomes the union.
fn table(scope: &Scope<'_>, id: TypeId, union: &Union) -> Table {
    let names = scope.cx.names.ty(id);
    let converted = conversions(scope.cx.facts, scope.cx.api, id, union);
    let rows = union.variants.iter().zip(&names.variants).enumerate().map(|(index, (variant, ident))| {
        let mut row = vec![Cell::Ident(ident.clone())];
        if converted.contains(&index) {
            row.extend([Cell::Join, Cell::List(vec![vec![Cell::Type(usage::ty(scope, &variant.ty))]])]);
        }
        match &variant.alternatives {
            Alternatives::Tags(tags) => {
                row.push(Cell::Word("="));
                for (index, tag) in tags.all().enumerate() {
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
        Row::from(row)
    });
    let rows = Some(rows.collect());
    let any = union.any_of.then_some(Cell::Word("any"));
    let head = iter::once(Cell::Ident(names.ident.clone())).chain(any);
    match &union.told_by {
        Discriminator::Tag(property) => {
            let rest = union.variants.iter().zip(&names.variants).find(|(variant, _)| variant.has_rest);
            let rest = rest.into_iter().flat_map(|(_, ident)| [Cell::Word("else"), Cell::Ident(ident.clone())]);
            let head = head.chain([Cell::Word("by"), Cell::Text(property.0.clone())]).chain(rest).collect();
            Table { rows, ..Table::new(runtime::TAGGED_UNION, head) }
        }
        Discriminator::Shape => Table { rows, ..Table::new(runtime::UNTAGGED_UNION, head.collect()) },
    }
}

/// `object ["kind"] { "kind": "a1" | "a2" } at { ["head", "kind"]: "b" } only ["kind", "x"] within [("x", 0.0, 9.0)]`
pub(super) fn test(test: &Test) -> Vec<Cell> {
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
            cells.extend(one_of(values));
            cells
        });
        cells.extend(list("{", told_by, "}"));
    }
    if !test.at.is_empty() {
        cells.push(Cell::Word("at"));
        cells.extend(list("{", test.at.iter().map(within), "}"));
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

/// `"a" | "b"`
fn one_of(values: &[Literal]) -> Vec<Cell> {
    let each = values.iter().enumerate().map(|(index, value)| {
        let before = (index > 0).then_some(Cell::Word("|"));
        before.into_iter().chain([value.into()])
    });
    each.flatten().collect()
}

/// `["head", "kind"]: "b"`
fn within((path, values): &(Vec<String>, Vec<Literal>)) -> Vec<Cell> {
    let mut cells = vec![Cell::Word("["), Cell::Join];
    for (index, step) in path.iter().enumerate() {
        if index > 0 {
            cells.extend([Cell::Join, Cell::Word(",")]);
        }
        cells.push(Cell::Text(step.clone()));
    }
    cells.extend([Cell::Join, Cell::Word("]"), Cell::Join, Cell::Word(":")]);
    cells.extend(one_of(values));
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
