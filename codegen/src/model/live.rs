//! Operations whose success is no single value: streams of events, of JSON documents, of parts, and sockets; and values that can be had
//! in pieces.

use super::{Type, WireName};

/// What the success of an operation is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A value, whose forms stand at the responses.
    Call,
    /// Server-sent events (WHATWG HTML section 9.2).
    Events(Events),
    /// JSON documents one after the other: lines, or a sequence (RFC 7464).
    Documents(Type),
    /// The parts of `multipart/mixed` (RFC 2046 section 5.1.3): JSON documents of a type, or bytes.
    Parts(Option<Type>),
    /// A WebSocket (RFC 6455).
    Socket(Socket),
}

impl Kind {
    /// The types that come in.
    pub(crate) fn received(&self) -> Option<&Type> {
        match self {
            Self::Call => None,
            Self::Events(events) => Some(&events.item),
            Self::Documents(item) => Some(item),
            Self::Parts(item) => item.as_ref(),
            Self::Socket(socket) => socket.receive.ty(),
        }
    }

    pub(crate) fn received_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Call => None,
            Self::Events(events) => Some(&mut events.item),
            Self::Documents(item) => Some(item),
            Self::Parts(item) => item.as_mut(),
            Self::Socket(socket) => socket.receive.ty_mut(),
        }
    }

    /// The types that go out beside parameters and body.
    pub(crate) fn sent(&self) -> Option<&Type> {
        match self {
            Self::Socket(socket) => socket.send.ty(),
            Self::Call | Self::Events(_) | Self::Documents(_) | Self::Parts(_) => None,
        }
    }

    pub(crate) fn sent_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Socket(socket) => socket.send.ty_mut(),
            Self::Call | Self::Events(_) | Self::Documents(_) | Self::Parts(_) => None,
        }
    }
}

/// Events and how they end.
#[derive(Clone, Debug)]
pub(crate) struct Events {
    pub(crate) item: Type,
    pub(crate) form: EventForm,
    /// The data of the event that ends the stream.
    pub(crate) terminator: Option<String>,
    /// The name of events that are errors, whose data is the body of a failure.
    pub(crate) error: Option<String>,
    /// Whether a stream that broke is opened again behind the last event.
    pub(crate) reconnect: bool,
}

/// What of an event its type describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventForm {
    Data,
    /// An object with `data`, and `event`, `id` or `retry` where the type has them.
    Whole,
}

/// The messages of a WebSocket.
#[derive(Clone, Debug)]
pub(crate) struct Socket {
    pub(crate) send: Message,
    pub(crate) receive: Message,
    /// What the client offers to speak (RFC 6455 section 1.9), the best first.
    pub(crate) subprotocols: Vec<String>,
}

/// What one message of a WebSocket is.
#[derive(Clone, Debug)]
pub(crate) enum Message {
    /// Text or bytes, whichever it is: nothing more is said of it.
    Frame,
    /// The bytes of a binary message.
    Bytes,
    /// A text message that is a JSON document.
    Document(Type),
}

impl Message {
    fn ty(&self) -> Option<&Type> {
        match self {
            Self::Document(ty) => Some(ty),
            Self::Frame | Self::Bytes => None,
        }
    }

    fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Document(ty) => Some(ty),
            Self::Frame | Self::Bytes => None,
        }
    }
}

/// How else the value of a call can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pieces {
    /// Bytes as they come.
    Bytes,
    /// The elements of a list, one by one.
    Elements(Type),
}

/// What an operation sets by itself: whether the success is a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    pub(crate) name: WireName,
    pub(crate) place: FlagPlace,
    pub(crate) value: bool,
}

/// Where a flag stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlagPlace {
    /// A property of whatever the body is.
    Body,
    /// A parameter.
    Query,
}

/// The other one of two operations that are described as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Twin {
    /// The next one in its service gives the same as a stream.
    Stream,
    /// The one before it gives the same as a value.
    Value,
}
