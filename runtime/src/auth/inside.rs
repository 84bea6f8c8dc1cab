//! Knows whose token source is being polled on this thread, so that a source which waits for its own token is told so
//! instead of waiting for ever. Enters: a source's work. Leaves: the same work, watched.

use std::cell::RefCell;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::token::{Token, TokenError};
use crate::future::BoxFuture;

thread_local! {
    /// The keepers whose source is being polled on this thread, outermost first.
    static POLLED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Whether this is called from inside the source of the keeper at that address.
pub(super) fn is_inside(keeper: usize) -> bool {
    POLLED.with_borrow(|polled| polled.contains(&keeper))
}

/// The work of a source. While it is polled, the thread knows whose source it is.
pub(super) struct Inside {
    /// The address of the source's keeper.
    pub(super) keeper: usize,
    pub(super) work: BoxFuture<'static, Result<Token, TokenError>>,
}

impl Future for Inside {
    type Output = Result<Token, TokenError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        struct Leave;
        impl Drop for Leave {
            fn drop(&mut self) {
                POLLED.with_borrow_mut(Vec::pop);
            }
        }
        POLLED.with_borrow_mut(|polled| polled.push(self.keeper));
        let _leave = Leave;
        self.work.as_mut().poll(cx)
    }
}
