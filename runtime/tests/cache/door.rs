//! The door of users: what is shown, and how much there is room for.

use std::sync::Arc;

use clientwright_runtime::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Body, BoxFuture, Bytes, CachePolicy, HttpCache, ResponseBody, Transport, TransportError};

use crate::api::{cached, done, item};
use crate::client::{Client, setting};

#[test]
fn it_shows_nothing_of_whose_it_is() {
    let cache = HttpCache::in_memory(100).partition("ann@example.com");
    let shown = format!("{cache:?}");
    assert!(shown.contains("has_partition: true") && !shown.contains("ann"), "{shown}");
}

#[test]
fn it_keeps_no_more_than_it_may() {
    let (clock, server, builder) = setting();
    let cache = HttpCache::in_memory(64 << 10);
    let client = builder.cache(cache.clone()).build().unwrap();
    let large = format!(r#"{{"id":"{}"}}"#, "x".repeat(10 << 10));
    server.on("GET", "/item").reply(Answer::json(200, large).header("cache-control", "max-age=60"));
    let huge = format!(r#"{{"id":"{}"}}"#, "x".repeat(100 << 10));
    server.on("GET", "/other").reply(Answer::json(200, huge).header("cache-control", "max-age=60"));
    clock.run(async {
        for page in 0..100 {
            client.get().query("page", &page.to_string()).await.unwrap();
            assert!(cache.size().await.unwrap() <= 64 << 10);
        }
        let before = server.calls().len();
        client.get().query("page", "99").await.unwrap();
        assert_eq!(server.calls().len(), before, "what came last is there");
        client.other().await.unwrap();
        client.other().await.unwrap();
        assert_eq!(server.calls().len(), before + 2, "what is larger than all may be is not stored");
    });
}

#[test]
fn what_is_cleared_is_gone_and_so_is_what_was_under_way() {
    let (clock, server, builder) = setting();
    let cache = HttpCache::in_memory(1 << 20);
    let client = builder.cache(cache.clone()).build().unwrap();
    server.on("GET", "/item").reply(item("1", "max-age=60").delay(std::time::Duration::from_secs(2)));
    clock.run(async {
        let clear = async {
            clientwright_runtime::Clock::sleep(&clock, std::time::Duration::from_secs(1)).await;
            cache.clear().await.unwrap();
        };
        let (called, ()) = futures_util::future::join(async { client.get().response().await }, clear).await;
        assert_eq!(done(&called.unwrap()), "clientwright; fwd=uri-miss; detail=invalidated");
        client.get().await.unwrap();
    });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn what_does_not_come_to_its_end_is_not_stored() {
    let (clock, server, client) = cached();
    server
        .on("GET", "/item")
        .once(Answer::json(200, "{").header("cache-control", "max-age=60").then_broken())
        .reply(item("1", "max-age=60"));
    clock.run(async {
        assert!(client.get().await.is_err());
        assert_eq!(client.get().await.unwrap().id, "1");
    });
}

/// A server whose every answer is cut from one buffer, which is alive as long as a part of it is.
struct Cut {
    alive: Arc<()>,
    head: &'static str,
}

struct Buffer(Vec<u8>, #[expect(dead_code, reason = "it counts")] Arc<()>);

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Transport for Cut {
    fn send(&self, _: Request<Body>) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        let text = format!("{}|{{\"id\":\"1\"}}", self.head);
        let buffer = Bytes::from_owner(Buffer(text.clone().into_bytes(), Arc::clone(&self.alive)));
        let (head, body) = text.split_once('|').unwrap();
        let part = |of: &str| buffer.slice_ref(&buffer[text.find(of).unwrap()..][..of.len()]);
        let mut response = Response::new(ResponseBody::Whole(part(body)));
        for line in head.lines() {
            let (name, value) = line.split_once(": ").unwrap();
            if name == "status" {
                *response.status_mut() = value.parse::<StatusCode>().unwrap();
            } else {
                let value = HeaderValue::from_maybe_shared(part(value)).unwrap();
                response.headers_mut().append(name.parse::<HeaderName>().unwrap(), value);
            }
        }
        Box::pin(async move { Ok(response) })
    }
}

#[test]
fn what_is_stored_keeps_nothing_alive_that_it_was_cut_from() {
    let cache = HttpCache::in_memory(1 << 20).partition("ann");
    let ask = |head, policy, id: &str| {
        let (clock, _, builder) = setting();
        let alive = Arc::new(());
        let builder = builder.transport(Cut { alive: Arc::clone(&alive), head }).clock(clock.clone());
        let client: Client = builder.cache(cache.clone()).build().unwrap();
        assert_eq!(clock.run(async { client.get().cache_policy(policy).await.unwrap() }).id, id);
        drop(client);
        assert_eq!(Arc::strong_count(&alive), 1, "{head}");
    };
    ask("x-one: of its own\netag: \"a\"\ncache-control: max-age=60", CachePolicy::Standard, "1");
    ask("status: 304\nx-two: of its own\netag: \"a\"\ncache-control: max-age=60", CachePolicy::NoCache, "1");
    ask("status: 500", CachePolicy::OnlyIfCached, "1");
}
