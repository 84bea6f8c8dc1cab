//! What happens to entries, to whoever wants to know. Enters: events. Leaves: a stream of them for each reader, bounded, which says what
//! was missed.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use http::{HeaderMap, StatusCode};

use super::entry::EntryId;
use super::pending::{Pending, Waits};
use crate::sync::{Mutex, lock};

/// The events that one reader may be behind.
const ROOM: usize = 256;

/// What happened.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum OutboxEvent {
    /// An entry is kept.
    Queued(Pending),
    /// It is being sent.
    Sending(Pending),
    /// It was not taken, for a reason that may pass. Its queue waits so long at most.
    Deferred {
        /// The entry, with the reason.
        pending: Pending,
        /// The longest time to the next try.
        wait: Duration,
        /// What is waited for.
        waits: Waits,
    },
    /// It was taken, and is gone from the outbox.
    Delivered {
        /// The entry as it was.
        pending: Pending,
        /// The status, 2xx.
        status: StatusCode,
        /// The answer's headers.
        headers: HeaderMap,
        /// The answer's body.
        body: Bytes,
    },
    /// The server found it in conflict, and the app is asked.
    Conflict {
        /// The entry.
        pending: Pending,
        /// 409 or 412.
        status: StatusCode,
    },
    /// It is a dead letter, for the reason that it tells.
    Dead(Pending),
    /// It was dropped, by the app.
    Discarded(EntryId),
    /// So many events that this reader was too slow for are missing here: [`Outbox::pending`](super::Outbox::pending) has what is.
    Missed(u64),
}

/// The events of an outbox from here on. Never ends while there is the outbox.
pub struct OutboxEvents(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    events: VecDeque<OutboxEvent>,
    missed: u64,
    waker: Option<Waker>,
    is_over: bool,
}

impl Stream for OutboxEvents {
    type Item = OutboxEvent;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<OutboxEvent>> {
        let mut state = lock(&self.0);
        if state.missed > 0 {
            return Poll::Ready(Some(OutboxEvent::Missed(std::mem::take(&mut state.missed))));
        }
        if let Some(event) = state.events.pop_front() {
            return Poll::Ready(Some(event));
        }
        if state.is_over {
            return Poll::Ready(None);
        }
        let former = state.waker.replace(cx.waker().clone());
        drop(state);
        drop(former);
        Poll::Pending
    }
}

impl fmt::Debug for OutboxEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutboxEvents").field("waiting", &lock(&self.0).events.len()).finish_non_exhaustive()
    }
}

/// All readers.
#[derive(Default)]
pub(crate) struct Readers(Mutex<Vec<Weak<Mutex<State>>>>);

impl Readers {
    pub(crate) fn join(&self) -> OutboxEvents {
        let state = Arc::default();
        lock(&self.0).push(Arc::downgrade(&state));
        OutboxEvents(state)
    }

    /// Tells all; what a slow reader misses is the oldest.
    pub(crate) fn tell(&self, event: &OutboxEvent) {
        self.each(|state| {
            if state.events.len() >= ROOM {
                state.events.pop_front();
                state.missed += 1;
            }
            state.events.push_back(event.clone());
        });
    }

    fn each(&self, tell: impl Fn(&mut State)) {
        let mut readers = lock(&self.0);
        readers.retain(|reader| reader.strong_count() > 0);
        let all: Vec<_> = readers.iter().filter_map(Weak::upgrade).collect();
        drop(readers);
        for reader in all {
            let waker = {
                let mut state = lock(&reader);
                tell(&mut state);
                state.waker.take()
            };
            waker.into_iter().for_each(Waker::wake);
        }
    }
}

/// There is nothing more to tell.
impl Drop for Readers {
    fn drop(&mut self) {
        self.each(|state| state.is_over = true);
    }
}
