//! Keeps one token alive. Enters: a source, rejections. Leaves: a token that is good as far as anyone knows. Putting it
//! on a request is `grant`'s business, what is known about the token `state`'s, who drives a flight `flight`'s.
//!
//! A load or refresh is one flight, which all who need its token wait for. It is spawned where there is a spawner, so that
//! the caller that started it may go away without harm, and the answer is taken even if nobody waits any more (a rotated
//! refresh token must not be lost). Where there is none, those who wait drive it. However it ends, they get to know: by
//! its answer, which may be that the source has panicked, or that it was lost with the executor that ran it. Then the
//! first of them begins anew, without a spawner, which might lose it again. The flight holds the source but not the
//! keeper, so a client that is dropped is not kept alive by it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use web_time::Instant;

use super::board::Driver;
use super::denied::{Denied, Lasts};
use super::fetch::{Fetch, LIMIT, Persistence};
use super::flight::Flight;
use super::inside::{is_inside, refuse};
use super::issued::{Issued, Origin};
use super::source::{Renewal, Source, Tokens};
use super::state::{AuthState, Landing, Plan, Remedy, State, UnderWay};
use super::token::{Rejected, RejectedReason, Token};
use crate::clock::{Chance, Clock, Spawner};
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Mutex, lock};
use crate::timeout::within;

/// A task that is not polled for so long after it was woken is taken for lost: its executor has stopped.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) struct Keeper {
    source: Arc<dyn Source>,
    renewal: Renewal,
    clock: Arc<dyn Clock>,
    spawner: Arc<dyn Spawner>,
    chance: Arc<Chance>,
    state: Mutex<State>,
    /// Whether a success would change what is known. Outside of the state, because every successful call looks at it.
    doubted: AtomicBool,
    /// Woken by each token that comes.
    #[cfg(feature = "outbox")]
    told: Mutex<Option<std::task::Waker>>,
}

/// A place in a flight. Whoever has the first one launches it.
struct Seat {
    under_way: UnderWay,
    first: bool,
}

/// What a new flight is like.
#[derive(Clone, Copy)]
struct Manner {
    persistence: Persistence,
    /// Whether flights may be spawned: one who has seen one lost drives the next one.
    spawned: bool,
}

impl Manner {
    const fn new(persistence: Persistence) -> Self {
        Self { persistence, spawned: true }
    }
}

/// What a call does for a token.
enum Step {
    Use(Arc<Issued>),
    /// Use it while the flight renews it, if that is driven by somebody else.
    Renew(Seat, Arc<Issued>),
    /// Wait for the flight; use the old one, if there is one that has not expired, where that fails.
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
        let (state, doubted) = (Mutex::new(State::default()), AtomicBool::new(false));
        Arc::new(Self {
            source,
            renewal,
            clock,
            spawner,
            chance,
            state,
            doubted,
            #[cfg(feature = "outbox")]
            told: Mutex::new(None),
        })
    }

    /// Wakes `waker` whenever there is a new token.
    #[cfg(feature = "outbox")]
    pub(crate) fn tell_of_tokens(&self, waker: std::task::Waker) {
        *lock(&self.told) = Some(waker);
    }

    /// A token to send.
    pub(crate) async fn token(self: &Arc<Self>) -> Landing {
        let mut manner = Manner::new(Persistence::Retried);
        loop {
            let (seat, old) = match self.step(manner)? {
                Step::Use(issued) => return Ok(issued),
                Step::Renew(seat, issued) if self.launch(&seat) => return Ok(issued),
                Step::Renew(seat, issued) => (seat, Some(issued)),
                Step::Wait(seat, old) => {
                    self.launch(&seat);
                    (seat, old)
                }
            };
            match self.ride(&seat).await {
                // A stored token may have expired in the store: look again. A refreshed one is used as it is, since a
                // server that issues expired tokens would keep us here for ever.
                Some(Ok(issued)) if issued.origin == Origin::Loaded && issued.is_stale(self.clock.now()) => {}
                Some(Ok(issued)) => return Ok(issued),
                Some(Err(denied)) => match old {
                    Some(old) if denied.lasts() != Lasts::Never => return Ok(old),
                    None if seat.may_be_bettered(&denied) => {}
                    _ => return Err(denied),
                },
                None => manner.spawned = false,
            }
        }
    }

    /// A token in place of `used`, which the call had at `sent` and the server has rejected; none where tokens cannot be
    /// renewed.
    pub(crate) async fn replace(
        self: &Arc<Self>,
        used: &Issued,
        sent: Instant,
        challenge: Option<String>,
    ) -> Result<Option<Arc<Issued>>, Denied> {
        if self.is_asked_by_its_source() {
            return Err(self.refused());
        }
        let mut manner = Manner::new(Persistence::Retried);
        loop {
            let seat = {
                let (mut state, now) = (lock(&self.state), self.clock.now());
                self.note_rejection(&mut state, used, now);
                let rejected = match state.remedy(used, sent, now)? {
                    Remedy::Use(current) => return Ok(Some(current)),
                    Remedy::Replace | Remedy::Load if self.renewal == Renewal::Never => return Ok(None),
                    Remedy::Replace => {
                        let reason = RejectedReason::Unauthorized { challenge: challenge.clone() };
                        Some(Rejected { token: used.token.clone(), reason })
                    }
                    Remedy::Load => None,
                };
                self.seat(&mut state, rejected, manner, now)?
            };
            self.launch(&seat);
            match self.ride(&seat).await {
                Some(Err(denied)) if seat.may_be_bettered(&denied) => {}
                Some(landing) => return landing.map(Some),
                None => manner.spawned = false,
            }
        }
    }

    /// The server rejected `used` where it is not to be replaced.
    pub(crate) fn reject(&self, used: &Issued) {
        self.note_rejection(&mut lock(&self.state), used, self.clock.now());
    }

    /// The server accepted a token.
    pub(crate) fn accept(&self) {
        if self.doubted.load(Ordering::Relaxed) {
            let mut state = lock(&self.state);
            self.doubted.store(false, Ordering::Relaxed);
            state.accepted();
        }
    }

    /// Forgets the token and every verdict on it, and ends what is under way; the next call loads anew.
    pub(crate) fn forget(&self) {
        let flight = {
            let mut state = lock(&self.state);
            self.doubted.store(false, Ordering::Relaxed);
            state.forget()
        };
        if let Some(flight) = flight {
            flight.cut(Err(Denied::forgotten()));
        }
    }

    /// Gives out no more tokens, and begins no load or refresh any more. What is under way goes on: a server may have
    /// taken the old token already, and only its source can store the new one.
    pub(crate) fn close(&self) {
        lock(&self.state).close();
    }

    /// Done when no load or refresh is under way; drives it where nobody else does.
    pub(crate) async fn rested(&self) {
        let flights = lock(&self.state).flights();
        join_all(flights.iter().map(Flight::wait)).await;
    }

    /// Ends what is under way.
    pub(crate) fn cut(&self) {
        let flights = lock(&self.state).flights();
        flights.iter().for_each(|flight| flight.cut(Err(Denied::closed())));
    }

    pub(crate) fn state(&self) -> AuthState {
        lock(&self.state).summary()
    }

    /// Whether this is called from inside the source, where waiting for the token would be waiting for itself.
    fn is_asked_by_its_source(self: &Arc<Self>) -> bool {
        is_inside(self.address())
    }

    fn refused(self: &Arc<Self>) -> Denied {
        refuse(self.address());
        Denied::reentrant()
    }

    fn address(self: &Arc<Self>) -> usize {
        Arc::as_ptr(self) as usize
    }

    fn note_rejection(&self, state: &mut State, used: &Issued, now: Instant) {
        state.rejected(used, now, self.chance.unit());
        self.doubted.store(true, Ordering::Relaxed);
    }

    fn step(self: &Arc<Self>, manner: Manner) -> Result<Step, Denied> {
        let mut state = lock(&self.state);
        if self.is_asked_by_its_source() {
            return state.current().cloned().map(Step::Use).ok_or_else(|| self.refused());
        }
        let now = self.clock.now();
        let expiring = |token: &Issued| Some(Rejected { token: token.token.clone(), reason: RejectedReason::Expiring });
        Ok(match state.plan(self.renewal, now)? {
            Plan::Use(current) => Step::Use(current),
            Plan::Load => Step::Wait(self.seat(&mut state, None, manner, now)?, None),
            Plan::Renew(current) => {
                let manner = Manner { persistence: Persistence::Once, ..manner };
                match self.seat(&mut state, expiring(&current), manner, now) {
                    Ok(seat) => Step::Renew(seat, current),
                    Err(_) => Step::Use(current),
                }
            }
            Plan::Replace(current) => {
                let seat = self.seat(&mut state, expiring(&current), manner, now);
                match (seat, (!current.is_expired(now)).then_some(current)) {
                    (Ok(seat), old) => Step::Wait(seat, old),
                    (Err(_), Some(old)) => Step::Use(old),
                    (Err(denied), None) => return Err(denied),
                }
            }
        })
    }

    /// A seat in the load or refresh under way, or in a new one.
    fn seat(
        self: &Arc<Self>,
        state: &mut State,
        rejected: Option<Rejected>,
        Manner { persistence, spawned }: Manner,
        now: Instant,
    ) -> Result<Seat, Denied> {
        if let Some(under_way) = state.under_way() {
            return Ok(Seat { under_way: under_way.clone(), first: false });
        }
        let (gap, ticket) = (state.clearance(now)?, state.ticket());
        let origin = if rejected.is_some() { Origin::Refreshed } else { Origin::Loaded };
        let fetch = Fetch {
            source: Arc::clone(&self.source),
            clock: Arc::clone(&self.clock),
            chance: Arc::clone(&self.chance),
            keeper: self.address(),
            gap,
            rejected,
            persistence,
        };
        let (keeper, former) = (Arc::downgrade(self), state.former());
        let work = async move {
            join_all(former.iter().map(Flight::wait)).await;
            let fetched = fetch.run().await;
            let keeper = keeper.upgrade().ok_or_else(Denied::forgotten)?;
            keeper.land(ticket, origin, persistence, fetched)
        };
        let driver = if spawned { Driver::task() } else { Driver::Waiters };
        let under_way = UnderWay { ticket, flight: Flight::new(Box::pin(work), driver), persistence };
        state.begin(under_way.clone());
        Ok(Seat { under_way, first: spawned })
    }

    /// Has a new flight driven in the background; says whether it is.
    fn launch(&self, seat: &Seat) -> bool {
        seat.first && seat.under_way.flight.launch(self.spawner.as_ref())
    }

    /// Waits for the end of a flight: how it landed, or nothing if it was lost.
    async fn ride(&self, seat: &Seat) -> Option<Landing> {
        let flight = &seat.under_way.flight;
        let mut wait = flight.wait();
        let mut waited = Duration::ZERO;
        // A flight has a limit of its own. This is for one that can no longer see to it.
        while waited <= LIMIT {
            let polls = flight.knock();
            if let Ok(landing) = within(self.clock.as_ref(), Some(PATIENCE), &mut wait).await {
                return landing;
            }
            polls.into_iter().for_each(|polls| flight.give_up(polls));
            waited += PATIENCE;
        }
        Some(Err(Denied::silent()))
    }

    /// Takes the end of a flight into the state.
    fn land(&self, ticket: u64, origin: Origin, persistence: Persistence, fetched: Result<Token, Denied>) -> Landing {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        if !state.end(ticket) {
            return Err(Denied::forgotten());
        }
        let generation = state.next_generation();
        let issue = |token| Issued::new(token, generation, origin, self.clock.as_ref(), &self.chance);
        let landing = fetched.and_then(issue).map(Arc::new);
        match &landing {
            Ok(issued) => state.landed(issued, now),
            Err(denied) => state.failed(denied, persistence, now, self.chance.unit()),
        }
        #[cfg(feature = "outbox")]
        if landing.is_ok() {
            drop(state);
            let told = lock(&self.told).clone();
            told.iter().for_each(std::task::Waker::wake_by_ref);
        }
        landing
    }
}

impl Seat {
    /// Whether a flight with more tries may end better than this one did.
    fn may_be_bettered(&self, denied: &Denied) -> bool {
        self.under_way.persistence == Persistence::Once && denied.lasts() == Lasts::AWhile
    }
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper").field("state", &self.state()).finish_non_exhaustive()
    }
}
