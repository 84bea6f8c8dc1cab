//! Problem details for HTTP APIs (RFC 9457).

use serde_json::{Map, Value};

/// A problem details object (RFC 9457 section 3.1). Members of the wrong type are ignored, as section 3.1 asks for.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// A URI reference for the type of problem; none means `about:blank`.
    pub type_uri: Option<String>,
    /// A short summary of the type of problem.
    pub title: Option<String>,
    /// The status that the origin server gave.
    pub status: Option<u16>,
    /// An explanation of this occurrence.
    pub detail: Option<String>,
    /// A URI reference for this occurrence.
    pub instance: Option<String>,
    /// All other members.
    pub extensions: Map<String, Value>,
}

impl Problem {
    pub(crate) fn read(content_type: &str, body: &[u8]) -> Option<Self> {
        let media = content_type.split(';').next().unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case("application/problem+json") {
            return None;
        }
        let mut members: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let mut text = |name| members.shift_remove(name).and_then(|value| value.as_str().map(str::to_owned));
        let (type_uri, title, detail, instance) = (text("type"), text("title"), text("detail"), text("instance"));
        let status = members.shift_remove("status").and_then(|value| value.as_u64());
        let status = status.and_then(|status| u16::try_from(status).ok());
        Some(Self { type_uri, title, status, detail, instance, extensions: members })
    }
}
