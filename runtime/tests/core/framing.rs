//! Headers that no request has: whoever sets one is told so, and nothing is sent. Those that frame the message are the transport's, and
//! a content type is one type.

use std::sync::Arc;

use clientwright_runtime::testing::{Answer, Script, ScriptedServer};
use clientwright_runtime::{Body, ErrorKind, Failure, Interceptor, Next, ResponseBody, Sent};
use http::{HeaderName, HeaderValue, Request, Response};

use crate::api::ITEM;
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

/// A server over a socket, and a builder of clients for it.
fn setting() -> (Arc<ScriptedServer>, ClientBuilder) {
    let server = ScriptedServer::start().unwrap();
    server.always(Script::answers(Answer::json(200, ITEM)));
    let url = server.url();
    (Arc::new(server), ClientBuilder::new().base_url(url))
}

fn assert_refused(name: &str, server: &ScriptedServer, error: &Failure) {
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Request, Sent::No), "{name}: {error}");
    let text = error.to_string();
    assert!(text.contains(&format!("`{}`", name.to_lowercase())) && text.contains("frames the message"), "{text}");
    assert_eq!(server.requests().len(), 0, "{name} was sent");
}

#[tokio::test]
async fn a_call_cannot_set_them() {
    let (server, builder) = setting();
    let client = builder.build().unwrap();
    for (name, value) in FRAMING {
        let call = || client.post().body("0123456789").header(name, value);
        assert_refused(name, &server, call().await.unwrap_err().as_failure());
        assert_refused(name, &server, call().request().unwrap_err().as_failure());
    }
    client.post().body("0123456789").header("content-encoding", "identity").await.unwrap();
    assert_eq!(server.requests().len(), 1, "what does not frame the message is sent");
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
    let (server, builder) = setting();
    let client = builder.build().unwrap();
    for (name, value) in FRAMING {
        let request = Request::post("/item").header(*name, *value).body(Body::from("0123456789")).unwrap();
        assert_refused(name, &server, client.inner.send(request).await.unwrap_err().as_failure());
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
            let (server, builder) = setting();
            let client: Client = add(builder, at_attempts, name, value).build().unwrap();
            let error = client.post().body("0123456789").await.unwrap_err();
            assert_refused(name, &server, error.as_failure());
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
        let (server, builder) = setting();
        let client = builder.build().unwrap();
        let request = Request::post("/item").header("content-type", range).body(Body::from("x")).unwrap();
        let of_call = client.post().body("x").header("content-type", range).await.unwrap_err();
        let of_caller = client.inner.send(request).await.unwrap_err();
        let mut errors = vec![(of_call.to_string(), Arc::clone(&server)), (of_caller.to_string(), server)];
        for at_attempts in [false, true] {
            let (server, builder) = setting();
            let client = add(builder, at_attempts, "content-type", range).build().unwrap();
            errors.push((client.post().body("x").await.unwrap_err().to_string(), server));
        }
        for (error, server) in errors {
            assert!(error.contains("is a range"), "{range}: {error}");
            assert_eq!(server.requests().len(), 0, "{range} was sent");
        }
    }
}
