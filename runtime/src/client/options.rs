//! What one call overrides. Enters: per-call setters. Leaves: data that `wire` (headers, query) and the exchange (time,
//! retries) read.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use web_time::Instant;

use crate::redact::{REDACTED, Redaction};
use crate::retry::RetryPolicy;
use crate::timeout::Timeouts;

/// The options of one call. What is not set is the client's.
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Instant>,
    pub(crate) timeouts: Option<Timeouts>,
    pub(crate) retry: Option<Box<RetryPolicy>>,
    /// The first header that could not be set.
    pub(crate) malformed: Option<String>,
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

    /// All four limits. A limit of the whole call that [`CallOptions::timeout`] sets stays.
    pub fn timeouts(&mut self, timeouts: Timeouts) {
        self.timeouts = Some(timeouts);
    }

    /// When and how often the call is tried again. Its budget is not used: that is the client's.
    pub fn retry(&mut self, policy: RetryPolicy) {
        self.retry = Some(Box::new(policy));
    }

    /// A header in place of whatever the call would send under that name. One that is no header is an error when the
    /// call is sent.
    pub fn header(&mut self, name: &str, value: &str) {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Err(_), _) | (_, Err(_)) => self.malformed = self.malformed.take().or_else(|| Some(name.to_owned())),
        }
    }

    /// A query parameter after those of the operation.
    pub fn query(&mut self, name: &str, value: &str) {
        self.query.push((name.to_owned(), value.to_owned()));
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<_> = self.query.iter().map(|(name, _)| (name, REDACTED)).collect();
        f.debug_struct("CallOptions")
            .field("headers", &Redaction::default().headers(&self.headers))
            .field("query", &query)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
