//! What caches need to know of answers in JSON to a GET: a validator, whose they are, and that they are to be validated each time (RFC 9110
//! section 8.8.3, RFC 9111 section 5.2.2). Without a network a client may show them all the same.

use std::hash::{DefaultHasher, Hasher};

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Adds it, or says that nothing has changed.
pub(super) async fn mark(request: Request, next: Next) -> Response {
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let reads = request.method() == Method::GET;
    let response = next.run(request).await;
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|media| media == "application/json");
    if !reads || !is_json || response.status() != StatusCode::OK {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body in memory");
    let mut hasher = DefaultHasher::new();
    hasher.write(&body);
    let etag = HeaderValue::try_from(format!("\"{:016x}\"", hasher.finish())).expect("ASCII");
    let is_known = known.as_ref() == Some(&etag);
    let marks = [(header::ETAG, etag), (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=0"))];
    if is_known {
        return (StatusCode::NOT_MODIFIED, marks).into_response();
    }
    head.headers.extend(marks);
    Response::from_parts(head, Body::from(body))
}
