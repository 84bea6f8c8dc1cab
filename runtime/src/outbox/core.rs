//! The inside of an outbox: what is kept, and how far it is. Enters: entries, ends of sendings, what the app wants. Leaves: changes for the
//! store, and once they last, what follows from them: states, events, outcomes. Sending is not its business.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use http::StatusCode;
use web_time::Instant;

use super::bell::Bell;
use super::entry::{Entry, EntryId, LONGEST, Mark};
use super::event::{OutboxEvent, Readers};
use super::pending::Pending;
use super::promise::{Promise, Promised, promise};
use super::queues::{self, Item, Queues, Stage};
use super::writer::Writer;
use super::{Change, Loaded, Options, OutboxError, OutboxErrorKind, OutboxStore, Recovery};
use crate::error::Failure;
use crate::reply::Reply;
use crate::sync::{Mutex, lock};

mod client;
mod effects;

pub(crate) use client::Attached;
pub(crate) use effects::Effect;

use client::{Link, News};

/// How an entry ends for the one who has queued it.
pub(crate) type Ending = Result<Reply, Failure>;

pub(crate) struct Core {
    pub(super) store: Arc<dyn OutboxStore>,
    pub(crate) options: Options,
    pub(super) recovery: Recovery,
    state: Mutex<State>,
    pub(super) writer: Writer,
    pub(crate) bell: Arc<Bell>,
    credentials: Arc<News>,
    pub(super) readers: Readers,
}

struct State {
    queues: Queues,
    /// Those who wait for outcomes.
    waiters: HashMap<EntryId, Promise<Ending>>,
    next: u64,
    client: Option<Link>,
    /// That of the last client.
    clients: u64,
}

impl Core {
    pub(super) fn new(store: Arc<dyn OutboxStore>, options: Options, loaded: Loaded) -> Self {
        let Loaded { mut entries, mut next, mut recovery } = loaded;
        let mut queues = Queues::new(options.at_once, options.after_failure);
        entries.sort_by_key(|stored| stored.id);
        for stored in entries {
            next = next.max(stored.id.get().saturating_add(1));
            match Entry::read(stored.id, stored.entry) {
                Ok(entry) => queues.add(Arc::new(entry), Mark::read(&stored.mark), true),
                // It stays in the store, for a version that can read it.
                Err(_) => recovery.unreadable.push(stored.id),
            }
        }
        let state = State { queues, waiters: HashMap::new(), next: next.max(1), client: None, clients: 0 };
        let (state, writer, readers) = (Mutex::new(state), Writer::default(), Readers::default());
        let bell = Arc::new(Bell::default());
        let credentials = Arc::new(News { bell: Arc::clone(&bell), ..News::default() });
        Self { store, options, recovery, state, writer, bell, credentials, readers }
    }

    fn snapshot(state: &State, id: EntryId) -> Option<Pending> {
        let item = state.queues.get(id)?;
        let pause = state.queues.pause(&item.entry.queue);
        Some(Pending::of(item, pause.map(|pause| pause.why)))
    }

    fn snapshots(&self, which: impl Fn(&Item) -> bool) -> Vec<Pending> {
        let state = lock(&self.state);
        let ids = state.queues.items().filter(|item| which(item)).map(|item| item.entry.id);
        ids.filter_map(|id| Self::snapshot(&state, id)).collect()
    }

    pub(crate) fn pending(&self) -> Vec<Pending> {
        self.snapshots(|item| matches!(item.stage, Stage::Waiting | Stage::UnderWay))
    }

    pub(super) fn dead(&self) -> Vec<Pending> {
        self.snapshots(|item| matches!(item.stage, Stage::Dead | Stage::Changing))
    }

    pub(crate) fn mark(&self, id: EntryId) -> Mark {
        lock(&self.state).queues.get(id).map(|item| item.mark.clone()).unwrap_or_default()
    }

    pub(crate) fn pending_of(&self, id: EntryId) -> Option<Pending> {
        Self::snapshot(&lock(&self.state), id)
    }

    /// Gives what `make` makes of its number a place in its queue, before it is written: the order of calls is that of their entries.
    pub(crate) fn reserve(
        &self,
        make: impl FnOnce(EntryId) -> Entry,
    ) -> Result<(Arc<Entry>, Promised<Ending>), OutboxError> {
        let mut state = lock(&self.state);
        let entry = Arc::new(make(EntryId::new(state.next)));
        let max_entries = self.options.max_entries;
        if state.queues.len() >= max_entries {
            let message = format!("the outbox has {max_entries} entries already");
            return Err(OutboxError::new(OutboxErrorKind::Full, message));
        }
        self.fits(&state, entry.size(), 0)?;
        state.next += 1;
        let (promise, promised) = promise();
        state.waiters.insert(entry.id, promise);
        state.queues.add(Arc::clone(&entry), Mark::default(), false);
        Ok((entry, promised))
    }

    /// Makes room for other content of an entry, until it is written or could not be.
    pub(crate) fn make_room(&self, entry: &Entry) -> Result<(), OutboxError> {
        let mut state = lock(&self.state);
        let former = state.queues.get(entry.id).map_or(0, |item| item.entry.size());
        self.fits(&state, entry.size(), former)?;
        state.queues.make_room(entry.id, entry.size());
        Ok(())
    }

    /// Whether there is room for so many bytes of one entry in place of `former` ones. What takes no more than before has it.
    fn fits(&self, state: &State, bytes: usize, former: usize) -> Result<(), OutboxError> {
        let max_bytes = self.options.max_bytes;
        let all = state.queues.bytes().saturating_sub(former).saturating_add(bytes);
        let message = if bytes > LONGEST {
            format!("an entry of {bytes} bytes, of which {LONGEST} are allowed")
        } else if all > max_bytes && bytes > former {
            format!("the outbox would have {all} bytes, of which {max_bytes} are allowed")
        } else {
            return Ok(());
        };
        Err(OutboxError::new(OutboxErrorKind::Full, message))
    }

    /// The next entry to send now.
    pub(crate) fn begin(&self, now: Instant) -> Option<Arc<Entry>> {
        let (entry, pending) = {
            let mut state = lock(&self.state);
            if self.credentials.is_new.swap(false, Ordering::SeqCst) {
                state.queues.wake(queues::Wake::Credentials);
            }
            let entry = state.queues.begin(now)?;
            let pending = Self::snapshot(&state, entry.id);
            (entry, pending)
        };
        self.tell(pending.map(OutboxEvent::Sending));
        Some(entry)
    }

    pub(crate) fn soonest(&self) -> Option<Instant> {
        lock(&self.state).queues.soonest()
    }

    /// It was not sent after all.
    pub(crate) fn release(&self, id: EntryId) {
        lock(&self.state).queues.release(id, None);
        self.bell.ring();
    }

    pub(crate) fn wake(&self, wake: queues::Wake) {
        lock(&self.state).queues.wake(wake);
        self.remind();
        self.bell.ring();
    }

    pub(crate) fn tell(&self, event: Option<OutboxEvent>) {
        event.iter().for_each(|event| self.readers.tell(event));
    }

    /// A dead letter goes back to its place; a queue that waits goes on. Whether there is such an entry, of which nothing else is to become.
    pub(super) async fn retry(&self, id: EntryId) -> Result<bool, OutboxError> {
        let mark = {
            let mut state = lock(&self.state);
            let Some(item) = state.queues.get(id) else { return Ok(false) };
            match item.stage {
                Stage::Waiting | Stage::UnderWay => {
                    let queue = item.entry.queue.clone();
                    state.queues.go_on(&queue);
                    drop(state);
                    self.bell.ring();
                    return Ok(true);
                }
                Stage::Writing | Stage::Changing => return Ok(false),
                Stage::Dead => {}
            }
            let mark = Mark { is_dead: false, conflicts: 0, at_work: 0, ..item.mark.clone() };
            state.queues.hold(id);
            mark
        };
        self.commit(vec![Change::Mark(id, mark.write())], Effect::Revive(id)).await.map(|()| true)
    }

    /// Drops an entry that is not on its way. Whether there was one.
    pub(super) async fn discard(&self, id: EntryId) -> Result<bool, OutboxError> {
        if !lock(&self.state).queues.hold(id) {
            return Ok(false);
        }
        self.commit(vec![Change::Remove(id)], Effect::Discard(id)).await.map(|()| true)
    }

    /// Tells of a conflict.
    pub(crate) fn tell_conflict(&self, pending: &Pending, status: StatusCode) {
        self.tell(Some(OutboxEvent::Conflict { pending: pending.clone(), status }));
    }
}
