//! Validations as they travel.

use clientwright_runtime::testing::{Answer, Script};

use super::{Wire, lines, told};
use crate::api::{done, item, secs};

#[tokio::test]
async fn a_validation_is_the_request_itself_with_one_line_of_each_condition() {
    let wire = Wire::new();
    let first = item("1", "max-age=1").header("etag", "W/\"1, 2\"");
    let first = first.header("last-modified", "Thu, 01 Jan 1998 00:00:00 GMT");
    // As long as the body would be (RFC 9110 section 8.6), which does not travel.
    let good = Answer::status(304).header("cache-control", "max-age=1").header("content-length", "10");
    wire.server.once(Script::new().request().answer(first).request().answer(good.clone()).request().answer(good));
    wire.client.get().await.unwrap();
    for _ in 0..2 {
        wire.clock.advance(secs(2));
        let validated = wire.client.get().response().await.unwrap();
        assert_eq!(done(&validated), "clientwright; fwd=stale; fwd-status=304; ttl=1; stored");
        assert_eq!(validated.body().id, "1");
    }
    let requests = wire.server.requests();
    for request in &requests[1..] {
        assert_eq!(lines(request, "if-none-match"), [b"W/\"1, 2\""]);
        assert_eq!(lines(request, "if-modified-since"), [b"Thu, 01 Jan 1998 00:00:00 GMT"]);
        let mut rest = request.headers.clone();
        rest.remove("if-none-match");
        rest.remove("if-modified-since");
        assert_eq!(rest, requests[0].headers);
    }
    assert_eq!((requests.len(), wire.server.connections()), (3, 1));
}

#[tokio::test]
async fn a_tag_goes_back_in_the_bytes_that_it_came_in() {
    let wire = Wire::new();
    let first = b"HTTP/1.1 200 OK\r\nETag:  \"gr\xFCn\\\" \r\ncache-control: max-age=1\r\ncontent-length: 10\r\n\r\n{\"id\":\"1\"}";
    wire.server.once(Script::new().request().write(&first[..]).request().answer(Answer::status(304)));
    wire.client.get().await.unwrap();
    wire.clock.advance(secs(2));
    assert_eq!(wire.client.get().await.unwrap().id, "1");
    assert_eq!(lines(&wire.server.requests()[1], "if-none-match"), [b"\"gr\xFCn\\\""]);
}

#[tokio::test]
async fn what_a_redirect_led_to_is_stored_for_neither_of_the_two() {
    let wire = Wire::new();
    wire.server.always(Script::answers_with(|request| match request.path.as_str() {
        "/item" => Answer::status(302).header("location", "/other"),
        _ => item("2", "max-age=60").header("etag", "\"2\""),
    }));
    for _ in 0..2 {
        let led = wire.client.get().response().await.unwrap();
        assert_eq!((led.body().id.as_str(), done(&led)), ("2", "clientwright; fwd=uri-miss; detail=redirected"));
    }
    for said in ["clientwright; fwd=uri-miss; stored", "clientwright; hit; ttl=60"] {
        assert_eq!(done(&wire.client.other().response().await.unwrap()), said);
    }
    let requests = wire.server.requests();
    let paths: Vec<_> = requests.iter().map(|request| request.path.as_str()).collect();
    assert_eq!(paths, ["/item", "/other", "/item", "/other", "/other"]);
    assert!(requests.iter().all(|request| request.header("if-none-match").is_none()));
}

#[tokio::test]
async fn a_head_is_answered_by_what_was_read_and_stores_no_body() {
    let wire = Wire::new();
    wire.server.always(Script::answers(item("1", "max-age=60")));
    for said in ["clientwright; fwd=uri-miss; stored", "clientwright; hit; ttl=60"] {
        let head = wire.ask("HEAD", &[]).await;
        assert_eq!((head.body().len(), told(&head)), (0, said));
        assert_eq!(head.headers()["content-length"], "10");
    }
    // What a head said is no answer to who wants the body.
    assert_eq!(wire.client.get().await.unwrap().id, "1");
    let head = wire.ask("HEAD", &[]).await;
    assert_eq!((head.body().len(), told(&head)), (0, "clientwright; hit; ttl=60"));
    let methods: Vec<_> = wire.server.requests().iter().map(|request| request.method.to_string()).collect();
    assert_eq!((methods, wire.server.connections()), (vec!["HEAD".to_owned(), "GET".to_owned()], 1));
}
