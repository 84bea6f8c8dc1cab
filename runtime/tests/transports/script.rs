//! What a server says, whatever it is reached by; and what it was asked. Both can be written down, for a server that is elsewhere.

use std::collections::BTreeMap;

use base64::DecodeError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use clientwright_runtime::Body;
use serde::{Deserialize, Serialize};

/// The answers to each method and path, with a space between, in order; the last one is for all that follow.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Script(pub(crate) BTreeMap<String, Vec<Reply>>);

impl Script {
    pub(crate) fn on(mut self, method: &str, path: &str, replies: impl Into<Vec<Reply>>) -> Self {
        self.0.insert(format!("{method} {path}"), replies.into());
        self
    }
}

/// One answer.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) enum Reply {
    Response(Response),
    /// None: the connection, or the stream of HTTP/2, breaks.
    Break,
    /// None, ever.
    Never,
    /// A WebSocket that sends back what it gets.
    #[cfg(feature = "websocket")]
    Echo,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) then: Then,
    /// It waits until the server is told to go on.
    pub(crate) is_held: bool,
}

/// Bytes that are written down as base64.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Piece(pub(crate) Bytes);

impl From<Piece> for String {
    fn from(piece: Piece) -> Self {
        STANDARD.encode(piece.0)
    }
}

impl TryFrom<String> for Piece {
    type Error = DecodeError;

    fn try_from(text: String) -> Result<Self, DecodeError> {
        Ok(Self(STANDARD.decode(text)?.into()))
    }
}

/// What comes behind the pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Then {
    End,
    Silence,
    Break,
    /// The pieces turn out not to be coded as the head says.
    Miscoded,
}

impl Reply {
    pub(crate) fn status(status: u16) -> Self {
        let (headers, pieces) = (Vec::new(), Vec::new());
        Self::Response(Response { status, headers, pieces, then: Then::End, is_held: false })
    }

    pub(crate) fn json(status: u16, json: &str) -> Self {
        Self::status(status).header("content-type", "application/json").piece(json.to_owned())
    }

    pub(crate) fn item(id: &str) -> Self {
        Self::json(200, &format!(r#"{{"id":"{id}"}}"#))
    }

    fn edit(mut self, edit: impl FnOnce(&mut Response)) -> Self {
        if let Self::Response(response) = &mut self {
            edit(response);
        }
        self
    }

    pub(crate) fn header(self, name: &str, value: impl Into<String>) -> Self {
        self.edit(|it| it.headers.push((name.to_owned(), value.into())))
    }

    pub(crate) fn piece(self, piece: impl Into<Bytes>) -> Self {
        self.edit(|it| it.pieces.push(Piece(piece.into())))
    }

    pub(crate) fn then(self, then: Then) -> Self {
        self.edit(|it| it.then = then)
    }

    pub(crate) fn held(self) -> Self {
        self.edit(|it| it.is_held = true)
    }
}

/// A request as it came in.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Seen {
    /// As `HTTP/1.1`.
    pub(crate) version: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    /// Host and port.
    pub(crate) host: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Piece,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// So many bytes that say where they are.
pub(crate) fn pattern(length: usize) -> Bytes {
    (0_u32..).flat_map(u32::to_be_bytes).take(length).collect::<Vec<_>>().into()
}

/// A body in pieces, of known length.
pub(crate) fn pieces(bytes: &Bytes) -> Body {
    let pieces = bytes.chunks(50_000).map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)));
    Body::sized_stream(bytes.len() as u64, futures_util::stream::iter(pieces.collect::<Vec<_>>()))
}
