//! Pages of other origins may call the server, and read all that it answers, as the Fetch Standard has it (CORS, section 3.2).

use clientwright_runtime::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};

/// Only pages have an origin.
pub(crate) fn is_of_page<B>(request: &Request<B>) -> bool {
    request.headers().contains_key(header::ORIGIN)
}

/// The answer to what a browser asks before a request: whatever it asks for is allowed.
pub(crate) fn allowed<B>(request: &Request<B>) -> Option<Response<()>> {
    let method = request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD)?;
    if request.method() != Method::OPTIONS {
        return None;
    }
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, method.clone());
    let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    headers.extend(asked.map(|names| (header::ACCESS_CONTROL_ALLOW_HEADERS, names)));
    allow(headers);
    Some(response)
}

/// Says of an answer that every page may read it.
pub(crate) fn allow(headers: &mut HeaderMap) {
    let any = HeaderValue::from_static("*");
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any.clone());
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, any);
}
