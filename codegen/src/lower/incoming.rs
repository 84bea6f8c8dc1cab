//! What the server calls: webhooks (OAS 3.1.1 section 4.8.1) and callbacks (section 4.8.18). Each is a body to be read.
//!
//! | its body | becomes |
//! |---|---|
//! | JSON | what reads it as its type |
//! | a form | the same |
//! | text | what reads it as text |
//! | several media types | the first of these; others are listed as left out |
//! | bytes, or nothing | left out: whoever takes the request has it in hand |
//! | anything else, such as XML and multipart | the same, told |

use indexmap::IndexMap;
use openapiv3::{MediaType, Operation as Described, PathItem, RequestBody};
use serde_json::{Map, Value};

use super::notation::{Notation, notation};
use super::reading::{self, Meaning, Streams};
use super::site::Site;
use super::{Cx, body, documentation, header, inner, looks, operation, origin, references, response, schema, slip};
use crate::diagnostic::catalogue;
use crate::model::{
    Docs, Encoding, Field, FieldKind, Incoming, IncomingContent, IncomingKind, Media, NameHint, Status, Style, Type,
};
use crate::place::Pointer;

/// Lowers the webhooks of the description.
pub(super) fn lower_webhooks(cx: &mut Cx<'_>) {
    let root = Pointer::root().push("webhooks");
    let names: Vec<String> = keys(cx.openapi.extensions.get("x-cw-webhooks"));
    for name in names {
        let kind = IncomingKind::Webhook { name: name.clone() };
        lower_item(cx, &kind, &NameHint::root(&name), &root.push(&name));
    }
}

/// Lowers the callbacks of an operation; `of` is its method and path.
pub(super) fn lower_callbacks(cx: &mut Cx<'_>, described: &Described, of: &str, words: &NameHint, place: &Pointer) {
    let callbacks = described.extensions.get("x-cw-callbacks").and_then(Value::as_object);
    for (name, callback) in callbacks.into_iter().flatten().filter(|(name, _)| !name.starts_with("x-")) {
        let own = place.push("callbacks").push(name);
        let Some((callback, at)) = followed(cx, callback, own.clone()) else {
            cx.leave_out(format!("callback `{name}` of {of}"), "its reference leads to nothing", &own);
            continue;
        };
        let longer = [words.parts(), std::slice::from_ref(name)].concat().join(" ");
        let hint = NameHint::root(name).or_else(Some(longer));
        for expression in callback.keys().filter(|key| !key.starts_with("x-")) {
            let kind = IncomingKind::Callback { name: name.clone(), expression: expression.clone(), of: of.to_owned() };
            lower_item(cx, &kind, &hint, &at.push(expression));
        }
    }
}

fn keys(map: Option<&Value>) -> Vec<String> {
    let keys = map.and_then(Value::as_object).into_iter().flat_map(Map::keys);
    keys.filter(|key| !key.starts_with("x-")).cloned().collect()
}

/// A callback, with references followed, and where it stands.
fn followed<'a>(cx: &Cx<'a>, callback: &'a Value, place: Pointer) -> Option<(&'a Map<String, Value>, Pointer)> {
    let (mut callback, mut place) = (callback.as_object()?, place);
    for _ in 0..references::LONGEST_CHAIN {
        let Some(target) = callback.get("$ref").and_then(Value::as_str) else { return Some((callback, place)) };
        place = Pointer::parse(target)?;
        let segments: Vec<_> = place.segments().collect();
        let [components, section, name] = segments.as_slice() else { return None };
        let extensions = &cx.openapi.components.as_ref().filter(|_| components == "components")?.extensions;
        let all = extensions.get("x-cw-callbacks").filter(|_| section == "callbacks")?;
        callback = all.get(name.as_ref())?.as_object()?;
    }
    None
}

/// Lowers the requests of one path item.
fn lower_item(cx: &mut Cx<'_>, kind: &IncomingKind, hint: &NameHint, place: &Pointer) {
    let item = cx.elsewhere.path_items.get(place);
    let Some((item, described_at)) = item.and_then(|item| references::path_item(cx, item, place.clone())) else {
        return cx.leave_out(called(kind), "its reference leads to nothing", place);
    };
    cx.diagnostics.origins.record(&described_at, place);
    let operations = references::operations(cx, item, &described_at, place);
    let is_alone = operations.len() == 1;
    for (method, at, described) in operations {
        if cx.incoming.iter().any(|known| *known.origin.pointer() == at) {
            continue;
        }
        let what = called(kind);
        let site = Site { pointer: at.clone(), of: what.clone() };
        let Some(content) = content(cx, described, &site) else { continue };
        cx.incoming.push(Incoming {
            hint: if is_alone { hint.clone() } else { hint.clone().apart_by(&method.to_ascii_lowercase()) },
            kind: kind.clone(),
            docs: docs(cx, item, described, &site),
            origin: origin(&at),
            method,
            content,
        });
    }
}

fn called(kind: &IncomingKind) -> String {
    match kind {
        IncomingKind::Webhook { name } => format!("webhook `{name}`"),
        IncomingKind::Callback { name, of, .. } => format!("callback `{name}` of {of}"),
    }
}

/// What is read of the body; nothing where it is left out, which is listed.
fn content<'a>(cx: &mut Cx<'a>, described: &'a Described, site: &Site) -> Option<IncomingContent> {
    let Some((body, target)) = body_of(cx, described, site) else {
        cx.leave_out(&site.of, "it has no body that could be read", &site.pointer);
        return None;
    };
    let notations = || body.content.keys().map(|name| notation(&slip::read_as(name)));
    if !notations().any(|it| matches!(it, Notation::Json | Notation::Anything))
        && let Some(form) = form(cx, body, &target)
    {
        return Some(form);
    }
    if !notations().any(|it| matches!(it, Notation::Json | Notation::Anything | Notation::Text | Notation::Octets)) {
        unread(cx, &body.content, site, &target);
        return None;
    }
    let (meanings, _) = reading::meanings(cx, &body.content, Streams::Whole, &target);
    let read = |media: &Media| match media {
        Media::Json(ty) | Media::AnyJson(ty) => Some(IncomingContent::Json(ty.clone())),
        Media::Text | Media::AnyText => Some(IncomingContent::Text),
        Media::Empty | Media::Binary | Media::Stream => None,
    };
    let chosen = meanings.iter().position(|meaning| meaning.media.ty().is_some());
    let chosen = chosen.or_else(|| meanings.iter().position(|meaning| read(&meaning.media).is_some()));
    let Some(chosen) = chosen else {
        cx.leave_out(&site.of, "its body is bytes", &site.pointer);
        return None;
    };
    for Meaning { names, .. } in meanings.iter().enumerate().filter(|(index, _)| *index != chosen).map(|(_, it)| it) {
        leave_out_others(cx, names, &target);
    }
    read(&meanings[chosen].media)
}

fn leave_out_others(cx: &mut Cx<'_>, names: &[String], target: &Site) {
    let what = format!("`{}` as a body of {}", names.join("`, `"), target.of);
    cx.leave_out(what, "another media type is read", &target.pointer);
}

/// A form that is an object, where the pairs of each property can be told.
fn form<'a>(cx: &mut Cx<'a>, body: &'a RequestBody, target: &Site) -> Option<IncomingContent> {
    let is_form = |name: &str| notation(&slip::read_as(name)) == Notation::Form;
    let (chosen, media) = body.content.iter().find(|(name, _)| is_form(name))?;
    let ty = schema::lower_media(cx, media)?;
    let site = target.step(&["content", chosen]);
    let shape = target_of(cx, &ty);
    let fields = looks::strukt(&cx.types, &ty).map(|(_, strukt)| strukt.fields.clone()).unwrap_or_default();
    let is_object = matches!(shape, Type::Named(_) | Type::Map(_));
    let encodings = body::form_encodings(cx, media, &site);
    let is_spread = |encoding: &Encoding| {
        let field = fields.iter().find(|field| field.name == encoding.name);
        let is_styled = encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved;
        is_styled && encoding.style != Some(Style::DeepObject) && field.is_some_and(|field| is_tree(cx, field))
    };
    // The pairs of an object in style form have the names of its members, which may be those of others.
    if !is_object || encodings.iter().any(is_spread) {
        return None;
    }
    let others = body.content.keys().filter(|name| *name != chosen).cloned().collect::<Vec<_>>();
    if !others.is_empty() {
        leave_out_others(cx, &others, target);
    }
    Some(IncomingContent::Form(ty.non_null().clone(), encodings))
}

fn target_of(cx: &Cx<'_>, ty: &Type) -> Type {
    looks::target(&cx.types, ty.non_null()).clone()
}

/// Whether a property is an object.
fn is_tree(cx: &Cx<'_>, field: &Field) -> bool {
    match &field.kind {
        FieldKind::Value { ty, .. } => {
            matches!(target_of(cx, ty), Type::Map(_)) || looks::strukt(&cx.types, ty).is_some()
        }
        FieldKind::Constant(_) => false,
    }
}

/// Tells of a body that is in none of the notations that are read.
fn unread(cx: &mut Cx<'_>, content: &IndexMap<String, MediaType>, site: &Site, target: &Site) {
    let names: Vec<String> = content.keys().map(|name| format!("`{name}`")).collect();
    let is_form = content.keys().any(|name| notation(&slip::read_as(name)) == Notation::Form);
    let why = match is_form {
        true => "the members of an object are no pairs of a form of their own".to_owned(),
        false => format!("it is {}", names.join(" or ")),
    };
    let message = format!("the body of {} is not read: {why}", site.of);
    cx.diagnostics.report(&catalogue::INCOMING_UNREAD, &target.pointer.push("content"), message).at_key();
    cx.leave_out(&site.of, "its body is no JSON, no form and no text", &site.pointer);
}

fn body_of<'a>(cx: &Cx<'a>, described: &'a Described, site: &Site) -> Option<(&'a RequestBody, Site)> {
    references::request_body(cx, described.request_body.as_ref()?, &site.step(&["requestBody"]))
}

/// What is said of the request, what it has beside its body, and how it is to be answered.
fn docs(cx: &Cx<'_>, item: &PathItem, described: &Described, site: &Site) -> Docs {
    let mut docs = operation::docs(described, item);
    if let Some((body, _)) = body_of(cx, described, site) {
        let mut said = documentation::text(body.description.as_deref());
        inner::add_content(cx, &mut said, &body.content);
        docs.within.extend((!said.is_empty()).then(|| ("The body".to_owned(), said)));
    }
    for node in item.parameters.iter().chain(&described.parameters) {
        let Some((parameter, _)) = references::parameter(cx, node, site) else { continue };
        let (data, place) = (parameter.parameter_data_ref(), header::place_word(parameter));
        let said = documentation::text(data.description.as_deref());
        docs.within.push((format!("With the {place} {}", documentation::plain(&data.name)), said));
    }
    let responses = &described.responses;
    let answers = responses.responses.iter().filter_map(|(status, node)| Some((response::status(status)?, node)));
    for (status, node) in answers.chain(responses.default.iter().map(|node| (Status::Default, node))) {
        let Some((answer, _)) = references::response(cx, node, site) else { continue };
        let said = documentation::text(Some(&answer.description));
        docs.within.extend((!said.is_empty()).then(|| (format!("Answered with {status}"), said)));
    }
    docs
}
