//! How many tasks of a client there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use clientwright_runtime::{BoxFuture, Spawner};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

/// A spawner that counts the tasks which are alive, and polls them when they are woken, and not else.
#[derive(Clone, Debug)]
pub(crate) struct Alive<S> {
    spawner: S,
    count: Arc<AtomicUsize>,
}

impl<S> Alive<S> {
    pub(crate) fn on(spawner: S) -> Self {
        Self { spawner, count: Arc::default() }
    }

    pub(crate) fn count(&self) -> usize {
        self.count.load(SeqCst)
    }
}

impl<S: Spawner> Spawner for Alive<S> {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        self.count.fetch_add(1, SeqCst);
        let one = One(Arc::clone(&self.count));
        let task = async move {
            task.await;
            drop(one);
        };
        self.spawner.spawn(Box::pin(FuturesUnordered::from_iter([task]).collect()))
    }
}

struct One(Arc<AtomicUsize>);

impl Drop for One {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}
