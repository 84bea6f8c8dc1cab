//! Lets calls in until the client closes. Enters: calls. Leaves: tickets; and, to the one who closes, that the last call
//! is done. What a call leaves open, a stream or a socket, holds the call's ticket for as long as it lives.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use futures_util::future::{AbortHandle, AbortRegistration, Either, poll_fn, select};

use crate::sync::{Mutex, MutexGuard, Waiting, lock};

/// Counts the calls in flight. Open at first, and never again once closed.
#[derive(Debug, Default)]
pub(crate) struct Gate(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    closed: bool,
    /// What was inside when the client would wait no longer is cut off.
    is_cut: bool,
    /// The calls inside, at the place that their tickets name; a place that is left is taken again.
    places: Vec<Option<Inside>>,
    free: Vec<usize>,
    closers: Vec<Waker>,
    /// What waits to begin something, to be told that it does not.
    waiting: Waiting,
}

#[derive(Debug)]
struct Inside {
    handle: AbortHandle,
    /// It does not end by itself, so that nobody waits for it to.
    is_endless: bool,
}

/// Whether what a call leaves open comes to an end by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lasts {
    /// A body that is read: whoever closes the client waits for it.
    ToItsEnd,
    /// Events, a socket: told at once that the client closes.
    #[cfg(any(feature = "sse", feature = "websocket"))]
    Forever,
}

impl State {
    /// Whether nothing is inside that is to be waited for. What was cut off may be held by somebody who never looks at it again.
    fn is_empty(&self) -> bool {
        self.is_cut || self.free.len() == self.places.len()
    }

    /// Those who wait, where they wait no longer. Whom to wake and what to cut off leaves the lock before it is told: it may run on
    /// this thread then, and leave.
    fn closers_if_empty(&mut self) -> Vec<Waker> {
        if self.is_empty() { mem::take(&mut self.closers) } else { Vec::new() }
    }

    fn handles(&self, which: impl Fn(&Inside) -> bool) -> Vec<AbortHandle> {
        self.places.iter().flatten().filter(|inside| which(inside)).map(|inside| inside.handle.clone()).collect()
    }
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.0)
    }

    /// Lets a call in, which is inside until its ticket is dropped; none where the gate is closed. What is registered is to be cut off
    /// when whoever closes the client would wait no longer.
    pub(crate) fn enter(self: &Arc<Self>) -> Option<(Ticket, AbortRegistration)> {
        let (handle, registration) = AbortHandle::new_pair();
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
        state.places[place] = Some(Inside { handle, is_endless: false });
        Some((Ticket { gate: Arc::clone(self), place }, registration))
    }

    /// Lets nothing in any more, and tells what would never end, and what waits to begin something.
    pub(crate) fn close(&self) {
        let (endless, waiting) = {
            let mut state = self.lock();
            state.closed = true;
            (state.handles(|inside| inside.is_endless), state.waiting.take())
        };
        endless.iter().for_each(AbortHandle::abort);
        waiting.for_each(Waker::wake);
    }

    /// Whether nothing is let in any more. What is inside begins no further attempt then.
    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Done once nothing is let in any more.
    pub(crate) fn closing(&self) -> Closing<'_> {
        Closing { gate: self, key: None }
    }

    /// `work`, which waits to begin something, unless nothing is let in any more. Work that is done at once asks nobody.
    pub(crate) async fn while_open<T>(&self, work: impl Future<Output = T> + Unpin) -> Result<T, Closed> {
        match select(work, self.closing()).await {
            Either::Left((output, closing)) if closing.key.is_none() || !self.is_closed() => Ok(output),
            Either::Left(_) | Either::Right(_) => Err(Closed),
        }
    }

    /// Done when no call is inside, or those that are have been cut off.
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
        let (handles, closers) = {
            let mut state = self.lock();
            state.is_cut = true;
            (state.handles(|_| true), state.closers_if_empty())
        };
        handles.iter().for_each(AbortHandle::abort);
        closers.into_iter().for_each(Waker::wake);
    }
}

/// The gate has closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Closed;

/// Waits for the gate to close.
pub(crate) struct Closing<'a> {
    gate: &'a Gate,
    key: Option<u64>,
}

impl Future for Closing<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let gate = self.gate;
        let mut state = gate.lock();
        if state.closed {
            return Poll::Ready(());
        }
        let former = state.waiting.wait(&mut self.key, cx);
        drop(state);
        drop(former);
        Poll::Pending
    }
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        let former = self.gate.lock().waiting.leave(self.key);
        drop(former);
    }
}

/// Stands for one call inside; it has left when this is dropped.
pub(crate) struct Ticket {
    gate: Arc<Gate>,
    place: usize,
}

impl Ticket {
    /// For what the call leaves open: what says that it is cut off.
    pub(crate) fn renew(&self, lasts: Lasts) -> AbortRegistration {
        let (handle, registration) = AbortHandle::new_pair();
        let is_endless = lasts != Lasts::ToItsEnd;
        let mut state = self.gate.lock();
        if state.is_cut || state.closed && is_endless {
            handle.abort();
        }
        state.places[self.place] = Some(Inside { handle, is_endless });
        registration
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let (_left, closers) = {
            let mut state = self.gate.lock();
            let left = state.places[self.place].take();
            state.free.push(self.place);
            (left, state.closers_if_empty())
        };
        closers.into_iter().for_each(Waker::wake);
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Ticket").field(&self.place).finish()
    }
}
