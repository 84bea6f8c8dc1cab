//! Headers that frame the message are the transport's: whoever sets one is told so, and nothing is sent.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clientwright_runtime::{Body, ErrorKind, Failure, Interceptor, Next, ResponseBody, Sent};
use http::{HeaderName, HeaderValue, Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::api::{Client, ClientBuilder};

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
        assert_refused(name, &hits, &call().await.unwrap_err());
        assert_refused(name, &hits, &call().request().unwrap_err());
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
        assert_refused(name, &hits, &client.inner.send(request).await.unwrap_err());
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

#[tokio::test]
async fn interceptors_cannot_set_them() {
    for (name, value) in FRAMING {
        for at_attempts in [false, true] {
            let (hits, builder) = setting().await;
            let builder = match at_attempts {
                true => builder.attempt_interceptor(Add(name, value)),
                false => builder.interceptor(Add(name, value)),
            };
            let client: Client = builder.build().unwrap();
            let error = client.post().body("0123456789").await.unwrap_err();
            assert_refused(name, &hits, &error);
            assert!(error.attempts().len() <= 1, "it is not tried again");
        }
    }
}
