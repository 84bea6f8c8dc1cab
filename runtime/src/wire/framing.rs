//! Headers that frame a message: how long it is, whom the connection is for, what becomes of it after. Only the transport
//! knows their values; any other one would have the server read another message than the one that was meant
//! (RFC 9110 sections 6.6, 7.2, 7.6.1, 8.6 and 10.1, RFC 9112 section 6).

use http::HeaderName;

const NAMES: &[&str] = &[
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What is said of one that somebody sets.
pub(crate) const REFUSAL: &str = "it frames the message, which only the transport may do";

/// Whether a header of that name frames the message.
pub(crate) fn frames(name: &HeaderName) -> bool {
    NAMES.contains(&name.as_str())
}
