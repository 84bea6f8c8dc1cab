//! WebSockets: `x-websocket`, and `x-dropshot-websocket`, which says nothing of the messages.
//!
//! | described | a message is |
//! |---|---|
//! | nothing | text or bytes, as it is |
//! | `format: binary` | the bytes of a binary message |
//! | alternatives of which one is that | text or bytes, as it is, and it is told |
//! | anything else | a text message that is a JSON document |

use openapiv3::Operation as Described;
use serde_json::Value;

use super::super::looks::resolve;
use super::super::response::{Open, is_success};
use super::super::site::Site;
use super::super::{Cx, header, schema};
use super::{extension, unusable};
use crate::diagnostic::catalogue;
use crate::document::Document;
use crate::model::{
    Class, Docs, Kind, Media, Message, Operation, Response, Scalar, Socket, Status, Type, TypeDef, TypeKind,
};
use crate::place::Pointer;
use crate::schema::SchemaId;

/// What is said of the messages, where an operation begins a WebSocket.
pub(super) fn described(cx: &mut Cx<'_>, described: &Described, call: &Operation, site: &Site) -> Option<Socket> {
    let own = described.extensions.get(Document::WEBSOCKET);
    let bare = described.extensions.get(Document::BARE_WEBSOCKET).filter(|bare| **bare != Value::Bool(false));
    let key = match (own, bare) {
        (Some(_), _) => Document::WEBSOCKET,
        (None, Some(_)) => Document::BARE_WEBSOCKET,
        (None, None) => return None,
    };
    if call.method != "GET" {
        let message = format!("a WebSocket begins with GET, and this is {}; it is an ordinary call", call.method);
        cx.diagnostics.report(&catalogue::SOCKET_UNUSABLE, &site.pointer.push(key), message).at_key();
        return None;
    }
    if described.extensions.contains_key(Document::EVENTS) {
        unusable(cx, site, &[], "a WebSocket has messages and no events; the extension is left out".to_owned());
    }
    let mut message = |side: &str| {
        let schema = own.and_then(|own| own.get(side)).and_then(extension::schema);
        schema.map_or(Message::Frame, |schema| message(cx, schema, &site.pointer.push(key).push(side)))
    };
    let (send, receive) = (message("send"), message("receive"));
    let offered = own.and_then(|own| own.get("subprotocols")).and_then(Value::as_array);
    let subprotocols = offered.map_or_else(Vec::new, |offered| subprotocols(cx, offered, site));
    Some(Socket { send, receive, subprotocols })
}

/// What can be offered: tokens, each once (RFC 6455 section 4.1).
fn subprotocols(cx: &mut Cx<'_>, offered: &[Value], site: &Site) -> Vec<String> {
    let mut subprotocols: Vec<String> = Vec::new();
    for (index, subprotocol) in offered.iter().enumerate() {
        let Some(text) = subprotocol.as_str() else { continue };
        let fault = match (header::is_name(text), subprotocols.iter().any(|known| known == text)) {
            (true, false) => {
                subprotocols.push(text.to_owned());
                continue;
            }
            (true, true) => "is offered already",
            (false, _) => "is no token of HTTP",
        };
        let place = site.pointer.push(Document::WEBSOCKET).push("subprotocols").index(index);
        cx.diagnostics.report(&catalogue::SOCKET_UNUSABLE, &place, format!("`{text}` {fault}; it is left out"));
    }
    subprotocols
}

/// What the messages of one side are.
fn message(cx: &mut Cx<'_>, schema: SchemaId, place: &Pointer) -> Message {
    let ty = schema::lower_schema(cx, schema);
    if is_binary(&cx.types, &ty) {
        return Message::Bytes;
    }
    let alternatives = match resolve(&cx.types, &ty) {
        Type::Named(id) => match &cx.types[id.0].kind {
            TypeKind::Union(union) => union.variants.as_slice(),
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => &[],
        },
        Type::Scalar(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => &[],
    };
    if alternatives.iter().any(|alternative| is_binary(&cx.types, &alternative.ty)) {
        let message = "some of these messages are binary and others are JSON; each comes and goes as it is";
        let found = cx.diagnostics.report(&catalogue::SOCKET_UNUSABLE, place, message);
        found.help("read and write the JSON of a frame where it is needed");
        return Message::Frame;
    }
    Message::Document(ty)
}

fn is_binary(types: &[TypeDef], ty: &Type) -> bool {
    *resolve(types, ty) == Type::Scalar(Scalar::Binary)
}

/// The operation as a socket.
pub(super) fn lower(cx: &mut Cx<'_>, call: Operation, socket: Socket, open: Vec<Open<'_>>, site: &Site) -> Operation {
    if call.body.is_some() {
        let place = site.pointer.push("requestBody");
        let message = "a WebSocket begins without a body; this one is left out";
        cx.diagnostics.report(&catalogue::SOCKET_UNUSABLE, &place, message).at_key();
        cx.leave_out(format!("the body of `{}`", site.of), "a WebSocket begins without one", &place);
    }
    let mut operation = Operation { kind: Kind::Socket(socket), body: None, page: None, pieces: None, ..call };
    let switched = |status: Status| matches!(status, Status::Code(101) | Status::Range(Class::Informational));
    let described = operation.responses.failure.iter().find(|response| switched(response.status));
    let docs = described.map_or_else(Docs::default, |response| response.docs.clone());
    let others = operation.responses.success.iter().map(|response| response.status);
    let others: Vec<Status> =
        others.chain(open.iter().map(|open| open.status)).filter(|status| is_success(*status)).collect();
    for status in others {
        let place = site.pointer.push("responses").push(&status.to_string());
        cx.leave_out(format!("the response `{status}` of `{}`", site.of), "a WebSocket has no other success", &place);
    }
    let informational = |status: Status| match status {
        Status::Code(code) => code < 200,
        Status::Range(class) => class == Class::Informational,
        Status::Default => false,
    };
    operation.responses.failure.retain(|response| !informational(response.status));
    operation.responses.success =
        vec![Response { status: Status::Code(101), media: Media::Stream, names: Vec::new(), docs }];
    operation
}
