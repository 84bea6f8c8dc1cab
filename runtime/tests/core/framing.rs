//! Headers that no request has: whoever sets one is told so, and nothing is sent. Those that frame the message are the transport's, and
//! a content type is one type.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clientwright_runtime::{Body, ErrorKind, Failure, Interceptor, Next, ResponseBody, Sent};
use http::{HeaderName, HeaderValue, Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::client::{Client, ClientBuilder};

const FRAMING: &[(&str, &str)] = &[
    ("Content-Length", "3"),
    ("content-length", "0"),
    ("Transfer-Encoding", "chunked"),
    ("Connection", "close"),
    ("Host", "elsewhere.example.com"),
    ("Keep-Alive", "timeout=5"),
    ("Upgrade", "websocket"),
    ("TE", "trailers"),
    ("Trailer", "Expires"),
    ("Expect", "100-continue"),
    ("Proxy-Connection", "close"),
    ("HTTP2-Settings", "AAMAAABkAAQAAP__"),
];

/// A server over a socket that counts its requests, and a builder of clients for it.
async fn setting() -> (Arc<AtomicUsize>, ClientBuilder) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let hits = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&hits);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await?;
            let mut head = [0; 4096];
            if stream.read(&mut head).await? > 0 {
                counter.fetch_add(1, Ordering::SeqCst);
                let answer = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\n{\"id\":\"1\"}";
                stream.write_all(answer.as_bytes()).await?;
            }
        }
        #[expect(unreachable_code, reason = "says what `?` gives")]
        io::Result::Ok(())
    });
    (hits, ClientBuilder::new().base_url(url))
}

fn assert_refused(name: &str, hits: &AtomicUsize, error: &Failure) {
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Request, Sent::No), "{name}: {error}");
    let text = error.to_string();
    assert!(text.contains(&format!("`{}`", name.to_lowercase())) && text.contains("frames the message"), "{text}");
    assert_eq!(hits.load(Ordering::SeqCst), 0, "{name} was sent");
}

#[tokio::test]
async fn a_call_cannot_set_them() {
    let (hits, builder) = setting().await;
    let client = builder.build().unwrap();
    for (name, value) in FRAMING {
        let call = || client.post().body("0123456789").header(name, value);
        assert_refused(name, &hits, call().await.unwrap_err().as_failure());
        assert_refused(name, &hits, call().request().unwrap_err().as_failure());
    }
    client.post().body("0123456789").header("content-encoding", "identity").await.unwrap();
    assert_eq!(hits.load(Ordering::SeqCst), 1, "what does not frame the message is sent");
}

#[tokio::test]
async fn a_client_cannot_set_them() {
    for (name, value) in FRAMING {
        let error = ClientBuilder::new().header(*name, *value).build().unwrap_err().to_string();
        assert!(error.contains("frames the message"), "{name}: {error}");
    }
}

#[tokio::test]
async fn a_request_of_the_callers_cannot_have_them() {
    let (hits, builder) = setting().await;
    let client = builder.build().unwrap();
    for (name, value) in FRAMING {
        let request = Request::post("/item").header(*name, *value).body(Body::from("0123456789")).unwrap();
        assert_refused(name, &hits, client.inner.send(request).await.unwrap_err().as_failure());
    }
}

struct Add(&'static str, &'static str);

impl Interceptor for Add {
    async fn intercept(&self, mut request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        let name = HeaderName::from_bytes(self.0.as_bytes()).unwrap();
        request.headers_mut().insert(name, HeaderValue::from_static(self.1));
        next.run(request).await
    }
}

/// With an interceptor that sets a header, at attempts or around the operation.
fn add(builder: ClientBuilder, at_attempts: bool, name: &'static str, value: &'static str) -> ClientBuilder {
    match at_attempts {
        true => builder.attempt_interceptor(Add(name, value)),
        false => builder.interceptor(Add(name, value)),
    }
}

#[tokio::test]
async fn interceptors_cannot_set_them() {
    for (name, value) in FRAMING {
        for at_attempts in [false, true] {
            let (hits, builder) = setting().await;
            let client: Client = add(builder, at_attempts, name, value).build().unwrap();
            let error = client.post().body("0123456789").await.unwrap_err();
            assert_refused(name, &hits, error.as_failure());
            assert!(error.attempts().len() <= 1, "it is not tried again");
        }
    }
}

/// What asks for several types says nothing of the one that is sent.
#[tokio::test]
async fn nobody_sends_a_range_as_the_content_type() {
    for range in ["image/*", "*/*", "text/plain, text/html"] {
        let error = ClientBuilder::new().header("content-type", range).build().unwrap_err().to_string();
        assert!(error.contains("is a range"), "{error}");
        let (hits, builder) = setting().await;
        let client = builder.build().unwrap();
        let request = Request::post("/item").header("content-type", range).body(Body::from("x")).unwrap();
        let of_call = client.post().body("x").header("content-type", range).await.unwrap_err();
        let of_caller = client.inner.send(request).await.unwrap_err();
        let mut errors = vec![(of_call.to_string(), hits.clone()), (of_caller.to_string(), hits)];
        for at_attempts in [false, true] {
            let (hits, builder) = setting().await;
            let client = add(builder, at_attempts, "content-type", range).build().unwrap();
            errors.push((client.post().body("x").await.unwrap_err().to_string(), hits));
        }
        for (error, hits) in errors {
            assert!(error.contains("is a range"), "{range}: {error}");
            assert_eq!(hits.load(Ordering::SeqCst), 0, "{range} was sent");
        }
    }
}
