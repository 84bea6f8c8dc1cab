//! Closing a client: no new calls, calls in flight are drained, what takes too long is cut off.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Clock, ErrorKind, Sent, Timeouts};
use futures_util::FutureExt;
use futures_util::future::{join, join_all, join3, select};

use crate::api::ITEM;
use crate::client::setting;

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
