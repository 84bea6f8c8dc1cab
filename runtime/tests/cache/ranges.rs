//! Parts of what is stored whole, and HEAD.

use bytes::Bytes;
use clientwright_runtime::Body;
use clientwright_runtime::testing::Answer;
use http::{Request, Response};

use crate::api::cached;
use crate::client::Client;

async fn send(client: &Client, method: &str, lines: &[(&str, &str)]) -> Response<Bytes> {
    let mut request = Request::builder().method(method).uri("/file");
    for (name, value) in lines {
        request = request.header(*name, *value);
    }
    client.inner.send(request.body(Body::empty()).unwrap()).await.unwrap()
}

fn file() -> Answer {
    Answer::status(200).header("cache-control", "max-age=60").header("content-length", "10").header("etag", "\"a\"")
}

#[test]
fn a_range_is_served_from_what_is_stored_whole() {
    let (clock, server, client) = cached();
    server.on("GET", "/file").once(file().body("0123456789"));
    clock.run(async {
        send(&client, "GET", &[]).await;
        let part = send(&client, "GET", &[("range", "bytes=2-4")]).await;
        assert_eq!((part.status().as_u16(), part.body().as_ref()), (206, &b"234"[..]));
        assert_eq!(
            (&part.headers()["content-range"], &part.headers()["content-length"]),
            (&"bytes 2-4/10".parse().unwrap(), &"3".parse().unwrap())
        );
        let same = send(&client, "GET", &[("range", "bytes=-1"), ("if-range", "\"a\"")]).await;
        assert_eq!(same.body().as_ref(), b"9");
    });
}

#[test]
fn a_range_that_is_not_there_is_asked_for_and_never_stored() {
    let (clock, server, client) = cached();
    let part =
        || Answer::status(206).header("cache-control", "max-age=60").header("content-range", "bytes 0-1/10").body("01");
    server.on("GET", "/file").header("range", "bytes=0-1").reply(part());
    server.on("GET", "/file").once(file().body("0123456789"));
    clock.run(async {
        for _ in 0..2 {
            assert_eq!(send(&client, "GET", &[("range", "bytes=0-1")]).await.status(), 206);
        }
        send(&client, "GET", &[]).await;
        let other = send(&client, "GET", &[("range", "bytes=0-1"), ("if-range", "\"b\"")]).await;
        assert_eq!(other.headers()["cache-status"], "clientwright; fwd=partial; detail=partial");
    });
    assert_eq!(server.calls().len(), 4);
}

#[test]
fn a_head_is_answered_by_what_is_stored_for_get_and_stored_itself_where_there_is_none() {
    let (clock, server, client) = cached();
    server.on("HEAD", "/file").once(file());
    server.on("GET", "/file").once(file().body("0123456789"));
    clock.run(async {
        send(&client, "HEAD", &[]).await;
        let head = send(&client, "HEAD", &[]).await;
        assert_eq!(head.headers()["cache-status"], "clientwright; hit; ttl=60");
        let whole = send(&client, "GET", &[]).await;
        assert_eq!(whole.headers()["cache-status"], "clientwright; fwd=vary-miss; stored");
        let head = send(&client, "HEAD", &[]).await;
        assert_eq!((head.body().len(), &head.headers()["content-length"]), (0, &"10".parse().unwrap()));
    });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn a_head_that_says_something_else_makes_what_is_stored_invalid() {
    let (clock, server, client) = cached();
    server.on("GET", "/file").once(file().body("0123456789")).once(file().body("9876543210"));
    server.on("HEAD", "/file").once(Answer::status(200).header("etag", "\"b\""));
    clock.run(async {
        send(&client, "GET", &[]).await;
        send(&client, "HEAD", &[("cache-control", "no-cache")]).await;
        assert_eq!(send(&client, "GET", &[]).await.body().as_ref(), b"9876543210");
    });
}

#[test]
fn a_range_waits_for_the_whole_that_is_under_way() {
    let (clock, server, client) = cached();
    server.on("GET", "/file").once(file().delay(std::time::Duration::from_secs(1)).body("0123456789"));
    clock.run(async {
        let (whole, part) =
            futures_util::future::join(send(&client, "GET", &[]), send(&client, "GET", &[("range", "bytes=0-1")]))
                .await;
        assert_eq!((whole.body().len(), part.body().as_ref()), (10, &b"01"[..]));
        assert_eq!(part.headers()["cache-status"], "clientwright; fwd=uri-miss; ttl=59; collapsed");
    });
    assert_eq!(server.calls().len(), 1);
}

#[test]
fn a_head_with_another_status_is_about_another_response() {
    let (clock, server, client) = cached();
    let gone = Answer::status(404).header("cache-control", "max-age=60");
    server.on("GET", "/file").once(gone).once(file().body("0123456789"));
    server.on("HEAD", "/file").once(Answer::status(200).header("cache-control", "max-age=60"));
    clock.run(async {
        let request = || Request::get("/file").body(Body::empty()).unwrap();
        assert!(client.inner.send(request()).await.is_err());
        send(&client, "HEAD", &[("cache-control", "no-cache")]).await;
        let again = client.inner.send(request()).await.map(|response| response.body().len());
        assert_eq!(again.ok(), Some(10));
    });
}

#[test]
fn a_part_says_nothing_of_whether_the_whole_is_worth_waiting_for() {
    let (clock, server, client) = cached();
    let part = Answer::status(206).header("content-range", "bytes 0-1/10").body("01");
    server.on("GET", "/file").header("range", "bytes=0-1").reply(part);
    server.on("GET", "/file").once(file().delay(std::time::Duration::from_secs(1)).body("0123456789"));
    clock.run(async {
        send(&client, "GET", &[("range", "bytes=0-1")]).await;
        let both = futures_util::future::join(send(&client, "GET", &[]), send(&client, "GET", &[])).await;
        assert_eq!((both.0.body().len(), both.1.body().len()), (10, 10));
    });
    assert_eq!(server.calls().len(), 2);
}
