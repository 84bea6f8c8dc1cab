//! A program that did not run for a while, as one in the background that its system suspends: nobody polled its calls. Enters: a way to a
//! server.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use clientwright_runtime::{BoxFuture, Clock, Instant, SystemTime, Timeouts};

use super::{get, poll_until};
use crate::script::{Reply, Script};
use crate::setups::{PlatformClock, Setup, turn};

/// Set once.
#[derive(Clone, Debug, Default)]
struct Flag(Arc<AtomicBool>);

impl Flag {
    fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.set();
    }
}

/// A clock by which an hour passes once somebody says so.
impl Clock for Flag {
    fn now(&self) -> Instant {
        PlatformClock.now() + Duration::from_secs(if self.is_set() { 3600 } else { 0 })
    }

    fn wall(&self) -> SystemTime {
        PlatformClock.wall()
    }

    /// What is waited for when it passes is over then.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if self.is_set() {
            return PlatformClock.sleep(duration);
        }
        let flag = self.clone();
        Box::pin(poll_fn(move |_| if flag.is_set() { Poll::Ready(()) } else { Poll::Pending }))
    }
}

/// Its time is long over when it wakes, and the answer is there.
pub(crate) async fn an_answer_that_came_in_sleep_is_found(setup: Setup) {
    let stage = setup(Script::default().on("DELETE", "/item", [Reply::status(204).held()])).await;
    let late = Flag::default();
    let limits = Timeouts::none().attempt(Duration::from_secs(30)).operation(Duration::from_secs(30));
    let client = stage.client().timeouts(limits).clock(late.clone()).build().unwrap();
    let mut call = pin!(client.delete().into_future());
    assert!(poll_until(&mut call, stage.requests(1)).await.is_none());
    // From here on it sleeps: its waker is heard, and nobody polls it.
    let called = Arc::new(Flag::default());
    let waker = Waker::from(Arc::clone(&called));
    assert!(call.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    stage.release().await;
    while !called.is_set() {
        turn().await;
    }
    late.set();
    call.await.unwrap();
    assert_eq!(stage.seen().await.len(), 1);
}

pub(crate) async fn a_connection_that_died_in_sleep_is_replaced(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    let client = stage.client().build().unwrap();
    client.get().await.unwrap();
    stage.cut().await;
    assert_eq!(client.get().await.unwrap().id, "1");
    assert_eq!(stage.seen().await.len(), 2, "and the request went out once");
}
