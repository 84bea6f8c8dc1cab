//! Stale answers that make good an error, or are used while they are validated (RFC 5861).

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{CachePolicy, Clock, HttpCache, RetryPolicy, TransportErrorKind};

use crate::api::{cached, done, item, secs};
use crate::client::setting;

#[test]
fn an_error_is_made_good_once_all_attempts_are_over() {
    let (clock, server, builder) = setting();
    let client = builder.cache(HttpCache::in_memory(1 << 20)).retry(RetryPolicy::standard()).build().unwrap();
    server.on("GET", "/item").once(item("1", "max-age=1, stale-if-error=60")).reply(Answer::status(503));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(10));
        let stale = client.get().response().await.unwrap();
        assert!(done(&stale).starts_with("clientwright; fwd=stale; fwd-status=503; ttl=-"), "{}", done(&stale));
        assert!(done(&stale).ends_with("; detail=stale-if-error"));
        assert_eq!(stale.attempts().len(), 3);
        clock.advance(secs(61));
        assert_eq!(client.get().await.map(|item| item.id).unwrap_err().status().unwrap(), 503);
    });
}

#[test]
fn a_call_can_take_it_itself() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=1")).reply(Answer::error(TransportErrorKind::Connect));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(10));
        assert!(client.get().await.is_err());
        assert_eq!(client.get().header("cache-control", "stale-if-error=60").await.unwrap().id, "1");
    });
}

#[test]
fn it_is_used_while_it_is_validated_as_long_as_the_server_says() {
    let (clock, server, client) = cached();
    let rule =
        server.on("GET", "/item").once(item("1", "max-age=1, stale-while-revalidate=60").header("etag", "\"a\""));
    rule.once(Answer::status(304).header("etag", "\"a\""));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(30));
        let stale = client.get().response().await.unwrap();
        assert_eq!(done(&stale), "clientwright; hit; ttl=-29; detail=stale-while-revalidate");
        clock.sleep(secs(0)).await;
        clock.sleep(std::time::Duration::from_millis(1)).await;
        assert_eq!(done(&client.get().response().await.unwrap()), "clientwright; hit; ttl=1");
    });
    assert_eq!(server.calls()[1].header("if-none-match"), Some("\"a\""));
}

#[test]
fn a_client_that_closes_waits_for_what_it_validates_and_then_has_no_task_left() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=1")).reply(Answer::silence());
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(30));
        client.get().cache_policy(CachePolicy::CacheFirst).await.unwrap();
        clock.sleep(secs(1)).await;
        let began = clock.passed();
        client.inner.close().await;
        assert_eq!(clock.passed() - began, secs(5));
    });
}

#[test]
fn an_error_of_the_server_takes_no_place_of_what_there_is_unless_it_says_for_how_long() {
    let (clock, server, client) = cached();
    let rule = server.on("GET", "/item").once(item("1", "max-age=1").header("etag", "\"a\""));
    rule.once(Answer::json(503, r#"{"code":"x"}"#).header("cache-control", "private").header("expires", "-1"))
        .once(Answer::json(500, r#"{"code":"x"}"#).header("cache-control", "max-age=60"));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(10));
        assert!(client.get().await.is_err());
        let offline = client.get().cache_policy(CachePolicy::OnlyIfCached).await;
        assert_eq!(offline.map(|item| item.id).unwrap(), "1");
        assert!(client.get().await.is_err() && client.get().await.is_err());
    });
    assert_eq!(server.calls().len(), 3, "what says so is kept");
}
