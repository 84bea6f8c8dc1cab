//! How one request reaches a server. Enters: a request with its credentials on it. Leaves: a response whose body still
//! streams, or what went wrong and whether the server may have seen the request. Redirects, retries, time limits (but
//! the connection's own) and credentials are decided above it.

use std::error::Error;
use std::fmt;

use bytes::Bytes;

use crate::future::{BodyStream, BoxError, BoxFuture, MaybeSend, MaybeSync};
use crate::wire::Body;

#[cfg(feature = "websocket")]
mod accept;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
mod fetch;
#[cfg(all(feature = "pinning", not(target_arch = "wasm32")))]
mod pins;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod reqwest;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod settings;
mod told;
#[cfg(all(feature = "websocket", not(target_arch = "wasm32")))]
mod upgraded;

#[cfg(all(feature = "websocket", target_arch = "wasm32"))]
pub use fetch::Upgraded;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub use fetch::{Cookies, FetchTransport};
#[cfg(all(feature = "pinning", not(target_arch = "wasm32")))]
pub use pins::{Pin, PinError, PinMismatch, Pins, SeenKey};
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub use reqwest::{ReqwestTransport, ReqwestTransportBuilder};
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub use settings::{Proxy, Resolver, TransportBuildError, TransportSetting};
#[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_arch = "wasm32")))]
pub use settings::{TlsBackend, TlsVersion};
#[cfg(all(feature = "websocket", not(target_arch = "wasm32")))]
pub use upgraded::Upgraded;

#[cfg(feature = "websocket")]
pub(crate) use accept::accept;
#[cfg(all(feature = "websocket", target_arch = "wasm32"))]
pub(crate) use fetch::Event;
pub(crate) use told::listen;

/// Sends one request and answers with one response.
///
/// An implementation follows no redirects, repeats nothing, and keeps no cookies: all of that stands above it. Dropping
/// the future that `send` gives cancels the exchange; where it knows that nothing has gone out by then it tells so, by [`Sent::tell`].
///
/// `examples/transport.rs` of this crate is one over hyper's client. `TRANSPORTS.md` says what each transport can do, by the laws of a suite
/// that runs over all of them, that example too.
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends `request`, whose URI is absolute; the future is done when the response's head is there. A request with the
    /// header `Upgrade` goes over HTTP/1.1, and a response 101 to it has the connection for its body.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<ResponseBody>, TransportError>>;

    /// Why a request of this transport cannot have that header; `None`, which is the default, where it can. A client is not built whose
    /// credentials or headers need one that is refused.
    fn refuses(&self, header: &http::HeaderName) -> Option<&'static str> {
        let _ = header;
        None
    }

    /// Lets go of idle connections. Called once, when the client closes.
    fn close(&self) {}
}

/// The body of a response on its way in.
#[non_exhaustive]
pub enum ResponseBody {
    /// All of it.
    Whole(Bytes),
    /// The first bytes of it; the rest was not read, because an error's body is kept up to a limit only.
    Cut(Bytes),
    /// Piece by piece, without content codings: to undo them is the transport's business. An error ends it: a [`TransportError`] of kind
    /// [`Coding`](TransportErrorKind::Coding) where they cannot be undone, anything else where the connection broke.
    Stream(BodyStream),
    /// The connection itself, after a response 101 (RFC 9110 section 7.8).
    #[cfg(feature = "websocket")]
    Upgraded(Upgraded),
}

impl ResponseBody {
    /// The bytes that have been read, where the body does not stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Whole(bytes) | Self::Cut(bytes) => Some(bytes),
            Self::Stream(_) => None,
            #[cfg(feature = "websocket")]
            Self::Upgraded(_) => None,
        }
    }
}

impl Default for ResponseBody {
    fn default() -> Self {
        Self::Whole(Bytes::new())
    }
}

impl<T: Into<Bytes>> From<T> for ResponseBody {
    fn from(bytes: T) -> Self {
        Self::Whole(bytes.into())
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "<{} bytes>", bytes.len()),
            Self::Cut(bytes) => write!(f, "<first {} bytes>", bytes.len()),
            Self::Stream(_) => f.write_str("<stream>"),
            #[cfg(feature = "websocket")]
            Self::Upgraded(_) => f.write_str("<connection>"),
        }
    }
}

/// Whether the server may have seen the request: what the transport knows of it. In the order of what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Sent {
    /// Certainly not: there was no connection, or it took nothing of the request. It is safe to repeat whatever it was.
    No,
    /// Perhaps, in part or whole: a connection has taken it, and there was no answer.
    Maybe,
    /// Yes: there was an answer.
    Yes,
}

/// What kind of trouble a transport met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request is one that this transport cannot send.
    Request,
    /// No connection: name lookup, refused, unreachable, handshake cut.
    Connect,
    /// The connection's set-up took longer than its limit.
    ConnectTimeout,
    /// The proxy wants credentials that it was not given (status 407 to `CONNECT`). Repeating does not help.
    ProxyAuth,
    /// The peer's certificate or the TLS parameters were not accepted, or ours were not. Repeating does not help.
    Tls,
    /// The connection broke after it was there.
    Io,
    /// The peer said that it has not processed the request: HTTP/2 `REFUSED_STREAM`, a `GOAWAY` that leaves it out.
    Refused,
    /// The peer does not speak HTTP as it should.
    Protocol,
    /// The caller's own body stream failed.
    Body,
    /// The body of the response is not what its content coding says (RFC 9110 section 8.4): bad gzip, a wrong checksum. Repeating does
    /// not help.
    Coding,
}

/// Why a transport has no response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    sent: Sent,
    source: BoxError,
}

impl TransportError {
    /// An error of `kind`. Whether the request was sent follows from the kind; [`TransportError::with_sent`] corrects it.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        use TransportErrorKind as K;
        let sent = match kind {
            K::Request | K::Connect | K::ConnectTimeout | K::ProxyAuth | K::Tls | K::Refused => Sent::No,
            K::Io | K::Protocol | K::Body => Sent::Maybe,
            K::Coding => Sent::Yes,
        };
        Self { kind, sent, source: source.into() }
    }

    /// The same error, knowing better whether the request was sent.
    #[must_use]
    pub fn with_sent(self, sent: Sent) -> Self {
        Self { sent, ..self }
    }

    /// What kind of trouble it was.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the server may have seen the request.
    pub fn sent(&self) -> Sent {
        self.sent
    }

    pub(crate) fn into_source(self) -> BoxError {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.source, f)
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.source()
    }
}
