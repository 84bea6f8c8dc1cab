//! How a stream of events is followed. Enters: what the caller sets. Leaves: plain data that the stream reads.

use std::time::Duration;

/// How a stream of server-sent events is followed: whether it is opened again, and its limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventOptions {
    pub(crate) reconnects: Option<u32>,
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
    pub(crate) idle: Option<Option<Duration>>,
    pub(crate) max_event_bytes: usize,
    pub(crate) last_event_id: String,
}

impl EventOptions {
    /// The defaults.
    pub const fn new() -> Self {
        Self {
            reconnects: None,
            base: Duration::from_secs(3),
            cap: Duration::from_secs(30),
            idle: None,
            max_event_bytes: 1 << 20,
            last_event_id: String::new(),
        }
    }

    /// How often in a row a stream that ended or broke is opened again without an event in between. 0 is never: the stream ends with
    /// its body. By default without limit where the description says that the stream is to be followed, as it does for `GET` unless
    /// told otherwise, and never elsewhere.
    #[must_use]
    pub fn reconnects(self, in_a_row: u32) -> Self {
        Self { reconnects: Some(in_a_row), ..self }
    }

    /// The wait before a stream is opened again: `base` (and up to a tenth more, so that clients do not come back all at once) after
    /// one that had events, unless the server sets another time by `retry`; after `n` in a row without, a random time up to
    /// `base * 2^n`, at most `cap`, and at least `base`. Default 3 s and 30 s.
    #[must_use]
    pub fn backoff(self, base: Duration, cap: Duration) -> Self {
        Self { base, cap, ..self }
    }

    /// The longest silence; a comment, as servers send them to keep a connection open, breaks it. Behind it the connection counts as
    /// broken. By default 90 s for streams that are opened again, and the call's `read` limit for others.
    #[must_use]
    pub fn idle(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { idle: Some(limit.into()), ..self }
    }

    /// The most bytes of one line, and of the data of one event; more is an error. Default 1 MiB.
    #[must_use]
    pub fn max_event_bytes(self, limit: usize) -> Self {
        Self { max_event_bytes: limit, ..self }
    }

    /// Asks for what comes behind the event with that id, the [`last_event_id`](crate::Events::last_event_id) of an earlier stream.
    #[must_use]
    pub fn last_event_id(self, id: impl Into<String>) -> Self {
        Self { last_event_id: id.into(), ..self }
    }
}

impl Default for EventOptions {
    fn default() -> Self {
        Self::new()
    }
}
