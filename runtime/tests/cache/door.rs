//! The door of users: what is shown, and how much there is room for.

use clientwright_runtime::HttpCache;
use clientwright_runtime::testing::Answer;

use crate::api::{cached, item};
use crate::client::setting;

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
        let (called, ()) = futures_util::future::join(async { client.get().await }, clear).await;
        called.unwrap();
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
