//! Calls for one thing at one time ask for it once.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{CachePolicy, Clock, ErrorKind};
use futures_util::future::{join, join_all};

use crate::api::{cached, done, item, secs};

#[test]
fn calls_at_one_time_share_what_may_be_stored() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=60").delay(secs(1)));
    let responses = clock.run(join_all((0..10).map(|_| client.get().response())));
    let mut said: Vec<_> = responses.iter().map(|response| done(response.as_ref().unwrap())).collect();
    said.sort_unstable();
    assert_eq!(said[0], "clientwright; fwd=uri-miss; stored");
    assert!(said[1..].iter().all(|said| *said == "clientwright; fwd=uri-miss; ttl=59; collapsed"), "{said:?}");
    assert_eq!(server.calls().len(), 1);
}

#[test]
fn what_serves_nobody_else_is_waited_for_once_and_never_again() {
    let is_stale_at_once = Answer::json(200, r#"{"id":"1"}"#);
    for answer in [item("1", "no-store"), is_stale_at_once] {
        let (clock, server, client) = cached();
        server.on("GET", "/item").reply(answer.delay(secs(1)));
        let calls = || join_all((0..5).map(|_| client.get().into_future()));
        clock.run(calls());
        assert_eq!((server.calls().len(), clock.passed()), (5, secs(2)), "one, and then the others together");
        clock.run(calls());
        assert_eq!((server.calls().len(), clock.passed()), (10, secs(3)), "all together");
    }
}

#[test]
fn where_the_first_goes_away_another_one_asks() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").reply(item("1", "max-age=60").delay(secs(2)));
    clock.run(async {
        let hasty = client.get().timeout(secs(1));
        let patient = client.get();
        let (hasty, patient) = join(async move { hasty.await }, async move { patient.await }).await;
        assert!(hasty.is_err());
        assert_eq!(patient.unwrap().id, "1");
    });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn who_wants_it_anew_shares_nothing() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").reply(item("1", "max-age=60").delay(secs(1)));
    clock.run(join_all((0..3).map(|_| client.get().cache_policy(CachePolicy::Reload).into_future())));
    assert_eq!(server.calls().len(), 3);
}

#[test]
fn a_client_that_closes_lets_nobody_wait_to_begin() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").reply(item("1", "max-age=60").delay(secs(2)));
    clock.run(async {
        let calls = join_all((0..2).map(|_| client.get().into_future()));
        let close = async {
            clock.sleep(secs(1)).await;
            client.inner.close().await;
        };
        let (results, ()) = join(calls, close).await;
        assert!(results[0].is_ok());
        let error = results[1].as_ref().map(|item| &item.id).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Closed);
    });
}

#[test]
fn of_those_that_would_validate_what_is_stale_at_once_one_does() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").reply(item("1", "max-age=0").delay(secs(1)));
    clock.run(async {
        client.get().await.unwrap();
        for _ in 0..3 {
            client.get().cache_policy(CachePolicy::CacheFirst).await.unwrap();
        }
        clock.sleep(secs(2)).await;
    });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn nobody_waits_for_ever_for_a_call_that_is_held_and_not_polled() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").reply(item("1", "max-age=60").delay(secs(1)));
    clock.run(async {
        let mut held = client.get().into_future();
        assert!(futures_util::FutureExt::now_or_never(&mut held).is_none());
        let began = clock.passed();
        assert_eq!(client.get().await.unwrap().id, "1");
        assert_eq!(clock.passed() - began, secs(31), "as long as an attempt may take, and its own");
        drop(held);
    });
}
