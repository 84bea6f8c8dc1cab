//! Changes on their way to the store. Enters: changes with what follows from them. Leaves: the same, in order, once they last. What is said
//! while the store is at work goes to it together, so that many share one wait for the disk.
//!
//! Whoever waits drives the store's work, and so does what sends entries; where one of them goes, the next one goes on.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use super::core::{Core, Effect};
use super::promise::{Promise, promise};
use super::{Change, OutboxError, OutboxErrorKind};
use crate::future::BoxFuture;
use crate::sync::{Mutex, lock};

#[derive(Default)]
pub(super) struct Writer(Mutex<State>);

#[derive(Default)]
struct State {
    waiting: Vec<Write>,
    running: Option<Running>,
    /// Somebody polls what is running.
    is_polled: bool,
    /// Somebody else has come meanwhile.
    knocked: bool,
    /// Changes that had to be made and could not be: they go along with the next, or alone where somebody reminds of them.
    owed: Vec<Change>,
    is_due: bool,
}

struct Write {
    changes: Vec<Change>,
    effect: Effect,
    /// It was among several that failed together.
    is_alone: bool,
    promise: Promise<Result<(), OutboxError>>,
}

struct Running {
    work: BoxFuture<'static, Result<(), OutboxError>>,
    writes: Vec<Write>,
    owed: Vec<Change>,
}

impl Core {
    /// Makes `changes` last, and then `effect`.
    pub(crate) async fn commit(&self, changes: Vec<Change>, effect: Effect) -> Result<(), OutboxError> {
        let (promise, mut promised) = promise();
        lock(&self.writer.0).waiting.push(Write { changes, effect, is_alone: false, promise });
        poll_fn(|cx| {
            loop {
                let seen = self.bell.rings();
                self.write();
                if let Poll::Ready(result) = Pin::new(&mut promised).poll(cx) {
                    let gone = || OutboxError::new(OutboxErrorKind::Io, "the outbox is gone");
                    return Poll::Ready(result.unwrap_or_else(|| Err(gone())));
                }
                if self.bell.poll(seen, cx).is_pending() {
                    return Poll::Pending;
                }
            }
        })
        .await
    }

    /// Has what is owed tried once more, though nothing else is to be written.
    pub(crate) fn remind(&self) {
        lock(&self.writer.0).is_due = true;
    }

    /// Done when nothing is on its way to the store any more, and what is owed was tried once more.
    pub(crate) async fn settle(&self) {
        self.remind();
        loop {
            let seen = self.bell.rings();
            self.write();
            if self.rests() {
                return;
            }
            poll_fn(|cx| self.bell.poll(seen, cx)).await;
        }
    }

    /// Whether nothing is on its way to the store. What is owed may be.
    pub(super) fn rests(&self) -> bool {
        let state = lock(&self.writer.0);
        state.waiting.is_empty() && state.running.is_none() && !state.is_polled
    }

    /// Goes on with what is to be written, as far as it goes now. The bell rings when there is more to do.
    pub(crate) fn write(&self) {
        while let Some(mut running) = self.take() {
            let waker = Waker::from(Arc::clone(&self.bell));
            let poll = || running.work.as_mut().poll(&mut Context::from_waker(&waker));
            // It is not polled again after a panic.
            let polled = catch_unwind(AssertUnwindSafe(poll));
            let result = match polled {
                Ok(Poll::Pending) => return self.put_back(running),
                Ok(Poll::Ready(result)) => result,
                Err(_payload) => Err(OutboxError::new(OutboxErrorKind::Io, "the store panicked")),
            };
            self.end(running, result);
        }
    }

    /// What is to be polled; none where there is nothing, or somebody polls it.
    fn take(&self) -> Option<Running> {
        let mut state = lock(&self.writer.0);
        if state.is_polled {
            state.knocked = true;
            return None;
        }
        let running = match state.running.take() {
            Some(running) => running,
            None => {
                let together = state.waiting.iter().take_while(|write| !write.is_alone).count();
                let count = together.max(1).min(state.waiting.len());
                let writes: Vec<Write> = state.waiting.drain(..count).collect();
                let is_due = std::mem::take(&mut state.is_due) && !state.owed.is_empty();
                if writes.is_empty() && !is_due {
                    return None;
                }
                let owed = std::mem::take(&mut state.owed);
                let changes = owed.iter().chain(writes.iter().flat_map(|write| &write.changes)).cloned().collect();
                // The store is not asked before it is polled: without the lock, and where a panic is held.
                let store = Arc::clone(&self.store);
                Running { work: Box::pin(async move { store.apply(changes).await }), writes, owed }
            }
        };
        state.is_polled = true;
        Some(running)
    }

    fn put_back(&self, running: Running) {
        let knocked = {
            let mut state = lock(&self.writer.0);
            (state.running, state.is_polled) = (Some(running), false);
            std::mem::take(&mut state.knocked)
        };
        if knocked {
            self.bell.ring();
        }
    }

    fn end(&self, Running { writes, owed, .. }: Running, result: Result<(), OutboxError>) {
        let writes = {
            let mut state = lock(&self.writer.0);
            (state.is_polled, state.knocked) = (false, false);
            if result.is_err() {
                state.owed = owed;
                // One may be what is wrong with all.
                if writes.len() > 1 {
                    let alone = writes.into_iter().map(|write| Write { is_alone: true, ..write });
                    state.waiting.splice(..0, alone);
                    Vec::new()
                } else {
                    let must = writes.iter().filter(|write| write.effect.must_be());
                    let changes: Vec<Change> = must.flat_map(|write| write.changes.clone()).collect();
                    state.owed.extend(changes);
                    writes
                }
            } else {
                writes
            }
        };
        for Write { effect, promise, .. } in writes {
            let result = match &result {
                Ok(()) => Ok(()),
                Err(error) => Err(error.shared()),
            };
            self.take_effect(effect, result.is_ok());
            promise.keep(result);
        }
        self.bell.ring();
    }
}
