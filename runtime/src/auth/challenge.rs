//! What a 401 says. Enters: its headers. Leaves: the challenge, and whether another token could help.

use http::{HeaderMap, header};

/// The challenges of `WWW-Authenticate` (RFC 9110 section 11.6.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Challenge {
    pub(crate) text: Option<String>,
    /// The token is good but may not do this (RFC 6750 section 3.1): a new one would not help.
    pub(crate) insufficient_scope: bool,
}

impl Challenge {
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let values = headers.get_all(header::WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
        let text = values.collect::<Vec<_>>().join(", ");
        let compact: String = text.chars().filter(|c| !c.is_whitespace() && *c != '"').collect();
        let insufficient_scope = compact.to_ascii_lowercase().contains("error=insufficient_scope");
        Self { text: (!text.is_empty()).then_some(text), insufficient_scope }
    }
}
