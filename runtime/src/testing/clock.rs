//! Time under a test's control. Enters: sleeps, spawned tasks. Leaves: the same, done when the test says so or when
//! nothing else can happen. Needs no runtime: a test that passes here shows that the code under it needs none either.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use web_time::{Instant, SystemTime};

use crate::clock::{Clock, Spawner};
use crate::future::BoxFuture;

/// A clock that stands still until a test moves it, and a spawner whose tasks it runs. Clones share the time.
///
/// [`VirtualClock::run`] drives a future and, whenever everything waits, jumps to the next timer.
///
/// Instants and the calendar go a thousand years, and stand still from then on; [`VirtualClock::passed`] goes as far as a duration does.
#[derive(Clone)]
pub struct VirtualClock(Arc<Mutex<State>>);

/// A thousand years: the calendars of all systems go further.
const LAST: Duration = Duration::from_secs(1_000 * 365 * 86_400);

struct State {
    start: Instant,
    passed: Duration,
    /// Waiting timers by when they ring, and in the order they were set.
    timers: BTreeMap<(Duration, u64), Waker>,
    next: u64,
    tasks: Vec<BoxFuture<'static, ()>>,
}

impl VirtualClock {
    /// A clock at an arbitrary time; by the calendar it is 2026-01-01T00:00:00Z.
    pub fn new() -> Self {
        let (timers, tasks) = (BTreeMap::new(), Vec::new());
        Self(Arc::new(Mutex::new(State { start: Instant::now(), passed: Duration::ZERO, timers, next: 0, tasks })))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far the clock has moved.
    pub fn passed(&self) -> Duration {
        self.lock().passed
    }

    /// Moves the clock; timers that are due ring.
    pub fn advance(&self, duration: Duration) {
        let due = {
            let mut state = self.lock();
            state.passed = state.passed.saturating_add(duration);
            let now = state.passed;
            let later = state.timers.split_off(&(now, u64::MAX));
            std::mem::replace(&mut state.timers, later)
        };
        due.into_values().for_each(Waker::wake);
    }

    /// Moves the clock to the next timer; says whether there was one.
    fn jump(&self) -> bool {
        let next = {
            let state = self.lock();
            state.timers.first_key_value().map(|((at, _), _)| at.saturating_sub(state.passed))
        };
        next.map(|wait| self.advance(wait)).is_some()
    }

    /// Drives `future` to its end, along with what is spawned meanwhile. Whenever all of it waits, time jumps to the
    /// next timer.
    ///
    /// # Panics
    /// If all of it waits and there is no timer: nothing could ever happen again.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        let waker = Waker::from(Arc::clone(&woken));
        let mut cx = Context::from_waker(&waker);
        let mut tasks = Vec::new();
        loop {
            while woken.0.swap(false, Ordering::SeqCst) {
                if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
                    self.lock().tasks.append(&mut tasks);
                    return output;
                }
                tasks.append(&mut self.lock().tasks);
                tasks.retain_mut(|task| task.as_mut().poll(&mut cx).is_pending());
                if !self.lock().tasks.is_empty() {
                    woken.0.store(true, Ordering::SeqCst);
                }
            }
            assert!(self.jump(), "everything waits, and no timer is set");
        }
    }
}

impl Default for VirtualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for VirtualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("VirtualClock")
            .field("passed", &state.passed)
            .field("timers", &state.timers.len())
            .finish_non_exhaustive()
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Instant {
        let state = self.lock();
        state.start + state.passed.min(LAST)
    }

    fn wall(&self) -> SystemTime {
        // 2026-01-01T00:00:00Z
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600) + self.passed().min(LAST)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let rings = self.passed().saturating_add(duration);
        Box::pin(Timer { clock: self.clone(), rings, key: None })
    }
}

impl Spawner for VirtualClock {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        self.lock().tasks.push(task);
        None
    }
}

struct Timer {
    clock: VirtualClock,
    rings: Duration,
    key: Option<(Duration, u64)>,
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let mut state = clock.lock();
        if state.passed >= self.rings {
            return Poll::Ready(());
        }
        let key = match self.key {
            Some(key) => key,
            None => {
                state.next += 1;
                (self.rings, state.next)
            }
        };
        self.key = Some(key);
        state.timers.insert(key, cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.clock.lock().timers.remove(&key);
        }
    }
}
