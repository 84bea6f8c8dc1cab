//! WebSockets.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::import::Scope;
use crate::emit::usage;
use crate::model::{Message, Socket};

/// `Socket<types::ChatMessage, types::Message, types::ApiError>`: what is sent, what is received.
pub(super) fn value(scope: &Scope<'_>, socket: &Socket, failure: &TokenStream) -> TokenStream {
    let message = |message: &Message| match message {
        Message::Frame => scope.value("Frame"),
        Message::Bytes => scope.value("Bytes"),
        Message::Document(ty) => usage::ty(scope, ty),
    };
    let (stream, send, receive) = (scope.value("Socket"), message(&socket.send), message(&socket.receive));
    quote!(#stream<#send, #receive, #failure>)
}

/// The link that offers subprotocols to the server (RFC 6455 section 11.3.4).
pub(super) fn offer(socket: &Socket) -> Option<TokenStream> {
    let subprotocols = socket.subprotocols.join(", ");
    (!subprotocols.is_empty()).then(|| quote!(.header("Sec-WebSocket-Protocol", &rt::text(#subprotocols))))
}
