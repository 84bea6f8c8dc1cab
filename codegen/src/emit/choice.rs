//! A body that has several forms: the enum that a caller chooses from, and the parts of a multipart form.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{
    Cell, Item, Row, Table, call, documentation, live, operation as argument, runtime, setter, spec, synopsis, usage,
};
use crate::facts::{self, Handed};
use crate::model::{Body, BodyChoice, BodyContent, Operation, Parts, Type};
use crate::names::{Ident, OperationNames, PartsNames};

/// The items of the body of one operation, where it has several forms.
pub(super) fn items(scope: &Scope<'_>, operation: &Operation, names: &OperationNames) -> Vec<Item> {
    let Some(body) = operation.body.as_ref().filter(|body| body.choices.len() > 1) else {
        return Vec::new();
    };
    let forms = forms(scope, body, names);
    let mut items = vec![Item::Code(definition(scope, names, &forms))];
    items.push(Item::Table(table(scope, body, names, &forms)));
    for Form { choice, parts, .. } in &forms {
        if let (BodyContent::Multipart(described), Some(parts)) = (&choice.content, parts) {
            let own = spec::of_parts(operation, body, choice);
            let extra = PartsExtra { spec: own, flag: live::part_of_form(operation) };
            items.extend(parts_type(scope, (&choice.media, described), parts, extra, names).map(Item::Code));
        }
    }
    items
}

/// One form with what a caller hands over for it.
pub(super) struct Form<'a> {
    pub(super) choice: &'a BodyChoice,
    pub(super) name: &'a Ident,
    /// The names of its parts, where it is multipart.
    pub(super) parts: Option<&'a PartsNames>,
    pub(super) ty: TokenStream,
    boxed: bool,
}

impl Form<'_> {
    /// What its variant holds.
    pub(super) fn payload(&self, scope: &Scope<'_>) -> TokenStream {
        let ty = &self.ty;
        match self.boxed {
            true => {
                let pointer = scope.standard("Box");
                quote!(#pointer<#ty>)
            }
            false => quote!(#ty),
        }
    }
}

pub(super) fn forms<'a>(scope: &Scope<'_>, body: &'a Body, names: &'a OperationNames) -> Vec<Form<'a>> {
    let types: Vec<Option<&Type>> = body
        .choices
        .iter()
        .map(|choice| match &choice.content {
            BodyContent::Json(ty) | BodyContent::Form(ty) => Some(ty),
            BodyContent::Lines(_) | BodyContent::Sequence(_) | BodyContent::Mixed(_) => None,
            BodyContent::Multipart(_) | BodyContent::Text | BodyContent::Base64 | BodyContent::Bytes => None,
        })
        .collect();
    let large = scope.cx.facts.large(&types);
    let mut all_parts = names.parts.iter();
    let form = |((choice, name), boxed): ((&'a BodyChoice, &'a Ident), bool)| {
        let handed = facts::handed(choice);
        let parts = if handed == Handed::Parts { all_parts.next() } else { None };
        let ty = argument::many(scope, &choice.content).unwrap_or_else(|| ty(scope, handed, parts));
        Form { choice, name, parts, ty, boxed }
    };
    body.choices.iter().zip(&names.body_variants).zip(large).map(form).collect()
}

fn ty(scope: &Scope<'_>, handed: Handed, parts: Option<&PartsNames>) -> TokenStream {
    match handed {
        Handed::Value(ty) | Handed::Lines(ty) | Handed::Sequence(ty) => usage::ty(scope, &ty),
        Handed::Mixed(ty) => live::document(scope, ty.as_ref()),
        Handed::Text => scope.standard("String"),
        Handed::Bytes => scope.value("Body"),
        Handed::Parts => {
            let ty = parts.map(|parts| &parts.ty);
            quote!(#ty)
        }
    }
}

fn definition(scope: &Scope<'_>, names: &OperationNames, forms: &[Form<'_>]) -> TokenStream {
    let name = &names.body;
    let title = documentation::line(&format!("What {} sends, by media type.", documentation::call(&names.call)));
    let variants = forms.iter().map(|form| {
        let docs = documentation::line(&documentation::code(&form.choice.media));
        let (name, payload) = (form.name, form.payload(scope));
        quote!(#docs #name(#payload))
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
            BodyContent::Lines(_) => "lines",
            BodyContent::Sequence(_) => "sequence",
            BodyContent::Mixed(_) => "mixed",
            BodyContent::Text => "text",
            BodyContent::Base64 => "base64",
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
    Table {
        rows: Some(rows.map(Row::from).collect()),
        ..Table::new(runtime::PAYLOAD, vec![Cell::Ident(names.body.clone())])
    }
}

/// What a multipart form has beside its parts.
#[derive(Default)]
pub(super) struct PartsExtra {
    spec: Option<TokenStream>,
    flag: Option<TokenStream>,
}

/// The parts of a multipart form, as a type with setters: the call itself has the other forms.
pub(super) fn parts_type(
    scope: &Scope<'_>,
    (media, parts): (&str, &Parts),
    PartsNames { ty: name, arguments: own }: &PartsNames,
    PartsExtra { spec: own_spec, flag }: PartsExtra,
    names: &OperationNames,
) -> impl Iterator<Item = TokenStream> {
    let arguments = parts.arguments();
    let named: Vec<_> = arguments.iter().zip(own).collect();
    let (required, optional): (Vec<_>, Vec<_>) = named.into_iter().partition(|(argument, _)| argument.required());
    let inputs = required.iter().map(|(argument, ident)| {
        let ty = argument::argument_type(scope, argument, ident, names);
        quote!(#ident: #ty)
    });
    let constants = argument::constant_parts(parts);
    let steps = required.iter().map(|(argument, ident)| argument::step(scope, argument, ident, names));
    let setters = optional.iter().map(|(argument, ident)| call::setter(scope, argument, ident, names));
    let title = documentation::line(&format!(
        "The parts of a {} body of {}.",
        documentation::code(media),
        documentation::call(&names.call)
    ));
    let about = [
        Some("The parts that every body has.".to_owned()),
        synopsis::required(&arguments, own),
        synopsis::constants(parts.constants().map(synopsis::constant_part)),
    ];
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
    let spec = match own_spec {
        Some(_) => quote!(Self::SPEC),
        None => {
            let call = &names.call;
            quote!(#call::SPEC)
        }
    };
    let own_spec = own_spec.map(|spec| quote!(const SPEC: &'static rt::Spec = &#spec;));
    let definition = quote! {
        #title
        #[derive(Clone, Debug)]
        pub struct #name(rt::Parts);
    };
    let methods = quote! {
        impl #name {
            #own_spec
            #about
            #many
            pub fn new(#(#inputs),*) -> Self {
                Self(rt::Parts::new(#spec) #constants #(#steps)* #flag)
            }
            #(#setters)*
        }
    };
    [Some(definition), Some(methods), default].into_iter().flatten()
}
