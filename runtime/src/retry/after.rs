//! How long a server asks to wait. Enters: a response's headers. Leaves: a duration, or nothing where there is none that
//! makes sense.

use std::time::{Duration, UNIX_EPOCH};

use http::{HeaderMap, header};
use web_time::SystemTime;

/// `retry-after-ms`, else `Retry-After` (RFC 9110 section 10.2.3).
///
/// A date is measured against the response's own `Date` where it has one, so that a wrong clock on either side does not
/// matter, else against `wall`. Negative and past is zero; fractions of seconds are accepted; anything else that is not a
/// number or a date, or too large to be a duration, is ignored.
pub(crate) fn server_wait(headers: &HeaderMap, wall: impl FnOnce() -> SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(wait) = text("retry-after-ms").and_then(|value| number(value, 1e-3)) {
        return Some(wait);
    }
    let value = text(header::RETRY_AFTER.as_str())?;
    if let Some(wait) = number(value, 1.0) {
        return Some(wait);
    }
    let date = unix_date(value)?;
    let since = text(header::DATE.as_str()).and_then(unix_date).unwrap_or_else(|| unix(wall()));
    Some(date.saturating_sub(since))
}

/// An HTTP date in any of its three formats (RFC 9110 section 5.6.7), counted from the epoch.
fn unix_date(text: &str) -> Option<Duration> {
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// A decimal number of units of `unit` seconds. No exponents, infinities or other words that a float's parser knows.
fn number(text: &str, unit: f64) -> Option<Duration> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let seconds = text.parse::<f64>().ok()? * unit;
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}

fn unix(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}
