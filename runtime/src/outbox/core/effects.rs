//! What follows from changes. Enters: a change that lasts, or that could not be made. Leaves: states, events, and outcomes for those who wait.

use std::sync::Arc;
use std::time::Duration;

use super::{Core, Ending};
use crate::error::Failure;
use crate::kind::ErrorKind;
use crate::outbox::entry::{Entry, EntryId, Mark};
use crate::outbox::event::OutboxEvent;
use crate::outbox::queues::Pause;
use crate::outbox::{OutboxError, OutboxErrorKind};
use crate::sync::lock;

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
    pub(in crate::outbox) fn must_be(&self) -> bool {
        matches!(self, Self::Deliver(..) | Self::Drop(_) | Self::Bury(..))
    }
}

impl Core {
    pub(in crate::outbox) fn take_effect(&self, effect: Effect, is_written: bool) {
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
                state.queues.replace(id, Some(entry));
                state.queues.mark(id, mark);
                state.queues.release(id, pause);
            }
            Effect::Replace(entry, mark, _, otherwise) => {
                lock(&self.state).queues.replace(entry.id, None);
                self.defer(entry.id, mark, otherwise, Duration::ZERO);
            }
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
                failure.succeeded().unwrap_or_default(),
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
}
