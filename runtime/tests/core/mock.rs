//! The testing kit itself.

use std::time::Duration;

use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{Clock, ErrorKind, Spawner};
use futures_util::future::{join, select};

use crate::api::ITEM;
use crate::client::setting;

#[test]
fn an_unmatched_request_fails_and_shows_why() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").reply(Answer::json(200, ITEM));
    server.on("GET", "/item").header("x-tenant", "a").query("limit", "5").reply(Answer::json(200, ITEM));
    server.on("GET", "/item").once(Answer::json(200, ITEM));
    let client = builder.build().unwrap();
    let error = clock.run(async {
        client.get().await.unwrap();
        client.get().query("limit", "3").await.unwrap_err()
    });
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Request, 1));
    let text = error.to_string();
    for line in [
        "no rule of the mock matches GET http://mock.localhost/item?limit=3",
        "POST /item: method is GET",
        "GET /item: header x-tenant is missing, not `a`, query limit is `3`, not `5`",
        "GET /item: no answer left",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn a_wait_of_all_time_is_jumped_over() {
    let clock = VirtualClock::new();
    let (began, date) = (clock.now(), clock.wall());
    clock.advance(Duration::from_secs(1));
    clock.run(clock.sleep(Duration::MAX));
    let last = (clock.now(), clock.wall());
    assert!(clock.passed() == Duration::MAX && last.0 > began && last.1 > date);
    clock.advance(Duration::from_secs(1));
    clock.run(clock.sleep(Duration::from_secs(1)));
    assert_eq!((clock.now(), clock.wall()), last, "there is nothing behind it");
}

#[test]
fn the_log_has_the_whole_request() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").body("hello").reply(Answer::json(200, ITEM));
    let client = builder.header("x-app", "demo").build().unwrap();
    clock.run(async { client.post().body("hello").query("page", "2").await.unwrap() });
    let calls = server.calls();
    let call = &calls[0];
    assert_eq!((call.method.as_str(), call.path.as_str(), call.query.as_str()), ("POST", "/item", "page=2"));
    assert_eq!(
        (call.header("x-app"), call.query_value("page"), call.text()),
        (Some("demo"), Some("2"), "hello".to_owned())
    );
}

#[test]
fn time_jumps_to_the_next_timer_when_everything_waits() {
    let clock = VirtualClock::new();
    let start = (clock.now(), clock.wall());
    clock.run(async {
        join(clock.sleep(Duration::from_secs(5)), clock.sleep(Duration::from_secs(9))).await;
        select(clock.sleep(Duration::from_secs(60)), clock.sleep(Duration::from_secs(1))).await;
    });
    assert_eq!(clock.passed(), Duration::from_secs(10));
    assert_eq!(clock.now() - start.0, Duration::from_secs(10));
    assert_eq!(clock.wall().duration_since(start.1).unwrap(), Duration::from_secs(10));
}

#[test]
fn spawned_tasks_run_beside_the_future() {
    let clock = VirtualClock::new();
    let (sender, receiver) = futures_channel(&clock);
    assert!(clock.spawn(sender).is_none());
    assert_eq!(clock.run(receiver), Duration::from_secs(3));
}

/// A task that waits three seconds, and a future that ends when it has.
fn futures_channel(
    clock: &VirtualClock,
) -> (clientwright_runtime::BoxFuture<'static, ()>, impl Future<Output = Duration>) {
    use futures_util::FutureExt;
    let (sleep, passed) = (clock.sleep(Duration::from_secs(3)), clock.clone());
    let shared = sleep.shared();
    (Box::pin(shared.clone()), shared.map(move |()| passed.passed()))
}

#[test]
#[should_panic(expected = "everything waits")]
fn a_future_that_can_never_end_is_a_panic_and_no_hang() {
    VirtualClock::new().run(std::future::pending::<()>());
}

#[test]
fn a_mock_without_rules_says_so() {
    let clock = VirtualClock::new();
    let server = MockTransport::new(&clock);
    let builder = crate::client::ClientBuilder::new();
    let client = builder.transport(server).clock(clock.clone()).build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    assert!(error.to_string().contains("no rules for GET http://mock/item"), "{error}");
}
