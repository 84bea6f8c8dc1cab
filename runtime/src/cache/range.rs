//! Parts of what is stored whole (RFC 9110 section 14, RFC 9111 section 3.3). Enters: a request for a range, and what is stored. Leaves: the
//! response 206 to it, or that the server has to be asked.

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Response, StatusCode};

use super::stored::{Kind, Stored};
use super::validating;

/// What `stored` answers to a request with those headers, which asks for a range; none where it is not one range of bytes, not within what is
/// stored, or of something else. Ranges count the bytes that are sent: where a content coding was undone, nobody here has those.
pub(super) fn part(stored: &Stored, request: &HeaderMap) -> Option<Response<Bytes>> {
    let is_whole = stored.kind == Kind::Get && stored.status == StatusCode::OK && validating::is_as_sent(stored);
    if !is_whole || !is_of(stored, request) {
        return None;
    }
    let length = stored.body.len() as u64;
    let (first, last) = single(request.get(header::RANGE)?, length)?;
    let body = stored.body.slice(usize::try_from(first).ok()?..=usize::try_from(last).ok()?);
    let mut headers = stored.headers.clone();
    headers.insert(header::CONTENT_RANGE, HeaderValue::try_from(format!("bytes {first}-{last}/{length}")).ok()?);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(last - first + 1));
    let mut response = Response::new(body);
    (*response.status_mut(), *response.headers_mut()) = (StatusCode::PARTIAL_CONTENT, headers);
    Some(response)
}

/// Whether the range is wanted of what is stored: `If-Range` names it by a strong validator (RFC 9110 section 13.1.5). A date is none.
fn is_of(stored: &Stored, request: &HeaderMap) -> bool {
    let Some(wanted) = request.get(header::IF_RANGE) else { return true };
    stored.headers.get(header::ETAG) == Some(wanted) && !validating::is_weak(wanted)
}

/// The first and the last byte of a range, where there is one and it is within `length`.
fn single(range: &HeaderValue, length: u64) -> Option<(u64, u64)> {
    let (unit, range) = range.to_str().ok()?.split_once('=')?;
    let (first, last) = range.trim().split_once('-').filter(|_| unit.trim().eq_ignore_ascii_case("bytes"))?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok())?;
    let (first, last) = match (first, last) {
        ("", suffix) => (length.saturating_sub(number(suffix).filter(|suffix| *suffix > 0)?), length.checked_sub(1)?),
        (first, "") => (number(first)?, length.checked_sub(1)?),
        (first, last) => (number(first)?, number(last)?.min(length.checked_sub(1)?)),
    };
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_ten(range: &'static str) -> Option<(u64, u64)> {
        single(&HeaderValue::from_static(range), 10)
    }

    #[test]
    fn one_range_of_bytes_is_understood() {
        assert_eq!(of_ten("bytes=0-1"), Some((0, 1)));
        assert_eq!(of_ten("Bytes=1-"), Some((1, 9)));
        assert_eq!(of_ten("bytes=-1"), Some((9, 9)));
        assert_eq!(of_ten("bytes=-99"), Some((0, 9)));
        assert_eq!(of_ten("bytes=5-99"), Some((5, 9)));
    }

    #[test]
    fn anything_else_is_for_the_server() {
        for range in ["bytes=10-", "bytes=10-11", "bytes=2-1", "bytes=-0", "bytes=-", "bytes=0-1,3-4", "bytes=+1-2"] {
            assert_eq!(of_ten(range), None, "{range}");
        }
        for range in ["lines=0-1", "0-1", "bytes=a-b", "bytes=0-99999999999999999999999"] {
            assert_eq!(of_ten(range), None, "{range}");
        }
        assert_eq!(single(&HeaderValue::from_static("bytes=0-"), 0), None);
    }
}
