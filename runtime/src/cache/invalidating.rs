//! What a change on the server makes invalid (RFC 9111 section 4.4). Enters: a request that may have changed something, and its response.
//! Leaves: the URLs whose stored responses go.

use http::header::{CONTENT_LOCATION, HeaderMap, HeaderName, LOCATION};
use http::{Method, StatusCode};
use url::Url;

/// Whether a method changes nothing (RFC 9110 section 9.2.1; QUERY by draft-ietf-httpbis-safe-method-w-body section 2).
pub(super) fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::QUERY].contains(method)
}

/// The URLs that are not what they were any more, `target` among them; none where nothing has changed. What is of another origin is not for
/// this server to say.
pub(super) fn targets(method: &Method, target: &Url, status: StatusCode, headers: &HeaderMap) -> Vec<Url> {
    if is_safe(method) || !(status.is_success() || status.is_redirection()) {
        return Vec::new();
    }
    let named = |name: HeaderName| target.join(headers.get(name)?.to_str().ok()?).ok();
    let others = [LOCATION, CONTENT_LOCATION].into_iter().filter_map(named);
    let mut targets = vec![target.clone()];
    targets.extend(others.filter(|other| other.origin() == target.origin()));
    targets
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn changed(method: Method, status: u16, lines: &[(HeaderName, &'static str)]) -> Vec<String> {
        let target = Url::parse("http://h/users/1").unwrap();
        let headers = lines.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        let status = StatusCode::from_u16(status).unwrap();
        targets(&method, &target, status, &headers).into_iter().map(String::from).collect()
    }

    #[test]
    fn what_changes_something_makes_invalid_what_it_names() {
        let lines = [(LOCATION, "/users/2"), (CONTENT_LOCATION, "3?x")];
        let all = ["http://h/users/1", "http://h/users/2", "http://h/users/3?x"];
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            assert_eq!(changed(method, 200, &lines), all);
        }
        let unknown = Method::from_bytes(b"M-SEARCH").unwrap();
        assert_eq!(changed(unknown, 302, &[]), all[..1]);
    }

    #[test]
    fn what_fails_or_is_safe_changes_nothing() {
        assert!(changed(Method::POST, 400, &[]).is_empty() && changed(Method::PUT, 500, &[]).is_empty());
        for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::QUERY] {
            assert!(changed(method, 200, &[]).is_empty());
        }
    }

    #[test]
    fn what_is_of_another_origin_stays() {
        for other in ["http://other/users/1", "https://h/users/1", "http://h:81/users/1", "http://["] {
            assert_eq!(changed(Method::POST, 201, &[(LOCATION, other)]), ["http://h/users/1"], "{other}");
        }
    }
}
