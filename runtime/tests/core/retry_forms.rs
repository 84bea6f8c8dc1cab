//! How long a server asks to wait, whatever it writes: read here by whole numbers and by jiff's calendar, which the runtime uses for neither.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Body, BoxFuture, Bytes, ResponseBody, RetryPolicy, Transport, TransportError};
use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use jiff::Timestamp;
use jiff::fmt::strtime;
use proptest::prelude::*;

use crate::client::setting;

/// The calendar's time at the start of a test: Thu, 01 Jan 2026 00:00:00 GMT.
const NOW: i64 = 1_767_225_600;

/// The formats of RFC 9110 section 5.6.7, the one to send first.
const FORMATS: [&str; 3] = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

/// 1977 to 2069: years of which two digits tell, read from 2026 (RFC 9110 section 5.6.7).
const MOMENTS: std::ops::Range<i64> = 220_924_800..3_155_760_000;

/// What the error of a call says that was answered so.
fn asked(headers: &[(&str, &str)]) -> Option<Duration> {
    let answer = headers.iter().fold(Answer::status(429), |answer, (name, value)| answer.header(name, value));
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(answer);
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    clock.run(async { client.get().await.unwrap_err().retry_after() })
}

/// A server that answers so, which a mock could not where the headers are no text.
struct Answers(HeaderMap);

impl Transport for Answers {
    fn send(&self, _: Request<Body>) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        let mut response = Response::new(ResponseBody::Whole(Bytes::new()));
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        *response.headers_mut() = self.0.clone();
        Box::pin(async { Ok(response) })
    }
}

fn date(moment: i64, format: usize) -> String {
    strtime::format(FORMATS[format], Timestamp::from_second(moment).unwrap()).unwrap()
}

fn seconds_until(moment: i64, since: i64) -> Option<Duration> {
    Some(Duration::from_secs(u64::try_from(moment - since).unwrap_or(0)))
}

/// A number of units of so many nanoseconds, digit by digit: none where it is no number, or more than a duration can be.
fn number(text: &str, unit: u128) -> Option<Duration> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    if text.starts_with('-') {
        return Some(Duration::ZERO);
    }
    let whole = whole.trim_start_matches('0');
    let whole: u128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let (mut nanoseconds, mut place) = (whole.checked_mul(unit)?, unit);
    for digit in fraction.bytes() {
        place /= 10;
        nanoseconds += u128::from(digit - b'0') * place;
    }
    let seconds = u64::try_from(nanoseconds / 1_000_000_000).ok()?;
    Some(Duration::new(seconds, u32::try_from(nanoseconds % 1_000_000_000).unwrap()))
}

/// Whether both are the same, but for what a float of that size cannot tell.
fn agree(one: Option<Duration>, other: Option<Duration>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            let (one, other) = (one.as_nanos(), other.as_nanos());
            one.abs_diff(other) <= (one.max(other) >> 51) + 1
        }
        // At the very end of what a duration can be, either side of it will do.
        (Some(one), None) | (None, Some(one)) => one.as_secs() > u64::MAX - (1 << 12),
        (None, None) => true,
    }
}

proptest! {
    #[test]
    fn a_number_is_so_many_seconds(text in "-?[0-9]{0,22}[.]?[0-9]{0,12}") {
        prop_assert!(agree(asked(&[("retry-after", &text)]), number(&text, 1_000_000_000)), "{}", text);
    }

    #[test]
    fn milliseconds_go_before_seconds_where_they_make_sense(text in "-?[0-9]{0,25}[.]?[0-9]{0,6}", seconds in 0u64..100) {
        let headers = [("retry-after", &*seconds.to_string()), ("retry-after-ms", &text)];
        let wanted = number(&text, 1_000_000).or(Some(Duration::from_secs(seconds)));
        let found = asked(&headers);
        prop_assert!(agree(found, wanted) || agree(found, number(&text, 1_000_000)), "{} {:?}", text, found);
    }

    #[test]
    fn a_date_is_so_long_from_now(moment in MOMENTS, format in 0..FORMATS.len()) {
        prop_assert_eq!(asked(&[("retry-after", &date(moment, format))]), seconds_until(moment, NOW));
    }

    #[test]
    fn a_date_is_so_long_from_the_servers_own(moment in MOMENTS, since in MOMENTS, formats in (0..FORMATS.len(), 0..FORMATS.len())) {
        let (then, now) = (date(moment, formats.0), date(since, formats.1));
        prop_assert_eq!(asked(&[("retry-after", &then), ("date", &now)]), seconds_until(moment, since));
    }

    #[test]
    fn what_is_neither_is_ignored(text in "[!-~\t ]{0,40}", milliseconds in "[!-~\t ]{0,40}") {
        let says = |text: &str, unit| number(text.trim(), unit);
        let is_date = FORMATS.iter().any(|format| jiff::civil::DateTime::strptime(format, text.trim()).is_ok());
        prop_assume!(!is_date);
        let wanted = says(&milliseconds, 1_000_000).or(says(&text, 1_000_000_000));
        prop_assert!(agree(asked(&[("retry-after", &text), ("retry-after-ms", &milliseconds)]), wanted));
    }

    // Two digits of a year are read in another way by jiff.
    #[test]
    fn a_date_with_another_digit_is_another_date_or_none(
        moment in MOMENTS, format in prop_oneof![Just(0usize), Just(2)], at in any::<prop::sample::Index>(), instead in "[0-9]",
    ) {
        let mut text = date(moment, format);
        let digits: Vec<usize> = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at).collect();
        let at = digits[at.index(digits.len())];
        text.replace_range(at..=at, &instead);
        let other = FORMATS.iter().find_map(|format| jiff::civil::DateTime::strptime(format, &text).ok());
        let other = other.and_then(|date| Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second()));
        let found = asked(&[("retry-after", &text)]);
        prop_assert!(found.is_none() || found == other.and_then(|other| seconds_until(other, NOW)), "{}: {:?}", text, found);
    }

    #[test]
    fn no_bytes_are_too_much(bytes in proptest::collection::vec(prop_oneof![0x20u8..=0x7E, 0x80u8..=0xFF, Just(9)], 0..60)) {
        let value = HeaderValue::from_bytes(&bytes).unwrap();
        let headers = [(RETRY_AFTER, value.clone()), (HeaderName::from_static("retry-after-ms"), value.clone()), (DATE, value)];
        let client = setting().2.transport(Answers(HeaderMap::from_iter(headers))).retry(RetryPolicy::never()).build().unwrap();
        let error = setting().0.run(async { client.get().await.unwrap_err() });
        let text = String::from_utf8(bytes).unwrap_or_default();
        let wanted = number(text.trim(), 1_000_000);
        let said = error.retry_after();
        prop_assert!(agree(said, wanted) || agree(said, number(text.trim(), 1_000_000_000)) || said == Some(Duration::ZERO), "{:?}", said);
    }
}
