//! One value from where it comes to be to the one who waits for it. Enters: the value, or that there will be none. Leaves: a future of it.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use crate::sync::{Mutex, lock};

/// Who owes the value. Where this is dropped, there is none.
pub(crate) struct Promise<T>(Arc<Mutex<State<T>>>);

/// Who waits for it.
pub(crate) struct Promised<T>(Arc<Mutex<State<T>>>);

struct State<T> {
    value: Option<T>,
    is_over: bool,
    waker: Option<Waker>,
}

pub(crate) fn promise<T>() -> (Promise<T>, Promised<T>) {
    let state = Arc::new(Mutex::new(State { value: None, is_over: false, waker: None }));
    (Promise(Arc::clone(&state)), Promised(state))
}

impl<T> Promise<T> {
    pub(crate) fn keep(self, value: T) {
        lock(&self.0).value = Some(value);
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        let waker = {
            let mut state = lock(&self.0);
            state.is_over = true;
            state.waker.take()
        };
        waker.into_iter().for_each(Waker::wake);
    }
}

/// The value; none where there will be none, or it was taken.
impl<T> Future for Promised<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let mut state = lock(&self.0);
        if state.is_over {
            return Poll::Ready(state.value.take());
        }
        let former = state.waker.replace(cx.waker().clone());
        drop(state);
        drop(former);
        Poll::Pending
    }
}

impl<T> fmt::Debug for Promised<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Promised").finish_non_exhaustive()
    }
}
