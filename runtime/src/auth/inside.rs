//! The work of a caller's own code. Enters: a token source's future. Leaves: the same, which reports a panic instead of
//! passing it on, and which knows whose source is being polled on this thread: a source that waits for its own token is
//! told so instead of waiting for ever.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::future::BoxFuture;
use crate::sync::thread_local;

thread_local! {
    /// The keepers whose source is being polled on this thread, outermost first.
    static POLLED: RefCell<Vec<Frame>> = RefCell::default();
}

struct Frame {
    keeper: usize,
    refused: bool,
}

/// Whether this is called from inside the source of the keeper at that address.
pub(super) fn is_inside(keeper: usize) -> bool {
    POLLED.with(|polled| polled.borrow().iter().any(|frame| frame.keeper == keeper))
}

/// Notes that the source was refused its own token: asking it again would end the same way.
pub(super) fn refuse(keeper: usize) {
    let refuse = |frames: &mut Vec<Frame>| {
        frames.iter_mut().filter(|frame| frame.keeper == keeper).for_each(|frame| frame.refused = true);
    };
    POLLED.with(|polled| refuse(&mut polled.borrow_mut()));
}

/// How the work of a source went.
pub(super) enum Went<T> {
    /// It gave an answer.
    Well(T),
    /// It gave an answer, and was refused its own token before.
    Refused(T),
    Panicked,
}

/// The work of a source. While it is polled, the thread knows whose source it is.
pub(super) struct Inside<T> {
    /// The address of the source's keeper.
    keeper: usize,
    work: BoxFuture<'static, T>,
    refused: bool,
}

impl<T> Inside<T> {
    pub(super) fn new(keeper: usize, work: BoxFuture<'static, T>) -> Self {
        Self { keeper, work, refused: false }
    }
}

impl<T> Future for Inside<T> {
    type Output = Went<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Went<T>> {
        POLLED.with(|polled| polled.borrow_mut().push(Frame { keeper: self.keeper, refused: false }));
        // The work is not polled again after a panic.
        let went = catch_unwind(AssertUnwindSafe(|| self.work.as_mut().poll(cx)));
        let frame = POLLED.with(|polled| polled.borrow_mut().pop());
        self.refused |= frame.is_some_and(|frame| frame.refused);
        match went {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(answer)) if self.refused => Poll::Ready(Went::Refused(answer)),
            Ok(Poll::Ready(answer)) => Poll::Ready(Went::Well(answer)),
            // What it says is for the panic hook: shown to callers, it might quote a secret.
            Err(_payload) => Poll::Ready(Went::Panicked),
        }
    }
}
