//! What is known about a failed call, asked in one way of whatever holds it. Enters: the facts of a failure. Leaves: the accessors of
//! [`Failure`], [`Error`](super::Error) and [`AnyError`](super::AnyError), which are the same.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::any::AnyError;
use super::failure::Failure;
use super::problem::Problem;
use super::{Error, Phase};
use crate::codec::DecodeError;
use crate::kind::ErrorKind;
use crate::redact;
use crate::response::{Attempt, GaveUp};
use crate::shown;
use crate::transport::Sent;
use crate::wire::DecodeFailure;

/// Accessors of a failure, and the same of the errors around one.
macro_rules! facts {
    ($($(#[$about:meta])* fn $name:ident(&$this:ident) -> $gives:ty $body:block)*) => {
        /// What is known about the call.
        impl Failure {
            $($(#[$about])* pub fn $name(&$this) -> $gives $body)*
        }

        /// What is known about the call, beside its documented body.
        impl<E> Error<E> {
            $($(#[$about])* pub fn $name(&self) -> $gives {
                self.as_failure().$name()
            })*
        }

        /// What is known about the call, beside its documented body.
        impl AnyError {
            $($(#[$about])* pub fn $name(&self) -> $gives {
                self.as_failure().$name()
            })*
        }
    };
}

facts! {
    /// What went wrong.
    fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation's id in the description.
    fn operation_id(&self) -> &'static str {
        self.0.trail.spec.id
    }

    /// The request's method.
    fn method(&self) -> &http::Method {
        &self.0.trail.method
    }

    /// The operation's path with its parameters in braces.
    fn url_template(&self) -> &'static str {
        self.0.trail.spec.path
    }

    /// The URL that was asked last. Query values that are not known to be harmless are redacted.
    fn url(&self) -> String {
        self.0.trail.url()
    }

    /// The response's status, if there was a response.
    fn status(&self) -> Option<StatusCode> {
        self.0.received.as_ref().map(|received| received.status)
    }

    /// The response's headers, if there was a response.
    fn headers(&self) -> Option<&HeaderMap> {
        self.0.received.as_ref().map(|received| &received.headers)
    }

    /// The response's raw body, at most 1 MiB of it.
    fn body(&self) -> Option<&Bytes> {
        self.0.received.as_ref().map(|received| &received.body)
    }

    /// Whether the body was longer than what [`Self::body`] holds.
    fn is_body_truncated(&self) -> bool {
        self.0.trail.truncated
    }

    /// The start of the body as text, for people to look at: at most 300 characters. In JSON the values of properties
    /// that the description calls secret are redacted; of a body that promises JSON and is none, nothing is shown.
    fn snippet(&self) -> Option<String> {
        let body = self.body()?;
        let text = match redact::json(body, self.0.trail.spec.secret) {
            Some(json) => json,
            None if self.content_type().is_some_and(|media| media.contains("json")) => return None,
            None => String::from_utf8_lossy(body).into_owned(),
        };
        // Covered before it is clipped: half a secret is not seen as one.
        Some(shown::clip(&self.0.trail.veil.cover(text), 300))
    }

    /// The response's `Content-Type`.
    fn content_type(&self) -> Option<&str> {
        self.headers()?.get(header::CONTENT_TYPE)?.to_str().ok()
    }

    /// The problem details (RFC 9457), where the response is `application/problem+json`.
    fn problem(&self) -> Option<Problem> {
        Problem::read(self.content_type()?, self.body()?)
    }

    /// The server's name for the request, from the first of the client's request id headers that it sent.
    fn request_id(&self) -> Option<&str> {
        self.0.trail.request_id()
    }

    /// How long the server asked to wait, by `Retry-After` or `retry-after-ms`.
    fn retry_after(&self) -> Option<Duration> {
        self.0.trail.retry_after
    }

    /// The `Idempotency-Key` that the request carried, for a repetition by hand.
    fn idempotency_key(&self) -> Option<&str> {
        self.0.trail.idempotency_key.as_ref().and_then(|key| key.to_str().ok())
    }

    /// Every attempt, in order. Empty if the call never got as far.
    fn attempts(&self) -> &[Attempt] {
        &self.0.trail.attempts
    }

    /// Why there was no further attempt, where one could have helped.
    fn gave_up(&self) -> Option<GaveUp> {
        self.0.trail.gave_up
    }

    /// From the call's start to its end.
    fn elapsed(&self) -> Duration {
        self.0.trail.elapsed
    }

    /// The challenges of `WWW-Authenticate` (RFC 9110 section 11.6.1), joined by commas.
    fn challenge(&self) -> Option<String> {
        let values = self.headers()?.get_all(header::WWW_AUTHENTICATE);
        let challenges: Vec<&str> = values.iter().filter_map(|value| value.to_str().ok()).collect();
        (!challenges.is_empty()).then(|| challenges.join(", "))
    }

    /// Where in the body decoding failed, and why. Of a property that is secret, neither the value is told nor where in
    /// it the fault is.
    fn decode_error(&self) -> Option<&DecodeError> {
        match &self.0.decode {
            Some(DecodeFailure::Body(error)) => Some(error),
            Some(DecodeFailure::ContentType { .. } | DecodeFailure::Undocumented) | None => None,
        }
    }

    /// The time limit that was reached.
    fn limit(&self) -> Option<Duration> {
        self.0.limit
    }

    /// Whether a time limit was reached, whichever.
    fn is_timeout(&self) -> bool {
        self.timeout_phase().is_some()
    }

    /// The phase whose time limit was reached.
    fn timeout_phase(&self) -> Option<Phase> {
        match self.0.kind {
            ErrorKind::Timeout(phase) => Some(phase),
            _ => None,
        }
    }

    /// Whether there was no connection to the server, for lack of time or other reasons.
    fn is_connect(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Connect | ErrorKind::Tls | ErrorKind::Timeout(Phase::Connect))
    }

    /// Whether credentials were missing, not renewable, or rejected.
    fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Auth
    }

    /// Whether the same call may succeed later, and is safe to repeat.
    fn is_retryable(&self) -> bool {
        self.0.trail.retryable
    }

    /// Whether a server may have seen the request: whether it may have been processed, that is, and whether it is safe to send anew
    /// whatever it does ([`Sent::No`]).
    ///
    /// It is what the transport knows of the whole call, the most of all its attempts, redirects included, and not of the last one alone.
    /// Once there was an answer it is [`Sent::Yes`], whatever failed later: an interceptor, a redirect, the token for another attempt,
    /// the decoding. A call that ends before there is a connection is [`Sent::No`], whoever ends it: a time limit, or
    /// the client, which closes. What an interceptor answers in place of a server was not sent. In an interceptor it is what is known
    /// by then.
    fn was_sent(&self) -> Sent {
        self.0.sent.max(self.0.trail.sent)
    }
}
