//! What is served without the network, and what a validation saves.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Outcome, Sent};

use crate::api::{cached, done, item, secs};

#[test]
fn what_is_fresh_needs_no_network_and_says_how_old_it_is() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=60"));
    clock.run(async {
        let first = client.get().response().await.unwrap();
        assert_eq!(done(&first), "clientwright; fwd=uri-miss; stored");
        clock.advance(secs(59));
        let again = client.get().response().await.unwrap();
        assert_eq!((again.body().id.as_str(), done(&again)), ("1", "clientwright; hit; ttl=1"));
        assert_eq!(again.headers()["age"], "59");
        assert_eq!(
            again.headers()["date"],
            first.headers().get("date").map_or("Thu, 01 Jan 2026 00:00:00 GMT", |date| date.to_str().unwrap())
        );
        assert!(again.attempts().is_empty(), "nothing was sent");
    });
    assert_eq!(server.calls().len(), 1);
}

#[test]
fn what_is_stale_is_validated_by_all_that_can_tell_it_and_good_again() {
    let (clock, server, client) = cached();
    let first =
        item("1", "max-age=10").header("etag", "\"a\"").header("last-modified", "Thu, 01 Jan 1998 00:00:00 GMT");
    server
        .on("GET", "/item")
        .once(first.header("x-kept", "1"))
        .once(Answer::status(304).header("etag", "\"a\"").header("cache-control", "max-age=100").header("x-new", "2"));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(10));
        let validated = client.get().response().await.unwrap();
        assert_eq!(done(&validated), "clientwright; fwd=stale; fwd-status=304; ttl=100; stored");
        assert_eq!((validated.status().as_u16(), validated.body().id.as_str()), (200, "1"));
        assert_eq!((&validated.headers()["x-kept"], &validated.headers()["x-new"]), (&"1".parse().unwrap(), &"2".parse().unwrap()));
        assert!(matches!(validated.attempts(), [attempt] if attempt.outcome == Outcome::Status(http::StatusCode::NOT_MODIFIED)));
        clock.advance(secs(99));
        assert_eq!(done(&client.get().response().await.unwrap()), "clientwright; hit; ttl=1");
    });
    let [_, second] = &server.calls()[..] else { panic!("two requests") };
    assert_eq!(second.header("if-none-match"), Some("\"a\""));
    assert_eq!(second.header("if-modified-since"), Some("Thu, 01 Jan 1998 00:00:00 GMT"));
}

#[test]
fn a_304_about_something_else_has_it_fetched_anew() {
    let (clock, server, client) = cached();
    let rule = server.on("GET", "/item").once(item("1", "max-age=1").header("etag", "\"a\""));
    rule.once(Answer::status(304).header("etag", "\"b\"")).once(item("2", "max-age=1").header("etag", "\"b\""));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(1));
        assert_eq!(client.get().await.unwrap().id, "2");
    });
    assert_eq!(server.calls()[2].header("if-none-match"), None);
}

#[test]
fn what_the_server_does_not_want_kept_is_not() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").reply(item("1", "no-store, max-age=60"));
    clock.run(async {
        assert_eq!(done(&client.get().response().await.unwrap()), "clientwright; fwd=uri-miss; detail=no-store");
        client.get().await.unwrap();
        client.get().header("cache-control", "no-store").await.unwrap();
    });
    assert_eq!(server.calls().len(), 3);
}

#[test]
fn what_was_stored_goes_where_the_server_wants_nothing_kept_any_more() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=1")).once(item("2", "no-store"));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(1));
        client.get().await.unwrap();
        let missing = client.get().cache_policy(clientwright_runtime::CachePolicy::OnlyIfCached).await;
        assert_eq!(missing.map(|item| item.id).unwrap_err().kind(), clientwright_runtime::ErrorKind::CacheMiss);
    });
}

#[test]
fn an_error_that_may_be_kept_is_and_is_an_error_again() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(Answer::json(404, r#"{"code":"gone"}"#).header("cache-control", "max-age=60"));
    clock.run(async {
        for _ in 0..2 {
            let error = client.get().await.map(|item| item.id).unwrap_err();
            assert_eq!(error.api().unwrap().code, "gone");
        }
        let stored = client.get().await.map(|item| item.id).unwrap_err();
        assert_eq!((stored.was_sent(), stored.is_retryable()), (Sent::No, false));
    });
    assert_eq!(server.calls().len(), 1);
}

#[test]
fn requests_that_vary_are_told_apart_and_a_query_is_part_of_the_url() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").header("x-lang", "de").once(item("de", "max-age=60").header("vary", "X-Lang"));
    server.on("GET", "/item").query("a", "1").once(item("query", "max-age=60"));
    server.on("GET", "/item").once(item("en", "max-age=60").header("vary", "X-Lang"));
    clock.run(async {
        for _ in 0..2 {
            assert_eq!(client.get().header("x-lang", "de").await.unwrap().id, "de");
            assert_eq!(client.get().await.unwrap().id, "en");
            assert_eq!(client.get().query("a", "1").await.unwrap().id, "query");
        }
        let other = client.get().header("x-lang", "fr").cache_policy(clientwright_runtime::CachePolicy::OnlyIfCached);
        assert!(other.await.is_err());
    });
    assert_eq!(server.calls().len(), 3);
}

#[test]
fn what_a_redirect_led_to_is_not_stored_and_what_an_api_key_asked_for_is() {
    let (clock, server, builder) = crate::client::setting();
    let cache = clientwright_runtime::HttpCache::in_memory(1 << 20);
    let client = builder.cache(cache).query_key("secret").build().unwrap();
    server.on("GET", "/item").reply(Answer::status(302).header("location", "/elsewhere"));
    server.on("GET", "/elsewhere").reply(item("1", "max-age=60"));
    server.on("GET", "/by-query").query("api_key", "secret").once(item("2", "max-age=60"));
    clock.run(async {
        for _ in 0..2 {
            let response = client.get().response().await.unwrap();
            assert_eq!(done(&response), "clientwright; fwd=uri-miss; detail=redirected");
            assert_eq!(client.by_query().await.unwrap().id, "2");
        }
    });
    assert_eq!(server.calls().len(), 5);
}

#[test]
fn a_call_with_conditions_of_its_own_goes_by_the_cache() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=60")).once(Answer::status(304));
    clock.run(async {
        client.get().await.unwrap();
        let error = client.get().header("if-none-match", "\"mine\"").await.map(|item| item.id).unwrap_err();
        assert_eq!(error.status().unwrap(), 304);
        client.get().await.unwrap();
    });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn a_call_holds_what_is_stored_to_its_own_limit() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=60"));
    clock.run(async {
        client.get().await.unwrap();
        let error = client.get().max_body_bytes(3).await.map(|item| item.id).unwrap_err();
        assert_eq!(error.kind(), clientwright_runtime::ErrorKind::BodyTooLarge);
    });
}

#[test]
fn a_304_of_where_a_redirect_led_to_says_nothing_of_what_is_stored() {
    let (clock, server, client) = cached();
    let rule = server.on("GET", "/item").once(item("1", "max-age=1").header("etag", "\"1\""));
    rule.reply(Answer::status(302).header("location", "/elsewhere"));
    server.on("GET", "/elsewhere").header("if-none-match", "\"1\"").reply(Answer::status(304).header("etag", "\"1\""));
    server.on("GET", "/elsewhere").reply(item("2", "max-age=60").header("etag", "\"1\""));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(1));
        assert_eq!(client.get().await.unwrap().id, "2");
    });
}

#[test]
fn a_304_that_wants_nothing_kept_any_more_is_obeyed() {
    let (clock, server, client) = cached();
    let rule = server.on("GET", "/item").once(item("1", "max-age=1").header("etag", "\"a\""));
    rule.once(Answer::status(304).header("cache-control", "no-store, max-age=60"));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(1));
        let last = client.get().response().await.unwrap();
        assert_eq!((last.body().id.as_str(), last.status().as_u16()), ("1", 200));
        assert_eq!(done(&last), "clientwright; fwd=stale; fwd-status=304; ttl=60; detail=no-store");
        let missing = client.get().cache_policy(clientwright_runtime::CachePolicy::OnlyIfCached).await;
        assert_eq!(missing.map(|item| item.id).unwrap_err().kind(), clientwright_runtime::ErrorKind::CacheMiss);
    });
}

#[test]
fn what_varies_by_the_word_of_a_304_does_from_then_on() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").header("x-lang", "fr").reply(item("fr", "max-age=60").header("vary", "X-Lang"));
    let rule = server.on("GET", "/item").once(item("1", "max-age=1").header("etag", "\"a\""));
    rule.once(Answer::status(304).header("cache-control", "max-age=60").header("vary", "X-Lang"));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(1));
        client.get().await.unwrap();
        assert_eq!(client.get().header("x-lang", "fr").await.unwrap().id, "fr");
        assert_eq!(done(&client.get().response().await.unwrap()), "clientwright; hit; ttl=60");
    });
}
