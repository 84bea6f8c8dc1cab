//! Tells all who look at something that it has changed. Enters: rings. Leaves: wakes. What has changed is not its business.

use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use crate::sync::{Mutex, lock};

#[derive(Debug, Default)]
pub(crate) struct Bell(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    rings: u64,
    waiting: Vec<Waker>,
}

impl Bell {
    /// How often it has rung. Asked before one looks, so that nothing is missed.
    pub(crate) fn rings(&self) -> u64 {
        lock(&self.0).rings
    }

    pub(crate) fn ring(&self) {
        let waiting = {
            let mut state = lock(&self.0);
            state.rings += 1;
            mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Done once it has rung again since it had rung so often.
    pub(crate) fn poll(&self, seen: u64, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = lock(&self.0);
        if state.rings != seen {
            return Poll::Ready(());
        }
        if !state.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            state.waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }
}

/// What a store wakes: everybody who waits, as any of them may have gone.
impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.ring();
    }
}
