//! Time, background tasks and chance, as the core asks for them. Enters: what the builder was given. Leaves: instants,
//! sleeps, spawned tasks, random numbers. Which timer or executor stands behind it is not its business.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use uuid::Uuid;
use web_time::{Instant, SystemTime};

use crate::future::{BoxFuture, MaybeSend, MaybeSync};

/// Tells the time and waits.
///
/// Every wait of the runtime goes through here: timeouts, backoff, proactive refresh. `now` never goes back; `wall` is
/// the calendar's time and is used only where a server or a token speaks of dates.
pub trait Clock: MaybeSend + MaybeSync + fmt::Debug + 'static {
    /// The monotonic time.
    fn now(&self) -> Instant;
    /// The calendar's time.
    fn wall(&self) -> SystemTime;
    /// Completes once `duration` has passed since this call.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// Runs a task that outlives the call that started it.
pub trait Spawner: MaybeSend + MaybeSync + fmt::Debug + 'static {
    /// Starts `task`, or gives it back where nothing can run it; then those who wait for its result drive it.
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>>;
}

/// A spawner that never spawns: whoever waits for a result drives it.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSpawner;

impl Spawner for NoSpawner {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        Some(task)
    }
}

/// Tokio's timer. Follows a paused tokio clock.
#[cfg(feature = "tokio")]
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioClock;

#[cfg(feature = "tokio")]
impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Spawns on the tokio runtime that the caller runs in, and nothing outside of one.
#[cfg(feature = "tokio")]
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSpawner;

#[cfg(feature = "tokio")]
impl Spawner for TokioSpawner {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(task);
                None
            }
            Err(_) => Some(task),
        }
    }
}

/// The source of jitter and of keys: unpredictable by default, repeatable when seeded.
pub(crate) struct Chance {
    rng: Mutex<fastrand::Rng>,
    seeded: bool,
}

impl Chance {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        let rng = seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        Self { rng: Mutex::new(rng), seeded: seed.is_some() }
    }

    /// A number in `[0, 1)`.
    pub(crate) fn unit(&self) -> f64 {
        self.rng.lock().unwrap_or_else(PoisonError::into_inner).f64()
    }

    /// A random (version 4) UUID: from the system's generator, unless a seed makes it repeatable.
    pub(crate) fn uuid(&self) -> Uuid {
        if !self.seeded {
            return Uuid::new_v4();
        }
        let bits = self.rng.lock().unwrap_or_else(PoisonError::into_inner).u128(..);
        uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
    }
}

impl fmt::Debug for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chance").field("seeded", &self.seeded).finish_non_exhaustive()
    }
}
