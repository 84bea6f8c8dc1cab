//! Whether and how a socket connects anew. Enters: why a connection ended. Leaves: whether there is another one, when, and what
//! is different about it.

use std::fmt;
use std::time::Duration;

use super::close::{CloseReason, ClosedBy};
use super::connect::Renewal;
use super::frame::{Frame, ToFrame};
use super::shared::{Given, in_order};
use crate::clock::full_jitter;
use crate::error::{Failure, Repeat};
use crate::kind::ErrorKind;

/// When a socket connects anew. Nothing does so unless it is asked to, by
/// [`SocketOptions::reconnect`](super::SocketOptions::reconnect).
///
/// A connection is replaced where it broke, or where the server closed it with one of 1001, 1005, 1006, 1011, 1012, 1013, 1014;
/// codes of an application (4000 to 4999) by [`ReconnectPolicy::codes`]. A handshake is repeated where there was no connection, where no token
/// was to be had for the moment ([`TokenError::transient`](crate::TokenError::transient)), and on 408, 425, 429 and 5xx. What this side has
/// closed stays closed.
#[derive(Clone, Copy)]
pub struct ReconnectPolicy {
    pub(super) attempts: Option<u32>,
    base: Duration,
    cap: Duration,
    codes: Option<fn(u16) -> bool>,
}

impl ReconnectPolicy {
    /// The defaults: waits of 0.5 s, doubled with each attempt up to 30 s, each times a random share of it; any number of
    /// attempts. Once a message has come, or the answer to a ping, the counting begins anew.
    pub const fn new() -> Self {
        Self { attempts: None, base: Duration::from_millis(500), cap: Duration::from_secs(30), codes: None }
    }

    /// Gives up after so many attempts in a row.
    #[must_use]
    pub const fn attempts(self, limit: u32) -> Self {
        Self { attempts: Some(limit), ..self }
    }

    /// The bounds of the first wait and of all waits.
    #[must_use]
    pub const fn backoff(self, base: Duration, cap: Duration) -> Self {
        Self { base, cap, ..self }
    }

    /// Connects anew after these close codes too.
    #[must_use]
    pub const fn codes(self, also: fn(u16) -> bool) -> Self {
        Self { codes: Some(also), ..self }
    }

    /// Whether another connection may fare better than the one that ended so.
    pub(super) fn allows(&self, last: &CloseReason) -> bool {
        let usual = matches!(last.code, 1001 | 1005 | 1006 | 1011..=1014);
        last.by != ClosedBy::Client && (usual || self.codes.is_some_and(|also| also(last.code)))
    }

    /// Whether another handshake may fare better than the one that failed so.
    pub(super) fn forgives(&self, failure: &Failure) -> bool {
        match (failure.status(), failure.kind()) {
            _ if failure.repeat() == Repeat::Later => true,
            (Some(status), _) => matches!(status.as_u16(), 408 | 425 | 429 | 500..),
            (None, ErrorKind::Connect | ErrorKind::Io | ErrorKind::Timeout(_)) => true,
            (None, _) => false,
        }
    }

    /// The wait before an attempt, counted from 1: full jitter, and no less than the server asks for, as long as that is
    /// within reason.
    pub(super) fn wait(&self, attempt: u32, share: f64, asked: Option<Duration>) -> Duration {
        full_jitter(self.base, self.cap, attempt, share).max(asked.unwrap_or_default().min(LONGEST_ASKED))
    }
}

/// The longest wait that a server is granted: that of retries.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

impl Default for ReconnectPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ReconnectPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReconnectPolicy")
            .field("attempts", &self.attempts)
            .field("base", &self.base)
            .field("cap", &self.cap)
            .field("codes", &self.codes.is_some())
            .finish()
    }
}

/// What the hook decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Connect.
    Continue,
    /// Let the socket end as its last connection did.
    Abort,
}

/// An attempt to connect anew that is about to be made, as the hook sees it.
pub struct Reconnect<'a, S> {
    pub(super) attempt: u32,
    pub(super) last: &'a CloseReason,
    pub(super) unsent: &'a mut Vec<Given<S>>,
    pub(super) renewal: Renewal,
    pub(super) first: Vec<Frame>,
    pub(super) codec: &'a dyn super::codec::SocketCodec,
}

impl<S: ToFrame> Reconnect<'_, S> {
    /// The number of the attempt since a connection was last of use, 1 for the first.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// How the last connection ended; after an attempt that failed, code 1006 and why.
    pub fn last(&self) -> &CloseReason {
        self.last
    }

    /// The messages of which it is not known whether the server has them, taken out. They are not sent again by themselves: what was
    /// received would be received twice. Messages that had not begun to be sent stay queued and follow on the new connection.
    pub fn take_unsent(&mut self) -> Vec<S> {
        in_order(std::mem::take(self.unsent))
    }

    /// Sends a message on the new connection before all that is queued: what subscribes anew.
    ///
    /// # Errors
    /// What of the message cannot be written.
    pub fn send(&mut self, message: &S) -> Result<(), crate::future::BoxError> {
        self.first.push(message.to_frame(self.codec)?);
        Ok(())
    }

    /// Sends a header with the next handshake, in place of one of that name.
    pub fn header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.renewal.headers.push((name.into(), value.into()));
    }

    /// Sends a query parameter with the next handshake, besides those of the call.
    pub fn query(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.renewal.query.push((name.into(), value.into()));
    }
}

impl<S> fmt::Debug for Reconnect<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconnect")
            .field("attempt", &self.attempt)
            .field("last", &self.last)
            .field("unsent", &self.unsent.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: ReconnectPolicy = ReconnectPolicy::new();

    #[test]
    fn waits_double_up_to_the_cap_and_are_shares_of_that() {
        let bounds: Vec<u64> =
            (1..=8).map(|attempt| POLICY.wait(attempt, 1.0, None).as_millis().try_into().unwrap()).collect();
        assert_eq!(bounds, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
        assert_eq!(POLICY.wait(u32::MAX, 1.0, None), Duration::from_secs(30));
        assert_eq!(POLICY.wait(3, 0.0, None), Duration::ZERO);
    }

    #[test]
    fn a_server_that_asks_for_patience_gets_it_within_reason() {
        assert_eq!(POLICY.wait(1, 1.0, Some(Duration::from_secs(7))), Duration::from_secs(7));
        assert_eq!(POLICY.wait(1, 1.0, Some(Duration::from_secs(3_600))), Duration::from_secs(60));
    }

    #[test]
    fn codes_that_may_pass_are_followed_by_another_connection() {
        let allowed = |policy: ReconnectPolicy, code, by| policy.allows(&CloseReason::new(code, "", by));
        for code in [1001, 1005, 1006, 1011, 1012, 1013, 1014] {
            assert!(allowed(POLICY, code, ClosedBy::Server), "{code}");
            assert!(!allowed(POLICY, code, ClosedBy::Client), "{code}");
        }
        for code in [1000, 1002, 1003, 1007, 1008, 1009, 1010, 1015, 3000, 4000] {
            assert!(!allowed(POLICY, code, ClosedBy::Server), "{code}");
        }
        assert!(allowed(POLICY.codes(|code| code == 4000), 4000, ClosedBy::Server));
    }
}
