//! What each policy does that the engine cannot show: with a network, and without.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{CachePolicy, Connectivity, ErrorKind, HttpCache, RetryPolicy, Sent, TransportErrorKind};

use crate::api::{cached, done, item, secs};
use crate::client::setting;

#[test]
fn a_call_that_may_not_go_to_the_network_fails_without_it() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=1"));
    let only = CachePolicy::OnlyIfCached;
    clock.run(async {
        for error in [
            client.get().cache_policy(only).await.map(|item| item.id).unwrap_err(),
            client.get().header("cache-control", "only-if-cached").await.map(|item| item.id).unwrap_err(),
            client.post().cache_policy(only).await.map(|item| item.id).unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::CacheMiss, Sent::No, false));
            assert!(error.to_string().contains("nothing that is stored may answer"), "{error}");
        }
        client.get().await.unwrap();
        clock.advance(secs(100));
        let stale = client.get().cache_policy(only).response().await.unwrap();
        assert_eq!(done(&stale), "clientwright; hit; ttl=-99; detail=policy");
    });
    assert_eq!(server.calls().len(), 1);
}

#[test]
fn without_a_cache_what_may_not_go_to_the_network_does_not() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(item("1", "max-age=60"));
    let client = builder.build().unwrap();
    clock.run(async {
        let error = client.get().cache_policy(CachePolicy::OnlyIfCached).await.map(|item| item.id).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::CacheMiss);
        let response = client.get().cache_policy(CachePolicy::Reload).response().await.unwrap();
        assert_eq!(done(&response), "");
    });
    assert_eq!(server.calls().len(), 1);
}

#[test]
fn a_reload_asks_the_server_itself_and_is_stored() {
    let (clock, server, client) = cached();
    let rule = server.on("GET", "/item").once(item("1", "max-age=60").header("etag", "\"a\""));
    rule.once(item("2", "max-age=60"));
    clock.run(async {
        client.get().await.unwrap();
        assert_eq!(client.get().cache_policy(CachePolicy::Reload).await.unwrap().id, "2");
        assert_eq!(client.get().await.unwrap().id, "2");
    });
    let second = &server.calls()[1];
    assert_eq!((second.header("if-none-match"), second.header("cache-control")), (None, Some("no-cache")));
}

#[test]
fn a_client_has_a_policy_and_a_call_another_one() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(item("1", "max-age=60"));
    let client = builder.cache(HttpCache::in_memory(1 << 20)).cache_policy(CachePolicy::NoStore).build().unwrap();
    clock.run(async {
        assert_eq!(done(&client.get().response().await.unwrap()), "clientwright; fwd=bypass");
        client.get().cache_policy(CachePolicy::Standard).await.unwrap();
        client.get().cache_policy(CachePolicy::Standard).await.unwrap();
        client.get().await.unwrap();
    });
    assert_eq!(server.calls().len(), 3);
}

#[test]
fn what_is_stale_serves_while_the_app_says_that_there_is_no_network() {
    let (clock, server, builder) = setting();
    let connectivity = Connectivity::new();
    let builder = builder.cache(HttpCache::in_memory(1 << 20)).cache_policy(CachePolicy::StaleWhileOffline);
    let client = builder.connectivity(connectivity.clone()).retry(RetryPolicy::never()).build().unwrap();
    server.on("GET", "/item").once(item("1", "max-age=1")).reply(Answer::error(TransportErrorKind::Connect));
    server
        .on("GET", "/other")
        .once(item("1", "max-age=1, must-revalidate"))
        .reply(Answer::error(TransportErrorKind::Io));
    clock.run(async {
        client.get().await.unwrap();
        client.other().await.unwrap();
        clock.advance(secs(1000));
        connectivity.set_online(false);
        let stale = client.get().response().await.unwrap();
        assert_eq!(done(&stale), "clientwright; hit; ttl=-999; detail=offline");
        assert_eq!(server.calls().len(), 2);
        connectivity.set_online(true);
        let found_out = client.get().response().await.unwrap();
        assert_eq!(done(&found_out), "clientwright; fwd=stale; ttl=-999; detail=offline");
        assert_eq!(found_out.attempts().len(), 1);
        let error = client.other().await.map(|item| item.id).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io, "the server has forbidden that");
    });
}

#[test]
fn cache_first_answers_at_once_and_validates_behind() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=1")).once(item("2", "max-age=1").delay(secs(5)));
    let first = CachePolicy::CacheFirst;
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(10));
        let began = clock.passed();
        for _ in 0..3 {
            assert_eq!(client.get().cache_policy(first).await.unwrap().id, "1");
        }
        assert_eq!(clock.passed(), began, "nobody waits");
        clientwright_runtime::Clock::sleep(&clock, secs(6)).await;
        assert_eq!(client.get().cache_policy(first).await.unwrap().id, "2");
    });
    assert_eq!(server.calls().len(), 2, "of those that would validate, one does");
}

#[test]
fn nothing_is_validated_behind_a_call_that_wants_no_network() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").reply(item("1", "max-age=1"));
    clock.run(async {
        client.get().await.unwrap();
        clock.advance(secs(10));
        let only = client.get().header("cache-control", "only-if-cached").cache_policy(CachePolicy::CacheFirst);
        assert_eq!(only.await.unwrap().id, "1");
        clientwright_runtime::Clock::sleep(&clock, secs(1)).await;
    });
    assert_eq!(server.calls().len(), 1);
}
