//! Whether and when a stream is opened again. Enters: how connections ended. Leaves: how long to wait, or that it is enough. Carrying
//! it out is `follow`'s business.

use std::time::Duration;

use crate::setup::EventOptions;

/// The least that backoff begins with: a server may ask to be asked again at once, but not for ever in vain.
const LEAST: Duration = Duration::from_secs(1);

/// Counts how often a stream was opened again in vain.
#[derive(Debug)]
pub(super) struct Reconnect {
    /// How often that is allowed in a row.
    limit: u32,
    base: Duration,
    cap: Duration,
    in_a_row: u32,
}

impl Reconnect {
    /// `described` is what holds where the options say nothing.
    pub(super) fn new(options: &EventOptions, described: bool) -> Self {
        let limit = options.reconnects.unwrap_or(if described { u32::MAX } else { 0 });
        Self { limit, base: options.base, cap: options.cap, in_a_row: 0 }
    }

    /// Whether a stream that ends is opened again at all.
    pub(super) fn is_on(&self) -> bool {
        self.limit > 0
    }

    /// There was an event: the count begins anew.
    pub(super) fn succeed(&mut self) {
        self.in_a_row = 0;
    }

    /// How long to wait before the stream is opened again, which is counted; none where it is not. `server` is the reconnection time
    /// that the server has set, `asked` the wait that it asked for when it turned the last request away, `unit` is drawn from `[0, 1)`.
    pub(super) fn next(&mut self, server: Option<Duration>, asked: Option<Duration>, unit: f64) -> Option<Duration> {
        if self.in_a_row >= self.limit {
            return None;
        }
        let base = server.unwrap_or(self.base);
        let wait = match self.in_a_row {
            0 => spread(base, unit),
            in_a_row => base.saturating_add(self.more(base, in_a_row).mul_f64(unit)),
        };
        self.in_a_row += 1;
        let asked = asked.map(|asked| spread(asked, unit));
        Some(asked.map_or(wait, |asked| asked.max(wait)))
    }

    /// The most that is added to `base`.
    fn more(&self, base: Duration, in_a_row: u32) -> Duration {
        let doubled = base.max(LEAST).saturating_mul(2_u32.saturating_pow(in_a_row));
        doubled.min(self.cap).saturating_sub(base)
    }
}

/// A wait and up to a tenth of it more, at most 1 s, so that clients do not come back all at once.
fn spread(wait: Duration, unit: f64) -> Duration {
    let more = (wait.as_secs_f64() / 10.0).min(1.0);
    wait.saturating_add(Duration::from_secs_f64(more * unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn millis(millis: u64) -> Option<Duration> {
        Some(Duration::from_millis(millis))
    }

    /// The shortest and the longest wait before the first times that a stream is opened again in vain.
    fn waits(server: Option<Duration>) -> Vec<(u128, u128)> {
        let [mut shortest, mut longest] = [(); 2].map(|()| Reconnect::new(&EventOptions::new(), true));
        let mut wait =
            || Some((shortest.next(server, None, 0.0)?.as_millis(), longest.next(server, None, 1.0)?.as_millis()));
        (0..6).filter_map(|_| wait()).collect()
    }

    #[test]
    fn waits_grow_to_the_cap_and_are_never_shorter_than_the_server_asks_for() {
        let three_seconds =
            [(3000, 3300), (3000, 6000), (3000, 12_000), (3000, 24_000), (3000, 30_000), (3000, 30_000)];
        assert_eq!(waits(None), three_seconds);
        assert_eq!(waits(millis(0)), [(0, 0), (0, 2000), (0, 4000), (0, 8000), (0, 16_000), (0, 30_000)]);
        let minute = (60_000, 60_000);
        assert_eq!(waits(millis(60_000)), [(60_000, 61_000), minute, minute, minute, minute, minute]);
    }

    #[test]
    fn an_event_begins_the_count_anew() {
        let mut reconnect = Reconnect::new(&EventOptions::new().reconnects(2), true);
        let next = |reconnect: &mut Reconnect| reconnect.next(None, None, 0.0).is_some();
        assert_eq!([(); 3].map(|()| next(&mut reconnect)), [true, true, false]);
        reconnect.succeed();
        assert_eq!([(); 3].map(|()| next(&mut reconnect)), [true, true, false]);
    }

    #[test]
    fn without_a_word_the_description_decides() {
        assert!(Reconnect::new(&EventOptions::new(), true).is_on());
        assert!(!Reconnect::new(&EventOptions::new(), false).is_on());
        assert!(!Reconnect::new(&EventOptions::new().reconnects(0), true).is_on());
        assert!(Reconnect::new(&EventOptions::new().reconnects(1), false).is_on());
        let mut reconnect = Reconnect::new(&EventOptions::new(), true);
        let longest = (0..10_000).filter_map(|_| reconnect.next(None, None, 1.0)).max();
        assert_eq!(longest, millis(30_000));
    }

    #[test]
    fn a_server_that_turns_away_is_obeyed() {
        let mut reconnect = Reconnect::new(&EventOptions::new(), true);
        assert_eq!(reconnect.next(None, millis(100_000), 0.0), millis(100_000));
        assert_eq!(reconnect.next(None, millis(1000), 1.0), millis(6000));
    }

    #[test]
    fn waits_have_an_end_of_numbers_too() {
        let mut reconnect = Reconnect::new(&EventOptions::new().backoff(Duration::MAX, Duration::MAX), true);
        for _ in 0..40 {
            assert_eq!(reconnect.next(None, Some(Duration::MAX), 0.9), Some(Duration::MAX));
        }
        let mut reconnect = Reconnect::new(&EventOptions::new().backoff(Duration::ZERO, Duration::MAX), true);
        assert!((0..100).all(|_| reconnect.next(None, None, 0.999).is_some()));
    }
}
