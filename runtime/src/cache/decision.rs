//! What becomes of a request (RFC 9111 section 4). Enters: what is asked, what is stored, the policy, what time it is, and whether there is a
//! network. Leaves: that what is stored answers, that the network is asked, or that neither may.

use std::time::Duration;

use http::StatusCode;
use web_time::SystemTime;

use super::directives::{Directives, NoCache};
use super::freshness::Freshness;
use super::policy::CachePolicy;
use super::stored::Stored;
use super::told::Forwarded;

/// What is known when it is decided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circumstances<'a> {
    pub(super) policy: CachePolicy,
    pub(super) asked: &'a Directives,
    pub(super) now: SystemTime,
    /// The app says that there is no network.
    pub(super) is_offline: bool,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// What is stored answers.
    Serve(Serving),
    /// The network is asked.
    Ask {
        why: Forwarded,
        /// Whether it is asked if what is stored is still good.
        validates: bool,
        /// How long it has, where something else is there to answer then.
        within: Option<Duration>,
    },
    /// The network must not be asked, and nothing that may answer is stored.
    Refuse,
}

/// How what is stored answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Serving {
    /// It is validated meanwhile.
    pub(crate) revalidates: bool,
    /// Why it may be stale, where it is.
    pub(crate) detail: Option<&'static str>,
}

/// How the network has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outage {
    /// There is no answer.
    Silent,
    /// The server has an error (RFC 5861 section 4 counts those four).
    Status(StatusCode),
    /// It has taken longer than the policy gives it.
    Slow,
}

impl Outage {
    /// Whether a status is an outage.
    pub(crate) fn of(status: StatusCode) -> Option<Self> {
        matches!(status.as_u16(), 500 | 502 | 503 | 504).then_some(Self::Status(status))
    }
}

/// What becomes of a request that selects `stored`, or nothing of what `others` says is there.
pub(super) fn decide(cx: Circumstances<'_>, stored: Option<&Stored>, others: bool) -> Decision {
    let Circumstances { policy, asked, now, .. } = cx;
    let decision = match stored {
        None => ask(if others { Forwarded::VaryMiss } else { Forwarded::UriMiss }, false),
        Some(_) if policy == CachePolicy::Reload => ask(Forwarded::Request, false),
        Some(stored) => match usable(cx, stored, stored.freshness(now)) {
            Ok(serving) => Decision::Serve(serving),
            Err(why) => match policy {
                CachePolicy::NetworkFirst { within } => Decision::Ask { why, validates: true, within: Some(within) },
                _ => ask(why, true),
            },
        },
    };
    match decision {
        Decision::Ask { .. } if is_local(policy, asked) => Decision::Refuse,
        decision => decision,
    }
}

/// Whether the network is not to be asked.
pub(super) fn is_local(policy: CachePolicy, asked: &Directives) -> bool {
    policy == CachePolicy::OnlyIfCached || asked.only_if_cached
}

const fn ask(why: Forwarded, validates: bool) -> Decision {
    Decision::Ask { why, validates, within: None }
}

/// How `stored` answers without the network being asked first; or why it is asked.
fn usable(cx: Circumstances<'_>, stored: &Stored, freshness: Freshness) -> Result<Serving, Forwarded> {
    let Circumstances { policy, asked, is_offline, .. } = cx;
    let stale_by = |detail, revalidates| Ok(Serving { revalidates, detail: Some(detail) });
    if asked.no_cache == NoCache::All {
        return Err(Forwarded::Request);
    }
    let said = stored.said();
    let is_fresh = freshness.is_fresh() && said.no_cache != NoCache::All;
    let fresh = Serving { revalidates: false, detail: None };
    match policy {
        CachePolicy::NoStore | CachePolicy::Reload | CachePolicy::NoCache | CachePolicy::NetworkFirst { .. } => {
            return Err(Forwarded::Request);
        }
        CachePolicy::ForceCache | CachePolicy::OnlyIfCached if is_fresh => return Ok(fresh),
        CachePolicy::ForceCache | CachePolicy::OnlyIfCached => return stale_by("policy", false),
        CachePolicy::CacheFirst if is_fresh => return Ok(fresh),
        CachePolicy::CacheFirst => return stale_by("policy", !asked.only_if_cached),
        CachePolicy::StaleWhileOffline if is_offline && !is_fresh && stored.bears_staleness() => {
            return stale_by("offline", false);
        }
        CachePolicy::Standard | CachePolicy::StaleWhileOffline => {}
    }
    let is_young = asked.max_age.is_none_or(|most| freshness.age <= most);
    let lasts = asked.min_fresh.is_none_or(|least| freshness.left() >= least);
    if is_fresh {
        return if is_young && lasts { Ok(fresh) } else { Err(Forwarded::Request) };
    }
    // Whoever wants it fresher than that does not take it stale.
    let is_picky = !is_young || asked.min_fresh.is_some();
    if is_picky || !stored.bears_staleness() {
        return Err(Forwarded::Stale);
    }
    let within = |window: Option<Duration>| window.is_some_and(|window| freshness.staleness() <= window);
    if within(asked.max_stale) && freshness.age < Duration::MAX {
        return stale_by("max-stale", false);
    }
    if within(said.stale_while_revalidate) && !asked.only_if_cached {
        return stale_by("stale-while-revalidate", true);
    }
    Err(Forwarded::Stale)
}

/// Why `stored` answers though the network was to be asked, which has failed; none where it does not.
pub(super) fn rescue(cx: Circumstances<'_>, stored: &Stored, outage: Outage) -> Option<&'static str> {
    let Circumstances { policy, asked, now, .. } = cx;
    if asked.no_cache == NoCache::All {
        return None;
    }
    if policy.takes_anything() {
        return Some("policy");
    }
    if !matches!(policy, CachePolicy::Standard | CachePolicy::StaleWhileOffline) || !stored.bears_staleness() {
        return None;
    }
    if policy == CachePolicy::StaleWhileOffline && outage == Outage::Silent {
        return Some("offline");
    }
    let staleness = stored.freshness(now).staleness();
    let windows = [asked.stale_if_error, stored.said().stale_if_error];
    windows.into_iter().flatten().any(|window| staleness <= window).then_some("stale-if-error")
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::super::freshness::Times;
    use super::super::selecting::Selecting;
    use super::super::stored::Kind;
    use super::*;

    const FIRST: CachePolicy = CachePolicy::NetworkFirst { within: Duration::from_secs(1) };

    fn begun() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_268_800)
    }

    fn control(value: &'static str) -> HeaderMap {
        [(HeaderName::from_static("cache-control"), HeaderValue::from_static(value))].into_iter().collect()
    }

    fn stored(said: &'static str) -> Stored {
        Stored {
            kind: Kind::Get,
            status: StatusCode::OK,
            headers: control(said),
            body: Bytes::new(),
            times: Times { requested: begun(), received: begun() },
            selecting: Selecting::Fields(Vec::new()),
            asker: None,
        }
    }

    struct Case {
        policy: CachePolicy,
        asked: &'static str,
        said: &'static str,
        age: u64,
        is_offline: bool,
    }

    const CASE: Case =
        Case { policy: CachePolicy::Standard, asked: "x", said: "max-age=10", age: 5, is_offline: false };
    const STALE: Case = Case { age: 15, ..CASE };

    impl Case {
        fn with<T>(&self, ask: impl FnOnce(Circumstances<'_>) -> T) -> T {
            let asked = Directives::of_request(&control(self.asked));
            let now = begun() + Duration::from_secs(self.age);
            ask(Circumstances { policy: self.policy, asked: &asked, now, is_offline: self.is_offline })
        }

        fn decided(&self) -> Decision {
            self.with(|cx| decide(cx, Some(&stored(self.said)), true))
        }

        fn rescued(&self, outage: Outage) -> Option<&'static str> {
            self.with(|cx| rescue(cx, &stored(self.said), outage))
        }
    }

    const fn served(detail: Option<&'static str>, revalidates: bool) -> Decision {
        Decision::Serve(Serving { revalidates, detail })
    }

    #[test]
    fn what_is_fresh_answers_and_what_is_stale_is_validated() {
        assert_eq!(CASE.decided(), served(None, false));
        assert_eq!(STALE.decided(), ask(Forwarded::Stale, true));
        assert_eq!(Case { age: 10, ..CASE }.decided(), ask(Forwarded::Stale, true), "as old as it may be is stale");
        assert_eq!(Case { said: "max-age=10, no-cache", ..CASE }.decided(), ask(Forwarded::Stale, true));
    }

    #[test]
    fn each_policy_does_as_its_table_says() {
        let request = ask(Forwarded::Request, true);
        let network_first =
            Decision::Ask { why: Forwarded::Request, validates: true, within: Some(Duration::from_secs(1)) };
        let policy = |revalidates| served(Some("policy"), revalidates);
        let hit = served(None, false);
        // By policy: what is fresh, what is stale, nothing.
        let rows = [
            (CachePolicy::Standard, hit, ask(Forwarded::Stale, true), ask(Forwarded::UriMiss, false)),
            (CachePolicy::NoStore, request, request, ask(Forwarded::UriMiss, false)),
            (
                CachePolicy::Reload,
                ask(Forwarded::Request, false),
                ask(Forwarded::Request, false),
                ask(Forwarded::UriMiss, false),
            ),
            (CachePolicy::NoCache, request, request, ask(Forwarded::UriMiss, false)),
            (CachePolicy::ForceCache, hit, policy(false), ask(Forwarded::UriMiss, false)),
            (CachePolicy::OnlyIfCached, hit, policy(false), Decision::Refuse),
            (FIRST, network_first, network_first, ask(Forwarded::UriMiss, false)),
            (CachePolicy::CacheFirst, hit, policy(true), ask(Forwarded::UriMiss, false)),
            (CachePolicy::StaleWhileOffline, hit, ask(Forwarded::Stale, true), ask(Forwarded::UriMiss, false)),
        ];
        for (policy, fresh, stale, none) in rows {
            assert_eq!(Case { policy, ..CASE }.decided(), fresh, "{policy:?}");
            assert_eq!(Case { policy, ..STALE }.decided(), stale, "{policy:?}");
            assert_eq!(CASE.with(|cx| decide(Circumstances { policy, ..cx }, None, false)), none, "{policy:?}");
        }
    }

    #[test]
    fn those_who_ask_for_anything_get_what_must_be_validated_too() {
        for said in ["max-age=10, must-revalidate", "no-cache"] {
            for policy in CachePolicy::ALL {
                let case = Case { policy, said, is_offline: true, ..STALE };
                let served = matches!(case.decided(), Decision::Serve(_)) || case.rescued(Outage::Silent).is_some();
                assert_eq!(served, policy.takes_anything(), "{policy:?} {said}");
            }
        }
    }

    #[test]
    fn without_a_network_what_is_stale_answers_where_that_is_asked_for() {
        let case = Case { policy: CachePolicy::StaleWhileOffline, is_offline: true, ..STALE };
        assert_eq!(case.decided(), served(Some("offline"), false));
        assert_eq!(Case { is_offline: true, ..STALE }.decided(), ask(Forwarded::Stale, true));
        let case = Case { is_offline: false, ..case };
        assert_eq!(case.rescued(Outage::Silent), Some("offline"));
        assert_eq!(case.rescued(Outage::Status(StatusCode::BAD_GATEWAY)), None, "there was a network");
    }

    #[test]
    fn a_request_narrows_what_is_fresh() {
        for (asked, serves) in [
            ("max-age=5", true),
            ("max-age=4", false),
            ("min-fresh=5", true),
            ("min-fresh=6", false),
            ("no-cache", false),
            ("max-age=0", false),
        ] {
            let case = Case { asked, ..CASE };
            assert_eq!(case.decided() == served(None, false), serves, "{asked}");
            assert!(serves || case.decided() == ask(Forwarded::Request, true));
        }
    }

    #[test]
    fn a_request_takes_what_is_stale_as_far_as_it_says() {
        for (asked, serves) in
            [("max-stale", true), ("max-stale=5", true), ("max-stale=4", false), ("max-stale=9, max-age=14", false)]
        {
            let decided = Case { asked, ..STALE }.decided();
            assert_eq!(decided == served(Some("max-stale"), false), serves, "{asked}");
        }
        let strict = Case { asked: "max-stale", said: "max-age=10, must-revalidate", ..STALE };
        assert_eq!(strict.decided(), ask(Forwarded::Stale, true));
    }

    #[test]
    fn a_server_lets_it_be_stale_while_it_is_validated() {
        let within = |said| Case { said, ..STALE }.decided() == served(Some("stale-while-revalidate"), true);
        assert!(within("max-age=10, stale-while-revalidate=5"));
        assert!(!within("max-age=10, stale-while-revalidate=4"));
        assert!(!within("max-age=10, stale-while-revalidate=5, must-revalidate"));
    }

    #[test]
    fn without_the_network_it_answers_or_nothing_does() {
        let only = |said, age| Case { asked: "only-if-cached", said, age, ..CASE }.decided();
        assert_eq!(only("max-age=10", 5), served(None, false));
        assert_eq!(only("max-age=10", 15), Decision::Refuse);
        assert_eq!(only("max-age=10, stale-while-revalidate=60", 15), Decision::Refuse);
        let both = Case { policy: CachePolicy::OnlyIfCached, asked: "no-cache", ..CASE };
        assert_eq!(both.decided(), Decision::Refuse);
        for policy in CachePolicy::ALL {
            assert_eq!(Case { asked: "only-if-cached, no-cache", policy, ..CASE }.decided(), Decision::Refuse);
        }
    }

    #[test]
    fn an_error_is_made_good_within_the_window_of_either_side() {
        let error = Outage::Status(StatusCode::SERVICE_UNAVAILABLE);
        for (asked, said, rescued) in [
            ("x", "max-age=10, stale-if-error=5", true),
            ("x", "max-age=10, stale-if-error=4", false),
            ("stale-if-error=5", "max-age=10", true),
            ("stale-if-error=4", "max-age=10", false),
            ("no-cache, stale-if-error=5", "max-age=10", false),
            ("stale-if-error=5", "max-age=10, must-revalidate", false),
            ("stale-if-error=5", "max-age=10, no-cache", false),
            ("x", "max-age=10", false),
        ] {
            for outage in [error, Outage::Silent] {
                let expected = rescued.then_some("stale-if-error");
                assert_eq!(Case { asked, said, ..STALE }.rescued(outage), expected, "{asked} {said}");
            }
        }
        assert_eq!(Case { policy: FIRST, ..STALE }.rescued(error), Some("policy"));
        let never = Case { policy: CachePolicy::NoCache, said: "max-age=10, stale-if-error=5", ..STALE };
        assert_eq!(never.rescued(error), None);
    }

    #[test]
    fn four_statuses_are_an_outage() {
        let outages = (100..600).filter(|status| Outage::of(StatusCode::from_u16(*status).unwrap()).is_some());
        assert_eq!(outages.collect::<Vec<_>>(), [500, 502, 503, 504]);
    }
}
