//! How long a response is good for (RFC 9111 section 4.2). Enters: the head of one that is stored, when it was asked for and came, and what time
//! it is. Leaves: its lifetime and its age. Whether it may be used all the same is not its business.

use std::time::Duration;

use http::StatusCode;
use http::header::{DATE, EXPIRES, HeaderMap, LAST_MODIFIED};
use web_time::SystemTime;

use super::directives::Directives;
use super::fields::{self, MOST_SECONDS, Single};

/// The longest that a response is good for by nothing but its last change.
const LONGEST_GUESS: Duration = Duration::from_secs(24 * 60 * 60);

/// When a response was asked for, and when its head was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) requested: SystemTime,
    pub(super) received: SystemTime,
}

/// How long a response is good for, and how old it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Freshness {
    pub(super) lifetime: Duration,
    pub(super) age: Duration,
}

impl Freshness {
    pub(super) fn of(
        status: StatusCode,
        headers: &HeaderMap,
        said: &Directives,
        times: Times,
        now: SystemTime,
    ) -> Self {
        Self { lifetime: lifetime(status, headers, said, times.received), age: age(headers, times, now) }
    }

    pub(super) fn is_fresh(self) -> bool {
        self.lifetime > self.age
    }

    /// How long it is good for still.
    pub(super) fn left(self) -> Duration {
        self.lifetime.saturating_sub(self.age)
    }

    /// For how long it has not been good any more.
    pub(super) fn staleness(self) -> Duration {
        self.age.saturating_sub(self.lifetime)
    }

    /// The seconds that it is good for still, negative where it is not: `ttl` of RFC 9211 section 2.4.
    pub(super) fn ttl(self) -> i64 {
        let seconds = |span: Duration| i64::try_from(span.as_secs().min(MOST_SECONDS)).unwrap_or(i64::MAX);
        seconds(self.lifetime) - seconds(self.age)
    }
}

/// Statuses whose responses may be guessed to be good for a while (RFC 9110 section 15.1). 206 is among them there, but is not stored here.
pub(super) fn is_guessable(status: StatusCode) -> bool {
    matches!(status.as_u16(), 200 | 203 | 204 | 300 | 301 | 308 | 404 | 405 | 410 | 414 | 501)
}

/// Section 4.2.1: what is said comes first, then a guess; `s-maxage` is for caches of many users.
fn lifetime(status: StatusCode, headers: &HeaderMap, said: &Directives, received: SystemTime) -> Duration {
    if let Some(age) = said.max_age {
        return age;
    }
    let date = fields::date(headers, &DATE).known().unwrap_or(received);
    match fields::date(headers, &EXPIRES) {
        Single::Is(expires) => expires.duration_since(date).unwrap_or_default(),
        // "especially the value 0": in the past (section 5.3).
        Single::Unclear => Duration::ZERO,
        Single::Absent if is_guessable(status) || said.public => guess(headers, date),
        Single::Absent => Duration::ZERO,
    }
}

/// A tenth of the time for which it had not changed (section 4.2.2).
fn guess(headers: &HeaderMap, date: SystemTime) -> Duration {
    let changed = fields::date(headers, &LAST_MODIFIED).known();
    let unchanged = changed.and_then(|changed| date.duration_since(changed).ok()).unwrap_or_default();
    (unchanged / 10).min(LONGEST_GUESS)
}

/// Section 4.2.3. An age that nobody can read is more than any lifetime. Where the clock was set back since the response came, how long that is
/// nobody knows: what it was set back by, as far as can be seen, is taken for time that has passed.
fn age(headers: &HeaderMap, Times { requested, received }: Times, now: SystemTime) -> Duration {
    let since = |then: SystemTime, earlier: SystemTime| then.duration_since(earlier).unwrap_or_default();
    let told = match fields::age(headers) {
        Single::Absent => Duration::ZERO,
        Single::Is(age) => age,
        Single::Unclear => return Duration::MAX,
    };
    let apparent = fields::date(headers, &DATE).known().map_or(Duration::ZERO, |date| since(received, date));
    let corrected = told.saturating_add(since(received, requested));
    let resident = now.duration_since(received).unwrap_or_else(|ahead| ahead.duration());
    apparent.max(corrected).saturating_add(resident)
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// A time of which all dates are told relative.
    fn noon() -> SystemTime {
        SystemTime::UNIX_EPOCH + secs(1_767_268_800)
    }

    fn head(lines: &[(HeaderName, &str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    fn at(time: SystemTime) -> String {
        fields::written(time).unwrap().to_str().unwrap().to_owned()
    }

    /// Of a response that came at noon, a second after it was asked for.
    fn freshness(status: u16, headers: &HeaderMap, passed: u64) -> Freshness {
        let times = Times { requested: noon() - secs(1), received: noon() };
        let status = StatusCode::from_u16(status).unwrap();
        Freshness::of(status, headers, &Directives::of_response(headers), times, noon() + secs(passed))
    }

    #[test]
    fn max_age_wins_over_expires_and_expires_over_a_guess() {
        let (later, before) = (at(noon() + secs(100)), at(noon() - secs(86_400)));
        let all = [("cache-control", "max-age=7"), ("expires", &later), ("last-modified", &before)];
        let all = all.map(|(name, value)| (HeaderName::from_static(name), value));
        let date = [(DATE, &*at(noon()))];
        assert_eq!(freshness(200, &head(&all), 0).lifetime, secs(7));
        assert_eq!(freshness(200, &head(&[&date, &all[1..]].concat()), 0).lifetime, secs(100));
        assert_eq!(freshness(200, &head(&[&date, &all[2..]].concat()), 0).lifetime, secs(8_640));
        assert_eq!(freshness(200, &head(&date), 0).lifetime, secs(0));
    }

    #[test]
    fn a_guess_is_for_some_statuses_and_a_day_at_most() {
        let head = |control| {
            let (now, year) = (at(noon()), at(noon() - secs(365 * 86_400)));
            head(&[(DATE, &now), (LAST_MODIFIED, &year), (http::header::CACHE_CONTROL, control)])
        };
        assert_eq!(freshness(200, &head("x"), 0).lifetime, LONGEST_GUESS);
        assert_eq!(freshness(201, &head("x"), 0).lifetime, secs(0));
        assert_eq!(freshness(599, &head("public"), 0).lifetime, LONGEST_GUESS);
    }

    #[test]
    fn what_expires_in_no_readable_way_has_expired() {
        for expires in ["0", "-1", "tomorrow"] {
            assert_eq!(freshness(200, &head(&[(EXPIRES, expires), (DATE, &at(noon()))]), 0).lifetime, secs(0));
        }
        let twice = [(EXPIRES, &*at(noon() + secs(9))), (EXPIRES, &*at(noon() + secs(8)))];
        let mut headers = HeaderMap::new();
        for (name, value) in twice {
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        assert_eq!(freshness(200, &headers, 0).lifetime, secs(0));
    }

    #[test]
    fn age_is_the_larger_of_what_is_told_and_what_is_seen() {
        // Told: its age and the second on the way. Seen: by the server's own clock.
        let (minute, future) = (at(noon() - secs(60)), at(noon() + secs(60)));
        let aged = |age: &str, date: &str| freshness(200, &head(&[(http::header::AGE, age), (DATE, date)]), 5).age;
        assert_eq!(aged("10", &minute), secs(65));
        assert_eq!(aged("100", &minute), secs(106));
        assert_eq!(aged("10", &future), secs(16), "a clock that is ahead makes nothing younger");
        assert_eq!(freshness(200, &HeaderMap::new(), 5).age, secs(6));
    }

    #[test]
    fn nothing_is_fresh_for_as_long_as_a_clock_was_set_back() {
        let headers = head(&[(http::header::CACHE_CONTROL, "max-age=10"), (DATE, &at(noon()))]);
        let times = Times { requested: noon(), received: noon() };
        let said = Directives::of_response(&headers);
        let fresh = |now| Freshness::of(StatusCode::OK, &headers, &said, times, now).is_fresh();
        assert!(fresh(noon() - secs(9)) && !fresh(noon() - secs(10)) && !fresh(noon() - secs(1_000_000)));
    }

    #[test]
    fn an_age_that_is_unclear_is_more_than_any_lifetime() {
        for age in ["abc", "-7200", "7200.0", "0, 0", "7200;foo=bar"] {
            let headers = head(&[(http::header::AGE, age), (http::header::CACHE_CONTROL, "max-age=99999999999")]);
            assert!(!freshness(200, &headers, 0).is_fresh(), "{age}");
        }
    }

    #[test]
    fn it_is_fresh_up_to_the_second_that_it_is_as_old_as_it_may_be() {
        let headers = head(&[(http::header::CACHE_CONTROL, "max-age=10"), (DATE, &at(noon()))]);
        assert!(freshness(200, &headers, 8).is_fresh());
        assert_eq!(freshness(200, &headers, 8).ttl(), 1);
        assert!(!freshness(200, &headers, 9).is_fresh());
        let stale = freshness(200, &headers, 12);
        assert_eq!((stale.ttl(), stale.staleness(), stale.left()), (-3, secs(3), secs(0)));
    }
}
