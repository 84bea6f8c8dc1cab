//! Requests that are under way for what a cache stores. Enters: keys. Leaves: who asks and who waits; and of each that was asked, whether what
//! is stored meanwhile is still what it was when it was asked. What is asked is not its business.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Poll, Waker};

use super::key::{CacheKey, CachePartition};
use super::print::Fingerprint;
use crate::sync::{Mutex, Waiting, lock};

/// So many questions are remembered that are not worth waiting for.
const MOST_USELESS: usize = 1024;

/// What is asked under one key by one asker.
pub(super) type Question = (CacheKey, Option<Fingerprint>);

#[derive(Default)]
pub(crate) struct Flights(Mutex<State>);

#[derive(Default)]
struct State {
    next: u64,
    /// So many are over.
    landings: u64,
    under_way: HashMap<u64, UnderWay>,
    /// The flight that others wait for.
    shared: HashMap<Question, u64>,
    /// Those who wait until nobody hands something to the store.
    quiet: Waiting,
    /// What need not be waited for: the last time nothing of it was stored that others could use. The last one last.
    useless: HashSet<Question>,
    order: VecDeque<Question>,
}

struct UnderWay {
    key: CacheKey,
    /// Something was invalidated since it began, so that what it brings may be from before.
    is_spoiled: bool,
    /// The network has answered, and what it brought is on its way to the store.
    is_storing: bool,
    /// It is being handed to the store.
    is_putting: bool,
    waiting: Waiting,
}

/// What becomes of somebody who asks what others may ask too.
pub(crate) enum Joined {
    /// Goes first; others wait for it.
    Leads(Flight),
    /// Waits for that one, which has asked the network.
    Follows(Leader),
    /// Goes alone: there is nothing to wait for.
    Alone(Flight),
}

/// One that is waited for.
#[derive(Clone, Copy)]
pub(crate) struct Leader {
    number: u64,
    /// The network has answered it, and what it brought is on its way to the store.
    pub(crate) is_storing: bool,
}

impl Flights {
    /// Asks for what others may ask for too.
    pub(super) fn join(self: &Arc<Self>, question: Question) -> Joined {
        let mut state = lock(&self.0);
        let leader = state.leader(&question);
        // What is being stored is worth waiting for whatever it is good for: it has a validator.
        if state.useless.contains(&question) && !leader.is_some_and(|leader| leader.is_storing) {
            let number = state.begin(question.0);
            return Joined::Alone(Flight { flights: Arc::clone(self), number, question: None });
        }
        match leader {
            Some(leader) => Joined::Follows(leader),
            None => Joined::Leads(state.lead(self, question)),
        }
    }

    /// How many are over, whatever they asked for.
    pub(super) fn landings(&self) -> u64 {
        lock(&self.0).landings
    }

    /// Asks first; none where somebody asks that already.
    pub(super) fn lead(self: &Arc<Self>, question: Question) -> Option<Flight> {
        let mut state = lock(&self.0);
        (!state.shared.contains_key(&question)).then(|| state.lead(self, question))
    }

    /// Asks alone, whoever else does.
    pub(super) fn alone(self: &Arc<Self>, key: CacheKey) -> Flight {
        let number = lock(&self.0).begin(key);
        Flight { flights: Arc::clone(self), number, question: None }
    }

    /// The flight of somebody who asks that already.
    pub(super) fn leader(&self, question: &Question) -> Option<Leader> {
        lock(&self.0).leader(question)
    }

    /// Done once that flight is over.
    pub(super) async fn landed(&self, Leader { number, .. }: Leader) {
        let mut follower = Follower { flights: self, number, key: None };
        poll_fn(|cx| {
            let mut state = lock(&self.0);
            let Some(flight) = state.under_way.get_mut(&number) else { return Poll::Ready(()) };
            let former = flight.waiting.wait(&mut follower.key, cx);
            drop(state);
            drop(former);
            Poll::Pending
        })
        .await;
    }

    #[cfg(all(test, loom))]
    pub(super) fn is_idle(&self) -> bool {
        let state = lock(&self.0);
        state.under_way.is_empty() && state.shared.is_empty()
    }

    /// What is under way for `key` may be from before, and is not stored any more once this is done.
    pub(super) async fn spoil(&self, key: CacheKey) {
        self.spoil_all(|of| of == key).await;
    }

    /// The same of a whole partition.
    pub(super) async fn spoil_partition(&self, partition: CachePartition) {
        self.spoil_all(|key| key.partition() == partition).await;
    }

    async fn spoil_all(&self, which: impl Fn(CacheKey) -> bool) {
        {
            let mut state = lock(&self.0);
            let spoiled = state.under_way.values_mut().filter(|flight| which(flight.key));
            spoiled.for_each(|flight| flight.is_spoiled = true);
            // Nobody who asks from now on is to get what is from before.
            state.shared.retain(|(key, _), _| !which(*key));
        }
        let mut key = None;
        // Nobody is at it for long, whoever is not polled again: it is one call of a function.
        poll_fn(|cx| {
            let mut state = lock(&self.0);
            if !state.under_way.values().any(|flight| flight.is_putting && which(flight.key)) {
                return Poll::Ready(());
            }
            let former = state.quiet.wait(&mut key, cx);
            drop(state);
            drop(former);
            Poll::Pending
        })
        .await;
    }
}

impl State {
    fn begin(&mut self, key: CacheKey) -> u64 {
        self.next += 1;
        self.under_way.insert(
            self.next,
            UnderWay { key, is_spoiled: false, is_storing: false, is_putting: false, waiting: Waiting::default() },
        );
        self.next
    }

    fn lead(&mut self, flights: &Arc<Flights>, question: Question) -> Flight {
        let number = self.begin(question.0);
        self.shared.insert(question, number);
        Flight { flights: Arc::clone(flights), number, question: Some(question) }
    }

    fn leader(&self, question: &Question) -> Option<Leader> {
        let number = *self.shared.get(question)?;
        Some(Leader { number, is_storing: self.under_way.get(&number)?.is_storing })
    }

    fn remember(&mut self, question: Question, serves_others: bool) {
        if serves_others {
            if self.useless.remove(&question) {
                self.order.retain(|other| *other != question);
            }
        } else if self.useless.insert(question) {
            self.order.push_back(question);
            if self.order.len() > MOST_USELESS
                && let Some(first) = self.order.pop_front()
            {
                self.useless.remove(&first);
            }
        }
    }
}

/// One who waits for a flight; no longer when it is dropped.
struct Follower<'a> {
    flights: &'a Flights,
    number: u64,
    key: Option<u64>,
}

impl Drop for Follower<'_> {
    fn drop(&mut self) {
        let former = {
            let mut state = lock(&self.flights.0);
            state.under_way.get_mut(&self.number).and_then(|flight| flight.waiting.leave(self.key))
        };
        drop(former);
    }
}

/// One that is under way; over when it is dropped.
pub(crate) struct Flight {
    flights: Arc<Flights>,
    number: u64,
    /// What others wait for.
    question: Option<Question>,
}

impl Flight {
    /// Whether what it brings may be stored: nothing was invalidated meanwhile.
    pub(crate) fn is_clean(&self) -> bool {
        lock(&self.flights.0).under_way.get(&self.number).is_some_and(|flight| !flight.is_spoiled)
    }

    /// Has what it brings handed to the store, unless something was invalidated meanwhile; who invalidates it now waits until it is.
    pub(super) fn puts(&self) -> Option<Putting<'_>> {
        let mut state = lock(&self.flights.0);
        let flight = state.under_way.get_mut(&self.number).filter(|flight| !flight.is_spoiled)?;
        flight.is_putting = true;
        Some(Putting(self))
    }

    /// Writes down whether others would have found something to use.
    pub(super) fn brought(&self, question: Question, serves_others: bool) {
        lock(&self.flights.0).remember(question, serves_others);
    }

    /// From here on it stores what it has brought: whoever asks the same waits for that, though it went alone.
    pub(super) fn stores(&mut self, question: Question) {
        let mut state = lock(&self.flights.0);
        let Some(flight) = state.under_way.get_mut(&self.number).filter(|flight| !flight.is_spoiled) else { return };
        flight.is_storing = true;
        state.shared.insert(question, self.number);
        self.question = Some(question);
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let landed = {
            let mut state = lock(&self.flights.0);
            if let Some(question) = &self.question
                && state.shared.get(question) == Some(&self.number)
            {
                state.shared.remove(question);
            }
            state.landings += 1;
            state.under_way.remove(&self.number)
        };
        landed.into_iter().for_each(|mut landed| landed.waiting.take().for_each(Waker::wake));
    }
}

/// One that hands something to the store; it has when this is dropped.
pub(super) struct Putting<'a>(&'a Flight);

impl Drop for Putting<'_> {
    fn drop(&mut self) {
        let waiting = {
            let mut state = lock(&self.0.flights.0);
            if let Some(flight) = state.under_way.get_mut(&self.0.number) {
                flight.is_putting = false;
            }
            state.quiet.take()
        };
        waiting.for_each(Waker::wake);
    }
}

impl fmt::Debug for Flights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flights").field("under_way", &lock(&self.0).under_way.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Flight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Flight").field(&self.number).finish()
    }
}
