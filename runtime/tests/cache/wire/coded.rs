//! Bodies with a content coding, which the transport undoes below the cache.

use std::io::Write;

use clientwright_runtime::testing::{Answer, Script};
use clientwright_runtime::{ErrorKind, Response};

use super::{Wire, lines, once, told};
use crate::api::{done, secs};

const ITEM: &str = r#"{"id":"1"}"#;

/// `text` as gzip (RFC 1952).
fn gzip(text: &str) -> Vec<u8> {
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    coder.write_all(text.as_bytes()).unwrap();
    coder.finish().unwrap()
}

/// What a server says of the item with that coding, whatever the body.
fn coded(status: u16, control: &str) -> Answer {
    let answer = Answer::status(status).header("content-type", "application/json").header("cache-control", control);
    answer.header("content-encoding", "gzip").header("etag", "\"1-gzip\"").header("vary", "Accept-Encoding")
}

/// The same, with the length that the coded body has, also where it does not travel.
fn measured(status: u16, control: &str) -> Answer {
    coded(status, control).header("content-length", &gzip(ITEM).len().to_string())
}

fn whole(control: &str) -> Answer {
    coded(200, control).body(gzip(ITEM))
}

/// Whether a response says nothing of a body that it does not have.
fn is_plain<T>(response: &Response<T>) -> bool {
    ["content-encoding", "content-length"].iter().all(|name| !response.headers().contains_key(*name))
}

#[tokio::test]
async fn what_is_coded_is_stored_decoded_and_validated_by_the_tag_that_it_came_with() {
    let wire = Wire::new();
    let bodiless = measured(304, "max-age=100");
    wire.server.once(Script::new().request().answer(whole("max-age=10")).request().answer(bodiless));
    for said in ["clientwright; fwd=uri-miss; stored", "clientwright; hit; ttl=10"] {
        let response = wire.client.get().response().await.unwrap();
        assert_eq!((response.body().id.as_str(), done(&response), is_plain(&response)), ("1", said, true));
    }
    wire.clock.advance(secs(10));
    for said in ["clientwright; fwd=stale; fwd-status=304; ttl=100; stored", "clientwright; hit; ttl=100"] {
        let response = wire.client.get().response().await.unwrap();
        assert_eq!((response.body().id.as_str(), done(&response), is_plain(&response)), ("1", said, true));
        assert_eq!(response.headers()["etag"], "\"1-gzip\"");
    }
    let requests = wire.server.requests();
    assert_eq!((requests.len(), wire.server.connections()), (2, 1));
    assert_eq!(lines(&requests[1], "if-none-match"), [b"\"1-gzip\""]);
    assert_eq!(lines(&requests[0], "accept-encoding"), lines(&requests[1], "accept-encoding"));
    assert!(requests[0].header("accept-encoding").unwrap().contains("gzip"));
}

#[tokio::test]
async fn a_head_of_what_is_coded_is_read_and_brings_what_is_stored_up_to_date() {
    let wire = Wire::new();
    let head = measured(200, "max-age=100");
    wire.server.once(Script::new().request().answer(whole("max-age=10")).request().answer(head));
    wire.client.get().await.unwrap();
    wire.clock.advance(secs(10));
    let head = wire.ask("HEAD", &[]).await;
    assert_eq!((head.status().as_u16(), told(&head)), (200, "clientwright; fwd=stale; stored"));
    let again = wire.client.get().response().await.unwrap();
    assert_eq!((again.body().id.as_str(), done(&again)), ("1", "clientwright; hit; ttl=100"));
    assert_eq!((wire.server.requests().len(), wire.server.connections()), (2, 1));
}

#[tokio::test]
async fn a_range_of_what_was_decoded_is_the_servers_to_give() {
    let wire = Wire::new();
    let part = Answer::status(206).header("content-range", "bytes 0-3/10").body(&b"{\"id"[..]);
    wire.server.once(Script::new().request().answer(whole("max-age=60")).request().answer(part));
    wire.client.get().await.unwrap();
    let part = wire.ask("GET", &[("range", "bytes=0-3")]).await;
    assert_eq!((part.status().as_u16(), part.body().as_ref()), (206, &b"{\"id"[..]));
    let asked = &wire.server.requests()[1];
    assert_eq!((asked.header("range"), asked.header("if-none-match")), (Some("bytes=0-3"), None));
    assert_eq!(wire.stored().await.as_deref(), Some("1"));
}

#[tokio::test]
async fn what_is_not_coded_as_it_says_or_breaks_off_within_its_coding_is_not_stored() {
    let good = gzip(ITEM);
    let mut checksum = good.clone();
    checksum[good.len() - 8] ^= 1;
    let short = good[..good.len() - 9].to_vec();
    for bad in [checksum, short, b"no gzip at all, and long enough to be seen".to_vec()] {
        let wire = Wire::new();
        wire.server.once(once(coded(200, "max-age=60").body(bad)));
        let error = wire.client.get().await.map(|item| item.id).unwrap_err();
        assert_eq!((error.kind(), wire.stored().await), (ErrorKind::Decode, None), "{error}");
    }
    let wire = Wire::new();
    wire.server.once(once(coded(200, "max-age=60").body(good[..good.len() - 9].to_vec()).then_broken()));
    let error = wire.client.get().await.map(|item| item.id).unwrap_err();
    assert_eq!((error.kind(), wire.stored().await), (ErrorKind::Io, None), "{error}");
}

#[tokio::test]
async fn who_wants_no_coding_has_an_answer_of_its_own() {
    let wire = Wire::new();
    wire.server.always(Script::answers_with(|request| match request.header("accept-encoding") {
        Some("identity") => Answer::json(200, r#"{"id":"plain"}"#)
            .header("cache-control", "max-age=60")
            .header("vary", "accept-encoding"),
        _ => whole("max-age=60"),
    }));
    for _ in 0..2 {
        assert_eq!(wire.client.get().await.unwrap().id, "1");
        assert_eq!(wire.client.get().header("accept-encoding", "identity").await.unwrap().id, "plain");
    }
    let requests = wire.server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(lines(&requests[1], "accept-encoding"), [b"identity"]);
}
