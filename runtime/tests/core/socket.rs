//! Over a real socket on this machine: what only the transport knows.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use clientwright_runtime::codec::Encode;
use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, Recorded, Script, ScriptedServer};
use clientwright_runtime::{Body, ErrorKind, Phase, RetryPolicy, Sent, Timeouts};
use futures_util::stream;
use tokio::net::TcpListener;

use crate::api::ITEM;
use crate::client::{Client, ClientBuilder};

/// A server that plays `script` on each connection, and a builder of clients for it that try once.
fn setting(script: Script) -> (ScriptedServer, ClientBuilder) {
    let server = ScriptedServer::start().unwrap();
    server.always(script);
    let builder = ClientBuilder::new().base_url(server.url()).retry(RetryPolicy::never());
    (server, builder)
}

fn item() -> Script {
    Script::answers(Answer::json(200, ITEM))
}

/// Answers a request so, as it stands.
fn raw(answer: &'static str) -> Script {
    Script::new().request().write(answer).close()
}

#[tokio::test]
async fn requests_share_a_connection() {
    let (server, builder) = setting(item());
    let client = builder.build().unwrap();
    for _ in 0..5 {
        client.get().await.unwrap();
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn what_arrives_is_what_was_asked_for() {
    let (server, builder) = setting(item());
    let client = builder.bearer("t").build().unwrap();
    client.secured().query("q", "a b").await.unwrap();
    let arrived = server.take().remove(0);
    assert_eq!((arrived.method.as_str(), &*arrived.path, &*arrived.query), ("GET", "/secured", "q=a%20b"));
    for (name, value) in [("authorization", "Bearer t"), ("accept", "application/json"), ("user-agent", "test/1.0.0")] {
        assert_eq!(arrived.header(name), Some(value));
    }
    assert_eq!(arrived.header("referer"), None);
}

#[tokio::test]
async fn bodies_have_their_length_where_it_is_known() {
    let (server, builder) = setting(item());
    let client = builder.build().unwrap();
    let pieces = || stream::iter([Ok::<_, io::Error>("one"), Ok("two")]);
    client.post().body("onetwo").await.unwrap();
    client.post().body(Body::sized_stream(6, pieces())).await.unwrap();
    client.post().body(Body::stream(pieces())).await.unwrap();
    client.post().await.unwrap();
    let arrived = server.take();
    let seen = |name| arrived.iter().map(|request| request.header(name)).collect::<Vec<_>>();
    assert_eq!(seen("content-length"), [Some("6"), Some("6"), None, Some("0")]);
    assert_eq!(seen("transfer-encoding"), [None, None, Some("chunked"), None]);
    let bodies = arrived.iter().map(Recorded::text).collect::<Vec<_>>();
    assert_eq!(bodies, ["onetwo", "onetwo", "onetwo", ""]);
}

/// Puts a value into a call.
type Put<'v> = Box<dyn FnOnce(rt::Call) -> rt::Call + 'v>;

/// A value in each place of a request.
fn places(value: &dyn Encode) -> [(&'static str, Put<'_>); 7] {
    [
        ("query parameter `q`", Box::new(|call| call.query("q", value))),
        ("path parameter `p`", Box::new(|call| call.path("p", value))),
        ("header `X-Value`", Box::new(|call| call.header("X-Value", value))),
        ("cookie `c`", Box::new(|call| call.cookie("c", value))),
        ("body", Box::new(|call| call.json(value))),
        ("body", Box::new(|call| call.form(value))),
        ("part `a`", Box::new(|call| call.multipart().part("a", value))),
    ]
}

#[tokio::test]
async fn a_number_without_a_form_in_json_is_an_error_before_anything_is_sent() {
    let (server, builder) = setting(item());
    let client = builder.build().unwrap();
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let list = vec![0.5, number];
        let map = BTreeMap::from([("a".to_owned(), Some(number))]);
        for value in [&number as &dyn Encode, &list, &map] {
            for (place, give) in places(value) {
                let error = client.get().with(give).await.expect_err(place);
                assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Encode, Sent::No), "{place}: {error:?}");
                assert!(error.to_string().contains("has no form in JSON"), "{place}: {error}");
            }
        }
        let error = client.get().with(|call| call.json(&vec![map.clone()])).await.expect_err("a body");
        assert!(error.to_string().contains("/0/a"), "{error}");
    }
    assert_eq!(server.connections(), 0);
    client.get().with(|call| call.query("q", &1.5)).await.unwrap();
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error_that_may_pass() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let builder = ClientBuilder::new().base_url(format!("http://{address}/"));
    let retry = RetryPolicy::standard().backoff(Duration::ZERO, Duration::ZERO);
    let client: Client = builder.retry(retry).build().unwrap();
    for result in [client.get().await, client.post().await, client.post_keyed().await] {
        let error = result.unwrap_err();
        assert!(error.is_connect() && error.is_retryable() && !error.is_timeout(), "{error:?}");
        assert_eq!((error.kind(), error.was_sent(), error.attempts().len()), (ErrorKind::Connect, Sent::No, 3));
        assert!(error.to_string().to_lowercase().contains("refused"), "{error}");
    }
}

#[tokio::test]
async fn a_connection_that_is_closed_without_an_answer_is_io() {
    let (_server, builder) = setting(Script::new().request().close());
    let client = builder.build().unwrap();
    let error = client.get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Io, Sent::Maybe, true));
    let error = client.post().await.unwrap_err();
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_body_that_ends_early_is_io_and_no_decode_error() {
    let (_server, builder) = setting(raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":"));
    let client = builder.build().unwrap();
    let error = client.get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Io, Sent::Yes, true), "{error:?}");
}

#[tokio::test]
async fn something_that_is_not_http_is_a_protocol_error() {
    let (_server, builder) = setting(raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
    let client = builder.build().unwrap();
    let error = client.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Protocol, "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn silence_is_a_read_timeout_by_tokios_clock() {
    let (_server, builder) = setting(Script::new().stall());
    let timeouts = Timeouts::new().connect(None).read(Duration::from_secs(4));
    let client = builder.timeouts(timeouts).build().unwrap();
    let error = client.get().await.unwrap_err();
    assert_eq!((error.timeout_phase(), error.limit()), (Some(Phase::Read), Some(Duration::from_secs(4))));
}

#[tokio::test]
async fn redirects_are_followed_by_the_runtime_and_not_by_the_transport() {
    let (server, builder) = setting(Script::answers_with(|request| match &*request.path {
        "/secured" => Answer::status(302).header("location", "/moved"),
        _ => Answer::json(200, ITEM),
    }));
    let client = builder.bearer("t").build().unwrap();
    let response = client.secured().response().await.unwrap();
    assert!(response.url().ends_with("/moved"), "{}", response.url());
    let arrived = server.requests();
    assert_eq!((&*arrived[1].path, arrived[1].header("authorization")), ("/moved", Some("Bearer t")));
    assert_eq!(client.secured_post().await.unwrap_err().status().map(|status| status.as_u16()), Some(302));
}

#[tokio::test]
async fn a_body_that_fails_is_the_callers_error() {
    let (_server, builder) = setting(item());
    let client = builder.build().unwrap();
    let body = stream::iter([Ok("one"), Err(io::Error::other("disk on fire"))]);
    let error = client.post().body(Body::stream(body)).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Request, false), "{error:?}");
    assert!(error.to_string().contains("disk on fire"), "{error}");
}

#[tokio::test]
async fn a_closed_client_has_let_go_of_its_connections() {
    let (server, builder) = setting(item());
    let client = builder.build().unwrap();
    client.get().await.unwrap();
    client.inner.close().await;
    server.until_open(0).await;
    assert_eq!(client.get().await.unwrap_err().kind(), ErrorKind::Closed);
}

#[tokio::test]
async fn errors_do_not_show_the_url_by_the_back_door() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let builder = ClientBuilder::new().base_url(format!("http://{address}/")).retry(RetryPolicy::never());
    let client = builder.query_key("s3cr3t").build().unwrap();
    let error = client.by_query().await.unwrap_err();
    let mut shown = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        shown.push_str(&format!("{error} {error:?}"));
        cause = error.source();
    }
    assert!(!shown.contains("s3cr3t"), "{shown}");
}
