//! Runtimes, the ways in which they end, and a way to poll without any.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};

/// After so long something hangs.
pub(crate) const HANGS: Duration = Duration::from_secs(20);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Ends {
    Dropped,
    Background,
    Timeout,
}

/// A runtime of each kind, with each way to end it.
pub(crate) fn all() -> impl Iterator<Item = (Runtime, Ends)> {
    let ends = [Ends::Dropped, Ends::Background, Ends::Timeout];
    ends.into_iter().flat_map(|ends| [(one_thread(), ends), (threads(), ends)])
}

pub(crate) fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

pub(crate) fn threads() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

impl Ends {
    /// Ends `runtime`, and waits until none of its tasks is left.
    pub(crate) fn end(self, runtime: Runtime) {
        let metrics = runtime.handle().metrics();
        match self {
            Self::Dropped => drop(runtime),
            Self::Background => runtime.shutdown_background(),
            Self::Timeout => runtime.shutdown_timeout(HANGS),
        }
        until(|| metrics.num_alive_tasks() == 0);
    }
}

/// Waits until something is so that another thread brings about.
pub(crate) fn until(is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < HANGS, "it does not come about");
        thread::yield_now();
    }
}

/// Polls to the end without any runtime.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unparks(Thread);
    impl Wake for Unparks {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unparks(thread::current())));
    let mut future = pin!(future);
    let begun = Instant::now();
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        assert!(begun.elapsed() < HANGS, "it hangs");
        thread::park_timeout(HANGS);
    }
}

/// Whether `future`, polled once and dropped, has to wait.
pub(crate) async fn waits<T>(future: impl Future<Output = T>) -> bool {
    let mut future = pin!(future);
    poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_pending())).await
}

/// `work`, which must not hang.
pub(crate) async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(HANGS, work).await.expect("it hangs")
}
