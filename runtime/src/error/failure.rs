//! A failed call, whatever its documented error body. Enters: what the stages of a call found out. Leaves: the facts. The typed body is [`super::Error`]'s business, the wording of the one
//! line `display`'s, how the facts are asked for that of `facts`.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::display;
#[cfg(feature = "websocket")]
use crate::codec::DecodeError;
use crate::future::BoxError;
use crate::kind::ErrorKind;
use crate::redact::{self, Veil};
use crate::reply::Reply;
use crate::response::Trail;
use crate::timeout::Phase;
use crate::transport::{Sent, TransportError, TransportErrorKind};
use crate::wire::{BuildFailure, DecodeFailure};

/// A failed call as interceptors see it: everything that is known about it but the typed body of a documented error.
///
/// It is what [`Error`](crate::Error) and [`AnyError`](crate::AnyError) are made of, and has the same accessors. A type of its own, because
/// where interceptors stand nothing is decoded yet: there is no body that it could have, and a caller that handles an
/// `AnyError` need not think of one that never had its chance. One word wide.
///
/// Its `Debug` and `Display` output never holds credentials, secrets of the request, header values outside of an allow-list, or the body.
pub struct Failure(pub(super) Box<Details>);

pub(super) struct Details {
    pub(super) kind: ErrorKind,
    /// What is wrong, in words; for a response what its body says.
    pub(super) message: Cow<'static, str>,
    pub(super) sent: Sent,
    pub(super) repeat: Repeat,
    pub(super) trail: Trail,
    pub(super) received: Option<Received>,
    pub(super) limit: Option<Duration>,
    pub(super) spent: Duration,
    pub(super) decode: Option<DecodeFailure>,
    pub(super) source: Option<BoxError>,
}

pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// When a failure without a response may be followed by another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Trying again would not help.
    Never,
    /// The server has not seen the request.
    AnyMethod,
    /// The server may have carried out the request.
    Idempotent,
    /// Not within this call, which has waited for it already; a later one may fare better.
    Later,
}

/// Bytes of a response body that an error keeps.
pub(crate) const BODY_LIMIT: usize = 1 << 20;

impl Failure {
    /// A failure of the caller's own: an interceptor that refuses a request or a response.
    pub fn interceptor(source: impl Into<BoxError>) -> Self {
        let source = source.into();
        Self::local(ErrorKind::Interceptor, source.to_string()).caused_by(source)
    }

    /// A failure on this side of the wire.
    pub(crate) fn local(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Details {
            kind,
            message: message.into(),
            sent: Sent::No,
            repeat: Repeat::Never,
            trail: Trail::unknown(),
            received: None,
            limit: None,
            spent: Duration::ZERO,
            decode: None,
            source: None,
        }))
    }

    pub(crate) fn timeout(phase: Phase, limit: Duration, spent: Duration) -> Self {
        let mut failure = Self::local(ErrorKind::Timeout(phase), "");
        failure.0.limit = Some(limit);
        failure.0.spent = spent;
        failure.0.repeat = match phase {
            Phase::Operation => Repeat::Never,
            Phase::Connect | Phase::Read | Phase::Stall | Phase::Attempt => Repeat::Idempotent,
        };
        failure
    }

    /// A transport's error; `connect` is the limit that a connect timeout has reached.
    pub(crate) fn transport(error: TransportError, connect: Option<Duration>, spent: Duration) -> Self {
        use TransportErrorKind as K;
        let sent = error.sent();
        let (kind, repeat) = match error.kind() {
            K::Request => (ErrorKind::Request, Repeat::Never),
            K::Connect => (ErrorKind::Connect, Repeat::AnyMethod),
            K::ConnectTimeout => (ErrorKind::Timeout(Phase::Connect), Repeat::AnyMethod),
            K::ProxyAuth => (ErrorKind::Connect, Repeat::Never),
            K::Tls => (ErrorKind::Tls, Repeat::Never),
            K::Io | K::Protocol if sent == Sent::No => (ErrorKind::Io, Repeat::AnyMethod),
            K::Io => (ErrorKind::Io, Repeat::Idempotent),
            K::Refused => (ErrorKind::Protocol, Repeat::AnyMethod),
            K::Protocol => (ErrorKind::Protocol, Repeat::Never),
            K::Body => (ErrorKind::Request, Repeat::Never),
            K::Coding => (ErrorKind::Decode, Repeat::Never),
        };
        let source = error.into_source();
        let mut failure = Self::local(kind, display::innermost(source.as_ref()));
        failure.0.sent = sent;
        failure.0.repeat = repeat;
        failure.0.spent = spent;
        failure.0.limit = connect.filter(|_| kind == ErrorKind::Timeout(Phase::Connect));
        failure.caused_by(source)
    }

    /// A success whose body is longer than `limit` bytes; `declared` is what the server said of its length.
    pub(crate) fn too_large(limit: usize, declared: Option<u64>) -> Self {
        let declared = declared.map(|length| format!(", of which the server declares {length}")).unwrap_or_default();
        let mut failure =
            Self::local(ErrorKind::BodyTooLarge, format!("its body has more than {limit} bytes{declared}"));
        failure.0.sent = Sent::Yes;
        failure
    }

    /// The response's body did not come to its end: the connection broke, or what came is not coded as it says.
    pub(crate) fn broken_body(source: BoxError) -> Self {
        let source = match source.downcast::<TransportError>() {
            Ok(error) if error.kind() == TransportErrorKind::Coding => {
                let source = error.into_source();
                let message = format!("its content coding is broken: {}", display::innermost(source.as_ref()));
                return Self::local(ErrorKind::Decode, message).with_sent(Sent::Yes).caused_by(source);
            }
            Ok(error) => error.into_source(),
            Err(other) => other,
        };
        let mut failure = Self::local(ErrorKind::Io, display::innermost(source.as_ref()));
        failure.0.sent = Sent::Yes;
        failure.0.repeat = Repeat::Idempotent;
        failure.caused_by(source)
    }

    /// A reply that is no success, or a success that does not decode.
    pub(crate) fn reply(kind: ErrorKind, reply: Reply, decode: Option<DecodeFailure>) -> Self {
        let Reply { status, headers, mut body, mut trail } = reply;
        if body.len() > BODY_LIMIT {
            body = Bytes::copy_from_slice(&body[..BODY_LIMIT]);
            trail.truncated = true;
        }
        let kind = if status == StatusCode::UNAUTHORIZED && trail.veil.proves() { ErrorKind::Auth } else { kind };
        let decode = decode.map(|decode| decode.covered(trail.spec, &trail.veil));
        let message = match &decode {
            Some(failure) if status.is_success() => failure.to_string(),
            Some(_) | None => display::said(&headers, &body, &trail.veil),
        };
        let mut failure = Self::local(kind, message);
        failure.0.trail = *trail;
        failure.0.decode = decode.filter(|decode| !matches!(decode, DecodeFailure::Undocumented));
        failure.0.received = Some(Received { status, headers, body });
        failure
    }

    /// A message that came over a stream and does not decode.
    #[cfg(feature = "websocket")]
    pub(crate) fn message(error: DecodeError, trail: Trail) -> Self {
        let decode = DecodeFailure::Body(error).covered(trail.spec, &trail.veil);
        let mut failure = Self::local(ErrorKind::Decode, decode.to_string()).on(trail);
        failure.0.sent = Sent::Yes;
        failure.0.decode = Some(decode);
        failure
    }

    #[must_use]
    pub(crate) fn caused_by(mut self, source: BoxError) -> Self {
        self.0.source = Some(source);
        self
    }

    /// The same failure, which another call may not meet.
    #[must_use]
    pub(crate) fn repeatable_later(mut self) -> Self {
        self.0.repeat = Repeat::Later;
        self
    }

    /// It is one of an attempt whose requests have got as far as `sent`, of which a limit that is reached knows nothing. One that was reached
    /// before anything went out is no reason not to send it now, whatever it is.
    pub(crate) fn is_of_requests(&mut self, sent: Sent) {
        if let ErrorKind::Timeout(Phase::Attempt | Phase::Read | Phase::Stall) = self.0.kind {
            self.0.sent = sent;
            if sent == Sent::No {
                self.0.repeat = Repeat::AnyMethod;
            }
        }
    }

    /// The same failure, where at least `sent` is known of the whole call.
    #[must_use]
    pub(crate) fn known_sent(mut self, sent: Sent) -> Self {
        self.0.sent = self.0.sent.max(sent);
        self
    }

    #[must_use]
    pub(crate) fn with_sent(mut self, sent: Sent) -> Self {
        self.0.sent = sent;
        self
    }

    /// Adds the response that the failure follows from.
    #[must_use]
    pub(crate) fn after(mut self, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        self.0.received = Some(Received { status, headers, body });
        self
    }

    /// Gives the failure the record of its call.
    #[must_use]
    pub(crate) fn on(self, mut trail: Trail) -> Self {
        // One of several connections may have had credentials of its own.
        trail.veil.merge(&self.0.trail.veil);
        let mut failure = self.veiled(&trail.veil);
        failure.0.trail = trail;
        failure
    }

    /// Hides what `veil` hides.
    #[must_use]
    pub(crate) fn veiled(mut self, veil: &Veil) -> Self {
        self.0.source = self.0.source.map(|source| redact::covered(source, veil));
        self.0.trail.veil.merge(veil);
        self
    }

    /// Whether it has the record of a call.
    #[cfg(feature = "websocket")]
    pub(crate) fn has_record(&self) -> bool {
        self.0.trail.is_known()
    }

    /// The success that the server has said, whatever has become of the rest of its answer.
    #[cfg(feature = "outbox")]
    pub(crate) fn succeeded(&self) -> Option<StatusCode> {
        let received = self.0.received.as_ref().map(|received| received.status).filter(StatusCode::is_success);
        received.or(self.0.trail.succeeded)
    }

    pub(crate) fn repeat(&self) -> Repeat {
        self.0.repeat
    }

    pub(super) fn set_kind(&mut self, kind: ErrorKind) {
        self.0.kind = kind;
    }

    /// What hides the credentials of the call.
    pub(super) fn veil(&self) -> &Veil {
        &self.0.trail.veil
    }
}

impl From<BuildFailure> for Failure {
    fn from(error: BuildFailure) -> Self {
        let kind = if error.is_option() { ErrorKind::Request } else { ErrorKind::Encode };
        Self::local(kind, error.to_string()).caused_by(error.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.veil().write(f, |f| display::line(&self.0, f))
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.veil().write(f, |f| display::debug(&self.0, f))
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match (&self.0.decode, &self.0.source) {
            (Some(decode), _) => Some(decode),
            (None, Some(source)) => Some(source.as_ref()),
            (None, None) => None,
        }
    }
}
