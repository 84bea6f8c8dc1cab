//! Server-sent events: what one of them is.
//!
//! | described | an event is |
//! |---|---|
//! | `item` of `x-sse` | that |
//! | a list | one item of it |
//! | an object with `data`, and nothing but `event`, `id` and `retry` beside it; alternatives of which one is such, and the others have nothing but these | the whole event, as OpenAPI 3.2 has it |
//! | an object with `data` and nothing but names of what an event has, one of which frameworks give to nothing else | its `data` |
//! | anything else | the data: JSON, or the text as it is where it is described as a string |
//! | nothing | the data, as text |

use openapiv3::{MediaType, Operation as Described};

use super::super::looks::{DEEPEST, resolve, strukt, target};
use super::super::notation::Notation;
use super::super::reading::Stream;
use super::super::response::Open;
use super::super::site::Site;
use super::super::{Cx, schema};
use super::extension::Extension;
use super::{of_list, unusable};
use crate::model::{Discriminator, EventForm, Events, FieldKind, Operation, Scalar, Type, TypeDef, TypeKind, Variant};

/// The fields of an event (WHATWG HTML section 9.2.6).
const FIELDS: &[&str] = &["event", "data", "id", "retry"];

/// What frameworks call the fields of an event in the types that they describe it by: ASP.NET Core `SseItem`, Micronaut `Event`.
const OWN_FIELDS: &[&str] =
    &["data", "event", "eventType", "id", "eventId", "retry", "reconnectionInterval", "name", "comment"];

/// Those that no ordinary value has beside `data`.
const TELLING: &[&str] = &["eventType", "eventId", "reconnectionInterval", "retry"];

const NAME: &str = "text/event-stream";

/// The data of a last event that is no JSON, as many servers send it. No value is lost with it.
const DONE: &str = "[DONE]";

/// How events end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With the response.
    Plain,
    /// With an event that is no value, as the description says, or as servers do that are asked for a stream by a flag.
    Told,
}

/// How events end, as far as the description says so in its words.
pub(super) fn end(described: &Described, open: &Open<'_>) -> End {
    let texts = [described.description.as_deref(), open.docs.description.as_deref()];
    let is_told = texts.into_iter().flatten().any(|text| text.contains(DONE));
    if is_told { End::Told } else { End::Plain }
}

/// Lowers the events of a response.
pub(super) fn lower(cx: &mut Cx<'_>, stream: &Stream<'_>, extension: &Extension, call: &Operation, end: End) -> Events {
    let item = match extension.item() {
        Some(id) => schema::lower_schema(cx, id),
        None => match &stream.ty {
            Some(ty) => of_list(cx, ty).unwrap_or_else(|| ty.clone()),
            None => Type::Scalar(Scalar::String),
        },
    };
    let (item, form) = match wrapped(&cx.types, &item) {
        _ if is_whole(&cx.types, &item) => (item, EventForm::Whole),
        Some(data) => (data, EventForm::Data),
        None => (item, EventForm::Data),
    };
    let is_text = *target(&cx.types, item.non_null()) == Type::Scalar(Scalar::String);
    let usual = Some(DONE.to_owned()).filter(|_| end == End::Told && !is_text);
    Events {
        item,
        form,
        terminator: extension.terminator().or(usual),
        error: extension.error(),
        // To repeat what changes something is for the caller to say.
        reconnect: extension.reconnect().unwrap_or(matches!(call.method.as_str(), "GET" | "QUERY")),
    }
}

/// Whether a type describes events and not their data: one of an event's fields that is their data is among them.
fn is_whole(types: &[TypeDef], ty: &Type) -> bool {
    has_data(types, ty, None, 0) == Some(true)
}

/// Whether there is data in what has only fields of an event, and those that are told apart by this `tag`; `None` where it has others, or
/// none of them. Of alternatives, those with data tell what the others are: events without any, such as one that is sent to keep the
/// connection.
fn has_data(types: &[TypeDef], ty: &Type, tag: Option<&str>, depth: usize) -> Option<bool> {
    let Type::Named(id) = resolve(types, ty) else { return None };
    match &types[id.0].kind {
        TypeKind::Struct(strukt) => {
            let names = || strukt.fields.iter().map(|field| field.name.0.as_str()).chain(tag);
            let is_event = names().all(|name| FIELDS.contains(&name));
            (is_event && names().next().is_some()).then(|| names().any(|name| name == "data"))
        }
        TypeKind::Union(union) if depth < DEEPEST => {
            let tag = match &union.told_by {
                Discriminator::Tag(tag) => Some(tag.0.as_str()),
                Discriminator::Shape => None,
            };
            let each = |variant: &Variant| has_data(types, &variant.ty, tag, depth + 1);
            union.variants.iter().try_fold(false, |found, variant| Some(each(variant)? || found))
        }
        TypeKind::Union(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => None,
    }
}

/// The data of an event whose fields have names of their own: the wire has none of these, and callers have id and name of every event.
fn wrapped(types: &[TypeDef], ty: &Type) -> Option<Type> {
    let (_, strukt) = strukt(types, ty)?;
    let names = || strukt.fields.iter().map(|field| field.name.0.as_str());
    let is_event = names().all(|name| OWN_FIELDS.contains(&name)) && names().any(|name| TELLING.contains(&name));
    let data = strukt.fields.iter().find(|field| field.name.0 == "data").filter(|_| is_event)?;
    match &data.kind {
        FieldKind::Value { ty, .. } => Some(ty.clone()),
        FieldKind::Constant(_) => None,
    }
}

/// Events of which only `x-sse` knows, since no response has their media type.
pub(super) fn said<'a>(
    cx: &mut Cx<'_>,
    extension: &Extension,
    call: &Operation,
    open: &[Open<'a>],
    site: &Site,
) -> Option<Open<'a>> {
    static NO_MEDIA: std::sync::LazyLock<MediaType> = std::sync::LazyLock::new(MediaType::default);
    let has_events = open.iter().any(|open| open.stream.notation == Notation::Events);
    if !extension.is_there || has_events {
        return None;
    }
    let success = call.responses.success.first();
    let (Some(_), Some(success)) = (extension.item(), success) else {
        let message = format!("no success is `{NAME}`, and there is no `item` that says what events would hold");
        unusable(cx, site, &[], message);
        return None;
    };
    let stream =
        Stream { notation: Notation::Events, name: NAME.to_owned(), media: &NO_MEDIA, ty: None, site: site.clone() };
    Some(Open { status: success.status, docs: success.docs.clone(), stream })
}
