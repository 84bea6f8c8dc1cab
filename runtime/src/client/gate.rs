//! Lets calls in until the client closes. Enters: calls. Leaves: tickets; and, to the one who closes, that the last call
//! is done.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use futures_util::future::{AbortHandle, Abortable, Aborted, poll_fn};

/// Counts the calls in flight. Open at first, and never again once closed.
#[derive(Debug, Default)]
pub(crate) struct Gate(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    closed: bool,
    /// The calls inside, at the place that their tickets name; a place that is left is taken again.
    places: Vec<Option<AbortHandle>>,
    free: Vec<usize>,
    closers: Vec<Waker>,
}

impl State {
    fn is_empty(&self) -> bool {
        self.free.len() == self.places.len()
    }
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does `call`, unless the gate is closed or the call is cut off while it runs.
    pub(crate) async fn pass<T>(self: &Arc<Self>, call: impl Future<Output = T> + Unpin) -> Result<T, Aborted> {
        let (handle, registration) = AbortHandle::new_pair();
        let _ticket = self.enter(handle).ok_or(Aborted)?;
        Abortable::new(call, registration).await
    }

    fn enter(self: &Arc<Self>, handle: AbortHandle) -> Option<Ticket> {
        let mut state = self.lock();
        if state.closed {
            return None;
        }
        let place = match state.free.pop() {
            Some(place) => place,
            None => {
                state.places.push(None);
                state.places.len() - 1
            }
        };
        state.places[place] = Some(handle);
        Some(Ticket { gate: Arc::clone(self), place })
    }

    pub(crate) fn close(&self) {
        self.lock().closed = true;
    }

    /// Done when no call is inside.
    pub(crate) async fn drained(&self) {
        poll_fn(|cx| {
            let mut state = self.lock();
            if state.is_empty() {
                return Poll::Ready(());
            }
            state.closers.push(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Cuts off every call that is still inside.
    pub(crate) fn cut(&self) {
        self.lock().places.iter().flatten().for_each(AbortHandle::abort);
    }
}

/// Stands for one call inside; it has left when this is dropped.
struct Ticket {
    gate: Arc<Gate>,
    place: usize,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.gate.lock();
        state.places[self.place] = None;
        state.free.push(self.place);
        if state.is_empty() {
            state.closers.drain(..).for_each(Waker::wake);
        }
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Ticket").field(&self.place).finish()
    }
}
