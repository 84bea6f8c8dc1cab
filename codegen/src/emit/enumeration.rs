//! An enum of values: one table of its variants and their values.

use super::import::Scope;
use super::{Cell, Item, Row, Table, documentation, runtime};
use crate::model::{Docs, EnumValues, Enumeration, Growth, TypeId, ValueWords};
use crate::names::Ident;

pub(super) const FILE: &str = "enumeration.rs";

/// The items of one enum: `rt::string_enum! { pub enum Role { Admin = "admin", } }`.
pub(super) fn items(scope: &Scope<'_>, id: TypeId, list: &Enumeration) -> Vec<Item> {
    scope.uses_runtime();
    let names = scope.cx.names.ty(id);
    let row = |(variant, (value, words)): (&Ident, (Cell, &ValueWords))| Row {
        docs: documentation::item(&Docs { description: words.description.clone(), ..Docs::default() }),
        cells: vec![Cell::Ident(variant.clone()), Cell::Word("="), value, Cell::Join, Cell::Word(",")],
    };
    let (name, rows) = match &list.values {
        EnumValues::Strings(values) => {
            let values = values.iter().map(|(value, words)| (Cell::Text(value.clone()), words));
            let name = match list.growth {
                Growth::Open => runtime::STRING_ENUM,
                Growth::Closed => runtime::CLOSED_STRING_ENUM,
            };
            (name, names.variants.iter().zip(values).map(row).collect())
        }
        EnumValues::Integers(values) => {
            let values = values.iter().map(|(value, words)| (Cell::Integer(*value), words));
            let name = match list.growth {
                Growth::Open => runtime::INTEGER_ENUM,
                Growth::Closed => runtime::CLOSED_INTEGER_ENUM,
            };
            (name, names.variants.iter().zip(values).map(row).collect())
        }
    };
    let docs = documentation::item(&scope.cx.api.def(id).docs);
    let head = vec![Cell::Word("pub enum"), Cell::Ident(names.ident.clone())];
    vec![Item::Table(Table { docs: Some(docs), rows: Some(rows), ..Table::new(name, head) })]
}
