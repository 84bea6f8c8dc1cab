//! Over a real socket on this machine: what only the transport knows.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clientwright_runtime::codec::Encode;
use clientwright_runtime::private as rt;
use clientwright_runtime::{Body, ErrorKind, Phase, RetryPolicy, Sent, Timeouts};
use futures_util::stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::client::{Client, ClientBuilder};

/// A server that does with each connection what it is told, one request at a time.
struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Answers each request with what `answer` makes of its text; nothing closes the connection.
    async fn answering(answer: impl Fn(&str) -> String + Clone + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, answer.clone()));
            }
        });
        Self { address, connections }
    }

    fn client(&self) -> ClientBuilder {
        ClientBuilder::new().base_url(format!("http://{}/", self.address)).retry(RetryPolicy::never())
    }
}

async fn serve(mut stream: TcpStream, answer: impl Fn(&str) -> String) -> io::Result<()> {
    let mut read = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            return Ok(());
        }
        read.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let chunked_done = head.contains("transfer-encoding: chunked") && body.ends_with("0\r\n\r\n");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        let done = length.map_or(!head.contains("chunked") || chunked_done, |length| body.len() >= length);
        if done {
            let response = answer(&text);
            read.clear();
            if response.is_empty() {
                return Ok(());
            }
            stream.write_all(response.as_bytes()).await?;
            if response.contains("connection: close") {
                return Ok(());
            }
        }
    }
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// The head of the request as JSON, for a client to read what arrived.
fn echo(request: &str) -> String {
    let text = request.replace("\r\n", "|").replace('"', "'");
    ok(&format!(r#"{{"id":"{text}"}}"#))
}

#[tokio::test]
async fn requests_share_a_connection() {
    let server = Server::answering(echo).await;
    let client = server.client().build().unwrap();
    for _ in 0..5 {
        client.get().await.unwrap();
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_arrives_is_what_was_asked_for() {
    let server = Server::answering(echo).await;
    let client = server.client().bearer("t").build().unwrap();
    let arrived = client.secured().query("q", "a b").await.unwrap().id;
    assert!(arrived.starts_with("GET /secured?q=a%20b HTTP/1.1|"), "{arrived}");
    for line in ["authorization: Bearer t|", "accept: application/json|", "user-agent: test/1.0.0|"] {
        assert!(arrived.contains(line), "{line} in {arrived}");
    }
    assert!(!arrived.contains("referer"));
}

#[tokio::test]
async fn bodies_have_their_length_where_it_is_known() {
    let server = Server::answering(echo).await;
    let client = server.client().build().unwrap();
    let pieces = || stream::iter([Ok::<_, io::Error>("one"), Ok("two")]);
    let bytes = client.post().body("onetwo").await.unwrap().id;
    assert!(bytes.contains("content-length: 6|") && bytes.ends_with("||onetwo"), "{bytes}");
    let sized = client.post().body(Body::sized_stream(6, pieces())).await.unwrap().id;
    assert!(sized.contains("content-length: 6|") && sized.ends_with("||onetwo"), "{sized}");
    let unsized_ = client.post().body(Body::stream(pieces())).await.unwrap().id;
    assert!(unsized_.contains("transfer-encoding: chunked|") && !unsized_.contains("content-length"), "{unsized_}");
    let none = client.post().await.unwrap().id;
    assert!(none.contains("content-length: 0|"), "{none}");
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
    let server = Server::answering(echo).await;
    let client = server.client().build().unwrap();
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
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
    client.get().with(|call| call.query("q", &1.5)).await.unwrap();
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error_that_may_pass() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client: Client = ClientBuilder::new().base_url(format!("http://{address}/")).build().unwrap();
    let error = client.post().await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable() && !error.is_timeout(), "{error:?}");
    assert_eq!((error.kind(), error.was_sent(), error.attempts().len()), (ErrorKind::Connect, Sent::No, 3));
    assert!(error.to_string().to_lowercase().contains("refused"), "{error}");
}

#[tokio::test]
async fn a_connection_that_is_closed_without_an_answer_is_io() {
    let server = Server::answering(|_| String::new()).await;
    let client = server.client().build().unwrap();
    let error = client.get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Io, Sent::Maybe, true));
    let error = client.post().await.unwrap_err();
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_body_that_ends_early_is_io_and_no_decode_error() {
    let server =
        Server::answering(|_| "HTTP/1.1 200 OK\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{\"id\":".to_owned())
            .await;
    let client = server.client().build().unwrap();
    let error = client.get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Io, Sent::Yes, true), "{error:?}");
}

#[tokio::test]
async fn something_that_is_not_http_is_a_protocol_error() {
    let server = Server::answering(|_| "SSH-2.0-OpenSSH_9.2\r\n\r\n".to_owned()).await;
    let client = server.client().build().unwrap();
    let error = client.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Protocol, "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn silence_is_a_read_timeout_by_tokios_clock() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let accepting = tokio::spawn(async move { (listener.accept().await.unwrap(), std::future::pending::<()>().await) });
    let timeouts = Timeouts::new().connect(None).read(Duration::from_secs(4));
    let builder = ClientBuilder::new().base_url(format!("http://{address}/")).timeouts(timeouts);
    let client: Client = builder.retry(RetryPolicy::never()).build().unwrap();
    let error = client.get().await.unwrap_err();
    assert_eq!((error.timeout_phase(), error.limit()), (Some(Phase::Read), Some(Duration::from_secs(4))));
    accepting.abort();
}

#[tokio::test]
async fn redirects_are_followed_by_the_runtime_and_not_by_the_transport() {
    let server = Server::answering(|request| match request.split(' ').nth(1) {
        Some("/secured") => "HTTP/1.1 302 Found\r\nlocation: /moved\r\ncontent-length: 0\r\n\r\n".to_owned(),
        _ => echo(request),
    })
    .await;
    let client = server.client().bearer("t").build().unwrap();
    let response = client.secured().response().await.unwrap();
    assert!(response.url().ends_with("/moved"), "{}", response.url());
    let arrived = response.into_body().id;
    assert!(arrived.starts_with("GET /moved ") && arrived.contains("authorization: Bearer t|"), "{arrived}");
    assert_eq!(client.secured_post().await.unwrap_err().status().map(|status| status.as_u16()), Some(302));
}

#[tokio::test]
async fn a_body_that_fails_is_the_callers_error() {
    let server = Server::answering(echo).await;
    let client = server.client().build().unwrap();
    let body = stream::iter([Ok("one"), Err(io::Error::other("disk on fire"))]);
    let error = client.post().body(Body::stream(body)).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Request, false), "{error:?}");
    assert!(error.to_string().contains("disk on fire"), "{error}");
}

#[tokio::test]
async fn a_closed_client_has_let_go_of_its_connections() {
    let server = Server::answering(echo).await;
    let client = server.client().build().unwrap();
    client.get().await.unwrap();
    client.inner.close().await;
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
