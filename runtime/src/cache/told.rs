//! `Cache-Status` (RFC 9211). Enters: what a cache has done. Leaves: the member of the field that says so.

use std::fmt::Write;

use http::{HeaderValue, StatusCode};

/// The name of this cache in the field.
const NAME: &str = "clientwright";

/// What a cache has done for a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Why the network was asked; none: it was not.
    pub(crate) forwarded: Option<Forwarded>,
    /// What it answered, where that is not the status of the response.
    pub(crate) status: Option<StatusCode>,
    /// The seconds that the response is good for.
    pub(crate) ttl: Option<i64>,
    /// It is stored, as far as is known by then: of what was forwarded only (RFC 9211 section 2.5).
    pub(crate) stored: bool,
    /// The call has waited for one like it, which was forwarded: that is why it was not itself (section 2.6).
    pub(crate) collapsed: bool,
    /// What else there is to say.
    pub(crate) detail: Option<&'static str>,
}

/// Why a request goes to the network (RFC 9211 section 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forwarded {
    /// The call goes by the cache.
    Bypass,
    /// The method is none of a cache.
    Method,
    /// Nothing of that URL is stored.
    UriMiss,
    /// What is stored is for requests that say other things, `Vary` or credentials.
    VaryMiss,
    /// The call, or its policy, wants it so.
    Request,
    Stale,
    /// What is stored has not the range that is asked for.
    Partial,
}

impl Forwarded {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Bypass => "bypass",
            Self::Method => "method",
            Self::UriMiss => "uri-miss",
            Self::VaryMiss => "vary-miss",
            Self::Request => "request",
            Self::Stale => "stale",
            Self::Partial => "partial",
        }
    }
}

impl Told {
    /// The network was asked, and what it answered is handed on.
    pub(crate) fn forwarded(why: Forwarded) -> Self {
        Self { forwarded: Some(why), ..Self::default() }
    }

    /// The member of the field.
    pub(crate) fn value(&self) -> HeaderValue {
        let mut text = NAME.to_owned();
        match self.forwarded {
            None => text.push_str("; hit"),
            Some(why) => text.extend(["; fwd=", why.as_str()]),
        }
        // A `String` takes whatever is written.
        let _written = self.status.map(|status| write!(text, "; fwd-status={}", status.as_u16()));
        let _written = self.ttl.map(|ttl| write!(text, "; ttl={ttl}"));
        text.push_str(if self.stored { "; stored" } else { "" });
        text.push_str(if self.collapsed { "; collapsed" } else { "" });
        text.extend(self.detail.iter().flat_map(|detail| ["; detail=", detail]));
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(NAME))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_one_member_of_a_list() {
        assert_eq!(Told { ttl: Some(-3), ..Told::default() }.value(), "clientwright; hit; ttl=-3");
        let told = Told { stored: true, collapsed: true, ..Told::forwarded(Forwarded::UriMiss) };
        assert_eq!(told.value(), "clientwright; fwd=uri-miss; stored; collapsed");
        let told = Told { ttl: Some(9), collapsed: true, ..Told::forwarded(Forwarded::Stale) };
        assert_eq!(told.value(), "clientwright; fwd=stale; ttl=9; collapsed");
        let status = Some(StatusCode::NOT_MODIFIED);
        let told = Told { status, detail: Some("stale-if-error"), ..Told::forwarded(Forwarded::Stale) };
        assert_eq!(told.value(), "clientwright; fwd=stale; fwd-status=304; detail=stale-if-error");
    }
}
