//! The inside of an outbox: what is kept, and how far it is. Enters: entries, ends of sendings, what the app wants. Leaves: changes for the
//! store, and once they last, what follows from them: states, events, outcomes. Sending is not its business.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Wake, Waker};
use std::time::Duration;

use http::StatusCode;
use web_time::Instant;

use super::bell::Bell;
use super::entry::{Entry, EntryId, Mark};
use super::event::{OutboxEvent, Readers};
use super::pending::Pending;
use super::promise::{Promise, Promised, promise};
use super::queues::{self, Item, Pause, Queues, Stage};
use super::writer::Writer;
use super::{Change, Loaded, Options, OutboxError, OutboxErrorKind, OutboxStore, Recovery};
use crate::clock::Clock;
use crate::connectivity::Connectivity;
use crate::error::Failure;
use crate::kind::ErrorKind;
use crate::reply::Reply;
use crate::sync::{Mutex, lock};

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
    waiters: BTreeMap<EntryId, Promise<Ending>>,
    next: u64,
    client: Option<Link>,
    /// That of the last client.
    clients: u64,
}

/// The client that sends.
struct Link {
    number: u64,
    clock: Arc<dyn Clock>,
    connectivity: Connectivity,
    /// A task of its sends.
    is_driven: bool,
}

/// What follows from changes that last.
pub(crate) enum Effect {
    Admit(EntryId),
    /// A success, whatever became of its body.
    Deliver(EntryId, Box<Ending>),
    /// The app wants it.
    Discard(EntryId),
    /// The app has resolved a conflict so.
    Drop(EntryId),
    Revive(EntryId),
    Defer(EntryId, Mark, Pause, Duration),
    /// Other content, or how it is to be had where that could not be written.
    Replace(Arc<Entry>, Mark, Option<Pause>, Pause),
    Bury(EntryId, Mark, Box<Ending>),
}

impl Effect {
    /// Whether it is so, written down or not: the server has answered.
    pub(super) fn must_be(&self) -> bool {
        matches!(self, Self::Deliver(..) | Self::Drop(_) | Self::Bury(..))
    }
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
        let state = State { queues, waiters: BTreeMap::new(), next: next.max(1), client: None, clients: 0 };
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
        let Options { max_entries, max_bytes, .. } = self.options;
        let (entries, bytes) = (state.queues.len() + 1, state.queues.bytes().saturating_add(entry.size()));
        if entries > max_entries {
            return Err(OutboxError::new(
                OutboxErrorKind::Full,
                format!("the outbox has {max_entries} entries already"),
            ));
        }
        if bytes > max_bytes {
            let message = format!("the outbox would have {bytes} bytes, of which {max_bytes} are allowed");
            return Err(OutboxError::new(OutboxErrorKind::Full, message));
        }
        state.next += 1;
        let (promise, promised) = promise();
        state.waiters.insert(entry.id, promise);
        state.queues.add(Arc::clone(&entry), Mark::default(), false);
        Ok((entry, promised))
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
            let mark = Mark { is_dead: false, conflicts: 0, ..item.mark.clone() };
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

    pub(super) fn take_effect(&self, effect: Effect, is_written: bool) {
        match effect {
            Effect::Admit(id) => self.admit(id, is_written),
            Effect::Deliver(id, ending) => self.deliver(id, *ending),
            Effect::Drop(id) => self.drop_entry(id),
            Effect::Discard(id) if is_written => self.drop_entry(id),
            Effect::Revive(id) if is_written => lock(&self.state).queues.revive(id),
            Effect::Discard(id) | Effect::Revive(id) => lock(&self.state).queues.let_go(id),
            Effect::Defer(id, mark, pause, wait) => self.defer(id, mark, pause, wait),
            Effect::Replace(entry, mark, pause, _) if is_written => {
                let mut state = lock(&self.state);
                let id = entry.id;
                state.queues.replace(entry);
                state.queues.mark(id, mark);
                state.queues.release(id, pause);
            }
            Effect::Replace(entry, mark, _, otherwise) => self.defer(entry.id, mark, otherwise, Duration::ZERO),
            Effect::Bury(id, mark, ending) => self.bury(id, mark, *ending),
        }
    }

    fn admit(&self, id: EntryId, is_written: bool) {
        let (pending, _nobody_waits_without_the_lock) = {
            let mut state = lock(&self.state);
            if is_written {
                state.queues.admit(id);
                (Self::snapshot(&state, id), None)
            } else {
                (None, (state.queues.remove(id), state.waiters.remove(&id)).1)
            }
        };
        self.tell(pending.map(OutboxEvent::Queued));
    }

    fn deliver(&self, id: EntryId, ending: Ending) {
        let pending = self.pending_of(id);
        let (status, headers, body) = match &ending {
            Ok(reply) => (reply.status, reply.headers.clone(), reply.body.clone()),
            Err(failure) => (
                failure.status().unwrap_or_default(),
                failure.headers().cloned().unwrap_or_default(),
                failure.body().cloned().unwrap_or_default(),
            ),
        };
        self.leave(id, ending);
        self.tell(pending.map(|pending| OutboxEvent::Delivered { pending, status, headers, body }));
    }

    fn drop_entry(&self, id: EntryId) {
        let why = "the entry was discarded";
        let ending = Failure::local(ErrorKind::Request, why);
        self.leave(id, Err(ending.caused_by(OutboxError::new(OutboxErrorKind::Discarded, why).into())));
        self.tell(Some(OutboxEvent::Discarded(id)));
    }

    fn defer(&self, id: EntryId, mark: Mark, pause: Pause, wait: Duration) {
        let pending = {
            let mut state = lock(&self.state);
            state.queues.mark(id, mark);
            state.queues.release(id, Some(pause));
            Self::snapshot(&state, id)
        };
        self.tell(pending.map(|pending| OutboxEvent::Deferred { pending, wait, waits: pause.why }));
    }

    fn bury(&self, id: EntryId, mark: Mark, ending: Ending) {
        let (pending, waiter) = {
            let mut state = lock(&self.state);
            state.queues.mark(id, mark);
            state.queues.bury(id);
            (Self::snapshot(&state, id), state.waiters.remove(&id))
        };
        self.tell(pending.map(OutboxEvent::Dead));
        if let Some(waiter) = waiter {
            waiter.keep(ending);
        }
    }

    /// It is gone; whoever waits for it is told how it has ended.
    fn leave(&self, id: EntryId, ending: Ending) {
        let waiter = {
            let mut state = lock(&self.state);
            state.queues.remove(id);
            state.waiters.remove(&id)
        };
        // Behind the lock: it may wake someone who looks.
        if let Some(waiter) = waiter {
            waiter.keep(ending);
        }
    }

    /// Tells of a conflict.
    pub(crate) fn tell_conflict(&self, pending: &Pending, status: StatusCode) {
        self.tell(Some(OutboxEvent::Conflict { pending: pending.clone(), status }));
    }
}

/// The client that sends.
impl Core {
    /// A client comes, of the API of that name. Fails, in words, where another one sends, or the entries are another API's.
    pub(crate) fn attach(
        self: &Arc<Self>,
        api: &str,
        clock: Arc<dyn Clock>,
        connectivity: Connectivity,
    ) -> Result<Attached, String> {
        let mut state = lock(&self.state);
        if state.client.is_some() {
            return Err("the outbox is another client's, which is not closed".to_owned());
        }
        if let Some(other) = state.queues.items().find(|item| item.entry.api != api) {
            return Err(format!("the outbox has calls of another API, `{}`", other.entry.api));
        }
        state.clients += 1;
        let number = state.clients;
        state.client = Some(Link { number, clock, connectivity, is_driven: false });
        Ok(Attached { core: Arc::clone(self), number })
    }

    fn detach(&self, number: u64) {
        let former = {
            let mut state = lock(&self.state);
            if state.client.as_ref().is_none_or(|link| link.number != number) {
                return;
            }
            (state.client.take(), std::mem::take(&mut state.waiters))
        };
        // Without the lock: the clock may be the last that holds the task, and those who wait are woken.
        drop(former);
        self.bell.ring();
    }

    /// Whether there is something to do, and no task of the client's that does it: there is one from here on.
    pub(crate) fn take_wheel(&self, number: u64) -> bool {
        let mut state = lock(&self.state);
        let link = state.client.as_mut().filter(|link| link.number == number && !link.is_driven);
        link.map(|link| link.is_driven = true).is_some()
    }

    /// The task is gone. What it had under way is not.
    pub(crate) fn leave_wheel(&self, number: u64) {
        if let Some(link) = lock(&self.state).client.as_mut().filter(|link| link.number == number) {
            link.is_driven = false;
        }
        self.bell.ring();
    }

    pub(crate) fn is_attached(&self, number: u64) -> bool {
        lock(&self.state).client.as_ref().is_some_and(|link| link.number == number)
    }

    /// Whether anything moves, or would if it were asked to.
    fn is_busy(&self) -> bool {
        let state = lock(&self.state);
        let link = state.client.as_ref().filter(|link| link.is_driven && link.connectivity.is_online());
        link.is_some_and(|link| state.queues.is_busy(link.clock.now()))
    }

    /// Done when nothing can be sent any more; how many entries are left.
    pub(super) async fn flush(&self) -> usize {
        self.wake(queues::Wake::Asked);
        loop {
            let seen = self.bell.rings();
            self.write();
            if !self.is_busy() {
                return self.pending().len();
            }
            std::future::poll_fn(|cx| self.bell.poll(seen, cx)).await;
        }
    }
}

/// Whether there are new credentials that nobody has looked at. Apart from the rest, because wakers are sent where that cannot be.
#[derive(Default)]
struct News {
    is_new: AtomicBool,
    bell: Arc<Bell>,
}

impl Wake for News {
    fn wake(self: Arc<Self>) {
        self.is_new.store(true, Ordering::SeqCst);
        self.bell.ring();
    }
}

impl Core {
    /// What to wake when there are new credentials.
    pub(crate) fn on_credentials(&self) -> Waker {
        Arc::clone(&self.credentials).into()
    }
}

/// A client's hold on its outbox, which it lets go of when it is gone.
pub(crate) struct Attached {
    pub(crate) core: Arc<Core>,
    pub(crate) number: u64,
}

impl Attached {
    /// The client is closed: another one may come.
    pub(crate) fn part(&self) {
        self.core.detach(self.number);
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        self.part();
    }
}
