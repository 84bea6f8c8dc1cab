//! The time limits of a call. Enters: a future, a limit, its phase. Leaves: its output, or that the limit was
//! reached. How a limit becomes an error is not its business.

use std::time::Duration;

use futures_util::future::{Either, select};

use crate::clock::Clock;

/// How long each phase of a call may take. `None` is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Name lookup, TCP and TLS handshake of one connection. Default 10 s. Enforced by the transport.
    pub connect: Option<Duration>,
    /// Silence of the server: from the moment that a request goes out, or that the last piece of its body was taken, to the response's
    /// head, and between two pieces of its body. Counts while somebody waits for the server: neither while a stream that the caller
    /// sends has nothing to give, nor while nobody asks a stream for more. Default 20 s.
    pub read: Option<Duration>,
    /// One attempt, from its start to the head of its response, redirects included. The time in which a body is on its way up does not
    /// count, nor does waiting between attempts: what gets on is not cut off. Default 30 s.
    pub attempt: Option<Duration>,
    /// A body that gets on too slowly, on its way up or down; events and sockets, which have little to say at times, aside. Default
    /// less than 1 byte a second over 20 s.
    pub stall: Option<StallGuard>,
    /// The whole call with its waits, retries and token refreshes. Default none: attempts and waits bound it.
    pub operation: Option<Duration>,
}

impl Timeouts {
    /// The defaults: connect 10 s, read 20 s, attempt 30 s, stall 1 byte a second over 20 s, operation none.
    pub const fn new() -> Self {
        Self {
            connect: Some(Duration::from_secs(10)),
            read: Some(Duration::from_secs(20)),
            attempt: Some(Duration::from_secs(30)),
            stall: Some(StallGuard::new(1, Duration::from_secs(20))),
            operation: None,
        }
    }

    /// No limits at all.
    pub const fn none() -> Self {
        Self { connect: None, read: None, attempt: None, stall: None, operation: None }
    }

    /// Sets the limit of one connection's set-up.
    #[must_use]
    pub fn connect(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { connect: limit.into(), ..self }
    }

    /// Sets the limit of silence.
    #[must_use]
    pub fn read(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { read: limit.into(), ..self }
    }

    /// Sets the limit of one attempt.
    #[must_use]
    pub fn attempt(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { attempt: limit.into(), ..self }
    }

    /// Sets how slow a body may be.
    #[must_use]
    pub fn stall(self, guard: impl Into<Option<StallGuard>>) -> Self {
        Self { stall: guard.into(), ..self }
    }

    /// Sets the limit of the whole call.
    #[must_use]
    pub fn operation(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { operation: limit.into(), ..self }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::new()
    }
}

/// How slow a body may be before it counts as stalled.
///
/// Only time counts in which the other side is waited for: a caller who is slow to give or to take stalls nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StallGuard {
    /// The least bytes a second, on the average of the grace.
    pub bytes_per_second: u32,
    /// How long a body may be slower than that.
    pub grace: Duration,
}

impl StallGuard {
    /// A body is to have so many bytes a second, averaged over `grace`.
    pub const fn new(bytes_per_second: u32, grace: Duration) -> Self {
        Self { bytes_per_second, grace }
    }

    /// What has to come within the grace, at least one byte.
    pub(crate) fn bytes(self) -> u64 {
        let bytes = u128::from(self.bytes_per_second) * self.grace.as_millis() / 1000;
        u64::try_from(bytes).unwrap_or(u64::MAX).max(1)
    }
}

/// The phase of a call whose time limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// Setting up a connection.
    Connect,
    /// Waiting for the next byte.
    Read,
    /// A body that got on too slowly.
    Stall,
    /// One attempt, up to the head of its response.
    Attempt,
    /// The whole call.
    Operation,
}

impl Phase {
    /// The phase in lower case: `connect`, `read`, `stall`, `attempt`, `operation`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Read => "read",
            Self::Stall => "stall",
            Self::Attempt => "attempt",
            Self::Operation => "operation",
        }
    }
}

/// A limit was reached before the work was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expired;

/// `work`, unless `limit` passes first. The work is polled first, so a result that is ready beats a limit that is too.
///
/// The work is borrowed (`Unpin`), here and wherever a stage surrounds another: a future that is moved into another one
/// takes its room twice, and calls have many stages.
pub(crate) async fn within<T>(
    clock: &dyn Clock,
    limit: Option<Duration>,
    work: impl Future<Output = T> + Unpin,
) -> Result<T, Expired> {
    let Some(limit) = limit else { return Ok(work.await) };
    match select(work, clock.sleep(limit)).await {
        Either::Left((output, _)) => Ok(output),
        Either::Right(((), _)) => Err(Expired),
    }
}
