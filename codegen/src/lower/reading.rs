//! The content of a response: what its media types mean, and which of them mean the same.
//!
//! Enters: the entries of `content`. Leaves: one meaning for each thing that may come back, with the names it comes under.
//!
//! | entry | is read as |
//! |---|---|
//! | `format: binary` under any name | the bytes |
//! | JSON | its type |
//! | text of strings | the text; together with a JSON string one meaning |
//! | text of other scalars | the scalar, which the text spells |
//! | `text/plain` of objects and lists beside the same as JSON | JSON, which some servers send as text |
//! | other text of objects and lists beside the same as JSON | left aside, as another notation is: a table or a page is no JSON |
//! | text of objects and lists alone | the text, and it is told |
//! | anything, of a schema that says something | JSON, under whatever name; a string as text |
//! | octets, and what is no notation that is known, that a schema says to be in Base64 | the bytes that the text stands for |
//! | octets, anything without a schema or with one that says nothing | the bytes |
//! | another notation of the same as JSON, or of nothing at all | left aside: JSON is asked for |
//! | another notation alone, or of something else | the bytes, and it is told where a schema describes them |
//! | events, lines, sequences, of a success | set apart: the operation has a call that gives them as a stream; so does `multipart/mixed` alone |
//! | events, lines, sequences, of a failure | the bytes; left out beside others, and it is told |

use openapiv3::MediaType;

use super::looks::target;
use super::notation::{self, Notation, notation};
use super::same::same;
use super::site::Site;
use super::way::Way;
use super::{Cx, items, scalar, slip};
use crate::diagnostic::catalogue;
use crate::document::Document;
use crate::media_type;
use crate::model::{Media, Scalar, Type};

/// One thing that may come back.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    pub(super) media: Media,
    /// The names it comes under: those of JSON first, then in the description's order.
    pub(super) names: Vec<String>,
    /// The entries that the names stand at.
    order: usize,
}

/// An entry with what its schema is.
struct Entry {
    name: String,
    notation: Notation,
    ty: Option<Type>,
    /// Whether it is text in Base64 as a whole.
    is_encoded: bool,
    site: Site,
    order: usize,
}

/// What comes bit by bit.
#[derive(Clone, Debug)]
pub(super) struct Stream<'a> {
    pub(super) notation: Notation,
    pub(super) name: String,
    pub(super) media: &'a MediaType,
    pub(super) ty: Option<Type>,
    pub(super) site: Site,
}

/// What becomes of what comes bit by bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Streams {
    /// It is set apart.
    Apart,
    /// It is read whole, where there is nothing else.
    Whole,
}

/// What may come back, in the description's order. Nothing at all: no body.
pub(super) fn meanings<'a>(
    cx: &mut Cx<'a>,
    content: impl Iterator<Item = (&'a String, &'a MediaType)> + Clone,
    streams: Streams,
    site: &Site,
) -> (Vec<Meaning>, Vec<Stream<'a>>) {
    let mut entries = Vec::new();
    let mut apart = Vec::new();
    let is_mixed = content.clone().all(|(name, _)| media_type::essence(&slip::read_as(name)) == "multipart/mixed");
    for (order, (name, media)) in content.enumerate() {
        let site = site.step(&["content", name]);
        let name = slip::meant(cx, name, &site.pointer);
        let ty = items::lower_media(cx, &name, media, Way::Received, &site);
        let notation = notation(&name);
        let is_stream = is_stream(notation) || is_mixed;
        if is_stream && !is_binary(cx, ty.as_ref()) && streams == Streams::Apart {
            apart.push(Stream { notation, name, media, ty, site });
            continue;
        }
        if media.extensions.contains_key(Document::EVENTS) {
            let message = format!("`{name}` holds no events that are read one by one; the extension is left out");
            cx.diagnostics.report(&catalogue::EVENTS_UNUSABLE, &site.pointer.push(Document::EVENTS), message);
        }
        let is_encoded = scalar::goes_in_base64(cx, media, ty.as_ref());
        entries.push(Entry { notation, name, ty, is_encoded, site, order });
    }
    // What JSON says is known first: others are the same, or are something else.
    entries.sort_by_key(|entry| (entry.notation != Notation::Json, entry.order));
    let mut meanings = Vec::new();
    let is_alone = entries.iter().all(|entry| is_stream(entry.notation));
    for entry in &entries {
        match is_stream(entry.notation) && !is_alone && !is_binary(cx, entry.ty.as_ref()) {
            true => {
                let message = format!("`{}` is not read: another media type says what is wrong", entry.name);
                leave_out(cx, entry, &message, "a failure comes whole, as another media type says");
            }
            false => read(cx, &mut meanings, entry),
        }
    }
    if meanings.iter().all(|meaning| is_alike(&meaning.media, &meanings[0].media)) {
        meanings = joined(meanings);
    }
    meanings.sort_by_key(|meaning| meaning.order);
    for meaning in &mut meanings {
        meaning.names = each_once(std::mem::take(&mut meaning.names));
    }
    name_json(&mut meanings);
    (meanings, apart)
}

/// Whether it comes bit by bit.
fn is_stream(notation: Notation) -> bool {
    matches!(notation, Notation::Events | Notation::Lines | Notation::Sequence)
}

fn is_binary(cx: &Cx<'_>, ty: Option<&Type>) -> bool {
    ty.is_some_and(|ty| *target(&cx.types, ty.non_null()) == Type::Scalar(Scalar::Binary))
}

fn read(cx: &mut Cx<'_>, meanings: &mut Vec<Meaning>, entry: &Entry) {
    let any = Type::Any;
    let ty = entry.ty.as_ref();
    let shape = ty.map(|ty| target(&cx.types, ty.non_null()).clone());
    let is_string = matches!(shape, Some(Type::Scalar(Scalar::String)));
    if shape == Some(Type::Scalar(Scalar::Binary)) {
        return add(meanings, entry, Media::Binary);
    }
    match entry.notation {
        Notation::Json => json(cx, meanings, entry, ty.unwrap_or(&any)),
        Notation::Text | Notation::Anything if is_string => text(meanings, entry),
        Notation::Text => textual(cx, meanings, entry, shape.as_ref()),
        Notation::Anything => match ty {
            Some(ty) => any_json(cx, meanings, entry, ty),
            None => add(meanings, entry, Media::Binary),
        },
        Notation::Octets | Notation::Other if entry.is_encoded => any_json(cx, meanings, entry, ty.unwrap_or(&any)),
        Notation::Octets => {
            if shape.as_ref().is_some_and(is_structured) {
                as_bytes(cx, entry);
            }
            add(meanings, entry, Media::Binary);
        }
        Notation::Events | Notation::Lines | Notation::Sequence => add(meanings, entry, Media::Binary),
        Notation::Form | Notation::Multipart | Notation::Other => other(cx, meanings, entry, shape.as_ref()),
    }
}

fn json(cx: &mut Cx<'_>, meanings: &mut Vec<Meaning>, entry: &Entry, ty: &Type) {
    if let Some(known) = of_type(cx, meanings, ty) {
        known.names.push(entry.name.clone());
        return;
    }
    let essence = media_type::essence(&entry.name);
    if meanings.iter().flat_map(|meaning| &meaning.names).any(|name| media_type::essence(name) == essence) {
        let message = format!("`{}` cannot be told from the same media type with other parameters", entry.name);
        return leave_out(cx, entry, &message, "only its parameters differ from another media type");
    }
    add(meanings, entry, Media::Json(ty.clone()));
}

/// A text is one whether it comes in quotes, as a JSON string, or as it is.
fn text(meanings: &mut Vec<Meaning>, entry: &Entry) {
    let string = Media::Json(Type::Scalar(Scalar::String));
    let known = meanings.iter_mut().find(|meaning| meaning.media == string || meaning.media == Media::AnyText);
    match known {
        Some(known) => {
            known.media = Media::AnyText;
            known.names.push(entry.name.clone());
        }
        None if entry.notation == Notation::Anything => add(meanings, entry, Media::AnyText),
        None => add(meanings, entry, Media::Text),
    }
}

/// Text that is described as something else than a string.
fn textual(cx: &mut Cx<'_>, meanings: &mut Vec<Meaning>, entry: &Entry, shape: Option<&Type>) {
    match (shape, &entry.ty) {
        (None | Some(Type::Any), _) | (_, None) => text(meanings, entry),
        (Some(shape), Some(ty)) => match of_type(cx, meanings, ty) {
            Some(_) if is_structured(shape) && !notation::is_plain_text(&entry.name) => cx.say_otherwise(&entry.name),
            Some(_) => any_json(cx, meanings, entry, ty),
            None if is_structured(shape) => {
                let message = format!("`{}` comes as text that the caller reads", entry.name);
                let found = cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &entry.site.pointer, message);
                found.help("take the text apart where it is needed");
                add(meanings, entry, Media::Text);
            }
            None => any_json(cx, meanings, entry, ty),
        },
    }
}

/// JSON that may come under a name that is not JSON's.
fn any_json(cx: &Cx<'_>, meanings: &mut Vec<Meaning>, entry: &Entry, ty: &Type) {
    match of_type(cx, meanings, ty) {
        Some(known) => {
            known.media = Media::AnyJson(ty.clone());
            known.names.push(entry.name.clone());
        }
        None => add(meanings, entry, Media::AnyJson(ty.clone())),
    }
}

/// A notation that is not read.
fn other(cx: &mut Cx<'_>, meanings: &mut Vec<Meaning>, entry: &Entry, shape: Option<&Type>) {
    let json = || meanings.iter().any(|meaning| meaning.media.ty().is_some());
    let known = match &entry.ty {
        None => json(),
        Some(ty) => meanings.iter().any(|meaning| meaning.media.ty().is_some_and(|known| same(&cx.types, known, ty))),
    };
    if known {
        return cx.say_otherwise(&entry.name);
    }
    if shape.is_some_and(is_structured) || media_type::essence(&entry.name).contains("xml") {
        as_bytes(cx, entry);
    }
    add(meanings, entry, Media::Binary);
}

fn as_bytes(cx: &mut Cx<'_>, entry: &Entry) {
    let message = format!("`{}` comes as bytes", entry.name);
    cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &entry.site.pointer, message);
}

fn leave_out(cx: &mut Cx<'_>, entry: &Entry, message: &str, why: &str) {
    cx.diagnostics.report(&catalogue::ONE_MEDIA_TYPE, &entry.site.pointer, message);
    let what = format!("`{}` as a response of `{}`", entry.name, entry.site.of);
    cx.leave_out(what, why, &entry.site.pointer);
}

/// Whether a type has parts, which text and bytes do not say by themselves.
pub(super) fn is_structured(shape: &Type) -> bool {
    match shape {
        Type::Named(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) => true,
        Type::Scalar(_) | Type::Nullable(_) | Type::Any => false,
    }
}

fn of_type<'m>(cx: &Cx<'_>, meanings: &'m mut [Meaning], ty: &Type) -> Option<&'m mut Meaning> {
    meanings.iter_mut().find(|meaning| meaning.media.ty().is_some_and(|known| same(&cx.types, known, ty)))
}

fn add(meanings: &mut Vec<Meaning>, entry: &Entry, media: Media) {
    meanings.push(Meaning { media, names: vec![entry.name.clone()], order: entry.order });
}

/// Whether a reader cannot tell two meanings apart: bytes are bytes, and text is text.
fn is_alike(one: &Media, other: &Media) -> bool {
    one == other && matches!(one, Media::Binary | Media::Text | Media::AnyText)
}

/// All meanings as one.
fn joined(mut meanings: Vec<Meaning>) -> Vec<Meaning> {
    meanings.sort_by_key(|meaning| meaning.order);
    let names = meanings.iter().flat_map(|meaning| meaning.names.clone()).collect();
    let first = meanings.into_iter().next();
    first.map(|meaning| Meaning { names, ..meaning }).into_iter().collect()
}

/// Each media type once, without its charset: the bare one covers those with parameters.
pub(super) fn each_once(names: Vec<String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for name in names {
        let essence = media_type::essence(&name);
        let is_bare = !name.contains(';') || name.to_ascii_lowercase().contains("charset=");
        let name = if is_bare { essence.clone() } else { name };
        match once.iter_mut().find(|known| media_type::essence(known) == essence) {
            Some(known) if is_bare => *known = name,
            Some(_) => {}
            None => once.push(name),
        }
    }
    once
}

/// What is JSON by its schema and has only a range for a name is asked for as JSON.
fn name_json(meanings: &mut [Meaning]) {
    let is_named = |meaning: &Meaning| {
        meaning.names.iter().any(|name| notation(name) == Notation::Json && !notation::is_range(name))
    };
    if meanings.iter().any(is_named) {
        return;
    }
    let of_range = |meaning: &&mut Meaning| {
        meaning.media.ty().is_some() && meaning.names.iter().all(|name| notation::is_range(name))
    };
    if let Some(meaning) = meanings.iter_mut().find(of_range) {
        meaning.names.insert(0, "application/json".to_owned());
    }
}
