//! Keeps one token alive. Enters: a source, rejections. Leaves: a token that is good as far as anyone knows. Putting it
//! on a request is `grant`'s business.
//!
//! A load or refresh is one shared future. It stands in the keeper's state, is spawned where there is a spawner, and is
//! driven by all who wait for it besides: so the caller that started it may go away without harm, nothing depends on an
//! executor, and where there is one the answer is taken even if nobody waits any more (a rotated refresh token must not
//! be lost). The future holds the source but not the keeper, so a client that is dropped is not kept alive by it.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::Shared;
use web_time::Instant;

use super::denied::Denied;
use super::fetch::Fetch;
use super::inside::is_inside;
use super::issued::{Issued, Origin};
use super::token::{Rejected, RejectedReason, Source, Token, TokenError, Tokens};
use crate::clock::{Chance, Clock, Spawner};
use crate::future::BoxFuture;

/// The least time between the end of one refresh and the start of the next.
const GAP: Duration = Duration::from_secs(1);
/// A token that is rejected so soon after its issue was never good.
const STILLBORN: Duration = Duration::from_secs(5);
/// So many stillborn tokens in a row, and no further one is asked for.
const STILLBORN_LIMIT: u32 = 3;

/// Whether tokens can be renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renewal {
    BySource,
    Never,
}

/// How a client's tokens are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthState {
    /// The token is good, or has not been asked for.
    Fresh,
    /// A token is being loaded or refreshed.
    Refreshing,
    /// The last load or refresh failed; an old token may still serve.
    Degraded,
    /// No token, and none will be asked for until the credentials are replaced.
    SignedOut,
}

type Flight = Shared<BoxFuture<'static, Result<Arc<Issued>, Denied>>>;

/// A place in a flight. Whoever has the first one sees to it that it is driven.
struct Seat {
    flight: Flight,
    first: bool,
}

pub(crate) struct Keeper {
    source: Arc<dyn Source>,
    renewal: Renewal,
    clock: Arc<dyn Clock>,
    spawner: Arc<dyn Spawner>,
    chance: Arc<Chance>,
    state: Mutex<State>,
    /// Stillborn tokens in a row. Outside of the state, because every successful call looks at it.
    stillborn: AtomicU32,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Issued>>,
    flight: Option<Flight>,
    generation: u64,
    /// The newest generation that is known to have been rejected.
    rejected: u64,
    last_refresh: Option<Instant>,
    failures: u32,
    /// The last failure, until there is a token again.
    failed: Option<(Instant, Denied)>,
    /// No refresh in the background before then.
    not_before: Option<Instant>,
    signed_out: Option<Denied>,
    /// Counts how often everything was forgotten: a flight of an earlier epoch lands in vain.
    epoch: u64,
}

/// What to do for a token.
enum Step {
    Use(Arc<Issued>),
    /// Use it, and drive a refresh in the background.
    UseAndDrive(Arc<Issued>, Seat),
    /// Wait, and use the old token, if there is one that has not expired, where that fails.
    Wait(Seat, Option<Arc<Issued>>),
}

impl Keeper {
    pub(crate) fn new(
        tokens: Tokens,
        clock: Arc<dyn Clock>,
        spawner: Arc<dyn Spawner>,
        chance: Arc<Chance>,
    ) -> Arc<Self> {
        let Tokens { source, renewal, flaw: _ } = tokens;
        let (state, stillborn) = (Mutex::default(), AtomicU32::new(0));
        Arc::new(Self { source, renewal, clock, spawner, chance, state, stillborn })
    }

    /// A token to send.
    pub(crate) async fn token(self: &Arc<Self>) -> Result<Arc<Issued>, Denied> {
        loop {
            match self.step()? {
                Step::Use(issued) => return Ok(issued),
                Step::UseAndDrive(issued, seat) => {
                    if let Some(task) = self.drive(&seat) {
                        task.await;
                    }
                    return Ok(issued);
                }
                Step::Wait(seat, old) => {
                    let issued = match (self.ride(seat).await, old) {
                        (Ok(issued), _) => issued,
                        (Err(_), Some(old)) => return Ok(old),
                        (Err(denied), None) => return Err(denied),
                    };
                    // A stored token may have expired in the store: look again. A refreshed one is used as it is,
                    // since a server that issues expired tokens would keep us here for ever.
                    if issued.origin == Origin::Refreshed || !issued.is_stale(self.clock.now()) {
                        return Ok(issued);
                    }
                }
            }
        }
    }

    /// A token in place of `used`, which the server has rejected; none where tokens cannot be renewed.
    pub(crate) async fn replace(
        self: &Arc<Self>,
        used: &Issued,
        challenge: Option<String>,
    ) -> Result<Option<Arc<Issued>>, Denied> {
        if self.is_asked_by_its_source() {
            return Err(Denied::reentrant());
        }
        let seat = {
            let mut state = self.lock();
            if let Some(current) = state.current.as_ref().filter(|current| current.generation > used.generation) {
                return Ok(Some(Arc::clone(current)));
            }
            if self.renewal == Renewal::Never {
                return Ok(None);
            }
            self.count_rejection(&mut state, used);
            if let Some(denied) = &state.signed_out {
                return Err(denied.clone());
            }
            let rejected = Rejected { token: used.token.clone(), reason: RejectedReason::Unauthorized { challenge } };
            self.seat(&mut state, Some(rejected))?
        };
        self.ride(seat).await.map(Some)
    }

    /// The server rejected `used` where it is not to be replaced.
    pub(crate) fn reject(&self, used: &Issued) {
        self.count_rejection(&mut self.lock(), used);
    }

    /// The server accepted a token.
    pub(crate) fn accept(&self) {
        if self.stillborn.load(Ordering::Relaxed) != 0 {
            self.stillborn.store(0, Ordering::Relaxed);
        }
    }

    /// Forgets the token and every verdict on it; the next call loads anew.
    pub(crate) fn forget(&self) {
        let mut state = self.lock();
        let State { generation, rejected, epoch, .. } = *state;
        *state = State { generation, rejected, epoch: epoch + 1, ..State::default() };
        self.stillborn.store(0, Ordering::Relaxed);
    }

    pub(crate) fn state(&self) -> AuthState {
        let state = self.lock();
        match &*state {
            State { signed_out: Some(_), .. } => AuthState::SignedOut,
            State { flight: Some(_), .. } => AuthState::Refreshing,
            State { failures: 1.., .. } => AuthState::Degraded,
            _ => AuthState::Fresh,
        }
    }

    /// Whether this is called from inside the source, where waiting for the token would be waiting for itself.
    fn is_asked_by_its_source(self: &Arc<Self>) -> bool {
        is_inside(Arc::as_ptr(self) as usize)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn step(self: &Arc<Self>) -> Result<Step, Denied> {
        let mut state = self.lock();
        if let Some(denied) = &state.signed_out {
            return Err(denied.clone());
        }
        let Some(current) = state.current.clone() else {
            if self.is_asked_by_its_source() {
                return Err(Denied::reentrant());
            }
            return Ok(Step::Wait(self.seat(&mut state, None)?, None));
        };
        let now = self.clock.now();
        let rejected = || Rejected { token: current.token.clone(), reason: RejectedReason::Expiring };
        if self.renewal == Renewal::Never || self.is_asked_by_its_source() {
            return Ok(Step::Use(current));
        }
        if current.is_stale(now) {
            let alive = !current.is_expired(now);
            return match self.seat(&mut state, Some(rejected())) {
                Ok(seat) => Ok(Step::Wait(seat, alive.then_some(current))),
                Err(_) if alive => Ok(Step::Use(current)),
                Err(denied) => Err(denied),
            };
        }
        let allowed = state.not_before.is_none_or(|not_before| now >= not_before);
        if current.is_aging(now) && allowed && state.flight.is_none() {
            let seat = self.seat(&mut state, Some(rejected()))?;
            return Ok(Step::UseAndDrive(current, seat));
        }
        Ok(Step::Use(current))
    }

    /// A seat in the load or refresh under way, or in a new one; or the failure of one that has just ended, which those
    /// who come a moment too late share with those who were in time.
    fn seat(self: &Arc<Self>, state: &mut State, rejected: Option<Rejected>) -> Result<Seat, Denied> {
        if let Some(flight) = &state.flight {
            return Ok(Seat { flight: flight.clone(), first: false });
        }
        if let Some((at, denied)) = &state.failed
            && self.clock.now().saturating_duration_since(*at) < GAP
        {
            return Err(denied.clone());
        }
        let elapsed = state.last_refresh.map_or(GAP, |last| self.clock.now().saturating_duration_since(last));
        let fetch = Fetch {
            keeper: Arc::downgrade(self),
            source: Arc::clone(&self.source),
            clock: Arc::clone(&self.clock),
            epoch: state.epoch,
            gap: GAP.saturating_sub(elapsed),
            rejected,
        };
        let flight: BoxFuture<'static, _> = Box::pin(fetch.run());
        let flight = flight.shared();
        state.flight = Some(flight.clone());
        Ok(Seat { flight, first: true })
    }

    /// Waits for the flight, having it driven in the background too.
    async fn ride(&self, seat: Seat) -> Result<Arc<Issued>, Denied> {
        if seat.first {
            // Where nothing can drive it, this await does.
            drop(self.drive(&seat));
        }
        seat.flight.await
    }

    /// Has the flight driven in the background; gives the driver back where nothing can.
    fn drive(&self, seat: &Seat) -> Option<BoxFuture<'static, ()>> {
        let flight = seat.flight.clone();
        self.spawner.spawn(Box::pin(async move {
            let _those_who_wait_have_it = flight.await;
        }))
    }

    /// Takes the end of a flight into the state.
    pub(super) fn publish(
        &self,
        fetched: Result<Token, TokenError>,
        origin: Origin,
        epoch: u64,
    ) -> Result<Arc<Issued>, Denied> {
        let now = self.clock.now();
        let mut state = self.lock();
        if state.epoch != epoch {
            return Err(Denied::forgotten());
        }
        state.flight = None;
        if origin == Origin::Refreshed {
            state.last_refresh = Some(now);
        }
        let generation = state.generation + 1;
        let issue = |token| Issued::new(token, generation, origin, self.clock.as_ref(), &self.chance);
        let issued = fetched.map_err(Denied::from).and_then(issue);
        match issued {
            Ok(issued) => {
                let issued = Arc::new(issued);
                (state.generation, state.failures, state.failed, state.not_before) = (issued.generation, 0, None, None);
                state.current = Some(Arc::clone(&issued));
                Ok(issued)
            }
            Err(denied) => {
                let backoff = Duration::from_secs(1 << state.failures.min(6)).min(Duration::from_secs(60));
                state.failures = state.failures.saturating_add(1);
                state.not_before = Some(now + backoff);
                state.failed = Some((now, denied.clone()));
                if denied.is_permanent() {
                    state.signed_out = Some(denied.clone());
                }
                Err(denied)
            }
        }
    }

    fn count_rejection(&self, state: &mut State, used: &Issued) {
        if used.generation <= state.rejected {
            return;
        }
        state.rejected = used.generation;
        let age = self.clock.now().saturating_duration_since(used.received);
        if used.origin == Origin::Loaded || age >= STILLBORN {
            self.stillborn.store(0, Ordering::Relaxed);
        } else if self.stillborn.fetch_add(1, Ordering::Relaxed) + 1 >= STILLBORN_LIMIT {
            state.signed_out = Some(Denied::stillborn());
        }
    }
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper").field("state", &self.state()).finish_non_exhaustive()
    }
}
