//! A server that quotes all that it is sent, in every place of an answer, and a transport that does so in its errors.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clientwright_runtime::{Body, BoxFuture, Bytes, ResponseBody, Transport, TransportError, TransportErrorKind, http};
use futures_util::StreamExt;
use http::{HeaderValue, Request, Response};
use percent_encoding::percent_decode_str;

/// How the parrot answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// With JSON that is documented for this status.
    Json(u16),
    /// With JSON that is not.
    OtherJson(u16),
    /// With problem details (RFC 9457).
    Problem,
    /// With text.
    Text(u16),
    /// With a page that has an error in it, as frameworks write them.
    Html,
    /// With bytes that promise JSON.
    BrokenJson(u16),
    /// As a media type of its own making.
    MediaType,
    /// By sending the client elsewhere.
    Redirect,
    /// By failing to answer.
    Failure(TransportErrorKind),
}

/// Every manner.
pub(crate) const MANNERS: &[Manner] = &[
    Manner::Json(200),
    Manner::Json(404),
    Manner::Json(401),
    Manner::OtherJson(200),
    Manner::OtherJson(500),
    Manner::Problem,
    Manner::Text(418),
    Manner::Text(200),
    Manner::Html,
    Manner::BrokenJson(200),
    Manner::BrokenJson(503),
    Manner::MediaType,
    Manner::Redirect,
    Manner::Failure(TransportErrorKind::Io),
    Manner::Failure(TransportErrorKind::Connect),
    Manner::Failure(TransportErrorKind::Protocol),
];

#[derive(Clone)]
pub(crate) struct Parrot {
    manner: Manner,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Parrot {
    pub(crate) fn new(manner: Manner) -> Self {
        Self { manner, heard: Arc::default() }
    }

    /// What it was sent, one request each.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

impl Transport for Parrot {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        let parrot = self.clone();
        Box::pin(async move {
            let is_sent_on = request.uri().path().starts_with("/sent/on");
            let said = quoted(request).await;
            parrot.heard.lock().unwrap().push(said.clone());
            match parrot.manner {
                Manner::Redirect if is_sent_on => answer(Manner::Json(404), &said),
                manner => answer(manner, &said),
            }
        })
    }
}

/// Everything of a request, as it is and decoded.
pub(crate) async fn quoted(request: Request<Body>) -> String {
    let (head, body) = request.into_parts();
    let mut pieces = Vec::new();
    let mut stream = body.into_stream();
    while let Some(piece) = stream.next().await {
        pieces.extend_from_slice(&piece.unwrap());
    }
    let body = String::from_utf8_lossy(&pieces).into_owned();
    let uri = head.uri.to_string();
    let mut said = format!("{uri} {} {body}", percent_decode_str(&uri).decode_utf8_lossy());
    for value in head.headers.values() {
        let value = String::from_utf8_lossy(value.as_bytes());
        let decoded = percent_decode_str(&value).decode_utf8_lossy();
        said.push_str(&format!(" {value} {decoded} {}", STANDARD.encode(value.as_bytes())));
        let pair = value.strip_prefix("Basic ").and_then(|pair| STANDARD.decode(pair).ok());
        said.extend(pair.map(|pair| format!(" {}", String::from_utf8_lossy(&pair))));
    }
    // On one line, as a header needs it.
    said.replace(['\r', '\n'], " ")
}

fn answer(manner: Manner, said: &str) -> Result<Response<ResponseBody>, TransportError> {
    let json = |key: &str| serde_json::json!({ key: said, "code": said, "list": [said] }).to_string();
    let html = || said.replace('&', "&amp;").replace('"', "&quot;").replace('/', "&#x2F;").replace('<', "&lt;");
    let path = || said.split(' ').map(|word| form_urlencoded::byte_serialize(word.as_bytes()).collect::<String>());
    let (status, media_type, body) = match manner {
        Manner::Json(status) => (status, "application/json".to_owned(), json("said")),
        Manner::OtherJson(status) => (status, "application/json".to_owned(), format!("[{}]", json("other"))),
        Manner::Problem => (403, "application/problem+json".to_owned(), json("detail")),
        Manner::Text(status) => (status, "text/plain".to_owned(), said.to_owned()),
        Manner::Html => (502, "text/html".to_owned(), format!("<h1>{}</h1>", html())),
        Manner::BrokenJson(status) => (status, "application/json".to_owned(), json("said").replace('}', "")),
        Manner::MediaType => (200, format!("text/{said}; charset={said}"), said.to_owned()),
        Manner::Redirect => (302, "text/plain".to_owned(), said.to_owned()),
        Manner::Failure(kind) => {
            let cause = std::io::Error::other(format!("cannot send: {said}"));
            return Err(TransportError::new(kind, std::io::Error::other(cause)));
        }
    };
    let mut response = Response::new(ResponseBody::from(Bytes::from(body)));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    let value = HeaderValue::from_bytes(said.as_bytes()).unwrap();
    // Among them are some that may be shown.
    for name in ["etag", "x-request-id", "www-authenticate", "x-other", "server"] {
        response.headers_mut().insert(name, value.clone());
    }
    response.headers_mut().insert("content-type", HeaderValue::from_bytes(media_type.as_bytes()).unwrap());
    if manner == Manner::Redirect {
        let words: Vec<String> = path().collect();
        let location =
            format!("/sent/on/{}?page={}&{}#{}", words.join("/"), words.join(","), words.join("&"), words.join(""));
        response.headers_mut().insert("location", HeaderValue::from_str(&location).unwrap());
    }
    Ok(response)
}
