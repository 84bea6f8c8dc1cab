//! One operation: the method that begins a call of it, and the operation as data.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{documentation, setter, usage};
use crate::model::{
    Argument, Body, BodyContent, Class, Encoding, Idempotency, Location, Operation, Param, Part, PartKind, Scalar,
    Status, Style, Type,
};
use crate::names::{Ident, OperationNames};

/// The method of the handle.
pub(super) fn method(scope: &Scope<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let (method, call, spec) = (&names.method, &names.call, &names.spec);
    let arguments = operation.arguments();
    let required: Vec<_> = arguments.iter().zip(&names.arguments).filter(|(argument, _)| argument.required()).collect();
    let inputs = required.iter().map(|(argument, name)| {
        let ty = argument_type(scope, argument, name);
        quote!(#name: #ty)
    });
    let steps = required.iter().map(|(argument, name)| step(scope, argument, name));
    let docs = docs(operation);
    let deprecated = operation.docs.deprecated.then(documentation::deprecated);
    // The handle itself is an argument too.
    let many = setter::many_arguments(required.len() + 1);
    quote! {
        #docs
        #deprecated
        #many
        pub fn #method(&self, #(#inputs),*) -> #call {
            #call(self.client.call(&#spec) #(#steps)*)
        }
    }
}

/// Words of the description, then where it stands: what a reviewer compares.
fn docs(operation: &Operation) -> TokenStream {
    let mut paragraphs = documentation::paragraphs(&operation.docs);
    let from = documentation::code(&operation.origin.to_string());
    paragraphs
        .push(format!("{} from {from}", documentation::code(&format!("{} {}", operation.method, operation.path))));
    documentation::lines(paragraphs.join("\n\n").lines())
}

/// The type that a caller passes.
pub(super) fn argument_type(scope: &Scope<'_>, argument: &Argument<'_>, name: &Ident) -> TokenStream {
    let into = scope.standard("Into");
    match argument {
        Argument::Param(param) => parameter_type(scope, &param.ty, name),
        Argument::Part(Part { kind, .. }) => match kind {
            PartKind::File => quote!(rt::Part),
            PartKind::Files => {
                let iter = scope.standard("IntoIterator");
                quote!(impl #iter<Item = rt::Part>)
            }
            PartKind::Value(ty) => parameter_type(scope, ty, name),
        },
        Argument::Body(Body { content, .. }) => match content {
            BodyContent::Json(ty) | BodyContent::Form(ty) => body_type(scope, ty, name),
            BodyContent::Text => {
                let string = scope.standard("String");
                quote!(impl #into<#string>)
            }
            BodyContent::Multipart(_) | BodyContent::Bytes => quote!(impl #into<rt::Body>),
        },
    }
}

fn parameter_type(scope: &Scope<'_>, ty: &Type, name: &Ident) -> TokenStream {
    usage::taken(scope, ty, &quote!(#name)).ty
}

/// A body is taken as the type it is, so that what is sent can be built and kept elsewhere.
fn body_type(scope: &Scope<'_>, ty: &Type, name: &Ident) -> TokenStream {
    match usage::resolved(scope, ty) {
        Type::Scalar(Scalar::String) | Type::Any => usage::taken(scope, ty, &quote!(#name)).ty,
        Type::Scalar(_) | Type::Named(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) => usage::ty(scope, ty),
    }
}

/// The link of the chain that puts an argument into the call.
pub(super) fn step(scope: &Scope<'_>, argument: &Argument<'_>, ident: &Ident) -> TokenStream {
    match argument {
        Argument::Param(Param { name, place, ty, .. }) => {
            let (name, value) = (&name.0, encodable(scope, ty, ident));
            match place {
                Location::Path => quote!(.path(#name, &#value)),
                Location::Query => quote!(.query(#name, &#value)),
                Location::Header => quote!(.header(#name, &#value)),
                Location::Cookie => quote!(.cookie(#name, &#value)),
            }
        }
        Argument::Part(Part { name, kind, .. }) => {
            let name = &name.0;
            match kind {
                PartKind::File => quote!(.file(#name, #ident)),
                PartKind::Files => quote!(.files(#name, #ident.into_iter().collect())),
                PartKind::Value(ty) => {
                    let value = encodable(scope, ty, ident);
                    quote!(.part(#name, &#value))
                }
            }
        }
        Argument::Body(Body { content, .. }) => match content {
            BodyContent::Json(ty) => {
                let value = body_value(scope, ty, ident);
                quote!(.json(&#value))
            }
            BodyContent::Form(ty) => {
                let value = body_value(scope, ty, ident);
                quote!(.form(&#value))
            }
            BodyContent::Text => quote!(.text(#ident.into())),
            BodyContent::Multipart(_) | BodyContent::Bytes => quote!(.bytes(#ident)),
        },
    }
}

fn body_value(scope: &Scope<'_>, ty: &Type, ident: &Ident) -> TokenStream {
    match usage::resolved(scope, ty) {
        Type::Scalar(Scalar::String) | Type::Any => converted(scope, ty, ident),
        Type::Scalar(_) | Type::Named(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) => quote!(#ident),
    }
}

/// The value of an argument as something that the codec can write.
fn encodable(scope: &Scope<'_>, ty: &Type, ident: &Ident) -> TokenStream {
    match usage::resolved(scope, ty) {
        Type::Scalar(Scalar::String | Scalar::Secret | Scalar::Base64 | Scalar::Binary) | Type::Any => {
            converted(scope, ty, ident)
        }
        Type::List(item) => match usage::resolved(scope, item) {
            Type::Scalar(Scalar::String) => quote!(rt::list(#ident.into_iter().map(rt::text))),
            _ => quote!(rt::list(#ident)),
        },
        Type::Map(_) => {
            let (map, value) = (usage::ty(scope, ty), usage::taken(scope, ty, &quote!(#ident)).value);
            quote!({ let map: #map = #value; map })
        }
        Type::Scalar(_) | Type::Named(_) | Type::Nullable(_) => quote!(#ident),
    }
}

fn converted(scope: &Scope<'_>, ty: &Type, ident: &Ident) -> TokenStream {
    if let Type::Scalar(Scalar::String) = usage::resolved(scope, ty) {
        return quote!(rt::text(#ident));
    }
    let (into, target) = (scope.standard("Into"), usage::ty(scope, ty));
    quote!(#into::<#target>::into(#ident))
}

/// `static GET_USERS: rt::Spec = rt::Spec { .. };`
pub(super) fn spec(scope: &Scope<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let spec = &names.spec;
    let (id, path) = (&operation.id, &operation.path);
    let start = match operation.method.as_str() {
        "GET" => quote!(rt::Spec::get(#id, #path)),
        "PUT" => quote!(rt::Spec::put(#id, #path)),
        "POST" => quote!(rt::Spec::post(#id, #path)),
        "DELETE" => quote!(rt::Spec::delete(#id, #path)),
        "PATCH" => quote!(rt::Spec::patch(#id, #path)),
        "HEAD" => quote!(rt::Spec::head(#id, #path)),
        "OPTIONS" => quote!(rt::Spec::options(#id, #path)),
        "TRACE" => quote!(rt::Spec::trace(#id, #path)),
        method => quote!(rt::Spec::method(#method, #id, #path)),
    };
    let fields: TokenStream =
        [params(operation), body(operation), accept(operation), security(scope, operation), rest(operation)]
            .into_iter()
            .flatten()
            .collect();
    if fields.is_empty() {
        return quote!(static #spec: rt::Spec = #start;);
    }
    quote! {
        static #spec: rt::Spec = rt::Spec { #fields ..#start };
    }
}

/// Parameters that are written otherwise than those of their place are.
fn params(operation: &Operation) -> Option<TokenStream> {
    let params: Vec<_> = operation.params.iter().filter_map(param).collect();
    (!params.is_empty()).then(|| quote!(params: &[#(#params),*],))
}

fn param(param: &Param) -> Option<TokenStream> {
    let name = &param.name.0;
    let start = match param.place {
        Location::Path => quote!(rt::Param::path(#name)),
        Location::Query => quote!(rt::Param::query(#name)),
        Location::Header => quote!(rt::Param::header(#name)),
        Location::Cookie => quote!(rt::Param::cookie(#name)),
    };
    let mut steps = TokenStream::new();
    let usual = match param.place {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie => Style::Form,
    };
    if let Some(media) = &param.content {
        steps.extend(quote!(.content(#media)));
    } else {
        if param.style != usual {
            let style = style(param.style);
            steps.extend(quote!(.style(#style)));
        }
        if param.explode != (param.style == Style::Form) || (param.style != usual && param.style == Style::DeepObject) {
            let explode = param.explode;
            steps.extend(quote!(.explode(#explode)));
        }
    }
    if param.allow_reserved {
        steps.extend(quote!(.allow_reserved()));
    }
    if matches!(param.ty, Type::Scalar(Scalar::Secret)) {
        steps.extend(quote!(.secret()));
    }
    (!steps.is_empty()).then(|| quote!(#start #steps))
}

fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(rt::Style::Simple),
        Style::Label => quote!(rt::Style::Label),
        Style::Matrix => quote!(rt::Style::Matrix),
        Style::Form => quote!(rt::Style::Form),
        Style::SpaceDelimited => quote!(rt::Style::SpaceDelimited),
        Style::PipeDelimited => quote!(rt::Style::PipeDelimited),
        Style::DeepObject => quote!(rt::Style::DeepObject),
    }
}

/// One property of a form that is written otherwise than usual.
fn form_part(encoding: &Encoding) -> TokenStream {
    let (name, types) = (&encoding.name.0, &encoding.content_types);
    let style = encoding.style.map(|it| {
        let style = style(it);
        quote!(.style(#style))
    });
    let explode = encoding.explode.map(|explode| quote!(.explode(#explode)));
    let reserved = encoding.allow_reserved.then(|| quote!(.allow_reserved()));
    quote!(rt::PartSpec::new(#name, &[#(#types),*]) #style #explode #reserved)
}

/// The media type of the body and the parts of a multipart body.
fn body(operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let media = &body.media;
    match &body.content {
        BodyContent::Json(_) if media == "application/json" => None,
        BodyContent::Multipart(parts) => {
            let parts: Vec<_> = parts
                .iter()
                .filter(|part| !part.content_types.is_empty())
                .map(|part| {
                    let (name, types) = (&part.name.0, &part.content_types);
                    quote!(rt::PartSpec::new(#name, &[#(#types),*]))
                })
                .collect();
            let parts = (!parts.is_empty()).then(|| quote!(parts: &[#(#parts),*],));
            Some(quote!(#parts body: #media,))
        }
        BodyContent::Form(_) => {
            let parts = body.encodings.iter().map(form_part);
            let parts = (!body.encodings.is_empty()).then(|| quote!(parts: &[#(#parts),*],));
            Some(quote!(#parts body: #media,))
        }
        BodyContent::Json(_) | BodyContent::Text | BodyContent::Bytes => Some(quote!(body: #media,)),
    }
}

/// The media types asked for: of successes first, then of failures.
fn accept(operation: &Operation) -> Option<TokenStream> {
    let responses = operation.responses.success.iter().chain(&operation.responses.failure);
    let mut types: Vec<&str> = Vec::new();
    for name in responses.filter_map(|response| response.media.name()) {
        if !types.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            types.push(name);
        }
    }
    let accept = types.join(", ");
    match accept.as_str() {
        "" | "application/json" => None,
        accept => Some(quote!(accept: #accept,)),
    }
}

fn security(scope: &Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    if operation.security.is_empty() {
        return None;
    }
    if operation.security == scope.cx.api.security {
        return Some(quote!(security: crate::security::USUAL,));
    }
    let alternatives = super::security::alternatives(scope.cx, &operation.security, &quote!(crate::security::));
    Some(quote!(security: #alternatives,))
}

fn rest(operation: &Operation) -> Option<TokenStream> {
    let idempotency = match &operation.idempotency {
        Idempotency::Method => None,
        Idempotency::Key(name) => {
            let name = &name.0;
            Some(quote!(idempotency: rt::Idempotency::Key(#name),))
        }
    };
    let servers = &operation.servers;
    let servers = (!servers.is_empty()).then(|| quote!(servers: &[#(#servers),*],));
    Some(quote!(#idempotency #servers)).filter(|tokens| !tokens.is_empty())
}

/// The status as the table of outcomes writes it.
pub(super) fn status(status: Status) -> super::Cell {
    match status {
        Status::Code(code) => super::Cell::Integer(code.into()),
        Status::Range(class) => super::Cell::Word(match class {
            Class::Informational => "1xx",
            Class::Success => "2xx",
            Class::Redirection => "3xx",
            Class::ClientError => "4xx",
            Class::ServerError => "5xx",
        }),
        Status::Default => super::Cell::Word("default"),
    }
}
