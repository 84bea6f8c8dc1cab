//! An enum of values.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Table, documentation, runtime};
use crate::model::{Docs, EnumValues, TypeId, ValueWords};
use crate::names::Ident;

pub(super) const FILE: &str = "enumeration.rs";

/// The items of one enum.
pub(super) fn items(scope: &Scope<'_>, id: TypeId, list: &EnumValues) -> Vec<Item> {
    scope.uses_runtime();
    vec![Item::Code(definition(scope, id, list)), Item::Table(table(scope, id, list))]
}

fn definition(scope: &Scope<'_>, id: TypeId, list: &EnumValues) -> TokenStream {
    let names = scope.cx.names.ty(id);
    let (name, variants) = (&names.ident, &names.variants);
    let docs = documentation::item(&scope.cx.api.def(id).docs);
    let described = values(list);
    let variants = variants.iter().zip(described).map(|(variant, value)| {
        let docs = documentation::lines(value.lines());
        quote!(#docs #variant)
    });
    let unknown = match list {
        EnumValues::Strings(_) => scope.standard("String"),
        EnumValues::Integers(_) => quote!(i64),
    };
    let docs_unknown = documentation::line("A value that the description does not list, as it came.");
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #docs_unknown
            Unknown(#unknown),
        }
    }
}

/// Each value with what is said of it.
fn values(list: &EnumValues) -> Vec<String> {
    let docs = |value: &str, words: &ValueWords| {
        let docs = Docs { description: words.description.clone(), ..Docs::default() };
        let paragraphs = documentation::paragraphs(&docs).into_iter();
        std::iter::once(documentation::code(value)).chain(paragraphs).collect::<Vec<_>>().join("\n\n")
    };
    match list {
        EnumValues::Strings(values) => values.iter().map(|(value, words)| docs(value, words)).collect(),
        EnumValues::Integers(values) => values.iter().map(|(value, words)| docs(&value.to_string(), words)).collect(),
    }
}

fn table(scope: &Scope<'_>, id: TypeId, list: &EnumValues) -> Table {
    let names = scope.cx.names.ty(id);
    let row = |variant: &Ident, value: Cell| {
        vec![Cell::Ident(variant.clone()), Cell::Word("="), value, Cell::Join, Cell::Word(",")]
    };
    let (macro_name, rows) = match list {
        EnumValues::Strings(values) => {
            let rows =
                names.variants.iter().zip(values).map(|(variant, (value, _))| row(variant, Cell::Text(value.clone())));
            (runtime::STRING_ENUM, rows.collect())
        }
        EnumValues::Integers(values) => {
            let rows =
                names.variants.iter().zip(values).map(|(variant, (value, _))| row(variant, Cell::Integer(*value)));
            (runtime::INTEGER_ENUM, rows.collect())
        }
    };
    Table { name: macro_name, head: vec![Cell::Ident(names.ident.clone())], rows: Some(rows) }
}
