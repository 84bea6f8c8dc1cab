//! What an app sees of its outbox. Enters: entries with their marks. Leaves: snapshots of them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use web_time::SystemTime;

use super::entry::{Entry, EntryId, Mark};
use super::queues::{Item, Stage};

/// What a queue waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Waits {
    /// The next try of something that may pass.
    Backoff,
    /// The time that the server has asked for.
    ServerAsked,
    /// Other credentials: those that there are were not accepted.
    Credentials,
}

/// How an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PendingState {
    /// It waits for its turn, its queue's pause, or a network.
    Waiting,
    /// It is on its way.
    Sending,
    /// It was refused for good, and kept.
    Dead,
}

/// An entry of an outbox, as it was when it was asked for. Cheap to clone. Its `Debug` output shows neither the body nor the query.
#[derive(Clone)]
pub struct Pending {
    entry: Arc<Entry>,
    mark: Mark,
    state: PendingState,
    waits: Option<Waits>,
}

impl Pending {
    pub(crate) fn of(item: &Item, waits: Option<Waits>) -> Self {
        let state = match item.stage {
            Stage::Writing | Stage::Waiting => PendingState::Waiting,
            Stage::UnderWay => PendingState::Sending,
            Stage::Dead | Stage::Changing => PendingState::Dead,
        };
        let waits = waits.filter(|_| state == PendingState::Waiting);
        Self { entry: Arc::clone(&item.entry), mark: item.mark.clone(), state, waits }
    }

    /// Its number.
    pub fn id(&self) -> EntryId {
        self.entry.id
    }

    /// The name of its queue.
    pub fn queue(&self) -> &str {
        &self.entry.queue
    }

    /// The operation's id in the description.
    pub fn operation_id(&self) -> &str {
        &self.entry.operation.id
    }

    /// The request's method.
    pub fn method(&self) -> &str {
        &self.entry.operation.method
    }

    /// The operation's path with its parameters in braces.
    pub fn url_template(&self) -> &str {
        &self.entry.operation.template
    }

    /// Path and query as they are on the wire, relative to the base URL.
    pub fn url(&self) -> &str {
        &self.entry.target
    }

    /// The request's `Content-Type`.
    pub fn content_type(&self) -> Option<&str> {
        let mut headers = self.entry.headers.iter();
        let (_, value) = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
        std::str::from_utf8(value).ok()
    }

    /// The request's body.
    pub fn body(&self) -> &[u8] {
        self.entry.body.as_deref().unwrap_or_default()
    }

    /// The body, shared.
    pub fn body_bytes(&self) -> Bytes {
        self.entry.body.clone().unwrap_or_default()
    }

    /// The key by which the server knows a repetition.
    pub fn idempotency_key(&self) -> &str {
        &self.entry.key
    }

    /// When it was queued, by the calendar.
    pub fn queued_at(&self) -> SystemTime {
        let since = Duration::from_millis(self.entry.queued_at);
        SystemTime::UNIX_EPOCH.checked_add(since).unwrap_or(SystemTime::UNIX_EPOCH)
    }

    /// How often it was sent, the retries within one sending not counted.
    pub fn attempts(&self) -> u32 {
        self.mark.attempts
    }

    /// Why it was not taken when it was sent last, in one line.
    pub fn last_failure(&self) -> Option<&str> {
        self.mark.failure.as_deref()
    }

    /// The status that it was answered with last, where it was answered.
    pub fn last_status(&self) -> Option<u16> {
        self.mark.status
    }

    /// How it is.
    pub fn state(&self) -> PendingState {
        self.state
    }

    /// What its queue waits for, where it does.
    pub fn waits_for(&self) -> Option<Waits> {
        self.waits
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("id", &self.id().get())
            .field("queue", &self.queue())
            .field("operation_id", &self.operation_id())
            .field("state", &self.state)
            .field("attempts", &self.attempts())
            .field("body", &self.body().len())
            .finish_non_exhaustive()
    }
}
