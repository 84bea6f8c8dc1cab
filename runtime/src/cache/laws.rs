//! What holds of the engine whatever comes: laws that proptest tries to break.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use proptest::collection::vec;
use proptest::prelude::*;
use web_time::SystemTime;

use super::decision::{self, Circumstances, Decision, Outage};
use super::directives::Directives;
use super::entry::CacheEntry;
use super::freshness::Times;
use super::policy::CachePolicy;
use super::print::Fingerprint;
use super::selecting::Selecting;
use super::stored::{Kind, Stored};
use super::{fields, range, storing};

/// Fields that a cache goes by, and one that it does not.
const NAMES: &[&str] = &[
    "age",
    "cache-control",
    "connection",
    "content-length",
    "date",
    "etag",
    "expires",
    "last-modified",
    "vary",
    "x-other",
];

/// Words that servers and callers write, whole and broken.
const WORDS: &[&str] = &[
    "max-age=60",
    "max-age=\"5\"",
    "MAX-AGE=x",
    "no-cache",
    "no-cache=\"etag\"",
    "must-revalidate",
    "must-understand",
    "public",
    "private=\"a\"",
    "stale-while-revalidate=30",
    "stale-if-error=30",
    "s-maxage=9",
    "max-stale",
    "max-stale=7",
    "min-fresh=3",
    "only-if-cached",
    "x=\"a, b\"",
    "\"",
    ",",
    "\\",
    "*",
    "accept",
    "0",
    "Thu, 01 Jan 2026 00:00:00 GMT",
    "Thursday, 01-Jan-26 00:01:00 GMT",
    "Thu Jan  1 00:00:30 2026",
    "W/\"a\"",
];

fn value() -> impl Strategy<Value = HeaderValue> {
    let words = vec(prop::sample::select(WORDS), 1..4).prop_map(|words| words.join(", ").into_bytes());
    let any = prop_oneof![8 => words, 1 => vec(any::<u8>(), 0..20)];
    any.prop_filter_map("a value of a header", |bytes| HeaderValue::from_bytes(&bytes).ok())
}

fn headers() -> impl Strategy<Value = HeaderMap> {
    let line = (prop::sample::select(NAMES), value());
    vec(line, 0..6).prop_map(|lines| {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), value);
        }
        headers
    })
}

fn time() -> impl Strategy<Value = SystemTime> {
    (0_u64..400).prop_map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_500 + seconds))
}

fn stored() -> impl Strategy<Value = Stored> {
    let status = prop::sample::select(&[200_u16, 203, 301, 404, 500, 599][..]);
    let parts = (any::<bool>(), status, headers(), vec(any::<u8>(), 0..40), (time(), time()), headers(), any::<bool>());
    parts.prop_map(|(is_head, status, headers, body, (one, other), request, has_asker)| Stored {
        kind: if is_head { Kind::Head } else { Kind::Get },
        status: StatusCode::from_u16(status).unwrap(),
        selecting: Selecting::of(&headers, &request),
        headers,
        body: Bytes::from(body),
        times: Times { requested: one.min(other), received: one.max(other) },
        asker: has_asker.then(|| Fingerprint::of([&b"somebody"[..]])),
    })
}

fn policy() -> impl Strategy<Value = CachePolicy> {
    prop::sample::select(CachePolicy::ALL.to_vec())
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was(responses in vec(stored(), 0..4)) {
        let entry = CacheEntry { responses: responses.into_iter().map(Arc::new).collect() };
        prop_assert_eq!(CacheEntry::from_bytes(&entry.to_bytes()), Some(entry));
    }

    #[test]
    fn what_was_changed_is_not_read(responses in vec(stored(), 1..3), place in any::<prop::sample::Index>(), change in 1_u8..) {
        let entry = CacheEntry { responses: responses.into_iter().map(Arc::new).collect() };
        let mut bytes = entry.to_bytes().to_vec();
        let cut = place.index(bytes.len());
        prop_assert_eq!(CacheEntry::from_bytes(&Bytes::copy_from_slice(&bytes[..cut])), None);
        bytes[cut] ^= change;
        prop_assert_eq!(CacheEntry::from_bytes(&Bytes::from(bytes)), None);
    }

    #[test]
    fn whatever_stands_before_it_no_store_is_heard(before in headers(), lines in vec(value(), 0..3)) {
        let mut headers = before;
        for line in lines {
            headers.append(CACHE_CONTROL, line);
        }
        headers.append(CACHE_CONTROL, HeaderValue::from_static("No-Store"));
        let said = Directives::of_response(&headers);
        prop_assert!(said.no_store);
        if !said.must_understand {
            prop_assert!(storing::obstacle(&Directives::default(), StatusCode::OK, &headers).is_some());
        }
        let asked = Directives::of_request(&headers);
        prop_assert!(storing::obstacle(&asked, StatusCode::OK, &HeaderMap::new()).is_some());
    }

    #[test]
    fn nothing_gets_younger_and_what_is_fresh_was_fresh_before(stored in stored(), one in time(), other in time()) {
        // Before it came there is no time, unless the clock was set back.
        let (one, other) = (one.max(stored.times.received), other.max(stored.times.received));
        let (sooner, later) = (one.min(other), one.max(other));
        let (then, now) = (stored.freshness(sooner), stored.freshness(later));
        prop_assert!(then.age <= now.age && then.lifetime == now.lifetime);
        prop_assert!(!now.is_fresh() || then.is_fresh());
        prop_assert_eq!(now.is_fresh(), now.left() > Duration::ZERO);
        prop_assert!(now.age >= later.duration_since(stored.times.received).unwrap_or_default());
    }

    #[test]
    fn what_must_be_validated_is_unless_that_was_given_up(
        stored in stored(), request in headers(), policy in policy(), now in time(), is_offline: bool
    ) {
        let asked = Directives::of_request(&request);
        let cx = Circumstances { policy, asked: &asked, now, is_offline };
        let serves = matches!(decision::decide(cx, Some(&stored), false), Decision::Serve(_));
        let rescues = decision::rescue(cx, &stored, Outage::Silent).is_some();
        let is_bound = !stored.bears_staleness() && !stored.freshness(now).is_fresh();
        prop_assert!(!(serves || rescues) || !is_bound || policy.takes_anything());
        if asked.no_cache == super::directives::NoCache::All {
            prop_assert!(!serves && !rescues);
        }
    }

    #[test]
    fn what_may_not_go_to_the_network_does_not(
        stored in proptest::option::of(stored()), request in headers(), policy in policy(), now in time(), is_offline: bool
    ) {
        let asked = Directives { only_if_cached: true, ..Directives::of_request(&request) };
        let asked = if policy == CachePolicy::OnlyIfCached { Directives::of_request(&request) } else { asked };
        let cx = Circumstances { policy, asked: &asked, now, is_offline };
        let decision = decision::decide(cx, stored.as_ref(), false);
        let is_refused = matches!(decision, Decision::Ask { .. });
        prop_assert!(!is_refused, "{decision:?}");
    }

    #[test]
    fn what_is_fresh_by_no_word_of_anybody_is_not_served_as_such(stored in stored(), now in time()) {
        let asked = Directives::default();
        let cx = Circumstances { policy: CachePolicy::Standard, asked: &asked, now, is_offline: false };
        let said = stored.said();
        if let Decision::Serve(serving) = decision::decide(cx, Some(&stored), false) {
            let window = said.stale_while_revalidate.unwrap_or_default();
            prop_assert!(stored.freshness(now).is_fresh() || stored.freshness(now).staleness() <= window);
            prop_assert_eq!(serving.detail.is_none(), stored.freshness(now).is_fresh());
        }
    }

    #[test]
    fn a_part_is_a_part(body in vec(any::<u8>(), 0..40), first in 0_u64..50, last in 0_u64..50, form in 0..3) {
        let range = match form {
            0 => format!("bytes={first}-{last}"),
            1 => format!("bytes={first}-"),
            _ => format!("bytes=-{last}"),
        };
        let length = HeaderValue::from(body.len());
        let stored = Stored {
            kind: Kind::Get,
            status: StatusCode::OK,
            headers: [(http::header::CONTENT_LENGTH, length)].into_iter().collect(),
            body: Bytes::from(body.clone()),
            times: Times { requested: SystemTime::UNIX_EPOCH, received: SystemTime::UNIX_EPOCH },
            selecting: Selecting::Never,
            asker: None,
        };
        let request = [(http::header::RANGE, HeaderValue::from_str(&range).unwrap())].into_iter().collect();
        let part: Option<Response<Bytes>> = range::part(&stored, &request);
        if let Some(part) = part {
            prop_assert!(!part.body().is_empty());
            prop_assert!(body.windows(part.body().len()).any(|window| window == part.body().as_ref()));
            prop_assert_eq!(&part.headers()["content-length"], &HeaderValue::from(part.body().len()));
        }
    }

    #[test]
    fn any_line_is_split_into_members_that_are_in_it(line in vec(any::<u8>(), 0..60)) {
        let members = fields::split(&line);
        prop_assert!(members.iter().all(|member| !member.is_empty() && *member == member.trim_ascii()));
        prop_assert!(members.iter().map(|member| member.len()).sum::<usize>() <= line.len());
    }
}
