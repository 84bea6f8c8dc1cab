//! Asking whether a stored response is still good (RFC 9111 section 4.3). Enters: what is stored, and what the server said of it. Leaves: the
//! conditions that a request gets, and what is stored from then on.

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::freshness::Times;
use super::stored::Stored;
use super::{fields, storing};

/// Fields by which a caller asks for what depends on what it has itself (RFC 9110 section 13.1).
const CONDITIONS: &[HeaderName] =
    &[header::IF_MATCH, header::IF_MODIFIED_SINCE, header::IF_NONE_MATCH, header::IF_UNMODIFIED_SINCE];

/// What is true of the body as it is stored, which another response says nothing of (RFC 9111 section 3.2).
const OF_THE_BODY: &[&str] = &["content-encoding", "content-length", "content-md5", "content-range", "etag"];

/// Whether the caller has conditions of its own.
pub(super) fn is_conditional(request: &HeaderMap) -> bool {
    CONDITIONS.iter().any(|name| request.contains_key(name))
}

/// The conditions of a request that asks whether `stored` is still good (section 4.3.1); none where it has nothing to tell it by.
pub(super) fn conditions(stored: &Stored) -> HeaderMap {
    let of = |validator, condition| stored.headers.get(validator).map(|value: &HeaderValue| (condition, value.clone()));
    let tag = of(header::ETAG, header::IF_NONE_MATCH);
    let change = of(header::LAST_MODIFIED, header::IF_MODIFIED_SINCE);
    [tag, change].into_iter().flatten().collect()
}

/// What a response 304 makes of what is stored (section 4.3.4): the same, its headers brought up to date. None where it names another
/// response by a strong validator, which must change nothing.
pub(super) fn freshened(stored: &Stored, head: &HeaderMap, times: Times) -> Option<Stored> {
    let tag = |headers: &HeaderMap| headers.get(header::ETAG).cloned();
    if let Some(new) = tag(head)
        && !is_weak(&new)
        && tag(&stored.headers).is_none_or(|old| old != new)
    {
        return None;
    }
    Some(updated(stored, head, times))
}

/// What a response to HEAD makes of what is stored for GET (section 4.3.5): the same, brought up to date; none where it is about another
/// one.
pub(super) fn overheard(stored: &Stored, head: &HeaderMap, times: Times) -> Option<Stored> {
    let differs = |name: HeaderName| head.get(&name).is_some_and(|new| stored.headers.get(&name) != Some(new));
    let is_other = [header::ETAG, header::LAST_MODIFIED, header::CONTENT_LENGTH].into_iter().any(differs);
    (!is_other).then(|| updated(stored, head, times))
}

/// Section 3.2: each field of the new head takes the place of all of that name.
fn updated(stored: &Stored, head: &HeaderMap, times: Times) -> Stored {
    let mut headers = stored.headers.clone();
    // It said how old the former head was.
    headers.remove(header::AGE);
    let left_out = storing::left_out(head);
    let is_new = |name: &HeaderName| !left_out(name) && !OF_THE_BODY.contains(&name.as_str());
    for name in head.keys().filter(|name| is_new(name)) {
        headers.remove(name);
        for (name, value) in head.get_all(name).iter().map(|value| fields::apart(name, value)) {
            headers.append(name, value);
        }
    }
    if !head.contains_key(header::DATE) {
        headers.remove(header::DATE);
    }
    Stored { headers: dated(headers, times), times, ..stored.clone() }
}

/// With the field `Date`, which whoever stores a response without one adds (RFC 9110 section 6.6.1).
pub(super) fn dated(mut headers: HeaderMap, times: Times) -> HeaderMap {
    if !headers.contains_key(header::DATE)
        && let Some(date) = fields::written(times.received)
    {
        headers.insert(header::DATE, date);
    }
    headers
}

/// Whether an entity tag says that what it stands for is the same by meaning only (RFC 9110 section 8.8.1).
pub(super) fn is_weak(tag: &HeaderValue) -> bool {
    tag.as_bytes().starts_with(b"W/") || tag.as_bytes().starts_with(b"w/")
}

/// Whether the body of `stored` is as it came over the wire, no content coding undone.
pub(super) fn is_as_sent(stored: &Stored) -> bool {
    let length = stored.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    length == Some(stored.body.len() as u64) && !stored.headers.contains_key(header::CONTENT_ENCODING)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use http::StatusCode;
    use web_time::SystemTime;

    use super::super::selecting::Selecting;
    use super::super::stored::Kind;
    use super::*;

    fn times(seconds: u64) -> Times {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        Times { requested: at, received: at }
    }

    fn head(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    fn stored(lines: &[(&'static str, &'static str)]) -> Stored {
        Stored {
            kind: Kind::Get,
            status: StatusCode::OK,
            headers: head(lines),
            body: Bytes::from_static(b"12345"),
            times: times(0),
            selecting: Selecting::Fields(Vec::new()),
            asker: None,
        }
    }

    #[test]
    fn it_is_asked_for_by_all_that_can_tell_it() {
        let both = conditions(&stored(&[("etag", "W/\"a\""), ("last-modified", "x")]));
        assert_eq!(both, head(&[("if-none-match", "W/\"a\""), ("if-modified-since", "x")]));
        assert!(conditions(&stored(&[])).is_empty());
    }

    #[test]
    fn a_304_brings_the_headers_up_to_date_but_for_those_of_the_body() {
        let old = stored(&[("etag", "\"a\""), ("a", "1"), ("b", "1"), ("age", "9"), ("content-length", "5")]);
        let new =
            head(&[("a", "2"), ("content-length", "0"), ("content-encoding", "br"), ("date", "now"), ("te", "x")]);
        let fresh = freshened(&old, &new, times(7)).unwrap();
        let expected = [("etag", "\"a\""), ("a", "2"), ("b", "1"), ("content-length", "5"), ("date", "now")];
        assert_eq!((fresh.headers, fresh.times), (head(&expected), times(7)));
        assert_eq!(fresh.body, "12345");
    }

    #[test]
    fn a_304_without_a_date_is_of_the_time_it_came() {
        let fresh = freshened(&stored(&[("date", "long ago")]), &HeaderMap::new(), times(0)).unwrap();
        assert_eq!(fresh.headers["date"], "Thu, 01 Jan 1970 00:00:00 GMT");
    }

    #[test]
    fn a_304_about_another_response_changes_nothing() {
        let old = stored(&[("etag", "\"a\"")]);
        assert!(freshened(&old, &head(&[("etag", "\"b\"")]), times(1)).is_none());
        assert!(freshened(&stored(&[]), &head(&[("etag", "\"b\"")]), times(1)).is_none());
        assert!(freshened(&old, &head(&[("etag", "W/\"b\"")]), times(1)).is_some());
        assert!(freshened(&old, &head(&[("etag", "\"a\"")]), times(1)).is_some());
    }

    #[test]
    fn a_head_is_about_what_is_stored_where_nothing_in_it_differs() {
        let old = stored(&[("etag", "\"a\""), ("content-length", "5")]);
        let about = |lines: &[(&'static str, &'static str)]| overheard(&old, &head(lines), times(1)).is_some();
        assert!(about(&[]) && about(&[("etag", "\"a\""), ("content-length", "5"), ("x", "y")]));
        assert!(
            !about(&[("etag", "\"b\"")]) && !about(&[("content-length", "6")]) && !about(&[("last-modified", "x")])
        );
    }
}
