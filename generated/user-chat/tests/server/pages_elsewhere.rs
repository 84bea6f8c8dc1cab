//! Pages of other origins may call the server, as the Fetch Standard has it (CORS, section 3.2).

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Answers what a browser asks before a request, and says of each answer that every page may read it.
pub(crate) async fn allow(request: Request, next: Next) -> Response {
    // Only pages have an origin.
    if !request.headers().contains_key(header::ORIGIN) {
        return next.run(request).await;
    }
    let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD).cloned();
    let mut response = match asked {
        Some(method) if request.method() == Method::OPTIONS => {
            let mut allowed = HeaderMap::new();
            allowed.insert(header::ACCESS_CONTROL_ALLOW_METHODS, method);
            if let Some(headers) = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
                allowed.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, headers.clone());
            }
            (StatusCode::NO_CONTENT, allowed).into_response()
        }
        Some(_) | None => next.run(request).await,
    };
    let any = HeaderValue::from_static("*");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any.clone());
    response.headers_mut().insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, any);
    response
}
