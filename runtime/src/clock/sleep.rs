//! Waits by tokio's timers. Enters: for how long. Leaves: the same on the runtime that polls; what outlives the runtime that it began on
//! goes on with the next one, and even without any.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::OnceLock;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Id};
use tokio::time::{self, Sleep};

use crate::future::BoxFuture;

pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    let until = time::Instant::now().checked_add(duration);
    Box::pin(async move {
        match until {
            Some(until) => while !rings(until).await {},
            // Beyond all instants.
            None => std::future::pending().await,
        }
    })
}

/// Waits on one runtime; `false` where another one has taken over meanwhile. The timer of a runtime that is gone must not be polled.
async fn rings(until: time::Instant) -> bool {
    let home = here();
    let Some(sleep) = timer(home, until) else { return std::future::pending().await };
    let mut sleep = pin!(sleep);
    poll_fn(|cx| if here() == home { sleep.as_mut().poll(cx).map(|()| true) } else { Poll::Ready(false) }).await
}

/// The runtime that polls.
fn here() -> Option<Id> {
    Handle::try_current().ok().map(|runtime| runtime.id())
}

/// A timer of the runtime that polls; outside of any, one of a thread, as long as the system has any.
fn timer(home: Option<Id>, until: time::Instant) -> Option<Sleep> {
    if home.is_some() {
        return Some(time::sleep_until(until));
    }
    let _guard = outside()?.enter();
    Some(time::sleep_until(until))
}

/// A runtime of timers alone, whose thread lasts as long as the process.
fn outside() -> Option<&'static Handle> {
    static OUTSIDE: OnceLock<Option<Handle>> = OnceLock::new();
    let start = || {
        let runtime = Builder::new_current_thread().enable_time().build().ok()?;
        let handle = runtime.handle().clone();
        let thread = thread::Builder::new().name("clientwright-timer".to_owned());
        thread.spawn(move || runtime.block_on(std::future::pending::<()>())).ok()?;
        Some(handle)
    };
    OUTSIDE.get_or_init(start).as_ref()
}
