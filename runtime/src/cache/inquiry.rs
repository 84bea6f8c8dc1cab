//! One request's dealings with a cache. Enters: the request, what is stored, and what the network answers. Leaves: responses of the cache, and
//! what changes in it. Who asks the network, and how, is not its business.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AGE, HeaderMap, HeaderValue, RANGE};
use http::{Method, Response, StatusCode, Uri, header};
use url::Url;
use web_time::SystemTime;

use super::decision::{self, Circumstances, Decision, Outage};
use super::directives::Directives;
use super::door::HttpCache;
use super::entry::CacheEntry;
use super::fields::MOST_SECONDS;
use super::flights::{Flight, Joined, Leader, Question};
use super::freshness::Times;
use super::key::{self, CacheKey};
use super::policy::CachePolicy;
use super::print::Fingerprint;
use super::selecting::{Selecting, asker};
use super::stored::{Kind, Stored};
use super::told::{Forwarded, Told};
use super::{range, storing, validating};
use crate::future::BoxError;

/// What a request asks of a cache.
#[derive(Debug)]
pub(crate) struct Inquiry {
    cache: HttpCache,
    policy: CachePolicy,
    key: CacheKey,
    kind: Kind,
    asked: Directives,
    headers: HeaderMap,
    asker: Option<Fingerprint>,
}

/// What is stored under the key of a request, and what of it the request selects.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) stored: Option<Arc<Stored>>,
    /// There are others that it does not select.
    others: bool,
}

/// What the network has answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answered<'a> {
    pub(crate) status: StatusCode,
    pub(crate) headers: &'a HeaderMap,
    /// All of its body, where that is known.
    pub(crate) body: Option<&'a Bytes>,
    pub(crate) requested: SystemTime,
    pub(crate) received: SystemTime,
}

impl Answered<'_> {
    fn times(&self) -> Times {
        Times { requested: self.requested, received: self.received }
    }
}

/// What changes in a cache.
#[derive(Debug)]
pub(crate) enum Change {
    Insert(Box<Stored>),
    Replace(Arc<Stored>, Box<Stored>),
    Remove(Arc<Stored>),
}

impl Change {
    /// Whether a response is stored by it.
    pub(crate) const fn stores(&self) -> bool {
        match self {
            Self::Insert(_) | Self::Replace(..) => true,
            Self::Remove(_) => false,
        }
    }

    /// What is stored by it.
    fn stored(&self) -> Option<&Stored> {
        match self {
            Self::Insert(stored) | Self::Replace(_, stored) => Some(stored),
            Self::Remove(_) => None,
        }
    }
}

impl Inquiry {
    /// What a request asks; or why it goes by the cache.
    pub(crate) fn of(
        cache: &HttpCache,
        policy: CachePolicy,
        (method, uri, headers): (&Method, &Uri, &HeaderMap),
        has_body: bool,
    ) -> Result<Self, Forwarded> {
        let kind = Kind::of(method).ok_or(Forwarded::Method)?;
        let asked = Directives::of_request(headers);
        let goes_by = policy == CachePolicy::NoStore || asked.no_store || validating::is_conditional(headers);
        let url = key::url(uri).filter(|_| !goes_by && !has_body).ok_or(Forwarded::Bypass)?;
        let (key, headers, asker) = (cache.key(&url), headers.clone(), asker(headers));
        Ok(Self { cache: cache.clone(), policy, key, kind, asked, headers, asker })
    }

    fn circumstances(&self, now: SystemTime, is_offline: bool) -> Circumstances<'_> {
        Circumstances { policy: self.policy, asked: &self.asked, now, is_offline }
    }

    fn is_partial(&self) -> bool {
        self.headers.contains_key(RANGE)
    }

    /// What is stored.
    ///
    /// # Errors
    /// Where the store does not say.
    pub(crate) async fn look(&self) -> Result<Found, BoxError> {
        let entry = self.cache.store().get(self.key).await?.unwrap_or_default();
        let stored = entry.select(self.kind, &self.headers, self.asker).cloned();
        Ok(Found { stored, others: !entry.is_empty() })
    }

    pub(crate) fn decide(&self, found: &Found, now: SystemTime, is_offline: bool) -> Decision {
        let cx = self.circumstances(now, is_offline);
        match decision::decide(cx, found.stored.as_deref(), found.others) {
            Decision::Ask { why, within, .. } if self.is_partial() => Decision::Ask { why, validates: false, within },
            decision => decision,
        }
    }

    /// Whether the network may be asked where what is stored has not what is asked for of it.
    pub(crate) fn may_ask(&self) -> bool {
        !decision::is_local(self.policy, &self.asked)
    }

    /// The response that what is stored is, with `Age` and what `told` says (RFC 9111 section 4, RFC 9211); none where it has not what is asked
    /// for of it.
    pub(crate) fn serve(&self, found: &Found, now: SystemTime, told: Told) -> Option<Response<Bytes>> {
        let stored = found.stored.as_deref()?;
        let mut response = match self.is_partial() && self.kind == Kind::Get {
            true => range::part(stored, &self.headers)?,
            false => stored.response(self.kind),
        };
        let freshness = stored.freshness(now);
        let headers = response.headers_mut();
        if let Some(seconds) = Some(freshness.age.as_secs()).filter(|seconds| *seconds < MOST_SECONDS) {
            headers.insert(AGE, HeaderValue::from(seconds));
        }
        tell(headers, &Told { ttl: told.ttl.or(Some(freshness.ttl())), ..told });
        Some(response)
    }

    /// Why what is stored answers though the network has failed.
    pub(crate) fn rescue(&self, found: &Found, outage: Outage, now: SystemTime) -> Option<&'static str> {
        decision::rescue(self.circumstances(now, false), found.stored.as_deref()?, outage)
    }

    /// What a request gets that asks the network: conditions where it validates, and what lets no cache on the way answer in the place of
    /// the server, where the policy wants that (as Fetch has it). Whether there are conditions is given back.
    pub(crate) fn dress(&self, headers: &mut HeaderMap, found: &Found, validates: bool) -> bool {
        let stored = found.stored.as_deref().filter(|_| validates && self.kind == Kind::Get);
        let conditions = stored.map(validating::conditions).unwrap_or_default();
        let is_conditional = !conditions.is_empty();
        headers.extend(conditions);
        let control = match self.policy {
            CachePolicy::Reload => Some("no-cache"),
            CachePolicy::NoCache => Some("max-age=0"),
            CachePolicy::Standard
            | CachePolicy::NoStore
            | CachePolicy::ForceCache
            | CachePolicy::OnlyIfCached
            | CachePolicy::NetworkFirst { .. }
            | CachePolicy::CacheFirst
            | CachePolicy::StaleWhileOffline => None,
        };
        if let Some(control) = control {
            headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(control));
        }
        is_conditional
    }

    /// What is stored once the server has said 304 to its conditions: it is brought up to date, or goes, with the reason; none where it
    /// was about something else.
    pub(crate) fn freshened(
        &self,
        found: &Found,
        answered: Answered<'_>,
    ) -> Option<(Found, Change, Option<&'static str>)> {
        let old = found.stored.as_ref()?;
        let new = self.selected(validating::freshened(old, answered.headers, answered.times())?);
        let (change, why_not) = self.renewed(old, new.clone());
        Some((Found { stored: Some(Arc::new(new)), others: found.others }, change, why_not))
    }

    /// With what its head says now of the requests that select it, of which this is one.
    fn selected(&self, new: Stored) -> Stored {
        Stored { selecting: Selecting::of(&new.headers, &self.headers), ..new }
    }

    /// What is stored brought up to date; it goes where its new head forbids to keep it.
    fn renewed(&self, old: &Arc<Stored>, new: Stored) -> (Change, Option<&'static str>) {
        match storing::obstacle(&self.asked, new.status, &new.headers) {
            None => (Change::Replace(Arc::clone(old), Box::new(new)), None),
            Some(why) => (Change::Remove(Arc::clone(old)), Some(why)),
        }
    }

    /// What changes by an answer of the network, or why it is not stored.
    pub(crate) fn learned(&self, found: &Found, answered: Answered<'_>) -> (Option<Change>, Option<&'static str>) {
        let old = found.stored.as_ref();
        if let Some(old) = old.filter(|old| self.kind == Kind::Head && old.kind == Kind::Get)
            && answered.status == StatusCode::OK
        {
            let new = validating::overheard(old, answered.headers, answered.times());
            return match new.filter(|new| new.status == answered.status) {
                Some(new) => {
                    let (change, why_not) = self.renewed(old, self.selected(new));
                    (Some(change), why_not)
                }
                None => (Some(Change::Remove(Arc::clone(old))), Some("changed")),
            };
        }
        let obstacle = match self.is_partial() {
            true => Some("partial"),
            false => storing::obstacle(&self.asked, answered.status, answered.headers),
        };
        match (obstacle, answered.body) {
            (None, Some(body)) => {
                let new = self.stored(answered, body);
                let is_outage = old.is_some() && Outage::of(new.status).is_some();
                // What there was is what there is to show meanwhile.
                if is_outage && !new.freshness(answered.received).is_fresh() {
                    return (None, Some("outage"));
                }
                (Some(Change::Insert(Box::new(new))), None)
            }
            (None, None) => (None, Some("cut-off")),
            // What was there is not what the server has any more.
            (Some(why), _) if is_final(answered.status) && !self.is_partial() => {
                (old.map(|old| Change::Remove(Arc::clone(old))), Some(why))
            }
            (Some(why), _) => (None, Some(why)),
        }
    }

    fn stored(&self, answered: Answered<'_>, body: &Bytes) -> Stored {
        let times = answered.times();
        Stored {
            kind: self.kind,
            status: answered.status,
            headers: validating::dated(storing::kept(answered.headers), times),
            // With bytes of its own, as its headers: it may be a small part of what was read at one time, and the room it takes is counted.
            body: if self.kind == Kind::Head { Bytes::new() } else { Bytes::copy_from_slice(body) },
            times,
            selecting: Selecting::of(answered.headers, &self.headers),
            asker: self.asker,
        }
    }

    /// Carries out a change, unless something was invalidated since `flight` began.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) async fn apply(&self, change: Change, flight: &Flight) -> Result<(), BoxError> {
        let store = self.cache.store();
        let mut entry = store.get(self.key).await?.unwrap_or_default();
        self.change(&mut entry, change);
        // Nobody invalidates it between the question and the answer.
        let Some(putting) = flight.puts() else { return Ok(()) };
        if entry.is_empty() {
            drop(putting);
            return store.remove(self.key).await;
        }
        let put = store.put(self.key, entry);
        drop(putting);
        let put = put.await;
        if put.is_err() || !flight.is_clean() {
            // What it was to replace is not what the server means; nor is it itself, in a store that has put it there later than it should.
            store.remove(self.key).await?;
        }
        put
    }

    fn change(&self, entry: &mut CacheEntry, change: Change) {
        match change {
            Change::Insert(stored) => entry.insert(*stored, &self.headers),
            Change::Replace(old, new) => {
                if !entry.replace(&old, (*new).clone()) {
                    // It has gone meanwhile, to make room say; what is known now is as good.
                    entry.insert(*new, &self.headers);
                }
            }
            Change::Remove(old) => entry.remove(&old),
        }
    }

    const fn question(&self) -> Question {
        (self.key, self.asker)
    }

    /// Asks the network along with others who ask the same; alone where `waited` says that it has waited for one already.
    pub(crate) fn join(&self, waited: bool) -> Joined {
        let flights = self.cache.flights();
        let alone = || Joined::Alone(flights.alone(self.key));
        if waited || !self.policy.shares() || self.kind == Kind::Head {
            return alone();
        }
        // A part is no answer to others, and may be one of the whole that they have asked for.
        match self.is_partial() {
            true => flights.leader(&self.question()).map_or_else(alone, Joined::Follows),
            false => flights.join(self.question()),
        }
    }

    /// How many who asked the network are done. Where there are more than before a look at what is stored, that look may have missed what one has
    /// brought.
    pub(crate) fn landings(&self) -> u64 {
        self.cache.flights().landings()
    }

    /// Asks the network alone; none where somebody asks the same already.
    pub(crate) fn join_unless_asked(&self) -> Option<Flight> {
        self.cache.flights().lead(self.question())
    }

    /// Done once that one is over.
    pub(crate) async fn landed(&self, leader: Leader) {
        self.cache.flights().landed(leader).await;
    }

    /// Whether those who ask the same find their answer in what a change stores: what is stale at once is none.
    pub(crate) fn serves_others(&self, change: &Change, now: SystemTime) -> bool {
        let policy = if self.policy.shares() { self.policy } else { CachePolicy::Standard };
        let cx = Circumstances { policy, asked: &Directives::default(), now, is_offline: false };
        change.stored().is_some_and(|stored| matches!(decision::decide(cx, Some(stored), false), Decision::Serve(_)))
    }

    /// Writes down whether those who ask the same are well advised to wait.
    pub(crate) fn brought(&self, flight: &Flight, serves_others: bool) {
        // A part, and a head, says nothing of the whole that others wait for.
        if self.kind == Kind::Get && !self.is_partial() {
            flight.brought(self.question(), serves_others);
        }
    }

    /// Has those who ask the same wait for what is stored now.
    pub(crate) fn stores(&self, flight: &mut Flight) {
        if self.policy.shares() && self.kind == Kind::Get && !self.is_partial() {
            flight.stores(self.question());
        }
    }
}

/// Whether a status is what a resource has, and not what became of one request.
fn is_final(status: StatusCode) -> bool {
    let of_request = [StatusCode::NOT_MODIFIED, StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS];
    !status.is_server_error() && !status.is_informational() && !of_request.contains(&status)
}

/// Adds what a cache has done (RFC 9211), behind what those before it say.
pub(crate) fn tell(headers: &mut HeaderMap, told: &Told) {
    headers.append("cache-status", told.value());
}

/// What is said of nobody's request: invalidates what a request has changed.
///
/// # Errors
/// What the store says.
pub(crate) async fn invalidate(
    cache: &HttpCache,
    (method, uri): (&Method, &Uri),
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<(), BoxError> {
    let Some(target) = key::url(uri) else { return Ok(()) };
    let targets: Vec<Url> = super::invalidating::targets(method, &target, status, headers);
    for url in targets {
        cache.forget(cache.key(&url)).await?;
    }
    Ok(())
}
