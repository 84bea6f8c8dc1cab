//! Closing a client: no new calls, calls in flight are drained, what takes too long is cut off.

use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use clientwright_runtime::testing::{Answer, VirtualClock};
use clientwright_runtime::{
    Body, BoxFuture, Clock, ErrorKind, Failure, GaveUp, Interceptor, Next, NoSpawner, ResponseBody, Sent, Spawner,
    Timeouts, Token,
};
use futures_util::FutureExt;
use futures_util::future::{join, join_all, join3, select};
use futures_util::stream::FuturesUnordered;
use http::{Request, Response};

use crate::alive::Alive;
use crate::api::ITEM;
use crate::client::{Client, setting};
use crate::source::{Answered, Asked};

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
    assert_eq!((error.was_sent(), server.calls().len()), (Sent::Maybe, 1));
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

/// A token that takes two seconds to get, and how many of them have been stored.
fn stored_after_two_seconds(clock: &VirtualClock) -> (impl Fn() -> Answered + Send + Sync + 'static, Arc<AtomicUsize>) {
    let (clock, stored) = (clock.clone(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&stored);
    let get = move || -> Answered {
        let (clock, stored) = (clock.clone(), Arc::clone(&counted));
        Box::pin(async move {
            clock.sleep(Duration::from_secs(2)).await;
            stored.fetch_add(1, SeqCst);
            Ok(Token::new("token"))
        })
    };
    (get, stored)
}

#[test]
fn calls_that_wait_for_a_token_are_told_at_once_and_what_its_source_gets_is_stored() {
    for is_spawned in [true, false] {
        let (clock, server, builder) = setting();
        let (get, stored) = stored_after_two_seconds(&clock);
        let (source, _) = Asked::new(move |_, _| get());
        let (tasks, builder) = (Alive::on(clock.clone()), builder.bearer(source));
        let builder = if is_spawned { builder.spawner(tasks.clone()) } else { builder.spawner(NoSpawner) };
        let client = builder.build().unwrap();
        clock.run(async {
            let calls = async {
                let ended = join_all((0..5).map(|_| client.secured().into_future())).await;
                (ended, clock.passed())
            };
            let close = async {
                clock.sleep(Duration::from_secs(1)).await;
                client.inner.close().await;
                (clock.passed(), stored.load(SeqCst), tasks.count())
            };
            let ((ended, told), closed) = join(calls, close).await;
            for result in ended {
                let error = result.unwrap_err();
                assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Closed, Sent::No));
            }
            assert_eq!((told, closed), (Duration::from_secs(1), (Duration::from_secs(2), 1, 0)));
            client.inner.forget_tokens();
            assert_eq!(client.secured().await.unwrap_err().kind(), ErrorKind::Closed);
        });
        assert_eq!(server.calls().len(), 0);
    }
}

#[test]
fn a_token_that_never_comes_is_given_up_with_the_rest_and_its_task_ends() {
    for is_spawned in [true, false] {
        let (clock, _, builder) = setting();
        let under_way = Arc::new(());
        let one = Arc::clone(&under_way);
        let (source, questions) = Asked::new(move |_, _| {
            let one = Arc::clone(&one);
            Box::pin(async move {
                let _one = one;
                pending().await
            })
        });
        let (tasks, builder) = (Alive::on(clock.clone()), builder.bearer(source));
        let builder = if is_spawned { builder.spawner(tasks.clone()) } else { builder.spawner(NoSpawner) };
        let client = builder.build().unwrap();
        let error = close_meanwhile(&clock, &client, client.secured().into_future()).unwrap_err();
        assert_eq!((error.kind(), clock.passed()), (ErrorKind::Closed, Duration::from_secs(6)));
        assert_eq!((*questions.lock().unwrap(), tasks.count()), (1, 0));
        assert_eq!(Arc::strong_count(&under_way), 2, "what the source was doing is dropped");
    }
}

#[test]
fn a_call_whose_rejected_token_is_being_renewed_is_told_at_once() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::json(401, r#"{"code":"expired"}"#));
    let (get, stored) = stored_after_two_seconds(&clock);
    let (source, _) = Asked::new(move |_, rejected| match rejected {
        None => Box::pin(async { Ok(Token::new("old")) }),
        Some(_) => get(),
    });
    let tasks = Alive::on(clock.clone());
    let client = builder.bearer(source).spawner(tasks.clone()).build().unwrap();
    let error = close_meanwhile(&clock, &client, client.secured().into_future()).unwrap_err();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Closed, Sent::Yes));
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts().len()), (Some(401), 1));
    assert_eq!((stored.load(SeqCst), tasks.count(), clock.passed()), (1, 0, Duration::from_secs(2)));
    assert_eq!(server.calls().len(), 1, "nothing is sent with the new one");
}

#[test]
fn a_refresh_in_the_background_is_waited_for() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    let (get, stored) = stored_after_two_seconds(&clock);
    let (source, _) = Asked::new(move |_, rejected| match rejected {
        None => Box::pin(async { Ok(Token::new("token").expires_in(Duration::from_secs(1000))) }),
        Some(_) => get(),
    });
    let tasks = Alive::on(clock.clone());
    let client = builder.bearer(source).spawner(tasks.clone()).build().unwrap();
    clock.run(async {
        client.secured().await.unwrap();
        clock.advance(Duration::from_secs(920));
        client.secured().await.unwrap();
        let before = clock.passed();
        assert_eq!(tasks.count(), 1);
        client.inner.close().await;
        assert_eq!((stored.load(SeqCst), tasks.count()), (1, 0));
        assert_eq!(clock.passed() - before, Duration::from_secs(2));
    });
}

#[test]
fn a_source_that_closes_its_own_client_is_dropped_with_what_it_waits_for() {
    let (clock, server, builder) = setting();
    let own: Arc<OnceLock<Client>> = Arc::default();
    let (closes, time) = (Arc::clone(&own), clock.clone());
    let (source, _) = Asked::new(move |_, _| {
        let (own, clock) = (Arc::clone(&closes), time.clone());
        Box::pin(async move {
            clock.sleep(Duration::from_secs(1)).await;
            own.get().unwrap().inner.close().await;
            unreachable!("it waits for itself")
        })
    });
    let tasks = Alive::on(clock.clone());
    let client = builder.bearer(source).spawner(tasks.clone()).build().unwrap();
    assert!(own.set(client.clone()).is_ok());
    clock.run(async {
        let error = client.secured().await.unwrap_err();
        assert_eq!((error.kind(), clock.passed()), (ErrorKind::Closed, Duration::from_secs(1)));
        clock.sleep(Duration::from_secs(6)).await;
        assert_eq!((tasks.count(), server.is_closed()), (0, true));
        let before = clock.passed();
        client.inner.close().await;
        assert_eq!(clock.passed(), before, "there is nothing to wait for any more");
    });
}

/// Runs nothing: an executor that has stopped.
#[derive(Debug, Default)]
struct Stopped(Mutex<FuturesUnordered<BoxFuture<'static, ()>>>);

impl Spawner for Stopped {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        self.0.lock().unwrap().push(task);
        None
    }
}

#[test]
fn an_executor_that_has_stopped_is_waited_for_a_second_more_and_no_longer() {
    let (clock, server, builder) = setting();
    let (source, questions) = Asked::new(|_, _| Box::pin(pending()));
    let client = builder.bearer(source).spawner(Stopped::default()).build().unwrap();
    let call = client.secured().into_future();
    assert_eq!(close_meanwhile(&clock, &client, call).unwrap_err().kind(), ErrorKind::Closed);
    assert_eq!((clock.passed(), *questions.lock().unwrap()), (Duration::from_secs(7), 0));
    assert!(server.is_closed());
    clock.run(client.inner.close());
    assert_eq!(clock.passed(), Duration::from_secs(8), "for what is left, not for another 5 s");
}

/// Takes two seconds before a call.
struct Slow(VirtualClock);

impl Interceptor for Slow {
    async fn intercept(&self, request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        self.0.sleep(Duration::from_secs(2)).await;
        next.run(request).await
    }
}

#[test]
fn no_attempt_begins_behind_an_interceptor_once_the_client_closes() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::json(200, ITEM));
    let client = builder.interceptor(Slow(clock.clone())).build().unwrap();
    let error = close_meanwhile(&clock, &client, client.get().into_future()).unwrap_err();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Closed, Sent::No));
    assert_eq!((server.calls().len(), clock.passed()), (0, Duration::from_secs(2)), "the interceptor has its say");
}
