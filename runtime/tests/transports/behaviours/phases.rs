//! Which limit of time it was. Enters: a way to a server.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::{BoxFuture, Clock, Instant, Phase, SystemTime, Timeouts};

use super::{get, poll_until, post};
use crate::script::Reply;
use crate::setups::{PlatformClock, Setup};

pub(crate) const LIMIT: Duration = Duration::from_secs(3);

/// A clock that leaps to the end of whatever is waited for.
#[derive(Clone, Debug, Default)]
struct Leaps(Arc<Mutex<Duration>>);

impl Clock for Leaps {
    fn now(&self) -> Instant {
        PlatformClock.now() + *self.0.lock().unwrap()
    }

    fn wall(&self) -> SystemTime {
        PlatformClock.wall()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let passed = Arc::clone(&self.0);
        Box::pin(async move { *passed.lock().unwrap() += duration })
    }
}

pub(crate) async fn each_limit_ends_a_call_and_is_named(setup: Setup) {
    let none = Timeouts::none;
    for (limits, phase) in [
        (none().attempt(LIMIT), Phase::Attempt),
        (none().read(LIMIT), Phase::Read),
        (none().operation(LIMIT), Phase::Operation),
    ] {
        let stage = setup(post([Reply::Never])).await;
        let client = stage.client().timeouts(limits).clock(Leaps::default()).build().unwrap();
        let error = client.post().body("once").await.unwrap_err();
        assert_eq!((error.timeout_phase(), error.limit()), (Some(phase), Some(LIMIT)), "{error:?}");
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) async fn a_limit_of_connecting_ends_a_call_and_is_named(setup: Setup) {
    use clientwright_runtime::{RetryPolicy, Sent};

    use crate::setups::stalled;

    let stage = setup(post([Reply::item("1")])).await;
    let builder = stage.client().timeouts(Timeouts::none().connect(LIMIT)).clock(PlatformClock);
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let error = stalled(std::future::ready(()), client.post().body("once")).await.unwrap_err();
    let seen = (error.timeout_phase(), error.limit(), error.was_sent());
    assert_eq!(seen, (Some(Phase::Connect), Some(LIMIT), Sent::No), "{error:?}");
    assert!(error.is_retryable());
}

/// Whoever waits no longer is told so by the transport, which alone knows.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) async fn what_no_connection_took_was_not_sent(setup: Setup) {
    use clientwright_runtime::{RetryPolicy, Sent};

    use crate::setups::stalled;

    let stage = setup(post([Reply::item("1")])).await;
    let builder = stage.client().timeouts(Timeouts::none().attempt(LIMIT / 3)).clock(PlatformClock);
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let error = stalled(std::future::ready(()), client.post().body("once")).await.unwrap_err();
    assert_eq!((error.timeout_phase(), error.was_sent()), (Some(Phase::Attempt), Sent::No), "{error:?}");
}

/// What differs where a transport makes no connections that it knows of.
pub(crate) async fn connecting_has_no_limit_of_its_own(setup: Setup) {
    let stage = setup(get([Reply::item("1").held()])).await;
    let client = stage.client().timeouts(Timeouts::none().connect(LIMIT)).build().unwrap();
    let mut call = pin!(client.get().into_future());
    assert!(poll_until(&mut call, stage.requests(1)).await.is_none());
    stage.release().await;
    assert_eq!(call.await.unwrap().id, "1");
    assert!(stage.waits.all().is_empty());
}
