//! Time, background tasks and chance, as the core asks for them. Enters: what the builder was given. Leaves: instants,
//! sleeps, spawned tasks, random numbers. Which timer or executor stands behind it is not its business.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use uuid::Uuid;
use web_time::{Instant, SystemTime};

use crate::future::{BoxError, BoxFuture, MaybeSend, MaybeSync};

#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
mod browser;
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
mod on_tokio;
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
mod sleep;

#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub use browser::{BrowserClock, BrowserSpawner};
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub(crate) use on_tokio::{Runtime, runtime_for_io};
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub use on_tokio::{TokioClock, TokioSpawner};

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
    /// Whether there is what [`Clock::sleep`] needs, where this is called. Every call asks first, and fails with
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) where there is not.
    ///
    /// # Errors
    /// What is missing, in words. By default nothing is.
    fn check(&self) -> Result<(), BoxError> {
        Ok(())
    }
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

/// Exponential backoff with full jitter: after so many failures in a row, a time between zero and
/// `min(cap, base * 2^(failed - 1))`, drawn by `unit` from `[0, 1)`.
pub(crate) fn full_jitter(base: Duration, cap: Duration, failed: u32, unit: f64) -> Duration {
    let factor = 2_f64.powi(i32::try_from(failed.saturating_sub(1)).unwrap_or(i32::MAX).min(64));
    let ceiling = (base.as_secs_f64() * factor).min(cap.as_secs_f64());
    Duration::from_secs_f64(ceiling * unit)
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
