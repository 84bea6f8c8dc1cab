//! The four time limits of a call. Enters: a future, a limit, its phase. Leaves: its output, or that the limit was
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
    /// Silence: from the start of an attempt, or the last piece of a streamed upload that was taken, to the response's
    /// head, and between two pieces of its body. Default 30 s.
    pub read: Option<Duration>,
    /// One attempt, from its start to the last byte of its buffered response; waiting between attempts is not part of
    /// it. Default 30 s.
    pub attempt: Option<Duration>,
    /// The whole call with its waits, retries and token refreshes. Default none: attempts and waits bound it.
    pub operation: Option<Duration>,
}

impl Timeouts {
    /// The defaults: connect 10 s, read 30 s, attempt 30 s, operation none.
    pub const fn new() -> Self {
        Self {
            connect: Some(Duration::from_secs(10)),
            read: Some(Duration::from_secs(30)),
            attempt: Some(Duration::from_secs(30)),
            operation: None,
        }
    }

    /// No limits at all.
    pub const fn none() -> Self {
        Self { connect: None, read: None, attempt: None, operation: None }
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

/// The phase of a call whose time limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// Setting up a connection.
    Connect,
    /// Waiting for the next byte.
    Read,
    /// One attempt.
    Attempt,
    /// The whole call.
    Operation,
}

impl Phase {
    /// The phase in lower case: `connect`, `read`, `attempt`, `operation`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Read => "read",
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
