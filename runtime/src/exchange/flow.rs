//! How one direction of a transfer goes on. Enters: waits, and the bytes that end them. Leaves: how much of which limit has passed. Who
//! waits, and for whom, is not its business.

use std::cmp::Reverse;
use std::time::Duration;

use web_time::Instant;

use crate::error::Failure;
use crate::timeout::{Phase, StallGuard};

/// A limit under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Running {
    pub(super) phase: Phase,
    pub(super) limit: Duration,
    pub(super) passed: Duration,
}

impl Running {
    fn left(&self) -> Duration {
        self.limit.saturating_sub(self.passed)
    }

    /// The error once it is reached.
    pub(crate) fn failure(self) -> Failure {
        Failure::timeout(self.phase, self.limit, self.passed)
    }
}

/// What is left of the limit that is reached first, none where there is none; or the one that was reached. Of several that are
/// reached at once it is the first.
pub(crate) fn soonest(running: impl IntoIterator<Item = Option<Running>>) -> Result<Option<Duration>, Running> {
    let order = |running: &Running| (running.left(), Reverse(running.passed.saturating_sub(running.limit)));
    match running.into_iter().flatten().min_by_key(order) {
        Some(reached) if reached.left().is_zero() => Err(reached),
        next => Ok(next.map(|next| next.left())),
    }
}

/// The bytes of one direction.
///
/// They are weighed in stretches: one ends with as many bytes as the stall guard wants within its grace, or is a stall once so long was
/// waited for fewer. Time counts while somebody waits.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    /// Since when the next bytes are waited for.
    waiting: Option<Instant>,
    /// The bytes of the stretch.
    bytes: u64,
    /// How long was waited in it before the wait that is under way.
    waited: Duration,
}

impl Flow {
    /// The next bytes are waited for, since now or before.
    pub(crate) fn wait(&mut self, now: impl FnOnce() -> Instant) {
        self.waiting.get_or_insert_with(now);
    }

    /// Nothing is waited for: somebody else has to go on first.
    pub(super) fn rest(&mut self, now: Instant) {
        if let Some(since) = self.waiting.take() {
            self.waited += now.saturating_duration_since(since);
        }
    }

    /// So many bytes have come; none are nothing to have waited for. A stretch begins with its first bytes, so that silence before them is silence and no slowness.
    pub(crate) fn bring(&mut self, bytes: usize, guard: Option<StallGuard>, now: impl FnOnce() -> Instant) {
        if bytes == 0 {
            return;
        }
        let waiting = self.waiting.take();
        let Some(guard) = guard else { return };
        let is_first = self.bytes == 0;
        self.bytes = self.bytes.saturating_add(bytes as u64);
        if self.bytes >= guard.bytes() {
            (self.bytes, self.waited) = (0, Duration::ZERO);
        } else if is_first {
            self.waited = Duration::ZERO;
        } else if let Some(since) = waiting {
            self.waited += now().saturating_duration_since(since);
        }
    }

    /// Nothing more is waited for.
    pub(super) fn end(&mut self) {
        *self = Self::default();
    }

    /// Since when the next bytes are waited for.
    pub(super) fn waiting(&self) -> Option<Instant> {
        self.waiting
    }

    /// The limit of silence.
    pub(crate) fn silence(&self, limit: Option<Duration>, now: Instant) -> Option<Running> {
        let passed = now.saturating_duration_since(self.waiting?);
        Some(Running { phase: Phase::Read, limit: limit?, passed })
    }

    /// The limit of slowness.
    pub(crate) fn slowness(&self, guard: Option<StallGuard>, now: Instant) -> Option<Running> {
        let passed = self.waited + now.saturating_duration_since(self.waiting?);
        Some(Running { phase: Phase::Stall, limit: guard?.grace, passed })
    }
}
