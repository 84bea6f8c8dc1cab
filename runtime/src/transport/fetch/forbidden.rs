//! What a browser lets no page do. Enters: a request. Leaves: nothing, or why it cannot be sent.

use http::request::Parts;
use http::{HeaderName, Method, header};

use super::super::{TransportError, TransportErrorKind};
use crate::wire::Body;

/// Headers that only the browser sets (Fetch section 2.2.2, forbidden request-header), in lower case.
const FORBIDDEN: &[&str] = &[
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// Why a page cannot send a header; `None` where it can.
pub(super) fn why(name: &HeaderName) -> Option<&'static str> {
    let text = name.as_str();
    match text {
        "cookie" => Some("a browser sends its own cookies and no others"),
        _ if FORBIDDEN.contains(&text) || text.starts_with("proxy-") || text.starts_with("sec-") => {
            Some("only the browser sets it")
        }
        _ => None,
    }
}

/// Whether a page may send the request.
pub(super) fn check(head: &Parts, body: &Body) -> Result<(), TransportError> {
    let refuse = |why: String| Err(TransportError::new(TransportErrorKind::Request, why));
    for name in head.headers.keys().filter(|name| !is_of_browser(name)) {
        if let Some(why) = why(name) {
            return refuse(format!("the header `{name}` cannot be sent: {why}"));
        }
    }
    match head.method {
        Method::CONNECT | Method::TRACE => refuse(format!("a browser sends no {}", head.method)),
        Method::GET | Method::HEAD if !body.is_empty() => {
            refuse(format!("a browser sends no {} with a body", head.method))
        }
        _ => Ok(()),
    }
}

/// What the browser says itself, and as truly.
pub(super) fn is_of_browser(name: &HeaderName) -> bool {
    *name == header::CONTENT_LENGTH
}
