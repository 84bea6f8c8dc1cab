//! What stays open: an operation whose success is a stream or a socket, and the two operations that some are described as one.
//!
//! Enters: the operation as a call, without the successes that come bit by bit, and these. Leaves: the operations that it is.
//!
//! | described | operations |
//! |---|---|
//! | a WebSocket | the socket |
//! | a stream alone | the stream |
//! | a stream beside other successes, or a flag that asks for one | the call as ever; and the stream, called by the words of the call and `stream`, which asks for that alone and sets the flag |

mod events;
mod extension;
mod flag;
mod json;
mod parts;
mod pieces;
mod socket;

use openapiv3::Operation as Described;

pub(super) use self::json::item;
pub(super) use self::parts::part;

use self::extension::Extension;
use self::flag::Values;
use super::Cx;
use super::notation::Notation;
use super::reading;
use super::response::Open;
use super::same::same;
use super::site::Site;
use crate::diagnostic::catalogue;
use crate::document::Document;
use crate::model::{Flag, Kind, Media, Operation, Response, Twin, Type};

/// The operations that one is described as.
pub(super) fn lower(
    cx: &mut Cx<'_>,
    mut call: Operation,
    described: &Described,
    open: Vec<Open<'_>>,
    site: &Site,
) -> Vec<Operation> {
    call.pieces = pieces::pieces(cx, &call);
    if let Some(socket) = socket::described(cx, described, &call, site) {
        return vec![socket::lower(cx, call, socket, open, site)];
    }
    let extension = Extension::of(described, &open);
    let said = events::said(cx, &extension, &call, &open, site);
    let open = chosen(cx, said.into_iter().chain(open).collect());
    let Some(first) = open.first() else { return vec![call] };
    let successes = successes(&open);
    let others = call.responses.success.iter().any(|response| response.media != Media::Empty);
    let flag = flag::find(cx, described, &call, extension.flag(), site);
    let end = if flag.is_some() { events::End::Told } else { events::end(described, first) };
    let kind = kind(cx, first, &extension, &call, end);
    match others {
        true => twins(call, kind, successes, flag),
        false => {
            let mut operation = Operation { kind, page: None, pieces: None, ..call };
            operation.responses.success.extend(successes);
            operation.responses.success.sort_by_key(|response| response.status);
            set(&mut operation, flag.map(|flag| Flag { name: flag.name, place: flag.place, value: true }));
            vec![operation]
        }
    }
}

/// The call, and the stream behind it.
fn twins(call: Operation, kind: Kind, successes: Vec<Response>, flag: Option<flag::Found>) -> Vec<Operation> {
    let mut stream = Operation {
        hint: call.hint.child("stream"),
        key: call.key.push("stream"),
        kind,
        twin: Some(Twin::Value),
        page: None,
        pieces: None,
        ..call.clone()
    };
    stream.responses.success = successes;
    let mut call = Operation { twin: Some(Twin::Stream), ..call };
    if let Some(flag::Found { name, place, values: Values::Both { asks_for_value } }) = flag {
        let asks = |value: bool| Flag { name: name.clone(), place, value };
        set(&mut call, asks_for_value.then(|| asks(false)));
        set(&mut stream, Some(asks(true)));
    }
    vec![call, stream]
}

/// Has an operation set the flag, which is then none of its arguments.
fn set(operation: &mut Operation, flag: Option<Flag>) {
    if let Some(flag) = &flag {
        flag::without_argument(operation, &flag.name, flag.place);
    }
    operation.flag = flag;
}

fn kind(cx: &mut Cx<'_>, open: &Open<'_>, extension: &Extension, call: &Operation, end: events::End) -> Kind {
    match open.stream.notation {
        Notation::Events => Kind::Events(events::lower(cx, &open.stream, extension, call, end)),
        Notation::Lines | Notation::Sequence => Kind::Documents(json::documents(cx, open.stream.ty.as_ref())),
        _ => Kind::Parts(part(cx, open.stream.ty.as_ref())),
    }
}

/// Of streams of one kind and type all names; others are left out: events before lines before the rest.
fn chosen<'a>(cx: &mut Cx<'_>, mut open: Vec<Open<'a>>) -> Vec<Open<'a>> {
    let rank = |notation: Notation| match notation {
        Notation::Events => 0,
        Notation::Lines => 1,
        Notation::Sequence => 2,
        _ => 3,
    };
    open.sort_by_key(|open| rank(open.stream.notation));
    let mut open = open.into_iter();
    let Some(first) = open.next() else { return Vec::new() };
    let is_json = |notation: Notation| matches!(notation, Notation::Lines | Notation::Sequence);
    let mut chosen = vec![first];
    for other in open {
        let (one, it) = (&chosen[0].stream, &other.stream);
        let alike = match (&one.ty, &it.ty) {
            (Some(one), Some(other)) => same(&cx.types, one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if alike && (one.notation == it.notation || is_json(one.notation) && is_json(it.notation)) {
            chosen.push(other);
        } else if alike {
            cx.say_otherwise(&it.name);
        } else {
            let message = format!("`{}` is not asked for: `{}` is a stream too", it.name, one.name);
            // Which one it is does not follow from their order.
            let help = "it is listed in `reference.md`; leave the others out where this one is wanted";
            cx.diagnostics.report(&catalogue::ONE_MEDIA_TYPE, &it.site.pointer, message).help(help);
            let what = format!("`{}` as a response of `{}`", it.name, it.site.of);
            cx.leave_out(what, format!("`{}` is a stream too", one.name), &it.site.pointer);
        }
    }
    chosen
}

/// One success for each status.
fn successes(open: &[Open<'_>]) -> Vec<Response> {
    let mut successes: Vec<Response> = Vec::new();
    for Open { status, docs, stream } in open {
        match successes.iter_mut().find(|known| known.status == *status) {
            Some(known) => known.names.push(stream.name.clone()),
            None => successes.push(Response {
                status: *status,
                media: Media::Stream,
                names: vec![stream.name.clone()],
                docs: docs.clone(),
            }),
        }
    }
    for success in &mut successes {
        success.names = reading::each_once(std::mem::take(&mut success.names));
    }
    successes
}

/// Reports something about a place in `x-sse` of an operation.
fn unusable(cx: &mut Cx<'_>, site: &Site, within: &[&str], message: String) {
    let place = site.pointer.push(Document::EVENTS).below(within);
    cx.diagnostics.report(&catalogue::EVENTS_UNUSABLE, &place, message);
}

/// What a list has in it; anything else as it is.
fn of_list(cx: &Cx<'_>, ty: &Type) -> Option<Type> {
    match super::looks::target(&cx.types, ty.non_null()) {
        Type::List(item) => Some((**item).clone()),
        _ => None,
    }
}
