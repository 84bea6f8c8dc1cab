//! `webhooks.rs` and `callbacks.rs`: what reads the bodies of requests that the server sends. Of those whose bodies nothing reads, the
//! documentation of the module says what they are answered with.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cx, Item, SourceFile, documentation, spec, usage, written};
use crate::model::{Answer, Incoming, IncomingContent, IncomingKind, Type, TypeId};
use crate::names::Ident;

/// The file of webhooks, where there are some.
pub(super) fn webhooks(cx: Cx<'_>) -> Option<SourceFile> {
    file(
        cx,
        "src/webhooks.rs",
        "Webhooks: requests that the server sends, and a function for each that reads its body.",
        is_webhook,
    )
}

/// The file of callbacks, where there are some.
pub(super) fn callbacks(cx: Cx<'_>) -> Option<SourceFile> {
    let about =
        "Callbacks: requests that the server sends because of a call, and a function for each that reads its body.";
    file(cx, "src/callbacks.rs", about, |incoming| !is_webhook(incoming))
}

pub(super) fn is_webhook(incoming: &Incoming) -> bool {
    match incoming.kind {
        IncomingKind::Webhook { .. } => true,
        IncomingKind::Callback { .. } => false,
    }
}

fn file(cx: Cx<'_>, path: &str, about: &str, belongs: fn(&Incoming) -> bool) -> Option<SourceFile> {
    let scope = Scope::api(cx);
    let all = cx.api.incoming.iter().zip(cx.names.incoming());
    let (mut about, mut functions) = (vec![documentation::wrap(about)], Vec::new());
    for (incoming, name) in all.filter(|(incoming, _)| belongs(incoming)) {
        match incoming.content.as_ref().zip(name.as_ref()) {
            Some((content, name)) => functions.push(function(&scope, incoming, content, name)),
            None => {
                about.push(format!("# {}", sentence(incoming)));
                about.extend(said(cx, incoming));
                about.push("No function reads it: there is no body, or none that is read.".to_owned());
            }
        }
    }
    if functions.is_empty() && about.len() == 1 {
        return None;
    }
    let mut items = vec![documentation::module(&about.join("\n\n"))];
    if !functions.is_empty() {
        scope.uses_runtime();
        items.extend(scope.declarations());
    }
    items.extend(functions.into_iter().map(Item::Code));
    Some(SourceFile::rust(path, "incoming.rs", items))
}

/// What a function gives.
pub(super) fn value(scope: &Scope<'_>, content: &IncomingContent) -> TokenStream {
    match content {
        IncomingContent::Json(ty) | IncomingContent::AnyJson(ty) | IncomingContent::Form(ty, _) => usage::ty(scope, ty),
        IncomingContent::Text => scope.standard("String"),
    }
}

pub(super) fn function(scope: &Scope<'_>, incoming: &Incoming, content: &IncomingContent, name: &Ident) -> TokenStream {
    let (result, value, error) = (scope.standard("Result"), value(scope, content), scope.value("DecodeError"));
    let read = match content {
        IncomingContent::Json(_) => quote!(rt::incoming(body)),
        IncomingContent::AnyJson(_) => quote!(rt::incoming_any(body)),
        IncomingContent::Form(_, encodings) if encodings.is_empty() => quote!(rt::incoming_form(body, &[])),
        IncomingContent::Form(_, encodings) => {
            let parts = encodings.iter().map(spec::form_part);
            quote! {
                const PARTS: &[rt::PartSpec] = &[#(#parts),*];
                rt::incoming_form(body, PARTS)
            }
        }
        IncomingContent::Text => quote!(rt::incoming_text(body)),
    };
    let docs = docs(scope.cx, incoming, content);
    let deprecated = incoming.docs.deprecated.then(documentation::deprecated);
    quote! {
        #docs
        #deprecated
        pub fn #name(body: &[u8]) -> #result<#value, #error> {
            #read
        }
    }
}

/// Which request it is, and where it stands.
fn sentence(incoming: &Incoming) -> String {
    let code = documentation::code;
    let (method, from) = (code(&incoming.method), code(&incoming.origin.to_string()));
    match &incoming.kind {
        IncomingKind::Webhook { name } => format!("{method} of the webhook {} from {from}", code(name)),
        IncomingKind::Callback { expression, of, .. } => {
            format!("{method} to {}, after {}, from {from}", code(expression), code(of))
        }
    }
}

/// What the description says of a request and of what answers it.
fn said(cx: Cx<'_>, incoming: &Incoming) -> Vec<String> {
    let mut paragraphs = documentation::paragraphs(&incoming.docs);
    paragraphs.extend(incoming.answers.iter().flat_map(|answer| self::answer(cx, answer)));
    paragraphs
}

/// Words of the description, then where it stands: what a reviewer compares.
fn docs(cx: Cx<'_>, incoming: &Incoming, content: &IncomingContent) -> TokenStream {
    let mut paragraphs = said(cx, incoming);
    paragraphs.push(sentence(incoming));
    let fault = match content {
        IncomingContent::Json(_) => "The body is no JSON, or not what the description says.",
        IncomingContent::AnyJson(_) => "The body is neither JSON nor a bare text, or not what the description says.",
        IncomingContent::Form(..) => "The body is no form, or not what the description says.",
        IncomingContent::Text => "The body is not UTF-8.",
    };
    paragraphs.push(format!("# Errors\n{fault}"));
    if incoming.may_be_left_out && matches!(content, IncomingContent::Json(_) | IncomingContent::AnyJson(_)) {
        paragraphs.push("The description lets the sender leave the body out. An empty one is an error too.".to_owned());
    }
    documentation::lines(paragraphs.join("\n\n").lines())
}

/// What is said of an answer, and what it is made of.
fn answer(cx: Cx<'_>, answer: &Answer) -> Vec<String> {
    let name = format!("Answered with {}", answer.status);
    let mut made = Vec::new();
    let bodies: Vec<_> = answer.bodies.iter().map(|(media, ty)| body(cx, media, ty.as_ref())).collect();
    made.extend((!bodies.is_empty()).then(|| format!("The body: {}.", bodies.join(", or "))));
    let headers = answer.headers.iter().map(|(name, holds)| format!("{} ({holds})", documentation::code(name)));
    let headers: Vec<_> = headers.collect();
    made.extend((!headers.is_empty()).then(|| format!("With {}.", headers.join(", "))));
    let made = made.join(" ");
    if answer.docs.is_empty() {
        return if made.is_empty() { Vec::new() } else { vec![documentation::wrap(&format!("{name}. {made}"))] };
    }
    let mut paragraphs = documentation::paragraphs(&documentation::begun(&name, &answer.docs));
    match paragraphs.last_mut() {
        _ if made.is_empty() => {}
        Some(last) if !last.contains('\n') && last.ends_with(|end: char| end.is_alphanumeric() || end == '.') => {
            let stop = if last.ends_with('.') { "" } else { "." };
            *last = documentation::wrap(&format!("{last}{stop} {made}"));
        }
        Some(_) | None => paragraphs.push(documentation::wrap(&made)),
    }
    paragraphs
}

/// A body of an answer: its type, with a link to what it is made of.
fn body(cx: Cx<'_>, media: &str, ty: Option<&Type>) -> String {
    let media = documentation::code(media);
    let Some(ty) = ty else { return media };
    let scope = Scope::reference(cx);
    let link = |id: &TypeId| {
        let name = &cx.names.ty(*id).ident;
        format!("[`{name}`](crate::types::{name})")
    };
    match ty {
        Type::Named(id) => format!("{} as {media}", link(id)),
        ty => {
            let of: Vec<_> = ty.mentions().iter().map(link).collect();
            let of = if of.is_empty() { String::new() } else { format!(" of {}", of.join(" and ")) };
            format!("`{}`{of} as {media}", written::ty(&usage::ty(&scope, ty)))
        }
    }
}
