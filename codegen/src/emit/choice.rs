//! A body that has several forms: the enum that a caller chooses from, and the parts of a multipart form.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Table, call, documentation, operation, runtime, setter, synopsis, usage};
use crate::facts::{self, Handed};
use crate::model::{Body, BodyChoice, BodyContent, Operation, Parts, Type};
use crate::names::{Ident, OperationNames};

/// The items of the body of one operation, where it has several forms.
pub(super) fn items(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> Vec<Item> {
    let Some(body) = described.body.as_ref().filter(|body| body.choices.len() > 1) else {
        return Vec::new();
    };
    let forms = forms(scope, body, names);
    let mut items = vec![Item::Code(definition(scope, names, &forms))];
    items.push(Item::Table(table(scope, body, names, &forms)));
    for choice in &body.choices {
        if let BodyContent::Multipart(parts) = &choice.content {
            items.extend(parts_type(scope, parts, names).map(Item::Code));
        }
    }
    items
}

/// One form with what a caller hands over for it.
struct Form<'a> {
    choice: &'a BodyChoice,
    name: &'a Ident,
    ty: TokenStream,
    boxed: bool,
}

fn forms<'a>(scope: &Scope<'_>, body: &'a Body, names: &'a OperationNames) -> Vec<Form<'a>> {
    let types: Vec<Option<&Type>> = body
        .choices
        .iter()
        .map(|choice| match &choice.content {
            BodyContent::Json(ty) | BodyContent::Form(ty) => Some(ty),
            BodyContent::Multipart(_) | BodyContent::Text | BodyContent::Bytes => None,
        })
        .collect();
    let large = scope.cx.facts.large(&types);
    let form = |((choice, name), boxed)| Form { choice, name, ty: handed(scope, choice, names), boxed };
    body.choices.iter().zip(&names.body_variants).zip(large).map(form).collect()
}

fn handed(scope: &Scope<'_>, choice: &BodyChoice, names: &OperationNames) -> TokenStream {
    match facts::handed(choice) {
        Handed::Value(ty) => usage::ty(scope, &ty),
        Handed::Text => scope.standard("String"),
        Handed::Bytes => scope.value("Body"),
        Handed::Parts => {
            let parts = &names.parts;
            quote!(#parts)
        }
    }
}

fn definition(scope: &Scope<'_>, names: &OperationNames, forms: &[Form<'_>]) -> TokenStream {
    let name = &names.body;
    let title = documentation::line(&format!("What {} sends, by media type.", documentation::call(&names.call)));
    let variants = forms.iter().map(|Form { choice, name, ty, boxed }| {
        let docs = documentation::line(&documentation::code(&choice.media));
        match boxed {
            true => {
                let pointer = scope.standard("Box");
                quote!(#docs #name(#pointer<#ty>))
            }
            false => quote!(#docs #name(#ty)),
        }
    });
    quote! {
        #title
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }
    }
}

/// `rt::payload! { CreateUserBody { "application/json" => Json(json) from types::CreateUser; } }`
fn table(scope: &Scope<'_>, body: &Body, names: &OperationNames, forms: &[Form<'_>]) -> Table {
    let told = facts::told_by_type(scope.cx.api, body);
    let rows = forms.iter().zip(told).map(|(Form { choice, name, ty, .. }, told)| {
        let method = match &choice.content {
            BodyContent::Json(_) => "json",
            BodyContent::Form(_) => "form",
            BodyContent::Multipart(_) => "parts",
            BodyContent::Text => "text",
            BodyContent::Bytes => "bytes",
        };
        let variant = [Cell::Ident((*name).clone()), Cell::Join, Cell::Word("("), Cell::Join, Cell::Word(method)];
        let mut row = vec![Cell::Text(choice.media.clone()), Cell::Word("=>")];
        row.extend(variant);
        row.extend([Cell::Join, Cell::Word(")")]);
        if told {
            row.extend([Cell::Word("from"), Cell::Type(ty.clone())]);
        }
        row.extend([Cell::Join, Cell::Word(";")]);
        row
    });
    Table { name: runtime::PAYLOAD, head: vec![Cell::Ident(names.body.clone())], rows: Some(rows.collect()) }
}

/// The parts of a multipart form, as a type with setters: the call itself has the other forms.
fn parts_type(scope: &Scope<'_>, parts: &Parts, names: &OperationNames) -> impl Iterator<Item = TokenStream> {
    let (name, spec) = (&names.parts, &names.spec);
    let arguments = parts.arguments();
    let named: Vec<_> = arguments.iter().zip(&names.parts_arguments).collect();
    let (required, optional): (Vec<_>, Vec<_>) = named.into_iter().partition(|(argument, _)| argument.required());
    let inputs = required.iter().map(|(argument, ident)| {
        let ty = operation::argument_type(scope, argument, ident, names);
        quote!(#ident: #ty)
    });
    let steps = required.iter().map(|(argument, ident)| operation::step(scope, argument, ident, names));
    let setters = optional.iter().map(|(argument, ident)| call::setter(scope, argument, ident, names));
    let title = documentation::line(&format!("The parts of a multipart body of {}.", documentation::call(&names.call)));
    let about =
        [Some("The parts that every body has.".to_owned()), synopsis::required(&arguments, &names.parts_arguments)];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    let about = documentation::lines(about.lines());
    let many = setter::many_arguments(required.len());
    let default = required.is_empty().then(|| {
        quote! {
            impl ::std::default::Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    let definition = quote! {
        #title
        #[derive(Clone, Debug)]
        pub struct #name(rt::Parts);
    };
    let methods = quote! {
        impl #name {
            #about
            #many
            pub fn new(#(#inputs),*) -> Self {
                Self(rt::Parts::new(&#spec) #(#steps)*)
            }
            #(#setters)*
        }
    };
    [Some(definition), Some(methods), default].into_iter().flatten()
}
