//! Pages of other origins may call the server, as the Fetch Standard has it (CORS, section 3.2).

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

#[path = "../../../../runtime/tests/transports/pages.rs"]
pub(crate) mod pages;

/// Answers what a browser asks before a request, and says of each answer that every page may read it.
pub(crate) async fn allow(request: Request, next: Next) -> Response {
    if !pages::is_of_page(&request) {
        return next.run(request).await;
    }
    match pages::allowed(&request) {
        Some(allowed) => allowed.map(|()| Body::empty()),
        None => {
            let mut response = next.run(request).await;
            pages::allow(response.headers_mut());
            response
        }
    }
}
