//! What one call overrides. Enters: per-call setters. Leaves: data that `wire` (headers, query) and the exchange (time,
//! retries) read.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use web_time::Instant;

#[cfg(feature = "sse")]
use super::events::EventOptions;
#[cfg(feature = "cache")]
use crate::cache::CachePolicy;
use crate::redact::{self, REDACTED, Redaction};
use crate::retry::RetryPolicy;
#[cfg(feature = "websocket")]
use crate::socket::SocketOptions;
use crate::timeout::Timeouts;
use crate::wire::{BuildFailure, Place, Spec, refusal};

#[cfg(feature = "sse")]
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The options of one call. What is not set is the client's.
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Instant>,
    pub(crate) timeouts: Option<Timeouts>,
    pub(crate) max_body_bytes: Option<usize>,
    pub(crate) retry: Option<Box<RetryPolicy>>,
    #[cfg(feature = "sse")]
    pub(crate) events: Option<Box<EventOptions>>,
    #[cfg(feature = "websocket")]
    pub(crate) socket: Option<Box<SocketOptions>>,
    #[cfg(feature = "cache")]
    pub(crate) cache_policy: Option<Box<CachePolicy>>,
    /// The first header that cannot be set, and why.
    pub(crate) refused: Option<BuildFailure>,
}

impl CallOptions {
    /// The limit of the whole call, retries and waits included.
    pub fn timeout(&mut self, limit: Duration) {
        self.timeout = Some(limit);
    }

    /// The time by which the whole call has to be done.
    pub fn deadline(&mut self, deadline: Instant) {
        self.deadline = Some(deadline);
    }

    /// All limits. A limit of the whole call that [`CallOptions::timeout`] sets stays.
    pub fn timeouts(&mut self, timeouts: Timeouts) {
        self.timeouts = Some(timeouts);
    }

    /// The most bytes of the success's body that are held in memory, counted once decompressed.
    pub fn max_body_bytes(&mut self, limit: usize) {
        self.max_body_bytes = Some(limit);
    }

    /// When and how often the call is tried again. Its budget is not used: that is the client's.
    pub fn retry(&mut self, policy: RetryPolicy) {
        self.retry = Some(Box::new(policy));
    }

    /// What the client's cache is used for.
    #[cfg(feature = "cache")]
    pub fn cache_policy(&mut self, policy: CachePolicy) {
        self.cache_policy = Some(Box::new(policy));
    }

    /// How the socket behaves that the call opens. The subprotocols that it offers take the place of those of the description.
    #[cfg(feature = "websocket")]
    pub fn socket(&mut self, options: SocketOptions) {
        if !options.subprotocols.is_empty() {
            self.header(http::header::SEC_WEBSOCKET_PROTOCOL.as_str(), &options.subprotocols.join(", "));
        }
        self.socket = Some(Box::new(options));
    }

    /// A header in place of whatever the call would send under that name. One that is no header, that frames the
    /// message or that names a range as the content type is an error when the call is sent.
    pub fn header(&mut self, name: &str, value: &str) {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(mut value)) => match refusal::why(&name, &value) {
                Some(why) => self.refuse(BuildFailure::option(name.as_str(), why)),
                None => {
                    value.set_sensitive(redact::sounds_secret(name.as_str()));
                    self.headers.insert(name, value);
                }
            },
            (Err(_), _) | (_, Err(_)) => {
                self.refuse(BuildFailure::parameter(Place::Header, name.to_owned(), "not a header"));
            }
        }
    }

    /// How a stream of events is followed. The id of the last event goes into the header of the first request.
    #[cfg(feature = "sse")]
    pub fn events(&mut self, options: EventOptions) {
        if !options.last_event_id.is_empty() {
            self.set_last_event_id(&options.last_event_id);
        }
        self.events = Some(Box::new(options));
    }

    /// Asks for the events behind the one with that id; with none, for those that the server has. An id that no header can hold is
    /// not sent.
    #[cfg(feature = "sse")]
    pub(crate) fn set_last_event_id(&mut self, id: &str) {
        match HeaderValue::from_bytes(id.as_bytes()) {
            Ok(value) if !id.is_empty() => self.headers.insert(LAST_EVENT_ID, value),
            Ok(_) | Err(_) => self.headers.remove(LAST_EVENT_ID),
        };
    }

    /// The id behind which events are asked for; empty for none.
    #[cfg(feature = "sse")]
    pub(crate) fn last_event_id(&self) -> &str {
        let value = self.headers.get(LAST_EVENT_ID);
        value.and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).unwrap_or_default()
    }

    fn refuse(&mut self, failure: BuildFailure) {
        self.refused.get_or_insert(failure);
    }

    /// A query parameter after those of the operation.
    pub fn query(&mut self, name: &str, value: &str) {
        self.query.push((name.to_owned(), value.to_owned()));
    }
}

impl CallOptions {
    /// The options of a call of `spec` as they may be printed.
    pub(crate) fn shown<'a>(&'a self, redaction: &'a Redaction, spec: &'static Spec) -> impl fmt::Debug + 'a {
        Shown { options: self, redaction, spec: Some(spec) }
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown { options: self, redaction: &Redaction::default(), spec: None }.fmt(f)
    }
}

struct Shown<'a> {
    options: &'a CallOptions,
    redaction: &'a Redaction,
    /// What the description calls secret; where that is not known, everything may be.
    spec: Option<&'static Spec>,
}

impl Shown<'_> {
    fn pair(&self, (name, value): &(String, String)) -> String {
        let shows = self.spec.is_some_and(|spec| self.redaction.shows_query(name, spec));
        format!("{name}={}", if shows { value } else { REDACTED })
    }
}

/// Only what is set.
impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CallOptions {
            headers,
            query,
            timeout,
            deadline,
            timeouts,
            max_body_bytes,
            retry,
            #[cfg(feature = "sse")]
            events,
            #[cfg(feature = "websocket")]
            socket,
            #[cfg(feature = "cache")]
            cache_policy,
            refused,
        } = self.options;
        let mut debug = f.debug_struct("CallOptions");
        if !headers.is_empty() {
            debug.field("headers", &self.redaction.headers(headers));
        }
        if !query.is_empty() {
            debug.field("query", &query.iter().map(|pair| self.pair(pair)).collect::<Vec<_>>());
        }
        if let Some(timeout) = timeout {
            debug.field("timeout", timeout);
        }
        if let Some(deadline) = deadline {
            debug.field("deadline", deadline);
        }
        if let Some(timeouts) = timeouts {
            debug.field("timeouts", timeouts);
        }
        if let Some(limit) = max_body_bytes {
            debug.field("max_body_bytes", limit);
        }
        if let Some(retry) = retry {
            debug.field("retry", retry);
        }
        #[cfg(feature = "sse")]
        if let Some(events) = events {
            debug.field("events", events);
        }
        #[cfg(feature = "websocket")]
        if let Some(socket) = socket {
            debug.field("socket", socket);
        }
        #[cfg(feature = "cache")]
        if let Some(policy) = cache_policy {
            debug.field("cache_policy", policy);
        }
        if let Some(refused) = refused {
            debug.field("refused", refused);
        }
        debug.finish()
    }
}
