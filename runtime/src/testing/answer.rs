//! What a mock answers with.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::transport::TransportErrorKind;
#[cfg(feature = "websocket")]
use crate::transport::Upgraded;

/// A response, or the lack of one, of a [`MockTransport`](super::MockTransport).
#[derive(Clone, Debug)]
pub struct Answer {
    pub(super) delay: Duration,
    pub(super) outcome: Outcome,
}

#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Response {
        status: StatusCode,
        headers: HeaderMap,
        pieces: Vec<Piece>,
    },
    Error {
        kind: TransportErrorKind,
        message: Arc<str>,
    },
    #[cfg(feature = "websocket")]
    Upgrade {
        headers: HeaderMap,
        connections: Connections,
    },
    Silence,
    Connecting,
}

/// Makes a connection for each handshake.
#[cfg(feature = "websocket")]
#[derive(Clone)]
pub(super) struct Connections(pub(super) Arc<dyn Fn() -> Upgraded + Send + Sync>);

#[cfg(feature = "websocket")]
impl std::fmt::Debug for Connections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connections")
    }
}

#[derive(Clone, Debug)]
pub(super) enum Piece {
    Bytes(Duration, Bytes),
    Silence,
    Broken,
    Miscoded,
}

impl Answer {
    /// A response without a body.
    ///
    /// # Panics
    /// If `status` is no status code.
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).expect("a status is between 100 and 999");
        Self::of(Outcome::Response { status, headers: HeaderMap::new(), pieces: Vec::new() })
    }

    /// A JSON response.
    ///
    /// # Panics
    /// If `status` is no status code.
    pub fn json(status: u16, json: impl Into<String>) -> Self {
        Self::status(status).header(header::CONTENT_TYPE.as_str(), "application/json").body(json.into())
    }

    /// Agrees to a WebSocket, for each handshake over what `connection` makes: one end of a `tokio::io::duplex`, say, at whose other
    /// end the test plays the server. A subprotocol is chosen by [`Answer::header`], with `sec-websocket-protocol`.
    #[cfg(feature = "websocket")]
    pub fn upgrade(connection: impl Fn() -> Upgraded + Send + Sync + 'static) -> Self {
        let connections = Connections(Arc::new(connection));
        Self::of(Outcome::Upgrade { headers: HeaderMap::new(), connections })
    }

    /// No response, but an error of `kind`.
    pub fn error(kind: TransportErrorKind) -> Self {
        Self::of(Outcome::Error { kind, message: format!("mocked {kind:?}").into() })
    }

    /// No response, ever.
    pub fn silence() -> Self {
        Self::of(Outcome::Silence)
    }

    /// No connection, ever, and none of the request gone out: where a time limit ends that, [`Sent::No`](crate::Sent::No) is told. It
    /// is not among the [calls](super::MockTransport::calls).
    pub fn connecting() -> Self {
        Self::of(Outcome::Connecting)
    }

    fn of(outcome: Outcome) -> Self {
        Self { delay: Duration::ZERO, outcome }
    }

    /// Adds a header.
    ///
    /// # Panics
    /// If it is no header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("the name of a header");
        let value = HeaderValue::from_str(value).expect("the value of a header");
        match &mut self.outcome {
            Outcome::Response { headers, .. } => drop(headers.append(name, value)),
            #[cfg(feature = "websocket")]
            Outcome::Upgrade { headers, .. } => drop(headers.append(name, value)),
            Outcome::Error { .. } | Outcome::Silence | Outcome::Connecting => {}
        }
        self
    }

    /// Adds a piece of body.
    #[must_use]
    pub fn body(self, bytes: impl Into<Bytes>) -> Self {
        self.piece(Piece::Bytes(Duration::ZERO, bytes.into()))
    }

    /// Adds a piece of body that comes so long after the one before.
    #[must_use]
    pub fn body_after(self, wait: Duration, bytes: impl Into<Bytes>) -> Self {
        self.piece(Piece::Bytes(wait, bytes.into()))
    }

    /// Adds an end of the body that never comes.
    #[must_use]
    pub fn then_silence(self) -> Self {
        self.piece(Piece::Silence)
    }

    /// Lets the connection break in the body.
    #[must_use]
    pub fn then_broken(self) -> Self {
        self.piece(Piece::Broken)
    }

    /// Lets the body turn out not to be coded as it says: bad gzip, where no header of the answer says which coding it is.
    #[must_use]
    pub fn then_miscoded(self) -> Self {
        self.piece(Piece::Miscoded)
    }

    fn piece(mut self, piece: Piece) -> Self {
        if let Outcome::Response { pieces, .. } = &mut self.outcome {
            pieces.push(piece);
        }
        self
    }

    pub(super) fn is_connecting(&self) -> bool {
        matches!(self.outcome, Outcome::Connecting)
    }

    /// Answers only after so long.
    #[must_use]
    pub fn delay(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }
}
