//! What a call leaves besides its body. Enters: the exchange's record. Leaves: [`Response`] and the [`Trail`] that both
//! responses and errors carry. Decoding is not its business.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use smallvec::SmallVec;

use crate::kind::ErrorKind;
use crate::origin::Origin;
use crate::redact::{Redaction, Veil};
use crate::transport::Sent;
use crate::wire::Spec;

/// The answer to a call, whole: the decoded body and everything around it.
#[derive(Clone)]
pub struct Response<T, H = ()> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) documented: H,
    pub(crate) body: T,
    pub(crate) trail: Box<Trail>,
}

impl<T, H> Response<T, H> {
    /// The status, always 2xx.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers that the description documents, typed; one that is missing or malformed is `None`.
    pub fn documented(&self) -> &H {
        &self.documented
    }

    /// The decoded body.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The decoded body, owned.
    pub fn into_body(self) -> T {
        self.body
    }

    /// The same response around another body.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Response<U, H> {
        let Self { status, headers, documented, body, trail } = self;
        Response { status, headers, documented, body: map(body), trail }
    }

    /// The server's name for this request, from the first of the client's request id headers that it sent.
    pub fn request_id(&self) -> Option<&str> {
        self.trail.request_id()
    }

    /// Every attempt of this call, the successful one last.
    pub fn attempts(&self) -> &[Attempt] {
        &self.trail.attempts
    }

    /// From the call's start to its last byte.
    pub fn elapsed(&self) -> Duration {
        self.trail.elapsed
    }

    /// The URL that answered, after redirects. Values that are not known to be harmless are redacted.
    pub fn url(&self) -> String {
        self.trail.url()
    }
}

/// Shows the headers as the allow-list lets them. The documented ones are among them: typed, nothing could hide them.
impl<T: fmt::Debug, H> fmt::Debug for Response<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.trail.veil.write(f, |f| {
            f.debug_struct("Response")
                .field("status", &self.status)
                .field("url", &self.url())
                .field("headers", &self.trail.redaction.headers(&self.headers))
                .field("body", &self.body)
                .field("attempts", &self.trail.attempts.len())
                .finish_non_exhaustive()
        })
    }
}

/// One try at a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
    /// Why there was this one.
    pub reason: Reason,
    /// How long the call waited before it.
    pub wait: Duration,
    /// When it began, counted from the call's start.
    pub started: Duration,
    /// How long it took.
    pub duration: Duration,
    /// How it ended.
    pub outcome: Outcome,
}

/// Why an attempt was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It is the first.
    First,
    /// The one before failed in a way that may pass.
    Retry,
    /// The one before was answered 401 and the token was renewed. Does not count as a retry.
    NewToken,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// With a response.
    Status(StatusCode),
    /// Without one.
    Failed(ErrorKind),
    /// Not at all: the call ended around it.
    Unfinished,
}

/// Why a call that failed in a way that may pass was not tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GaveUp {
    /// The policy allows no more attempts.
    Attempts,
    /// The server may have carried out the request, and its method is not safe to repeat.
    NotIdempotent,
    /// The body was a one-shot stream that had been read from.
    NotReplayable,
    /// The client's retry budget for this server is spent.
    Budget,
    /// The server asked to wait longer than the policy allows.
    RetryAfter,
    /// The wait would have passed the call's deadline.
    Deadline,
    /// The client was closed before the next attempt.
    Closed,
}

impl GaveUp {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Attempts => "attempts are used up",
            Self::NotIdempotent => "not retried: not idempotent",
            Self::NotReplayable => "not retried: the body is not replayable",
            Self::Budget => "not retried: the retry budget is spent",
            Self::RetryAfter => "not retried: the server asks to wait too long",
            Self::Deadline => "not retried: the deadline is too near",
            Self::Closed => "not retried: the client was closed",
        }
    }
}

/// The record of one call, carried by its reply and from there by its response or error.
#[derive(Clone)]
pub(crate) struct Trail {
    pub(crate) spec: &'static Spec,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) attempts: SmallVec<[Attempt; 1]>,
    pub(crate) elapsed: Duration,
    pub(crate) request_id: Option<HeaderValue>,
    pub(crate) idempotency_key: Option<HeaderValue>,
    pub(crate) gave_up: Option<GaveUp>,
    /// Trying again may succeed and is safe.
    pub(crate) retryable: bool,
    /// The origin of the operation's own server, where it has one.
    pub(crate) own: Option<Origin>,
    /// How long the server asked to wait.
    pub(crate) retry_after: Option<Duration>,
    /// Every credential that a request of the call carried: what is shown quotes none of them.
    pub(crate) veil: Veil,
    /// The body was longer than what is kept of it.
    pub(crate) truncated: bool,
    /// The success that a request of the call was answered with last, whatever has become of its body.
    #[cfg(feature = "outbox")]
    pub(crate) succeeded: Option<StatusCode>,
    /// The most that the transport knows of any request of the call.
    pub(crate) sent: Sent,
    pub(crate) redaction: Arc<Redaction>,
}

/// The operation of a failure that does not know its call yet.
static NOWHERE: Spec = Spec::get("", "");

impl Trail {
    /// The record of a call that is not known yet.
    pub(crate) fn unknown() -> Self {
        Self::new(&NOWHERE, Arc::default())
    }

    /// The record of a call that has not begun.
    pub(crate) fn new(spec: &'static Spec, redaction: Arc<Redaction>) -> Self {
        Self {
            spec,
            method: Method::from_bytes(spec.method.as_bytes()).unwrap_or(Method::GET),
            uri: Uri::default(),
            attempts: SmallVec::new(),
            elapsed: Duration::ZERO,
            request_id: None,
            idempotency_key: None,
            gave_up: None,
            retryable: false,
            own: None,
            retry_after: None,
            veil: Veil::default(),
            truncated: false,
            #[cfg(feature = "outbox")]
            succeeded: None,
            sent: Sent::No,
            redaction,
        }
    }

    /// Whether it is that of a call.
    #[cfg(feature = "websocket")]
    pub(crate) fn is_known(&self) -> bool {
        !std::ptr::eq(self.spec, &NOWHERE)
    }

    pub(crate) fn url(&self) -> String {
        self.redaction.url(&self.uri, self.spec, &|text| self.veil.cover(text))
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request_id.as_ref().and_then(|value| value.to_str().ok())
    }
}

impl fmt::Debug for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trail")
            .field("operation_id", &self.spec.id)
            .field("method", &self.method)
            .field("url", &self.url())
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}
