//! A clock of whose waits each is over at once and written down.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::{BoxFuture, Clock, Instant, SystemTime};

use super::setups::PlatformClock;

/// The platform's clock otherwise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waits(Arc<Mutex<Vec<Duration>>>);

impl Waits {
    pub(crate) fn all(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

impl Clock for Waits {
    fn now(&self) -> Instant {
        PlatformClock.now()
    }

    fn wall(&self) -> SystemTime {
        PlatformClock.wall()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }
}
