//! What is known about a token: the one in use, the one under way, how well those before it did. Enters: ends of flights,
//! verdicts of servers, the time. Leaves: what to do for a call. It waits for nothing and starts nothing.

use std::sync::Arc;
use std::time::Duration;

use web_time::Instant;

use super::denied::{Denied, Lasts};
use super::fetch::Persistence;
use super::flight::Flight;
use super::issued::{Issued, Origin};
use super::latch::Latch;
use super::source::Renewal;

/// The least time between the end of a refresh, or of a load that failed, and the start of the next.
const GAP: Duration = Duration::from_secs(1);
/// A token that is rejected so soon after its issue was never good.
const STILLBORN: Duration = Duration::from_secs(5);
/// After so many stillborn tokens in a row, the next is not asked for at once.
const STILLBORN_LIMIT: u32 = 3;
/// The longest that a token which is good is not renewed in the background after failures.
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How a client's tokens are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthState {
    /// The token is good, or has not been asked for.
    Fresh,
    /// A token is being loaded or refreshed.
    Refreshing,
    /// The last load or refresh failed, or three new tokens in a row were rejected. An old token may still serve; a later
    /// call asks again.
    Degraded,
    /// No token, and none will be asked for until the credentials are replaced.
    SignedOut,
}

/// How a flight ends for all who wait for it.
pub(super) type Landing = Result<Arc<Issued>, Denied>;

/// A load or refresh under way.
#[derive(Clone)]
pub(super) struct UnderWay {
    pub(super) ticket: u64,
    pub(super) flight: Flight<Landing>,
    pub(super) persistence: Persistence,
}

#[derive(Default)]
pub(super) struct State {
    current: Option<Arc<Issued>>,
    under_way: Option<UnderWay>,
    /// Flights that were cut, until their work and their task are gone.
    former: Vec<Flight<Landing>>,
    /// That of the last flight.
    ticket: u64,
    generation: u64,
    /// The newest generation that is known to have been rejected.
    rejected: u64,
    stillborn: u32,
    /// When the source last gave an answer after which it is left alone for a while.
    answered: Option<Instant>,
    /// The last failure, until there is a token again.
    failed: Option<(Instant, Denied)>,
    failures: u32,
    /// No refresh in the background before then.
    rests_until: Option<Instant>,
    latch: Latch,
    signed_out: Option<Denied>,
    /// No more tokens are given out.
    closed: bool,
}

/// What to do for a call that needs a token.
pub(super) enum Plan {
    Use(Arc<Issued>),
    /// Use it, and have it renewed meanwhile.
    Renew(Arc<Issued>),
    /// Wait for one in place of this; as long as this has not expired, it serves where there is none to be had.
    Replace(Arc<Issued>),
    /// Wait for the first.
    Load,
}

/// What to do for a call whose token was rejected.
pub(super) enum Remedy {
    /// There is another by now.
    Use(Arc<Issued>),
    /// Wait for one in place of the rejected.
    Replace,
    /// The rejected is forgotten: wait for the first of the new credentials.
    Load,
}

impl State {
    pub(super) fn plan(&self, renewal: Renewal, now: Instant) -> Result<Plan, Denied> {
        self.check_open()?;
        if let Some(denied) = &self.signed_out {
            return Err(denied.clone());
        }
        let Some(current) = self.current.clone() else { return Ok(Plan::Load) };
        if renewal == Renewal::Never {
            return Ok(Plan::Use(current));
        }
        // Tokens are rejected as soon as they are issued: this one would be, too.
        if self.stillborn >= STILLBORN_LIMIT {
            self.latch.check(now)?;
        }
        let rested = self.rests_until.is_none_or(|until| now >= until);
        Ok(if current.is_stale(now) {
            Plan::Replace(current)
        } else if current.is_aging(now) && rested && self.under_way().is_none() {
            Plan::Renew(current)
        } else {
            Plan::Use(current)
        })
    }

    /// The token that is in use, whatever is to be thought of it.
    pub(super) fn current(&self) -> Option<&Arc<Issued>> {
        self.current.as_ref()
    }

    /// What to do in place of `used`, which was rejected, for a call that had it at `sent`.
    pub(super) fn remedy(&self, used: &Issued, sent: Instant, now: Instant) -> Result<Remedy, Denied> {
        self.check_open()?;
        if let Some(current) = self.current.as_ref().filter(|current| current.generation > used.generation) {
            return Ok(Remedy::Use(Arc::clone(current)));
        }
        if let Some(denied) = &self.signed_out {
            return Err(denied.clone());
        }
        // One who comes a moment too late shares the failure with those who were in time.
        if let Some((at, denied)) = &self.failed
            && self.under_way().is_none()
            && *at > sent
            && now.saturating_duration_since(*at) < GAP
        {
            return Err(denied.clone());
        }
        Ok(if self.current.is_some() { Remedy::Replace } else { Remedy::Load })
    }

    pub(super) fn under_way(&self) -> Option<&UnderWay> {
        self.under_way.as_ref().filter(|under_way| !under_way.flight.is_over())
    }

    /// How long to wait before the source is asked; fails where it is not to be asked now.
    pub(super) fn clearance(&self, now: Instant) -> Result<Duration, Denied> {
        self.latch.check(now)?;
        let passed = self.answered.map_or(GAP, |answered| now.saturating_duration_since(answered));
        Ok(GAP.saturating_sub(passed))
    }

    /// The ticket of the next flight.
    pub(super) fn ticket(&mut self) -> u64 {
        self.ticket += 1;
        self.ticket
    }

    /// Takes the place of a flight that is over.
    pub(super) fn begin(&mut self, under_way: UnderWay) {
        self.under_way = Some(under_way);
    }

    /// The flight of that ticket ends; says whether it was still the one under way.
    pub(super) fn end(&mut self, ticket: u64) -> bool {
        self.under_way.take_if(|under_way| under_way.ticket == ticket).is_some()
    }

    pub(super) fn next_generation(&self) -> u64 {
        self.generation + 1
    }

    pub(super) fn landed(&mut self, issued: &Arc<Issued>, now: Instant) {
        self.current = Some(Arc::clone(issued));
        self.generation = issued.generation;
        (self.failures, self.failed, self.rests_until) = (0, None, None);
        if issued.origin == Origin::Refreshed {
            self.answered = Some(now);
        }
        if self.stillborn < STILLBORN_LIMIT {
            self.latch.open();
        }
    }

    pub(super) fn failed(&mut self, denied: &Denied, persistence: Persistence, now: Instant, unit: f64) {
        let rest = Duration::from_secs(1 << self.failures.min(6)).min(LONGEST_REST);
        self.failures = self.failures.saturating_add(1);
        self.rests_until = Some(now + rest);
        self.failed = Some((now, denied.clone()));
        self.answered = Some(now);
        match denied.lasts() {
            Lasts::ForGood => self.signed_out = Some(denied.clone()),
            // One who waits from now on is worth more than one try.
            Lasts::AWhile if persistence == Persistence::Retried => self.latch.close(now, unit, denied.clone()),
            Lasts::AWhile | Lasts::NoTime | Lasts::Never => {}
        }
    }

    /// A server has rejected `used`.
    pub(super) fn rejected(&mut self, used: &Issued, now: Instant, unit: f64) {
        if used.generation <= self.rejected {
            return;
        }
        self.rejected = used.generation;
        let age = now.saturating_duration_since(used.received);
        if used.origin == Origin::Loaded || age >= STILLBORN {
            return self.accepted();
        }
        self.stillborn += 1;
        if self.stillborn >= STILLBORN_LIMIT {
            self.latch.close(now, unit, Denied::stillborn());
        }
    }

    /// A server has accepted a token, if only for a while.
    pub(super) fn accepted(&mut self) {
        if self.stillborn >= STILLBORN_LIMIT {
            self.latch.open();
        }
        self.stillborn = 0;
    }

    /// The flights that have to be over before another one asks the source.
    pub(super) fn former(&mut self) -> Vec<Flight<Landing>> {
        self.former.retain(|flight| !flight.is_gone());
        self.former.iter().filter(|flight| !flight.is_over()).cloned().collect()
    }

    /// Forgets the token and every verdict on it; leaves what was under way, to be cut.
    pub(super) fn forget(&mut self) -> Option<Flight<Landing>> {
        let mut former = self.remains();
        let flight = self.under_way.take().map(|under_way| under_way.flight);
        former.extend(flight.clone());
        let Self { ticket, generation, rejected, closed, .. } = *self;
        *self = Self { former, ticket, generation, rejected, closed, ..Self::default() };
        flight
    }

    /// Gives out no more tokens; leaves what was under way, to be cut.
    pub(super) fn close(&mut self) -> Option<Flight<Landing>> {
        self.closed = true;
        let flight = self.under_way.take().map(|under_way| under_way.flight);
        self.former.extend(flight.clone());
        flight
    }

    fn check_open(&self) -> Result<(), Denied> {
        if self.closed { Err(Denied::closed()) } else { Ok(()) }
    }

    /// Of the flights that were cut, those that are not gone.
    pub(super) fn remains(&self) -> Vec<Flight<Landing>> {
        self.former.iter().filter(|flight| !flight.is_gone()).cloned().collect()
    }

    pub(super) fn summary(&self) -> AuthState {
        if self.signed_out.is_some() {
            AuthState::SignedOut
        } else if self.under_way().is_some() {
            AuthState::Refreshing
        } else if self.failures > 0 || self.latch.is_wary() {
            AuthState::Degraded
        } else {
            AuthState::Fresh
        }
    }
}
