//! Closing a client: no new calls, calls in flight are drained, what takes too long is cut off.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use clientwright_runtime::testing::{Answer, VirtualClock};
use clientwright_runtime::{BoxFuture, Clock, ErrorKind, GaveUp, Sent, Spawner, Timeouts, Token};
use futures_util::future::{join, join_all, join3, select};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};

use crate::api::ITEM;
use crate::client::{Client, setting};
use crate::source::Asked;

#[test]
fn calls_in_flight_are_drained_and_new_ones_turned_away() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::json(200, ITEM).delay(Duration::from_secs(3)));
    let client = builder.build().unwrap();
    clock.run(async {
        let (early, (), late) = join3(
            join_all((0..5).map(|_| client.get().into_future())),
            async {
                clock.sleep(Duration::from_secs(1)).await;
                client.inner.close().await;
            },
            async {
                clock.sleep(Duration::from_secs(2)).await;
                client.clone().get().await.unwrap_err()
            },
        )
        .await;
        assert!(early.iter().all(Result::is_ok));
        assert_eq!((late.kind(), late.was_sent()), (ErrorKind::Closed, Sent::No));
    });
    assert_eq!((clock.passed(), server.calls().len()), (Duration::from_secs(3), 5));
    assert!(server.is_closed(), "idle connections are let go");
}

#[test]
fn what_takes_too_long_is_cut_off() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::silence());
    let client = builder.timeouts(Timeouts::none()).build().unwrap();
    let error = clock.run(async { join(client.get().into_future(), client.inner.close()).await.0.unwrap_err() });
    assert_eq!((error.kind(), clock.passed()), (ErrorKind::Closed, Duration::from_secs(5)));
    assert_eq!(error.was_sent(), Sent::Maybe);
}

#[test]
fn a_call_that_is_held_and_not_polled_holds_up_the_end_for_the_limit_and_no_longer() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::json(200, ITEM).delay(Duration::from_secs(1)));
    let client = builder.build().unwrap();
    let mut held = client.get().into_future();
    clock.run(async {
        assert!((&mut held).now_or_never().is_none());
        join(client.inner.close(), client.inner.close()).await;
        assert_eq!(clock.passed(), Duration::from_secs(5));
        assert!(server.is_closed());
        client.inner.close().await;
        assert_eq!(clock.passed(), Duration::from_secs(5), "there is nothing to wait for any more");
        assert_eq!(held.await.unwrap_err().kind(), ErrorKind::Closed);
    });
}

#[test]
fn a_call_that_was_never_polled_is_not_in_flight() {
    let (clock, _, builder) = setting();
    let client = builder.build().unwrap();
    let held = client.get().into_future();
    clock.run(async {
        client.inner.close().await;
        assert_eq!(clock.passed(), Duration::ZERO);
        let error = held.await.unwrap_err();
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Closed, Sent::No));
    });
}

#[test]
fn closing_twice_and_closing_an_idle_client_is_immediate() {
    let (clock, server, builder) = setting();
    let client = builder.build().unwrap();
    clock.run(async {
        client.inner.close().await;
        client.inner.close().await;
    });
    assert_eq!(clock.passed(), Duration::ZERO);
    assert!(server.is_closed());
}

#[test]
fn a_call_that_is_dropped_does_not_hold_up_the_end() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::silence());
    let client = builder.build().unwrap();
    clock.run(async {
        let call = Box::pin(client.get().into_future());
        select(call, clock.sleep(Duration::from_secs(1))).await;
        client.inner.close().await;
    });
    assert_eq!(clock.passed(), Duration::from_secs(1));
}

/// Closes the client a second after `calls` have begun.
fn close_meanwhile<T>(clock: &VirtualClock, client: &Client, calls: impl Future<Output = T>) -> T {
    let close = async {
        clock.sleep(Duration::from_secs(1)).await;
        client.inner.close().await;
    };
    clock.run(async { join(calls, close).await.0 })
}

#[test]
fn a_call_that_waits_for_its_next_attempt_ends_at_once_with_the_error_it_has() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::status(503).header("retry-after", "30"));
    let client = builder.build().unwrap();
    let error = close_meanwhile(&clock, &client, client.get().into_future()).unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), error.gave_up()), (Some(503), Some(GaveUp::Closed)));
    assert_eq!(error.was_sent(), Sent::Yes);
    assert_eq!((server.calls().len(), clock.passed()), (1, Duration::from_secs(1)));
}

#[test]
fn an_attempt_that_fails_while_the_client_closes_is_the_last() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::status(503).delay(Duration::from_secs(3)));
    let client = builder.build().unwrap();
    let error = close_meanwhile(&clock, &client, client.get().into_future()).unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), error.gave_up()), (Some(503), Some(GaveUp::Closed)));
    assert_eq!((server.calls().len(), clock.passed()), (1, Duration::from_secs(3)));
}

/// Counts the tasks that are alive, and polls them when they are woken, and not else.
#[derive(Clone, Debug)]
struct Alive(VirtualClock, Arc<()>);

impl Alive {
    fn on(clock: &VirtualClock) -> Self {
        Self(clock.clone(), Arc::new(()))
    }

    fn count(&self) -> usize {
        Arc::strong_count(&self.1) - 2
    }
}

impl Spawner for Alive {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        let alive = Arc::clone(&self.1);
        let task = async move {
            task.await;
            drop(alive);
        };
        self.0.spawn(Box::pin(FuturesUnordered::from_iter([task]).collect()))
    }
}

#[test]
fn calls_that_wait_for_a_token_are_told_that_the_client_is_closed_and_its_load_is_no_more() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    let (source, questions) = Asked::new(|_, _| Box::pin(pending()));
    let tasks = Alive::on(&clock);
    let client = builder.bearer(source).spawner(tasks.clone()).build().unwrap();
    let calls = join_all((0..5).map(|_| client.secured().into_future()));
    for result in close_meanwhile(&clock, &client, calls) {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Closed, Sent::No));
    }
    assert_eq!((*questions.lock().unwrap(), tasks.count(), clock.passed()), (1, 0, Duration::from_secs(1)));
    assert_eq!(server.calls().len(), 0);
}

#[test]
fn a_refresh_in_the_background_ends_with_the_client() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    let (source, questions) = Asked::new(|_, rejected| match rejected {
        None => Box::pin(async { Ok(Token::new("token").expires_in(Duration::from_secs(1000))) }),
        Some(_) => Box::pin(pending()),
    });
    let tasks = Alive::on(&clock);
    let client = builder.bearer(source).spawner(tasks.clone()).build().unwrap();
    clock.run(async {
        client.secured().await.unwrap();
        clock.advance(Duration::from_secs(920));
        client.secured().await.unwrap();
        // Tasks begin while somebody waits.
        clock.sleep(Duration::from_millis(1)).await;
        let before = clock.passed();
        assert_eq!((*questions.lock().unwrap(), tasks.count()), (2, 1));
        client.inner.close().await;
        assert_eq!((tasks.count(), clock.passed()), (0, before));
    });
}
