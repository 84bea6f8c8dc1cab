//! Keeps calls from asking again for what cannot be had just now. Enters: failures in a row. Leaves: for how long the
//! calls after each fail without asking.

use std::time::Duration;

use web_time::Instant;

use super::denied::Denied;
use crate::clock::full_jitter;

/// The most that the first failure holds; each in a row after it twice as much.
const FIRST: Duration = Duration::from_secs(1);
/// The most that any holds.
const LONGEST: Duration = Duration::from_secs(300);

/// Open, or closed for a while.
#[derive(Debug, Default)]
pub(super) struct Latch {
    in_a_row: u32,
    closed: Option<(Instant, Denied)>,
}

impl Latch {
    /// Closes it: full jitter, by `unit` from `[0, 1)`.
    pub(super) fn close(&mut self, now: Instant, unit: f64, why: Denied) {
        self.in_a_row = self.in_a_row.saturating_add(1);
        self.closed = Some((now + full_jitter(FIRST, LONGEST, self.in_a_row, unit), why));
    }

    /// Opens it, and forgets what was in a row.
    pub(super) fn open(&mut self) {
        *self = Self::default();
    }

    /// Whether there were failures, and no success since.
    pub(super) fn is_wary(&self) -> bool {
        self.in_a_row > 0
    }

    /// Fails with the reason while it is closed.
    pub(super) fn check(&self, now: Instant) -> Result<(), Denied> {
        match &self.closed {
            Some((until, why)) if now < *until => Err(why.latched(*until - now)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(latch: &Latch, now: Instant) -> Duration {
        latch.closed.as_ref().map_or(Duration::ZERO, |(until, _)| *until - now)
    }

    #[test]
    fn it_holds_up_to_twice_as_long_each_time_and_never_more_than_five_minutes() {
        let (mut latch, now) = (Latch::default(), Instant::now());
        let mut most = Vec::new();
        for _ in 0..11 {
            latch.close(now, 1.0, Denied::silent());
            most.push(held(&latch, now).as_secs());
        }
        assert_eq!(most, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        latch.close(now, 0.5, Denied::silent());
        assert_eq!(held(&latch, now), Duration::from_secs(150), "full jitter");
    }

    #[test]
    fn it_opens_by_itself_and_begins_anew_only_after_a_success() {
        let (mut latch, now) = (Latch::default(), Instant::now());
        latch.close(now, 0.5, Denied::silent());
        assert!(latch.check(now + Duration::from_millis(499)).is_err());
        assert!(latch.check(now + Duration::from_millis(500)).is_ok() && latch.is_wary());
        latch.close(now, 0.5, Denied::silent());
        assert_eq!(held(&latch, now), Duration::from_secs(1));
        latch.open();
        assert!(latch.check(now).is_ok() && !latch.is_wary());
        latch.close(now, 0.5, Denied::silent());
        assert_eq!(held(&latch, now), Duration::from_millis(500));
    }
}
