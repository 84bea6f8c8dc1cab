//! How far a body has got, told while it travels.
//!
//! In come counts of bytes, out go calls of whoever wants to know: not for every piece, but always at the end.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use web_time::Instant;

use crate::clock::Clock;

/// Bytes between two reports, unless time has passed.
const STEP: u64 = 64 * 1024;

/// Time between two reports, unless bytes have passed.
const INTERVAL: Duration = Duration::from_millis(100);

/// Who wants to know of how many bytes have passed, and of how many where that is known.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type Report = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;
/// Who wants to know of how many bytes have passed, and of how many where that is known.
#[cfg(target_arch = "wasm32")]
pub(crate) type Report = Arc<dyn Fn(u64, Option<u64>)>;

/// Counts the bytes of one body.
pub(crate) struct Progress {
    report: Report,
    /// That of the client, where it is known.
    clock: Option<Arc<dyn Clock>>,
    total: Option<u64>,
    passed: u64,
    /// What was reported last, and when.
    told: Option<(u64, Instant)>,
}

impl Progress {
    pub(crate) fn new(report: Report, clock: Option<Arc<dyn Clock>>, total: Option<u64>) -> Self {
        Self { report, clock, total, passed: 0, told: None }
    }

    /// So many more bytes have passed.
    pub(crate) fn pass(&mut self, bytes: usize) {
        self.passed = self.passed.saturating_add(bytes as u64);
        let is_all = self.total == Some(self.passed);
        let is_due = self.told.is_none_or(|(told, at)| {
            self.passed - told >= STEP || self.now().saturating_duration_since(at) >= INTERVAL
        });
        if is_due || is_all {
            self.tell();
        }
    }

    /// There is nothing more to come.
    pub(crate) fn end(&mut self) {
        if self.told.is_none_or(|(told, _)| told != self.passed) {
            self.tell();
        }
    }

    fn tell(&mut self) {
        self.told = Some((self.passed, self.now()));
        (self.report)(self.passed, self.total);
    }

    fn now(&self) -> Instant {
        self.clock.as_ref().map_or_else(Instant::now, |clock| clock.now())
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").field("passed", &self.passed).field("total", &self.total).finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::testing::VirtualClock;

    type Told = Arc<Mutex<Vec<(u64, Option<u64>)>>>;

    fn watched(total: Option<u64>) -> (VirtualClock, Progress, Told) {
        let (clock, told) = (VirtualClock::new(), Told::default());
        let list = Arc::clone(&told);
        let report: Report = Arc::new(move |passed, total| list.lock().unwrap().push((passed, total)));
        (clock.clone(), Progress::new(report, Some(Arc::new(clock)), total), told)
    }

    #[test]
    fn reports_are_64_kib_apart_or_100_ms() {
        let (clock, mut progress, told) = watched(None);
        for _ in 0..140 {
            progress.pass(1024);
        }
        clock.advance(Duration::from_millis(99));
        progress.pass(1);
        clock.advance(Duration::from_millis(1));
        progress.pass(1);
        progress.pass(1);
        let kib = |count: u64| (count * 1024, None);
        assert_eq!(*told.lock().unwrap(), [kib(1), kib(65), kib(129), (140 * 1024 + 2, None)]);
    }

    #[test]
    fn the_end_is_told_and_once() {
        let (_, mut progress, told) = watched(Some(3));
        progress.pass(1);
        progress.pass(1);
        progress.pass(1);
        progress.end();
        assert_eq!(*told.lock().unwrap(), [(1, Some(3)), (3, Some(3))]);
        let (_, mut progress, told) = watched(None);
        progress.pass(1);
        progress.pass(1);
        progress.end();
        progress.end();
        assert_eq!(*told.lock().unwrap(), [(1, None), (2, None)]);
        let (_, mut progress, told) = watched(Some(0));
        progress.end();
        assert_eq!(*told.lock().unwrap(), [(0, Some(0))]);
    }
}
