//! What a file brings into scope, and how types are written in it.
//!
//! Standard names are written short unless a type of the file has the name; types of the runtime and of other files are
//! imported and written short unless the name is a standard one or taken.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::fixed;
use super::{Cx, Item, runtime};
use crate::model::TypeId;
use crate::names::ServiceNames;

/// Names that files of types use as the standard library's.
const STANDARD: &[&str] = &[
    "BTreeMap",
    "Box",
    "Default",
    "From",
    "Into",
    "IntoIterator",
    "Option",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// The scope of one file.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) cx: Cx<'a>,
    place: Place,
    /// Names that the file defines or imports from its siblings.
    taken: BTreeSet<String>,
    imports: RefCell<Imports>,
}

/// Which kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A file of `types`: definitions are siblings.
    Types(TypeId),
    /// A file of `api`: definitions stand under `types::`.
    Api,
    /// The reference: everything by its own name, under `types::` where that is the name of something else.
    Reference,
}

#[derive(Debug, Default)]
struct Imports {
    /// In the order of their names.
    siblings: Vec<TypeId>,
    values: BTreeSet<&'static str>,
    maps: bool,
    never: bool,
    runtime: bool,
    types: bool,
}

impl<'a> Scope<'a> {
    /// The file of the definitions that stand with `home`.
    pub(super) fn types(cx: Cx<'a>, home: TypeId) -> Self {
        let here = cx.facts.members(home).iter();
        let taken = here.map(|id| cx.names.ty(*id).ident.text().to_owned()).collect();
        Self { cx, place: Place::Types(home), taken, imports: RefCell::default() }
    }

    /// What is said of operations outside of their file.
    pub(super) fn api(cx: Cx<'a>) -> Self {
        Self { cx, place: Place::Api, taken: BTreeSet::new(), imports: RefCell::default() }
    }

    /// The reference of the crate.
    pub(super) fn reference(cx: Cx<'a>) -> Self {
        Self { place: Place::Reference, ..Self::api(cx) }
    }

    /// The file of a service.
    pub(super) fn service(cx: Cx<'a>, names: &ServiceNames) -> Self {
        let operations =
            names.operations.iter().flat_map(|it| [&it.call, &it.success, &it.failure, &it.headers, &it.body]);
        let taken = operations.chain([&names.handle]).map(|ident| ident.text().to_owned()).collect();
        Self { taken, ..Self::api(cx) }
    }

    /// A name of the standard library's prelude.
    pub(super) fn standard(&self, name: &'static str) -> TokenStream {
        let ident = fixed(name);
        if !self.taken.contains(name) {
            if name == "BTreeMap" {
                self.imports.borrow_mut().maps = true;
            }
            if name == "Infallible" {
                self.imports.borrow_mut().never = true;
            }
            return quote!(#ident);
        }
        match name {
            "BTreeMap" => quote!(::std::collections::BTreeMap),
            "Box" => quote!(::std::boxed::Box),
            "Into" => quote!(::std::convert::Into),
            "Infallible" => quote!(::std::convert::Infallible),
            "IntoIterator" => quote!(::std::iter::IntoIterator),
            "Option" => quote!(::std::option::Option),
            "String" => quote!(::std::string::String),
            "Vec" => quote!(::std::vec::Vec),
            _ => quote!(#ident),
        }
    }

    /// A type at the crate root of the runtime.
    pub(super) fn value(&self, name: &'static str) -> TokenStream {
        let ident = fixed(name);
        match self.place {
            Place::Api if self.taken.contains(name) => quote!(clientwright_runtime::#ident),
            Place::Types(_) if self.taken.contains(name) || self.cx.names.is_type(name) => {
                quote!(clientwright_runtime::#ident)
            }
            Place::Reference if self.cx.names.is_type(name) => quote!(clientwright_runtime::#ident),
            Place::Api | Place::Reference | Place::Types(_) => {
                self.imports.borrow_mut().values.insert(name);
                quote!(#ident)
            }
        }
    }

    /// The path of a definition.
    pub(super) fn named(&self, id: TypeId) -> TokenStream {
        let ident = &self.cx.names.ty(id).ident;
        match self.place {
            Place::Api => {
                self.imports.borrow_mut().types = true;
                quote!(types::#ident)
            }
            Place::Reference if STANDARD.contains(&ident.text()) => quote!(types::#ident),
            Place::Reference => quote!(#ident),
            Place::Types(home) if self.cx.api.def(id).home == home => quote!(#ident),
            Place::Types(_) if STANDARD.contains(&ident.text()) || self.taken.contains(ident.text()) => {
                quote!(super::#ident)
            }
            Place::Types(_) => {
                self.import(id);
                quote!(#ident)
            }
        }
    }

    fn import(&self, id: TypeId) {
        let name = |id: &TypeId| &self.cx.names.ty(*id).ident;
        let siblings = &mut self.imports.borrow_mut().siblings;
        if let Err(place) = siblings.binary_search_by_key(&name(&id), name) {
            siblings.insert(place, id);
        }
    }

    /// Says that the file uses the private door of the runtime.
    pub(super) fn uses_runtime(&self) {
        self.imports.borrow_mut().runtime = true;
    }

    /// The `use` declarations of all that was written: the standard library's, other crates', this crate's.
    pub(super) fn declarations(&self) -> Vec<Item> {
        let imports = self.imports.borrow();
        let maps = imports.maps.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        let never = imports.never.then(|| {
            quote!(
                use std::convert::Infallible;
            )
        });
        let runtime = imports.runtime.then(runtime::import);
        let values: Vec<_> = imports.values.iter().copied().map(fixed).collect();
        let values = match values.as_slice() {
            [] => None,
            [value] => Some(quote!(use clientwright_runtime::#value;)),
            values => Some(quote!(use clientwright_runtime::{#(#values),*};)),
        };
        let siblings: Vec<_> = imports.siblings.iter().map(|id| &self.cx.names.ty(*id).ident).collect();
        let siblings = match siblings.as_slice() {
            [] => None,
            [sibling] => Some(quote!(use super::#sibling;)),
            siblings => Some(quote!(use super::{#(#siblings),*};)),
        };
        let types = imports.types.then(|| {
            quote!(
                use crate::types;
            )
        });
        vec![Item::Lines([maps, never, runtime, values, siblings, types].into_iter().flatten().collect())]
    }
}
