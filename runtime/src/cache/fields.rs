//! How fields are read that a cache goes by. Enters: headers. Leaves: the members of lists, dates, seconds. What they mean is not its
//! business.

use std::time::{Duration, SystemTime as NativeTime};

use http::header::{AGE, HeaderMap, HeaderName, HeaderValue};
use web_time::SystemTime;

/// The most that a number of seconds is taken for, 2^31 (RFC 9111 section 1.2.2).
pub(super) const MOST_SECONDS: u64 = 1 << 31;

/// The members of a list over all lines of a field (RFC 9110 section 5.6.1), without the whitespace around them and without empty ones.
/// A comma within a quoted string parts nothing; a quote that nothing closes is an ordinary character, so that it hides nothing.
pub(super) fn members<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h [u8]> + use<'h> {
    headers.get_all(name).iter().flat_map(|value| split(value.as_bytes()))
}

/// The members of one line.
pub(super) fn split(line: &[u8]) -> Vec<&[u8]> {
    let (mut members, mut begins, mut at) = (Vec::new(), 0, 0);
    while at < line.len() {
        match line[at] {
            b',' => {
                members.push(&line[begins..at]);
                begins = at + 1;
            }
            b'"' => at = closing(line, at).unwrap_or(at),
            _ => {}
        }
        at += 1;
    }
    members.push(&line[begins..]);
    members.into_iter().map(<[u8]>::trim_ascii).filter(|member| !member.is_empty()).collect()
}

/// Where the quoted string ends that begins at `open` (RFC 9110 section 5.6.4).
fn closing(line: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    while at < line.len() {
        match line[at] {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// What a quoted string says; a bare token says itself (RFC 9111 section 5.2 has recipients take both).
pub(super) fn unquoted(text: &[u8]) -> Vec<u8> {
    let Some(inside) = text.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) else { return text.to_vec() };
    let (mut said, mut bytes) = (Vec::with_capacity(inside.len()), inside.iter());
    while let Some(byte) = bytes.next() {
        said.extend(if *byte == b'\\' { bytes.next() } else { Some(byte) });
    }
    said
}

/// `delta-seconds` (RFC 9111 section 1.2.2): digits and nothing else; what is beyond 2^31 is that.
pub(super) fn seconds(text: &[u8]) -> Option<Duration> {
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = text.iter().fold(0_u64, |sum, digit| (sum * 10 + u64::from(digit - b'0')).min(MOST_SECONDS));
    Some(Duration::from_secs(number))
}

/// What is read of a field that has one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Single<T> {
    Absent,
    /// There are several that differ, or it is not what it should be.
    Unclear,
    Is(T),
}

impl<T: PartialEq> Single<T> {
    fn of(headers: &HeaderMap, name: &HeaderName, read: impl Fn(&HeaderValue) -> Option<T>) -> Self {
        let mut values = headers.get_all(name).iter().map(read);
        match values.next() {
            None => Self::Absent,
            Some(None) => Self::Unclear,
            Some(Some(first)) => {
                if values.all(|other| other.as_ref() == Some(&first)) {
                    Self::Is(first)
                } else {
                    Self::Unclear
                }
            }
        }
    }

    pub(super) fn known(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Absent | Self::Unclear => None,
        }
    }
}

/// A date in any of the three forms (RFC 9110 section 5.6.7).
pub(super) fn date(headers: &HeaderMap, name: &HeaderName) -> Single<SystemTime> {
    Single::of(headers, name, |value| calendar(httpdate::parse_http_date(value.to_str().ok()?).ok()?))
}

/// The field `Age`.
///
/// RFC 9111 section 5.1 would have a cache take the first of several, and do as if there were none where it is no number. Both say less than
/// is known: that somebody on the way has had the response, for how long is unclear. It is taken for that, which costs a validation.
pub(super) fn age(headers: &HeaderMap) -> Single<Duration> {
    let lines = headers.get_all(AGE).iter().count();
    let age = Single::of(headers, &AGE, |value| seconds(value.as_bytes().trim_ascii()));
    if lines > 1 { Single::Unclear } else { age }
}

/// A line with bytes of its own: those that come from the network are parts of what was read at one time, which each of them keeps alive.
pub(super) fn apart(name: &HeaderName, value: &HeaderValue) -> (HeaderName, HeaderValue) {
    let own_name = HeaderName::from_bytes(name.as_str().as_bytes()).unwrap_or_else(|_| name.clone());
    let mut own_value = HeaderValue::from_bytes(value.as_bytes()).unwrap_or_else(|_| value.clone());
    own_value.set_sensitive(value.is_sensitive());
    (own_name, own_value)
}

/// A date as it is written (RFC 9110 section 5.6.7).
pub(super) fn written(time: SystemTime) -> Option<HeaderValue> {
    // Beyond the year 9999 there is no way to write it.
    const LAST: u64 = 253_402_300_799;
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok().filter(|since| since.as_secs() <= LAST)?;
    let date = httpdate::fmt_http_date(NativeTime::UNIX_EPOCH + since);
    HeaderValue::try_from(date).ok()
}

/// The calendar's time as the clock has it: in a browser std has none.
fn calendar(time: NativeTime) -> Option<SystemTime> {
    let since = time.duration_since(NativeTime::UNIX_EPOCH).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_in_quotes_parts_nothing_and_a_quote_that_is_not_closed_hides_nothing() {
        let texts = |line: &'static str| -> Vec<&str> {
            split(line.as_bytes()).into_iter().map(|member| std::str::from_utf8(member).unwrap()).collect()
        };
        assert_eq!(texts("a, b ,,c"), ["a", "b", "c"]);
        assert_eq!(texts(r#"a="1, 2", b"#), [r#"a="1, 2""#, "b"]);
        assert_eq!(texts(r#"a="1\", 2", b"#), [r#"a="1\", 2""#, "b"]);
        assert_eq!(texts(r#"a="1, no-store"#), [r#"a="1"#, "no-store"]);
        assert_eq!(texts(r#"a="1\"#), [r#"a="1\"#]);
        assert_eq!(texts(" , "), [""; 0]);
    }

    #[test]
    fn seconds_are_digits_and_have_a_limit() {
        assert_eq!(seconds(b"003600"), Some(Duration::from_secs(3600)));
        assert_eq!(seconds(b"99999999999999999999999"), Some(Duration::from_secs(1 << 31)));
        for text in ["", "-1", "+1", "1.0", "1 ", "a1", "1a", "'1'"] {
            assert_eq!(seconds(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn quotes_are_taken_off() {
        assert_eq!(unquoted(br#""a\"b\\""#), br#"a"b\"#);
        assert_eq!(unquoted(b"token"), b"token");
        assert_eq!(unquoted(b"\""), b"\"");
    }
}
