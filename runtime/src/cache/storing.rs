//! Whether a response is stored, and what of it (RFC 9111 section 3). Enters: the heads of a request and its response. Leaves: why not, or the
//! headers that are kept.

use http::StatusCode;
use http::header::{self, HeaderMap, HeaderName};

use super::directives::{Directives, NoCache};
use super::{fields, freshness};

/// Fields of a connection and not of the response (RFC 9110 section 7.6.1), and of one way to a proxy (RFC 9111 section 3.1).
const OF_THE_WAY: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authentication-info",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Why a response to GET or HEAD is not stored; none where it is.
pub(super) fn obstacle(asked: &Directives, status: StatusCode, headers: &HeaderMap) -> Option<&'static str> {
    let said = Directives::of_response(headers);
    match status {
        StatusCode::PARTIAL_CONTENT => return Some("partial"),
        StatusCode::NOT_MODIFIED => return Some("not-modified"),
        // They say what became of credentials, which are renewed behind the cache.
        StatusCode::UNAUTHORIZED | StatusCode::PROXY_AUTHENTICATION_REQUIRED => return Some("unauthorized"),
        status if status.is_informational() => return Some("informational"),
        _ => {}
    }
    // Section 5.2.2.3: whoever knows the status goes by that alone.
    let is_understood = said.must_understand && status.canonical_reason().is_some();
    if said.must_understand && !is_understood {
        return Some("must-understand");
    }
    if asked.no_store || said.no_store && !is_understood {
        return Some("no-store");
    }
    let says_when = said.max_age.is_some() || headers.contains_key(header::EXPIRES);
    let is_meant = said.public || said.private || says_when || freshness::is_guessable(status);
    (!is_meant).then_some("no-freshness")
}

/// What is kept of the headers of a response (section 3.1).
pub(super) fn kept(headers: &HeaderMap) -> HeaderMap {
    let left_out = left_out(headers);
    let kept = headers.iter().filter(|(name, _)| !left_out(name));
    kept.map(|(name, value)| fields::apart(name, value)).collect()
}

/// Whether a field is not kept of a response with those headers.
pub(super) fn left_out(headers: &HeaderMap) -> impl Fn(&HeaderName) -> bool + use<> {
    let of_connection: Vec<_> = fields::members(headers, &header::CONNECTION).map(<[u8]>::to_ascii_lowercase).collect();
    let unvalidated = match Directives::of_response(headers).no_cache {
        NoCache::Fields(names) => names,
        NoCache::Nothing | NoCache::All => Vec::new(),
    };
    move |name| {
        OF_THE_WAY.contains(&name.as_str())
            || of_connection.iter().any(|listed| listed == name.as_str().as_bytes())
            || unvalidated.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn head(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    fn why(status: u16, lines: &[(&'static str, &'static str)]) -> Option<&'static str> {
        obstacle(&Directives::default(), StatusCode::from_u16(status).unwrap(), &head(lines))
    }

    #[test]
    fn what_may_be_guessed_about_is_stored_and_else_what_says_when() {
        assert_eq!((why(200, &[]), why(404, &[]), why(410, &[])), (None, None, None));
        for status in [201, 202, 302, 403, 500, 503, 599] {
            assert_eq!(why(status, &[]), Some("no-freshness"), "{status}");
            for control in ["max-age=1", "public", "private"] {
                assert_eq!(why(status, &[("cache-control", control)]), None, "{status} {control}");
            }
            assert_eq!(why(status, &[("expires", "0")]), None);
            assert_eq!(why(status, &[("cache-control", "s-maxage=1")]), Some("no-freshness"), "is for others");
        }
    }

    #[test]
    fn some_statuses_are_never_stored() {
        for status in [101, 206, 304, 401, 407] {
            assert!(why(status, &[("cache-control", "max-age=60, public")]).is_some(), "{status}");
        }
    }

    #[test]
    fn either_side_can_forbid_it() {
        assert_eq!(why(200, &[("cache-control", "max-age=60, No-Store")]), Some("no-store"));
        let asked = Directives { no_store: true, ..Directives::default() };
        assert_eq!(obstacle(&asked, StatusCode::OK, &HeaderMap::new()), Some("no-store"));
    }

    #[test]
    fn whoever_must_understand_a_status_and_does_need_not_mind_no_store() {
        let both = [("cache-control", "must-understand, no-store, max-age=60")];
        assert_eq!(why(200, &both), None);
        assert_eq!(why(599, &both), Some("must-understand"));
        assert_eq!(why(599, &[("cache-control", "must-understand, max-age=60")]), Some("must-understand"));
        let asked = Directives { no_store: true, ..Directives::default() };
        assert_eq!(obstacle(&asked, StatusCode::OK, &head(&both)), Some("no-store"), "the caller's word stands");
    }

    #[test]
    fn fields_of_the_connection_and_those_to_be_validated_are_not_kept() {
        let headers = head(&[
            ("connection", "A, close"),
            ("a", "1"),
            ("b", "2"),
            ("c", "3"),
            ("keep-alive", "x"),
            ("proxy-authenticate", "x"),
            ("cache-control", "no-cache=\"b\""),
        ]);
        let kept = kept(&headers);
        let names: Vec<_> = kept.keys().map(HeaderName::as_str).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(kept.contains_key("c") && kept.contains_key("cache-control"));
    }
}
