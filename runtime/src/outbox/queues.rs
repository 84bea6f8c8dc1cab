//! The state of every entry: which may be sent, which waits, which is a dead letter. Enters: entries, ends of sendings, the time. Leaves:
//! what to send next. It waits for nothing, starts nothing and writes nothing down.
//!
//! ```text
//! Writing > Waiting <> UnderWay > (gone)
//!              ^          |
//!   Changing --+-- Dead <-+
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Unbounded};
use std::sync::Arc;

use web_time::Instant;

use super::entry::{Entry, EntryId, Mark};
use super::pending::Waits;

/// What a queue does behind an entry that was refused for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AfterFailure {
    /// The entry becomes a dead letter, and the next one is sent.
    #[default]
    GoOn,
    /// The entry becomes a dead letter, and its queue stops until that is retried or discarded.
    Halt,
}

/// Every entry, and how its queue is.
#[derive(Debug)]
pub(crate) struct Queues {
    items: BTreeMap<EntryId, Item>,
    queues: BTreeMap<String, Queue>,
    /// The queue from which something was begun last: the others come first then.
    last: String,
    under_way: usize,
    bytes: usize,
    at_once: usize,
    after_failure: AfterFailure,
}

#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) entry: Arc<Entry>,
    pub(crate) mark: Mark,
    pub(crate) stage: Stage,
    /// The bytes that it takes: of its content, or of other content that is on its way to the store where that has more.
    room: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It is not known to last yet.
    Writing,
    Waiting,
    UnderWay,
    Dead,
    /// A dead letter that is retried or discarded, which is not known to last yet.
    Changing,
}

#[derive(Debug, Default)]
struct Queue {
    /// In order, dead letters aside.
    line: BTreeSet<EntryId>,
    dead: usize,
    /// It may be another than the first: a dead letter that is to be sent again goes back to its place.
    under_way: Option<EntryId>,
    pause: Option<Pause>,
}

/// A queue waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pause {
    pub(crate) until: Instant,
    pub(crate) why: Waits,
}

/// What ends pauses before their time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wake {
    /// There is a network again.
    Online,
    /// There are new credentials.
    Credentials,
    /// Somebody asks for it.
    Asked,
}

impl Wake {
    fn ends(self, why: Waits) -> bool {
        match (self, why) {
            // A server that asks for time gets it.
            (_, Waits::ServerAsked) => false,
            (Self::Online, Waits::Credentials) | (Self::Credentials, Waits::Backoff) => false,
            (Self::Online | Self::Asked, Waits::Backoff) => true,
            (Self::Credentials | Self::Asked, Waits::Credentials) => true,
        }
    }
}

impl Queues {
    pub(crate) fn new(at_once: usize, after_failure: AfterFailure) -> Self {
        Self {
            items: BTreeMap::new(),
            queues: BTreeMap::new(),
            last: String::new(),
            under_way: 0,
            bytes: 0,
            at_once,
            after_failure,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn get(&self, id: EntryId) -> Option<&Item> {
        self.items.get(&id)
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// What a queue waits for.
    pub(crate) fn pause(&self, queue: &str) -> Option<Pause> {
        self.queues.get(queue)?.pause
    }

    /// An entry that is being written, or that was there.
    pub(crate) fn add(&mut self, entry: Arc<Entry>, mark: Mark, is_written: bool) {
        let stage = match (is_written, mark.is_dead) {
            (false, _) => Stage::Writing,
            (true, false) => Stage::Waiting,
            (true, true) => Stage::Dead,
        };
        let queue = self.queues.entry(entry.queue.clone()).or_default();
        match stage {
            Stage::Dead | Stage::Changing => queue.dead += 1,
            Stage::Writing | Stage::Waiting | Stage::UnderWay => drop(queue.line.insert(entry.id)),
        }
        let room = entry.size();
        self.bytes += room;
        self.items.insert(entry.id, Item { entry, mark, stage, room });
    }

    /// The entry lasts: it may be sent.
    pub(crate) fn admit(&mut self, id: EntryId) {
        if let Some(item) = self.items.get_mut(&id).filter(|item| item.stage == Stage::Writing) {
            item.stage = Stage::Waiting;
        }
    }

    /// The next entry to send now, which is under way from here on.
    pub(crate) fn begin(&mut self, now: Instant) -> Option<Arc<Entry>> {
        if self.under_way >= self.at_once {
            return None;
        }
        let behind = self.queues.range::<str, _>((Excluded(self.last.as_str()), Unbounded));
        let all = behind.chain(self.queues.iter());
        let id = all.into_iter().find_map(|(_, queue)| self.ready(queue, |until| until <= now))?;
        let item = self.items.get_mut(&id)?;
        item.stage = Stage::UnderWay;
        self.under_way += 1;
        self.last.clone_from(&item.entry.queue);
        if let Some(queue) = self.queues.get_mut(&item.entry.queue) {
            (queue.pause, queue.under_way) = (None, Some(id));
        }
        Some(Arc::clone(&item.entry))
    }

    /// The first entry of a queue, if it may be sent at a time of which `is_over` says so.
    fn ready(&self, queue: &Queue, is_over: impl Fn(Instant) -> bool) -> Option<EntryId> {
        let first = *queue.line.first()?;
        let waits = queue.pause.is_some_and(|pause| !is_over(pause.until));
        let halts = self.after_failure == AfterFailure::Halt && queue.dead > 0;
        let is_waiting = self.items.get(&first).is_some_and(|item| item.stage == Stage::Waiting);
        (is_waiting && queue.under_way.is_none() && !waits && !halts).then_some(first)
    }

    /// Whether something is under way, on its way to the store, or may be sent now.
    pub(crate) fn is_busy(&self, now: Instant) -> bool {
        let is_moving = |item: &Item| matches!(item.stage, Stage::Writing | Stage::UnderWay | Stage::Changing);
        self.items.values().any(is_moving)
            || self.queues.values().any(|queue| self.ready(queue, |until| until <= now).is_some())
    }

    /// When the next pause of a queue that has something to send is over.
    pub(crate) fn soonest(&self) -> Option<Instant> {
        let waiting = self.queues.values().filter(|queue| self.ready(queue, |_| true).is_some());
        waiting.filter_map(|queue| queue.pause).map(|pause| pause.until).min()
    }

    /// Ends the pauses that `wake` ends.
    pub(crate) fn wake(&mut self, wake: Wake) {
        for queue in self.queues.values_mut() {
            queue.pause = queue.pause.filter(|pause| !wake.ends(pause.why));
        }
    }

    /// What was under way waits again, for `pause`.
    pub(crate) fn release(&mut self, id: EntryId, pause: Option<Pause>) {
        let Some(item) = self.items.get_mut(&id).filter(|item| item.stage == Stage::UnderWay) else { return };
        item.stage = Stage::Waiting;
        self.under_way -= 1;
        if let Some(queue) = self.queues.get_mut(&item.entry.queue) {
            (queue.pause, queue.under_way) = (pause, None);
        }
    }

    /// Keeps an entry as it is while something else is to become of it, unless it is on its way or that is so already; whether it could be.
    pub(crate) fn hold(&mut self, id: EntryId) -> bool {
        let Some(item) = self.items.get_mut(&id) else { return false };
        item.stage = match item.stage {
            Stage::Waiting => Stage::Writing,
            Stage::Dead => Stage::Changing,
            Stage::Writing | Stage::UnderWay | Stage::Changing => return false,
        };
        true
    }

    /// Nothing has become of an entry that was held.
    pub(crate) fn let_go(&mut self, id: EntryId) {
        let Some(item) = self.items.get_mut(&id) else { return };
        item.stage = match item.stage {
            Stage::Writing => Stage::Waiting,
            Stage::Changing => Stage::Dead,
            stage @ (Stage::Waiting | Stage::UnderWay | Stage::Dead) => stage,
        };
    }

    /// Ends whatever pause a queue has.
    pub(crate) fn go_on(&mut self, queue: &str) {
        self.queues.get_mut(queue).into_iter().for_each(|queue| queue.pause = None);
    }

    pub(crate) fn mark(&mut self, id: EntryId, mark: Mark) {
        if let Some(item) = self.items.get_mut(&id) {
            item.mark = mark;
        }
    }

    /// Other content of so many bytes is on its way to the store.
    pub(crate) fn make_room(&mut self, id: EntryId, bytes: usize) {
        let content = self.items.get(&id).map_or(0, |item| item.entry.size());
        self.take_room(id, content.max(bytes));
    }

    /// The same entry with other content; none where it could not be written.
    pub(crate) fn replace(&mut self, id: EntryId, entry: Option<Arc<Entry>>) {
        let Some(item) = self.items.get_mut(&id) else { return };
        item.entry = entry.unwrap_or_else(|| Arc::clone(&item.entry));
        let content = item.entry.size();
        self.take_room(id, content);
    }

    fn take_room(&mut self, id: EntryId, bytes: usize) {
        if let Some(item) = self.items.get_mut(&id) {
            self.bytes = self.bytes.saturating_sub(item.room) + bytes;
            item.room = bytes;
        }
    }

    /// Makes a dead letter of it.
    pub(crate) fn bury(&mut self, id: EntryId) {
        let is_dead = |item: &Item| matches!(item.stage, Stage::Dead | Stage::Changing);
        let Some(item) = self.items.get_mut(&id).filter(|item| !is_dead(item)) else { return };
        self.under_way -= usize::from(item.stage == Stage::UnderWay);
        item.stage = Stage::Dead;
        item.mark.is_dead = true;
        let queue = self.queues.entry(item.entry.queue.clone()).or_default();
        queue.line.remove(&id);
        queue.under_way = queue.under_way.filter(|under_way| *under_way != id);
        queue.dead += 1;
    }

    /// A dead letter that was held is to be sent again, from its place in the queue.
    pub(crate) fn revive(&mut self, id: EntryId) {
        let Some(item) = self.items.get_mut(&id).filter(|item| item.stage == Stage::Changing) else { return };
        item.stage = Stage::Waiting;
        item.mark.is_dead = false;
        let queue = self.queues.entry(item.entry.queue.clone()).or_default();
        queue.dead -= 1;
        queue.line.insert(id);
    }

    /// It is gone: delivered, discarded, or never written.
    pub(crate) fn remove(&mut self, id: EntryId) -> Option<Item> {
        let item = self.items.remove(&id)?;
        self.under_way -= usize::from(item.stage == Stage::UnderWay);
        self.bytes = self.bytes.saturating_sub(item.room);
        if let Some(queue) = self.queues.get_mut(&item.entry.queue) {
            queue.line.remove(&id);
            queue.under_way = queue.under_way.filter(|under_way| *under_way != id);
            queue.dead -= usize::from(matches!(item.stage, Stage::Dead | Stage::Changing));
            if queue.line.is_empty() && queue.dead == 0 {
                self.queues.remove(&item.entry.queue);
            }
        }
        Some(item)
    }
}

#[cfg(test)]
#[path = "queues_tests.rs"]
mod tests;
