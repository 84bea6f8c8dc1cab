//! Servers that are gone, or say nothing.

use clientwright_runtime::testing::{Answer, Script};
use clientwright_runtime::{CachePolicy, Error, ErrorKind, HttpCache, Response, Timeouts};
use tokio::task::{JoinHandle, yield_now};

use super::{Wire, client, once};
use crate::api::{done, item, secs};
use crate::client::Problem;
use crate::items::Item;

const FIRST: CachePolicy = CachePolicy::NetworkFirst { within: secs(2) };

type Called = JoinHandle<Result<Response<Item>, Error<Problem>>>;

/// How a call ends that nothing but time ends, and not before `seconds` have passed.
async fn ended(wire: &Wire, call: Called, seconds: u64) -> Result<Response<Item>, Error<Problem>> {
    for _ in 0..seconds {
        for _ in 0..20 {
            yield_now().await;
        }
        assert!(!call.is_finished(), "before its time");
        wire.clock.advance(secs(1));
    }
    for _ in 0..1000 {
        yield_now().await;
    }
    assert!(call.is_finished(), "beyond its time");
    call.await.unwrap()
}

#[tokio::test]
async fn while_the_server_is_gone_what_is_stored_serves_and_once_it_is_back_it_is_validated() {
    let wire = Wire::with(|builder| builder.cache_policy(CachePolicy::StaleWhileOffline));
    wire.server.once(once(item("1", "max-age=1").header("etag", "\"1\"")));
    wire.server.always(Script::answers(Answer::status(304)));
    wire.client.get().await.unwrap();
    wire.server.refuse().await.unwrap();
    wire.server.until_open(0).await;
    wire.clock.advance(secs(10));
    for _ in 0..3 {
        let offline = wire.client.get().response().await.unwrap();
        assert_eq!(offline.body().id, "1");
        assert_eq!(done(&offline), "clientwright; fwd=stale; ttl=-9; detail=offline");
    }
    let plain = wire.client.get().cache_policy(CachePolicy::Standard).await.map(|item| item.id).unwrap_err();
    assert_eq!(plain.kind(), ErrorKind::Connect, "nobody has allowed it");
    wire.server.accept().await.unwrap();
    let validated = wire.client.get().response().await.unwrap();
    assert_eq!(done(&validated), "clientwright; fwd=stale; fwd-status=304; ttl=1; stored");
    assert_eq!(wire.server.requests()[1].header("if-none-match"), Some("\"1\""));
}

#[tokio::test]
async fn a_server_that_says_nothing_is_gone_once_an_attempt_has_had_its_time() {
    let timeouts = Timeouts::none().attempt(secs(5));
    let wire = Wire::with(|builder| builder.cache_policy(CachePolicy::StaleWhileOffline).timeouts(timeouts));
    wire.server.once(once(item("1", "max-age=1")));
    wire.server.once(Script::new().request().until_left());
    wire.client.get().await.unwrap();
    wire.clock.advance(secs(10));
    let call = tokio::spawn(wire.client.get().response());
    wire.server.until_requests(2).await;
    let offline = ended(&wire, call, 5).await.unwrap();
    assert_eq!(done(&offline), "clientwright; fwd=stale; ttl=-14; detail=offline");
    // Nothing is left of the request.
    wire.server.until_open(0).await;
}

#[tokio::test]
async fn network_first_needs_no_time_where_nobody_is_there() {
    let wire = Wire::with(|builder| builder.cache_policy(FIRST));
    wire.server.once(once(item("1", "no-cache")));
    wire.client.get().await.unwrap();
    wire.server.refuse().await.unwrap();
    wire.server.until_open(0).await;
    let absent = wire.client.get().response().await.unwrap();
    assert_eq!(done(&absent), "clientwright; fwd=request; ttl=0; detail=policy");
    assert_eq!((absent.body().id.as_str(), wire.clock.passed()), ("1", secs(0)));
}

#[tokio::test]
async fn network_first_waits_for_a_head_or_a_body_so_long_and_stores_what_comes_later() {
    let head = "HTTP/1.1 200 OK\r\ncache-control: max-age=60\r\ncontent-length: 10\r\n\r\n";
    let late = Script::new().request().wait().write(head).write("{\"id\":\"2\"}");
    let slow = Script::new().request().write(head).write("{\"id\"").wait().write(":\"2\"}");
    for script in [late, slow] {
        let wire = Wire::with(|builder| builder.cache_policy(FIRST));
        wire.server.once(once(item("1", "max-age=60")));
        wire.server.once(script.clone());
        wire.client.get().await.unwrap();
        let call = tokio::spawn(wire.client.get().response());
        wire.server.until_requests(2).await;
        let stored = ended(&wire, call, 2).await.unwrap();
        assert_eq!(stored.body().id, "1", "{script:?}");
        assert_eq!(done(&stored), "clientwright; fwd=request; ttl=58; detail=network-slow");
        wire.server.release();
        while wire.stored().await.as_deref() != Some("2") {
            yield_now().await;
        }
        assert_eq!(wire.server.requests().len(), 2);
    }
}

#[tokio::test]
async fn what_breaks_off_behind_network_first_is_not_stored() {
    let cache = HttpCache::in_memory(1 << 20);
    let wire = Wire::with(|builder| builder.cache_policy(FIRST).cache(cache.clone()));
    wire.server.once(once(item("1", "max-age=60")));
    let head = "HTTP/1.1 200 OK\r\ncache-control: max-age=60\r\ncontent-length: 11\r\n\r\n{\"id\":\"2\"}";
    wire.server.once(Script::new().request().write(head).wait().close());
    wire.client.get().await.unwrap();
    let call = tokio::spawn(wire.client.get().response());
    wire.server.until_requests(2).await;
    assert_eq!(ended(&wire, call, 2).await.unwrap().body().id, "1");
    wire.server.release();
    wire.server.until_open(0).await;
    // A client that closes waits for what goes on behind its calls.
    wire.client.inner.close().await;
    let next = client(wire.server.url(), &wire.clock).cache(cache).build().unwrap();
    assert_eq!((next.get().await.unwrap().id.as_str(), wire.server.requests().len()), ("1", 2));
}
