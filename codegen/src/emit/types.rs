//! `types/`: the module list, and one file for each definition that stands by itself with all that stands with it.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{
    Content, Cx, Item, Module, Portion, SourceFile, alias, documentation, enumeration, feature, runtime, strukt, union,
};
use crate::model::{TypeId, TypeKind};

/// The definitions that have a file.
pub(super) fn homes(cx: Cx<'_>) -> impl Iterator<Item = TypeId> {
    cx.api.type_ids().filter(move |id| cx.api.def(*id).home == *id)
}

/// A pair of lines for each file, so that a new one is one hunk.
pub(super) fn modules(cx: Cx<'_>) -> SourceFile {
    let mut homes: Vec<_> = homes(cx).collect();
    homes.sort_by_key(|home| cx.names.ty(*home).module.text());
    let mut items = vec![documentation::module("The types that the API sends and receives.")];
    let mut portions: BTreeMap<Option<Vec<String>>, Vec<Module>> = BTreeMap::new();
    for home in homes {
        let module = &cx.names.ty(home).module;
        let features = cx.facts.needed_by(home).map(|needers| feature::any_of(cx, needers));
        let mut names: Vec<_> = cx.facts.members(home).iter().map(|id| cx.names.ty(*id).ident.clone()).collect();
        names.sort();
        portions.entry(features).or_default().push((module.clone(), names));
    }
    items.extend(portions.into_iter().map(|(features, modules)| match features {
        None => Item::Lines(modules.iter().flat_map(lines).collect()),
        Some(features) => Item::Portion(Portion { name: runtime::WHEN, features, modules }),
    }));
    SourceFile::rust("src/types/mod.rs", "types.rs", items)
}

/// By their names: a compiler expands macros among a thousand imports of everything several times slower.
fn lines((module, names): &Module) -> [TokenStream; 2] {
    let list = match names.as_slice() {
        [name] => quote!(pub use self::#module::#name;),
        names => quote!(pub use self::#module::{#(#names),*};),
    };
    [quote!(mod #module;), list]
}

/// The file of a definition and what stands with it.
pub(super) fn file(cx: Cx<'_>, home: TypeId) -> SourceFile {
    let scope = Scope::types(cx, home);
    let mut items = Vec::new();
    for id in cx.facts.members(home).iter().copied() {
        items.extend(match &cx.api.def(id).kind {
            TypeKind::Struct(it) => strukt::items(&scope, id, it),
            TypeKind::Enum(it) => enumeration::items(&scope, id, it),
            TypeKind::Union(it) => union::items(&scope, id, it),
            TypeKind::Alias(it) => alias::items(&scope, id, it),
        });
    }
    let place = documentation::code(&cx.api.def(home).origin.to_string());
    let title = format!("`{}`, as the description has it at {place}.", cx.names.ty(home).ident.text());
    let items = scope.declarations().into_iter().chain(items).collect();
    let shaped_by = match cx.api.def(home).kind {
        TypeKind::Struct(_) => strukt::FILE,
        TypeKind::Enum(_) => enumeration::FILE,
        TypeKind::Union(_) => union::FILE,
        TypeKind::Alias(_) => alias::FILE,
    };
    let path = format!("src/types/{}.rs", cx.names.ty(home).module.text());
    SourceFile { path, content: Content::Rust { shaped_by, about: Some(title), items } }
}
