//! One operation: the method that begins a call of it, and how what a caller passes gets into the call.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{documentation, live, setter, synopsis, usage};
use crate::facts;
use crate::model::{
    Argument, Body, BodyChoice, BodyContent, Literal, Location, Operation, Param, Part, PartHeader, PartKind, Parts,
    Scalar, Type,
};
use crate::names::{Ident, OperationNames};

/// What is said of an operation where it stands among others.
pub(super) struct Said<'a> {
    /// The section of its errors.
    pub(super) errors: Option<&'a str>,
    /// A link to the other one of two that are described as one.
    pub(super) twin: Option<String>,
    /// The section of its example.
    pub(super) example: Option<String>,
}

/// The method of the handle.
pub(super) fn method(scope: &Scope<'_>, operation: &Operation, names: &OperationNames, said: &Said<'_>) -> TokenStream {
    let (method, call) = (&names.method, &names.call);
    let arguments = operation.arguments();
    let required: Vec<_> = arguments.iter().zip(&names.arguments).filter(|(argument, _)| argument.required()).collect();
    let inputs = required.iter().map(|(argument, name)| {
        let ty = argument_type(scope, argument, name, names);
        quote!(#name: #ty)
    });
    let steps = required.iter().map(|(argument, name)| step(scope, argument, name, names));
    let constants = operation.constants().map(|(param, value)| parameter_step(param, &literal(value)));
    let parts = operation.body.as_ref().and_then(Body::parts).map(constant_parts);
    let docs = synopsis::docs(operation, names, said);
    let deprecated = operation.docs.deprecated.then(documentation::deprecated);
    let frame = operation.body.as_ref().filter(|body| facts::may_lack_parts(scope.cx.api, body));
    let frame = frame.map(|_| quote!(.multipart()));
    let own = live::step(operation);
    // The handle itself is an argument too.
    let many = setter::many_arguments(required.len() + 1);
    quote! {
        #docs
        #deprecated
        #many
        pub fn #method(&self, #(#inputs),*) -> #call {
            #call(self.client.call(#call::SPEC) #frame #(#constants)* #parts #(#steps)* #own)
        }
    }
}

/// The type that a caller passes.
pub(super) fn argument_type(
    scope: &Scope<'_>,
    argument: &Argument<'_>,
    name: &Ident,
    names: &OperationNames,
) -> TokenStream {
    match argument {
        Argument::Param(param) => parameter_type(scope, &param.ty, name),
        Argument::Part(Part { kind, .. }) => part_type(scope, kind, name),
        Argument::PartHeader(_, header) => parameter_type(scope, &header.ty, name),
        Argument::OtherPart(kind) if is_any_part(scope, kind) => {
            let (into, part) = (scope.standard("Into"), scope.value("Part"));
            quote!(impl #into<#part>)
        }
        Argument::OtherPart(kind) => part_type(scope, kind, name),
        Argument::Body(body) => match body.choices.as_slice() {
            [only] => content_type(scope, only, name),
            _ => {
                let (into, body) = (scope.standard("Into"), &names.body);
                quote!(impl #into<#body>)
            }
        },
    }
}

/// What a caller passes for a part.
fn part_type(scope: &Scope<'_>, kind: &PartKind, name: &Ident) -> TokenStream {
    let many = |item: TokenStream| {
        let iter = scope.standard("IntoIterator");
        quote!(impl #iter<Item = #item>)
    };
    let file_or = |ty: &Type| {
        let (file_or, ty) = (scope.value("FileOr"), usage::ty(scope, ty));
        quote!(#file_or<#ty>)
    };
    match kind {
        PartKind::File => scope.value("Part"),
        PartKind::Files => many(scope.value("Part")),
        PartKind::FileOr(ty) => {
            let (into, content) = (scope.standard("Into"), file_or(ty));
            quote!(impl #into<#content>)
        }
        PartKind::FilesOr(ty) => many(file_or(ty)),
        PartKind::Value(ty) => parameter_type(scope, ty, name),
    }
}

/// Whether parts that the description does not name are what a caller makes of them.
fn is_any_part(scope: &Scope<'_>, kind: &PartKind) -> bool {
    match kind {
        PartKind::File => true,
        PartKind::Value(ty) => *usage::resolved(scope, ty) == Type::Any,
        PartKind::Files | PartKind::FileOr(_) | PartKind::FilesOr(_) => false,
    }
}

/// What a caller passes for a body that has one form.
fn content_type(scope: &Scope<'_>, choice: &BodyChoice, name: &Ident) -> TokenStream {
    let into = scope.standard("Into");
    match &choice.content {
        BodyContent::Json(ty) | BodyContent::Form(ty) => body_type(scope, ty, name),
        BodyContent::Lines(_) | BodyContent::Sequence(_) | BodyContent::Mixed(_) => {
            let many = many(scope, &choice.content);
            quote!(impl #into<#many>)
        }
        BodyContent::Text => {
            let string = scope.standard("String");
            quote!(impl #into<#string>)
        }
        BodyContent::Base64 => parameter_type(scope, &Type::Scalar(Scalar::Base64), name),
        BodyContent::Multipart(_) | BodyContent::Bytes => {
            let body = scope.value("Body");
            quote!(impl #into<#body>)
        }
    }
}

/// `JsonLines<types::Message>` of a body of many documents, `MixedParts<Bytes>` of parts of which nothing is said; nothing of others.
pub(super) fn many(scope: &Scope<'_>, content: &BodyContent) -> Option<TokenStream> {
    let (name, item) = match content {
        BodyContent::Lines(item) => ("JsonLines", Some(item)),
        BodyContent::Sequence(item) => ("JsonSequence", Some(item)),
        BodyContent::Mixed(item) => ("MixedParts", item.as_ref()),
        _ => return None,
    };
    let (name, item) = (scope.value(name), live::document(scope, item));
    Some(quote!(#name<#item>))
}

fn parameter_type(scope: &Scope<'_>, ty: &Type, name: &Ident) -> TokenStream {
    usage::taken(scope, ty, &quote!(#name)).ty
}

/// A body is taken as the type it is, so that what is sent can be built and kept elsewhere.
fn body_type(scope: &Scope<'_>, ty: &Type, name: &Ident) -> TokenStream {
    match usage::resolved(scope, ty) {
        Type::Scalar(Scalar::String) | Type::Any => usage::taken(scope, ty, &quote!(#name)).ty,
        Type::Scalar(_) | Type::Named(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) => {
            usage::ty(scope, ty)
        }
    }
}

/// A value that is sent by itself.
fn literal(value: &Literal) -> TokenStream {
    match value {
        Literal::Text(text) => quote!(#text),
        Literal::Integer(integer) => quote!(#integer),
        Literal::Bool(truth) => quote!(#truth),
    }
}

/// The links of the chain that put the parts that are sent by themselves into the call, or into a form of its body.
pub(super) fn constant_parts(parts: &Parts) -> TokenStream {
    let links = parts.constants().map(|(Part { name, .. }, value)| {
        let (name, value) = (&name.0, literal(value));
        quote!(.part(#name, &#value))
    });
    quote!(#(#links)*)
}

fn parameter_step(param: &Param, value: &TokenStream) -> TokenStream {
    let name = &param.name.0;
    match param.place {
        Location::Path => quote!(.path(#name, &#value)),
        Location::Query | Location::Querystring => quote!(.query(#name, &#value)),
        Location::Header => quote!(.header(#name, &#value)),
        Location::Cookie => quote!(.cookie(#name, &#value)),
    }
}

/// The link of the chain that puts an argument into the call.
pub(super) fn step(scope: &Scope<'_>, argument: &Argument<'_>, ident: &Ident, names: &OperationNames) -> TokenStream {
    match argument {
        Argument::Param(param) => parameter_step(param, &encodable(scope, &param.ty, ident)),
        Argument::Part(Part { name, kind, .. }) => {
            let name = &name.0;
            part_step(scope, kind, &quote!(#name), ident)
        }
        Argument::PartHeader(part, PartHeader { name, ty, .. }) => {
            let (part, name, value) = (&part.name.0, &name.0, encodable(scope, ty, ident));
            quote!(.part_header(#part, #name, &#value))
        }
        Argument::OtherPart(PartKind::File) => quote!(.file(&rt::text(name), #ident.into())),
        Argument::OtherPart(kind) if is_any_part(scope, kind) => quote!(.other(&rt::text(name), #ident.into())),
        Argument::OtherPart(kind) => part_step(scope, kind, &quote!(&rt::text(name)), ident),
        Argument::Body(body) => match body.choices.as_slice() {
            [only] => content_step(scope, &only.content, ident),
            _ => {
                let (into, body) = (scope.standard("Into"), &names.body);
                quote!(.payload(#into::<#body>::into(#ident)))
            }
        },
    }
}

/// The link for a part of a name.
fn part_step(scope: &Scope<'_>, kind: &PartKind, name: &TokenStream, ident: &Ident) -> TokenStream {
    match kind {
        PartKind::File => quote!(.file(#name, #ident)),
        PartKind::Files => quote!(.files(#name, #ident.into_iter().collect())),
        PartKind::FileOr(_) => quote!(.file_or(#name, #ident.into())),
        PartKind::FilesOr(_) => quote!(.files_or(#name, #ident.into_iter().collect())),
        PartKind::Value(ty) => {
            let value = encodable(scope, ty, ident);
            quote!(.part(#name, &#value))
        }
    }
}

/// The link for a body that has one form.
fn content_step(scope: &Scope<'_>, content: &BodyContent, ident: &Ident) -> TokenStream {
    match content {
        BodyContent::Json(ty) => {
            let value = body_value(scope, ty, ident);
            quote!(.json(&#value))
        }
        BodyContent::Form(ty) => {
            let value = body_value(scope, ty, ident);
            quote!(.form(&#value))
        }
        BodyContent::Lines(_) => quote!(.lines(#ident)),
        BodyContent::Sequence(_) => quote!(.sequence(#ident)),
        BodyContent::Mixed(_) => quote!(.mixed(#ident)),
        BodyContent::Text => quote!(.text(#ident.into())),
        BodyContent::Base64 => quote!(.base64(#ident)),
        BodyContent::Multipart(_) | BodyContent::Bytes => quote!(.bytes(#ident)),
    }
}

fn body_value(scope: &Scope<'_>, ty: &Type, ident: &Ident) -> TokenStream {
    match usage::resolved(scope, ty) {
        Type::Scalar(Scalar::String) | Type::Any => converted(scope, ty, ident),
        Type::Scalar(_) | Type::Named(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) => {
            quote!(#ident)
        }
    }
}

/// The value of an argument as something that the codec can write.
fn encodable(scope: &Scope<'_>, ty: &Type, ident: &Ident) -> TokenStream {
    match usage::resolved(scope, ty) {
        whole if usage::is_converted(whole) => converted(scope, ty, ident),
        Type::List(item) => match usage::resolved(scope, item) {
            Type::Scalar(Scalar::String) => quote!(rt::list(#ident.into_iter().map(rt::text))),
            _ => quote!(rt::list(#ident)),
        },
        Type::Map(_) => {
            let (map, value) = (usage::ty(scope, ty), usage::taken(scope, ty, &quote!(#ident)).value);
            quote!({ let map: #map = #value; map })
        }
        Type::Any | Type::Scalar(_) | Type::Named(_) | Type::Tuple(_) | Type::Nullable(_) => quote!(#ident),
    }
}

fn converted(scope: &Scope<'_>, ty: &Type, ident: &Ident) -> TokenStream {
    if let Type::Scalar(Scalar::String) = usage::resolved(scope, ty) {
        return quote!(rt::text(#ident));
    }
    let (into, target) = (scope.standard("Into"), usage::ty(scope, ty));
    quote!(#into::<#target>::into(#ident))
}
