//! The same over HTTP/2, where streams end and connections stay.

use std::sync::Arc;

use clientwright_runtime::ReqwestTransport;
use clientwright_runtime::testing::VirtualClock;
use futures_util::future::join_all;
use h2::Reason;

use super::client;
use crate::api::{done, secs};
use crate::client::Client;
use crate::http2::{Server, Talk};

async fn started(talk: impl Fn(Talk, usize) + Send + Sync + 'static) -> (Arc<Server>, VirtualClock, Client) {
    let (server, clock) = (Server::start(talk).await, VirtualClock::new());
    let transport = ReqwestTransport::builder().no_system_proxy().http2_prior_knowledge().build().unwrap();
    let client = client(server.url(), &clock).transport(transport).build().unwrap();
    (server, clock, client)
}

const FIRST: &[(&str, &str)] = &[("cache-control", "max-age=1, stale-if-error=60"), ("etag", "\"1\"")];
const ITEM: &[u8] = br#"{"id":"1"}"#;

#[tokio::test]
async fn a_validation_is_a_stream_of_its_own_with_one_field_of_each_condition() {
    let (server, clock, client) = started(|talk, number| match number {
        0 => talk.answer(200, FIRST, ITEM),
        _ => talk.answer(304, &[("cache-control", "max-age=60")], b""),
    })
    .await;
    client.get().await.unwrap();
    clock.advance(secs(2));
    let calls = join_all((0..10).map(|_| client.get().response())).await;
    assert!(calls.iter().all(|response| response.as_ref().is_ok_and(|response| response.body().id == "1")));
    assert_eq!(done(calls[0].as_ref().unwrap()), "clientwright; fwd=stale; fwd-status=304; ttl=60; stored");
    let seen = server.seen();
    let conditions: Vec<_> = seen[1].headers.get_all("if-none-match").iter().collect();
    assert_eq!((conditions, seen.len(), server.connections()), (vec![&"\"1\"".parse().unwrap()], 2, 1));
}

#[tokio::test]
async fn a_stream_that_is_reset_in_its_body_is_not_stored_and_what_was_before_serves() {
    // Not `NO_ERROR`: hyper takes that for the end of the body, as RFC 9113 section 8.1 has it behind that end alone.
    for reason in [Reason::INTERNAL_ERROR, Reason::REFUSED_STREAM, Reason::CANCEL] {
        let (server, clock, client) = started(move |talk, number| match number {
            0 => talk.answer(200, FIRST, ITEM),
            1 => talk.reset_in_body(&[("cache-control", "max-age=60"), ("etag", "\"2\"")], br#"{"id":"2"}"#, reason),
            _ => talk.answer(304, &[("cache-control", "max-age=60")], b""),
        })
        .await;
        client.get().await.unwrap();
        clock.advance(secs(2));
        let stale = client.get().response().await.unwrap();
        assert_eq!(stale.body().id, "1", "{reason:?}");
        assert_eq!(done(&stale), "clientwright; fwd=stale; ttl=-1; detail=stale-if-error", "{reason:?}");
        let good = client.get().response().await.unwrap();
        assert_eq!(done(&good), "clientwright; fwd=stale; fwd-status=304; ttl=60; stored", "{reason:?}");
        assert_eq!((server.seen()[2].headers["if-none-match"].to_str().unwrap(), server.connections()), ("\"1\"", 1));
    }
}

#[tokio::test]
async fn a_body_that_is_shorter_than_its_length_is_not_stored() {
    let (server, _clock, client) = started(|talk, number| match number {
        0 => talk.answer(200, &[("cache-control", "max-age=60"), ("content-length", "11")], ITEM),
        _ => talk.answer(200, &[("cache-control", "max-age=60")], br#"{"id":"2"}"#),
    })
    .await;
    assert!(client.get().await.is_err());
    assert_eq!((client.get().await.unwrap().id.as_str(), server.seen().len()), ("2", 2));
}
