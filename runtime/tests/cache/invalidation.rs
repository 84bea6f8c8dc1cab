//! What changes something on the server makes what is stored invalid (RFC 9111 section 4.4).

use clientwright_runtime::CachePolicy;
use clientwright_runtime::testing::Answer;
use futures_util::future::join;

use crate::api::{cached, done, item, secs};

#[test]
fn what_a_call_has_changed_is_asked_for_anew() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=60")).once(item("2", "max-age=60"));
    server.on("GET", "/other").once(item("1", "max-age=60")).once(item("2", "max-age=60"));
    server.on("POST", "/item").reply(Answer::json(201, r#"{"id":"2"}"#).header("location", "/other"));
    clock.run(async {
        client.get().await.unwrap();
        client.other().await.unwrap();
        let posted = client.post().cache_policy(CachePolicy::NoStore).response().await.unwrap();
        assert_eq!(done(&posted), "clientwright; fwd=method");
        assert_eq!((client.get().await.unwrap().id, client.other().await.unwrap().id), ("2".into(), "2".into()));
    });
}

#[test]
fn what_has_failed_has_changed_nothing() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("1", "max-age=60"));
    server.on("POST", "/item").reply(Answer::status(400));
    clock.run(async {
        client.get().await.unwrap();
        assert!(client.post().await.is_err());
        client.get().await.unwrap();
    });
}

#[test]
fn what_was_asked_for_before_a_change_and_comes_after_it_is_not_stored() {
    let (clock, server, client) = cached();
    server.on("GET", "/item").once(item("before", "max-age=60").delay(secs(2))).reply(item("after", "max-age=60"));
    server.on("POST", "/item").reply(Answer::json(200, r#"{"id":"1"}"#).delay(secs(1)));
    clock.run(async {
        let (read, written) = join(async { client.get().await }, async { client.post().await }).await;
        assert_eq!((read.unwrap().id.as_str(), written.is_ok()), ("before", true));
        assert_eq!(client.get().await.unwrap().id, "after");
    });
}
