//! What no header of a request says, whoever sets it: a call, the client's builder, an interceptor or a caller with a request of
//! their own. Enters: headers. Leaves: why a request with them is not sent.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::framing;
use crate::media;

/// Why a header is not sent.
pub(crate) fn why(name: &HeaderName, value: &HeaderValue) -> Option<&'static str> {
    if framing::frames(name) {
        return Some(framing::REFUSAL);
    }
    let is_range = *name == CONTENT_TYPE && media::is_range(&String::from_utf8_lossy(value.as_bytes()));
    is_range.then_some(media::RANGE_REFUSAL)
}

/// The first header that is not sent, with the reason.
pub(crate) fn of(headers: &HeaderMap) -> Option<String> {
    headers.iter().find_map(|(name, value)| Some(told(name, why(name, value)?)))
}

/// What is said of a header that is not sent.
pub(crate) fn told(name: &HeaderName, why: &str) -> String {
    format!("header `{name}`: {why}")
}
