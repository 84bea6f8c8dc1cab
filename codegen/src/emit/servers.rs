//! `servers.rs`: which servers there are and what their variables may be, where there is something to choose.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Cell, Cx, Item, Row, SourceFile, Table, documentation, runtime};
use crate::model::{Server, ServerVariable};
use crate::names::{Ident, VariableNames};

/// The file, where there is something to choose.
pub(super) fn file(cx: Cx<'_>) -> Option<SourceFile> {
    let listed: Vec<_> = cx.api.variables.iter().zip(cx.names.variables()).filter(|(it, _)| it.is_listed()).collect();
    if !cx.facts.chooses_server() && listed.is_empty() {
        return None;
    }
    let mut items = vec![documentation::module("The servers of the description, and the variables of their URLs.")];
    if !listed.is_empty() {
        items.push(Item::Lines(vec![runtime::import()]));
    }
    if cx.facts.chooses_server() {
        items.push(Item::Code(servers(cx)));
    }
    listed.into_iter().for_each(|(variable, names)| items.extend(values(variable, names)));
    Some(SourceFile::rust("src/servers.rs", "servers.rs", items))
}

fn servers(cx: Cx<'_>) -> TokenStream {
    let variants = cx.api.servers.iter().zip(cx.names.servers()).map(|(server, name)| {
        let docs = documentation::item(&server.docs);
        let blank = (!server.docs.is_empty()).then(|| documentation::line(""));
        let url = documentation::line(&documentation::code(&server.url));
        quote!(#docs #blank #url #name)
    });
    let title = documentation::line("The servers of the description, the first one is the default.");
    quote! {
        #title
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Server {
            #(#variants,)*
        }
    }
}

fn values(variable: &ServerVariable, names: &VariableNames) -> [Item; 2] {
    let name = &names.ty;
    let title = match documentation::paragraphs(&variable.docs) {
        paragraphs if paragraphs.is_empty() => {
            format!("What the server variable {} may be.", documentation::code(&variable.name.0))
        }
        paragraphs => paragraphs.join("\n\n"),
    };
    let title = documentation::lines(title.lines());
    let variants = names.variants.iter().zip(&variable.values).map(|(variant, value)| {
        let docs = documentation::line(&documentation::code(value));
        quote!(#docs #variant)
    });
    let definition = quote! {
        #title
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }
    };
    let rows =
        names.variants.iter().zip(&variable.values).map(|(variant, value)| Row::from(row(variant, value))).collect();
    let table = Table { rows: Some(rows), ..Table::new(runtime::CHOICE, vec![Cell::Ident(name.clone())]) };
    [Item::Code(definition), Item::Table(table)]
}

fn row(variant: &Ident, value: &str) -> Vec<Cell> {
    vec![Cell::Ident(variant.clone()), Cell::Word("="), Cell::Text(value.to_owned()), Cell::Join, Cell::Word(",")]
}

/// A server as data.
pub(super) fn constant(server: &Server) -> TokenStream {
    let url = &server.url;
    if server.variables.is_empty() {
        return quote!(rt::Server::new(#url));
    }
    let variables = server.variables.iter().map(|ServerVariable { name, default, values, .. }| {
        let name = &name.0;
        match default {
            Some(default) => quote!(rt::Variable::new(#name, #default, &[#(#values),*])),
            None => quote!(rt::Variable::required(#name)),
        }
    });
    quote!(rt::Server::with(#url, &[#(#variables),*]))
}
