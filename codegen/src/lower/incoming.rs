//! What the server calls: webhooks (OAS 3.1.1 section 4.8.1) and callbacks (section 4.8.18). Each is a body to be read.
//!
//! | its body | becomes |
//! |---|---|
//! | JSON | what reads it as its type |
//! | a form | the same, where `form` can tell what its values are; else told |
//! | text of strings, or of objects and lists | what reads it as text |
//! | text of other scalars | what reads it as its type, which the text spells |
//! | several media types | the first of these; others are listed as left out |
//! | bytes, or nothing | left out, but for what answers it: whoever takes the request has it in hand |
//! | anything else, such as XML and multipart | the same, told |
//!
//! What it is answered with is documented, with the type of what is JSON: callers make values of it.

mod form;

use indexmap::IndexMap;
use openapiv3::{MediaType, Operation as Described, PathItem, RequestBody, Response};
use serde_json::{Map, Value};

use super::notation::{Notation, notation};
use super::reading::{self, Meaning, Streams};
use super::site::Site;
use super::way::Way;
use super::{Cx, documentation, header, inner, items, operation, origin, references, response, security, slip};
use crate::diagnostic::catalogue;
use crate::model::{Answer, Docs, Incoming, IncomingContent, IncomingKind, Media, NameHint, Status, Type};
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

/// A callback of an operation.
#[derive(Clone)]
pub(super) struct Callback {
    name: String,
    described: Value,
    place: Pointer,
    hint: NameHint,
    /// The method and path of the operation.
    of: String,
}

/// Whose callbacks they are.
pub(super) struct Caller<'c> {
    /// Its method and path.
    pub(super) of: String,
    pub(super) words: &'c NameHint,
    pub(super) met_at: &'c Pointer,
    pub(super) described_at: Pointer,
}

/// Lowers the callbacks of an operation. Those that stand elsewhere are called after the first operation in the order of letters that has
/// them, and wait for the others.
pub(super) fn lower_callbacks(cx: &mut Cx<'_>, described: &Described, caller: &Caller<'_>) {
    let Caller { of, words, met_at, described_at } = caller;
    cx.heard.insert(described_at.clone());
    let callbacks = described.extensions.get("x-cw-callbacks").and_then(Value::as_object);
    for (name, described) in callbacks.into_iter().flatten().filter(|(name, _)| !name.starts_with("x-")) {
        let longer = [words.parts(), std::slice::from_ref(name)].concat().join(" ");
        let hint = NameHint::root(name).or_else(Some(longer));
        let place = described_at.push("callbacks").push(name);
        let callback = Callback { name: name.clone(), described: described.clone(), place, hint, of: of.clone() };
        match described.get("$ref").is_some() || *met_at != described_at {
            true => cx.referred_callbacks.push(callback),
            false => lower_callback(cx, &callback),
        }
    }
}

/// Lowers the callbacks that stand elsewhere.
pub(super) fn lower_referred_callbacks(cx: &mut Cx<'_>) {
    // What they lead to may have callbacks of its own.
    while !cx.referred_callbacks.is_empty() {
        let mut callbacks = std::mem::take(&mut cx.referred_callbacks);
        callbacks.sort_by(|one, other| (&one.name, &one.of).cmp(&(&other.name, &other.of)));
        callbacks.iter().for_each(|callback| lower_callback(cx, callback));
    }
}

fn lower_callback(cx: &mut Cx<'_>, Callback { name, described, place, hint, of }: &Callback) {
    let Some((callback, at)) = followed(cx, described, place.clone()) else {
        return cx.leave_out(format!("callback `{name}` of {of}"), "its reference leads to nothing", place);
    };
    let expressions: Vec<_> = callback.keys().filter(|key| !key.starts_with("x-")).cloned().collect();
    for expression in expressions {
        let at = at.push(&expression);
        let kind = IncomingKind::Callback { name: name.clone(), expression, of: of.clone() };
        lower_item(cx, &kind, hint, &at);
    }
}

fn keys(map: Option<&Value>) -> Vec<String> {
    let keys = map.and_then(Value::as_object).into_iter().flat_map(Map::keys);
    keys.filter(|key| !key.starts_with("x-")).cloned().collect()
}

/// A callback, with references followed, and where it stands.
fn followed<'c>(cx: &'c Cx<'_>, callback: &'c Value, place: Pointer) -> Option<(&'c Map<String, Value>, Pointer)> {
    let (mut callback, mut place) = (callback.as_object()?, place);
    for _ in 0..references::LONGEST_CHAIN {
        let Some(target) = callback.get("$ref").and_then(Value::as_str) else { return Some((callback, place)) };
        place = Pointer::parse(target)?;
        if let Some(found) = cx.elsewhere.callbacks.get(&place) {
            callback = found;
            continue;
        }
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
        let hint = if is_alone { hint.clone() } else { hint.clone().apart_by(&method.to_ascii_lowercase()) };
        let described_at = at.moved(place, &described_at).unwrap_or_else(|| at.clone());
        let caller = Caller { of: answered(kind, &method), words: &hint, met_at: &at, described_at };
        let docs = docs(cx, item, described, &site);
        let content = content(cx, described, &site);
        let incoming = Incoming {
            hint: hint.clone(),
            kind: kind.clone(),
            docs,
            origin: origin(&at),
            method,
            content,
            may_be_left_out: body_of(cx, described, &site).is_some_and(|(body, _)| !body.required),
            answers: answers(cx, described, &site),
        };
        let is_of_use = incoming.content.is_some() || incoming.sent().next().is_some();
        cx.incoming.extend(is_of_use.then_some(incoming));
        if !cx.heard.contains(&caller.described_at) {
            lower_callbacks(cx, described, &caller);
        }
    }
}

/// What the callbacks of a request of the server come after.
fn answered(kind: &IncomingKind, method: &str) -> String {
    match kind {
        IncomingKind::Webhook { name } => format!("{method} of the webhook {name}"),
        IncomingKind::Callback { expression, .. } => format!("{method} {expression}"),
    }
}

/// The bodies of an answer. What is no JSON callers write themselves, which is listed where it has parts.
fn bodies(cx: &mut Cx<'_>, answer: &Response, status: &str, site: &Site) -> Vec<(String, Option<Type>)> {
    let of_name = |name: &String| notation(&slip::read_as(name));
    let has_json = answer.content.keys().any(|name| of_name(name) == Notation::Json);
    let mut bodies = Vec::new();
    for (name, media) in &answer.content {
        let site = site.step(&["content", name]);
        let ty = match of_name(name) {
            Notation::Json => items::lower_media(cx, name, media, Way::Sent, &site),
            Notation::Form | Notation::Multipart | Notation::Other if media.schema.is_some() && !has_json => {
                let what = format!("`{name}` in the answer `{status}` of {}", site.of);
                cx.leave_out(what, "callers write what is no JSON themselves", &site.pointer);
                None
            }
            Notation::Events | Notation::Lines | Notation::Sequence | Notation::Text | Notation::Octets => None,
            Notation::Form | Notation::Multipart | Notation::Other | Notation::Anything => None,
        };
        bodies.push((name.clone(), ty));
    }
    bodies
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
    let of_name = |name: &String| notation(&slip::read_as(name));
    let notations = || body.content.keys().map(of_name);
    let form = match notations().any(|it| matches!(it, Notation::Json | Notation::Anything)) {
        true => None,
        false => form(cx, body, &target),
    };
    let why = match form {
        Some(Ok(form)) => return Some(form),
        Some(Err(why)) => Some(why),
        None => None,
    };
    let is_read = |it: Notation| matches!(it, Notation::Json | Notation::Anything | Notation::Text | Notation::Octets);
    if !notations().any(is_read) {
        unread(cx, (&body.content, why), site, &target);
        return None;
    }
    let candidates = body.content.iter().filter(move |(name, _)| is_read(of_name(name)));
    let (meanings, _) = reading::meanings(cx, candidates, Streams::Whole, &target);
    let read = |media: &Media| match media {
        Media::Json(ty) => Some(IncomingContent::Json(ty.clone())),
        Media::AnyJson(ty) => Some(IncomingContent::AnyJson(ty.clone())),
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
    let others: Vec<String> = body.content.keys().filter(|name| !is_read(of_name(name))).cloned().collect();
    if !others.is_empty() {
        leave_out_others(cx, &others, &target);
    }
    read(&meanings[chosen].media)
}

fn leave_out_others(cx: &mut Cx<'_>, names: &[String], target: &Site) {
    let what = format!("`{}` as a body of {}", names.join("`, `"), target.of);
    cx.leave_out(what, "another media type is read", &target.pointer);
}

/// What reads the first form, or why nothing does; `None` where there is no form.
fn form<'a>(cx: &mut Cx<'a>, body: &'a RequestBody, target: &Site) -> Option<Result<IncomingContent, String>> {
    let is_form = |name: &str| notation(&slip::read_as(name)) == Notation::Form;
    let (chosen, media) = body.content.iter().find(|(name, _)| is_form(name))?;
    let form = form::read(cx, media, &target.step(&["content", chosen]));
    let others = body.content.keys().filter(|name| *name != chosen).cloned().collect::<Vec<_>>();
    if form.is_ok() && !others.is_empty() {
        leave_out_others(cx, &others, target);
    }
    Some(form)
}

/// Tells of a body that is in none of the notations that are read, or of a form and why it is not.
fn unread(cx: &mut Cx<'_>, (content, why): (&IndexMap<String, MediaType>, Option<String>), site: &Site, target: &Site) {
    let names = || content.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    let listed = match &why {
        Some(_) => "its texts do not tell what its values are",
        None => "its body is no JSON, no form and no text",
    };
    let why = why.unwrap_or_else(|| format!("it is {}", names()));
    let message = format!("the body of {} is not read: {why}", site.of);
    cx.diagnostics.report(&catalogue::INCOMING_UNREAD, &target.pointer.push("content"), message).at_key();
    cx.leave_out(&site.of, listed, &site.pointer);
}

fn body_of<'a>(cx: &Cx<'a>, described: &'a Described, site: &Site) -> Option<(&'a RequestBody, Site)> {
    references::request_body(cx, described.request_body.as_ref()?, &site.step(&["requestBody"]))
}

/// What is said of the request, how it is secured, and what it has beside its body.
fn docs(cx: &mut Cx<'_>, item: &PathItem, described: &Described, site: &Site) -> Docs {
    let mut docs = operation::docs(described, item);
    docs.notes.extend(security::of_incoming(cx, described, &site.pointer));
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
    docs
}

/// How it is to be answered.
fn answers(cx: &mut Cx<'_>, described: &Described, site: &Site) -> Vec<Answer> {
    let responses = &described.responses;
    let listed = responses.responses.iter();
    let listed = listed.filter_map(|(code, node)| Some((response::status(code)?, code.to_string(), node)));
    let default = responses.default.iter().map(|node| (Status::Default, "default".to_owned(), node));
    let mut answers = Vec::new();
    for (status, key, node) in listed.chain(default) {
        let Some((answer, site)) = references::response(cx, node, &site.step(&["responses", &key])) else { continue };
        let bodies = bodies(cx, answer, &key, &site);
        // It is named within a code span.
        response::leave_out_links(cx, answer, &key, &Site { of: site.of.replace('`', ""), ..site.clone() });
        let headers = answer.headers.iter().filter_map(|(name, node)| {
            let (header, _) = references::header(cx, node, &site.step(&["headers", name]))?;
            Some((name.clone(), header::word(cx, header)))
        });
        let docs = documentation::text(Some(&answer.description));
        answers.push(Answer { status, docs, headers: headers.collect(), bodies });
    }
    answers
}
