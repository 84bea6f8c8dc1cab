//! The client's time and its tasks. Enters: tokio's. Leaves: time that goes faster, and how many tasks there are.

use std::sync::Arc;
use std::time::Duration;

use clientwright_runtime::{BoxFuture, Clock, Instant, Spawner, SystemTime, TokioClock, TokioSpawner};

/// How much faster the client's time goes.
pub(crate) const SPEED: u32 = 100;

/// Tokio's clock, faster.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FastClock {
    began: Instant,
}

impl FastClock {
    pub(crate) fn new() -> Self {
        Self { began: TokioClock.now() }
    }
}

impl Clock for FastClock {
    fn now(&self) -> Instant {
        self.began + TokioClock.now().duration_since(self.began) * SPEED
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        TokioClock.sleep(duration / SPEED)
    }
}

/// Tokio's spawner, whose tasks are counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountingSpawner(Arc<()>);

impl CountingSpawner {
    /// How many tasks have not ended, once there is no other clone of this any more.
    pub(crate) fn tasks(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }
}

impl Spawner for CountingSpawner {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        let alive = Arc::clone(&self.0);
        TokioSpawner.spawn(Box::pin(async move {
            let _alive = alive;
            task.await;
        }))
    }
}
