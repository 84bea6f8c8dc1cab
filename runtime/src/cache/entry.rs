//! What is stored for one URL. Enters: responses, one for each kind of request that tells them apart. Leaves: the one that a request selects.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use http::header::DATE;

#[cfg(all(feature = "fs", not(target_arch = "wasm32")))]
use super::freshness::Times;
use super::print::Fingerprint;
use super::stored::{Kind, Stored};
use super::{encoded, fields};

/// So many responses are kept for one URL; of more, those go that came first.
const MOST: usize = 8;

/// What is stored under one [`CacheKey`](crate::CacheKey): the responses of one URL, told apart by what their requests said. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheEntry {
    /// The last one first.
    pub(super) responses: Vec<Arc<Stored>>,
}

impl CacheEntry {
    /// About how many bytes it takes in memory.
    pub fn size(&self) -> u64 {
        self.responses.iter().map(|stored| stored.size()).sum()
    }

    /// Its form outside of memory, for [`CacheEntry::from_bytes`] of this version. It has no secret that is known as one: cookies that a
    /// response sets (`Set-Cookie`) are left out, and what requests said is there as hashes.
    pub fn to_bytes(&self) -> Bytes {
        encoded::write(&self.responses)
    }

    /// Reads what [`CacheEntry::to_bytes`] has written; none where it is something else: of another version, cut off, or changed.
    pub fn from_bytes(bytes: &Bytes) -> Option<Self> {
        let responses = encoded::read(bytes)?.into_iter().map(Arc::new).collect();
        Some(Self { responses })
    }

    /// What is read of it again once it is written, so that both are the same.
    #[cfg(all(feature = "fs", not(target_arch = "wasm32")))]
    pub(super) fn written(mut self) -> Self {
        for stored in &mut self.responses {
            let Times { requested, received } = stored.times;
            let times = Times { requested: encoded::as_written(requested), received: encoded::as_written(received) };
            if times != stored.times || stored.headers.keys().any(encoded::is_secret) {
                let kept = stored.headers.iter().filter(|(name, _)| !encoded::is_secret(name));
                let headers = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
                *stored = Arc::new(Stored { headers, times, ..(**stored).clone() });
            }
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.responses.is_empty()
    }

    /// The response that a request selects: of several the last one (RFC 9111 section 4).
    pub(super) fn select(&self, kind: Kind, request: &HeaderMap, asker: Option<Fingerprint>) -> Option<&Arc<Stored>> {
        let selected = self.responses.iter().filter(|stored| stored.is_for(kind, request, asker));
        // The last of those that are equal, which came first, would win: so they are asked from behind.
        selected
            .rev()
            .max_by_key(|stored| fields::date(&stored.headers, &DATE).known().unwrap_or(stored.times.received))
    }

    /// Adds a response to a request like this, in place of those that it would have selected.
    pub(super) fn insert(&mut self, stored: Stored, request: &HeaderMap) {
        let (kind, asker) = (stored.kind, stored.asker);
        let is_former = |former: &Stored| {
            stored.kind.answers(former.kind) && former.asker == asker && former.selecting.admits(request)
                || former.kind == kind && former.asker == asker && former.selecting == stored.selecting
        };
        self.responses.retain(|former| !is_former(former));
        self.responses.insert(0, Arc::new(stored));
        self.responses.truncate(MOST);
    }

    /// Puts `new` where `old` was; adds nothing where that is gone.
    pub(super) fn replace(&mut self, old: &Arc<Stored>, new: Stored) -> bool {
        let place = self.responses.iter_mut().find(|stored| ***stored == **old);
        place.map(|place| *place = Arc::new(new)).is_some()
    }

    /// Takes one out.
    pub(super) fn remove(&mut self, old: &Stored) {
        self.responses.retain(|stored| **stored != *old);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::StatusCode;
    use http::header::{DATE, HeaderName, HeaderValue, SET_COOKIE};
    use web_time::SystemTime;

    use super::super::freshness::Times;
    use super::super::selecting::Selecting;
    use super::*;

    fn stored(kind: Kind, lines: &[(HeaderName, &'static str)], request: &HeaderMap, body: &'static str) -> Stored {
        let at = SystemTime::UNIX_EPOCH + Duration::from_nanos(9_000_000_001);
        let headers = lines.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        Stored {
            kind,
            status: StatusCode::OK,
            selecting: Selecting::of(&headers, request),
            headers,
            body: Bytes::from_static(body.as_bytes()),
            times: Times { requested: at, received: at },
            asker: None,
        }
    }

    fn accept(value: &'static str) -> HeaderMap {
        [(http::header::ACCEPT, HeaderValue::from_static(value))].into_iter().collect()
    }

    fn of(entry: &CacheEntry, kind: Kind, request: &HeaderMap) -> Option<Bytes> {
        entry.select(kind, request, None).map(|stored| stored.body.clone())
    }

    const VARY: (HeaderName, &str) = (http::header::VARY, "accept");

    #[test]
    fn one_takes_the_place_of_what_its_request_would_have_selected_and_of_nothing_else() {
        let (text, json) = (accept("text/plain"), accept("application/json"));
        let mut entry = CacheEntry::default();
        entry.insert(stored(Kind::Get, &[VARY], &text, "text"), &text);
        entry.insert(stored(Kind::Get, &[VARY], &json, "json"), &json);
        entry.insert(stored(Kind::Get, &[VARY], &text, "new text"), &text);
        assert_eq!((entry.responses.len(), of(&entry, Kind::Get, &text)), (2, Some("new text".into())));
        assert_eq!(of(&entry, Kind::Get, &json), Some("json".into()));
        entry.insert(stored(Kind::Get, &[], &text, "any"), &text);
        assert_eq!(of(&entry, Kind::Get, &accept("x")), Some("any".into()));
    }

    #[test]
    fn of_several_that_are_selected_the_last_one_is() {
        let none = HeaderMap::new();
        let mut entry = CacheEntry::default();
        let dates = ["Thu, 01 Jan 2026 00:00:02 GMT", "Thu, 01 Jan 2026 00:00:01 GMT"];
        for (date, body) in dates.into_iter().zip(["late", "early"]) {
            entry.responses.insert(0, Arc::new(stored(Kind::Get, &[(DATE, date)], &none, body)));
        }
        assert_eq!(of(&entry, Kind::Get, &none), Some("late".into()));
        entry.responses.insert(0, Arc::new(stored(Kind::Get, &[(DATE, dates[0])], &none, "later")));
        assert_eq!(of(&entry, Kind::Get, &none), Some("later".into()));
    }

    #[test]
    fn a_get_answers_a_head_and_not_the_other_way_round() {
        let none = HeaderMap::new();
        let mut entry = CacheEntry::default();
        entry.insert(stored(Kind::Head, &[], &none, ""), &none);
        assert!(of(&entry, Kind::Get, &none).is_none() && of(&entry, Kind::Head, &none).is_some());
        entry.insert(stored(Kind::Get, &[], &none, "body"), &none);
        assert_eq!((entry.responses.len(), of(&entry, Kind::Head, &none)), (1, Some("body".into())));
    }

    #[test]
    fn so_many_are_kept_for_one_url() {
        let mut entry = CacheEntry::default();
        for number in 0..MOST + 3 {
            let request = [(http::header::ACCEPT, HeaderValue::from(number))].into_iter().collect();
            entry.insert(stored(Kind::Get, &[VARY], &request, "x"), &request);
        }
        assert_eq!(entry.responses.len(), MOST);
        assert!(of(&entry, Kind::Get, &accept("0")).is_none() && of(&entry, Kind::Get, &accept("10")).is_some());
        let gone = Arc::clone(&entry.responses[0]);
        entry.remove(&gone);
        assert!(!entry.replace(&gone, (*gone).clone()) && entry.responses.len() == MOST - 1);
    }

    #[test]
    fn cookies_are_kept_and_not_written_down() {
        let none = HeaderMap::new();
        let mut entry = CacheEntry::default();
        entry.insert(stored(Kind::Get, &[(SET_COOKIE, "a=b"), (DATE, "x")], &none, ""), &none);
        let written = CacheEntry::from_bytes(&entry.to_bytes()).unwrap();
        assert_eq!(written.responses[0].headers.len(), 1);
        #[cfg(feature = "fs")]
        assert_eq!(written, entry.written(), "times too, which are written by the microsecond");
    }
}
