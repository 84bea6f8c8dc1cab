//! Whether a connection has taken a request. Enters: the first question of a connection for its body; that nobody waits for the answer any
//! more. Leaves: which of the two was first, on which both agree.
//!
//! A request waits for its connection as a whole. The connection first asks whether there is a body, and writes behind that; so what was
//! never asked for was never written. Marks are used again, as each call needs one.

use std::mem;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::transport::Sent;

/// So many are kept to be used again.
const KEPT: usize = 64;

const WAITING: u8 = 0;
const TAKEN: u8 = 1;
const LEFT: u8 = 2;

/// One request.
#[derive(Clone, Debug, Default)]
pub(super) struct Mark(Arc<AtomicU8>);

impl Mark {
    /// A connection takes the request; says whether it may: not one that nobody waits for any more.
    pub(super) fn take(&self) -> bool {
        let before = self.0.compare_exchange(WAITING, TAKEN, Ordering::AcqRel, Ordering::Acquire);
        before != Err(LEFT)
    }

    /// Nobody waits for the request any more; says whether no connection has it, nor ever takes it.
    fn leave(&self) -> bool {
        let before = self.0.compare_exchange(WAITING, LEFT, Ordering::AcqRel, Ordering::Acquire);
        before != Err(TAKEN)
    }
}

/// Marks that are free.
#[derive(Debug, Default)]
pub(super) struct Marks(Mutex<Vec<Mark>>);

impl Marks {
    /// A mark for a request that is to be sent.
    pub(super) fn mark(self: &Arc<Self>) -> Marked {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Marked { mark: free.unwrap_or_default(), marks: Arc::clone(self) }
    }

    /// Takes back what nobody else holds.
    fn take_back(&self, mut mark: Mark) {
        let Some(state) = Arc::get_mut(&mut mark.0) else { return };
        *state.get_mut() = WAITING;
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < KEPT {
            free.push(mark);
        }
    }
}

/// A request that is waited for. Where that ends before a connection has taken it, this tells so.
#[derive(Debug)]
pub(super) struct Marked {
    mark: Mark,
    marks: Arc<Marks>,
}

impl Marked {
    pub(super) fn mark(&self) -> Mark {
        self.mark.clone()
    }

    /// Whether no connection has taken it, nor ever will.
    pub(super) fn is_left(&self) -> bool {
        self.mark.leave()
    }
}

impl Drop for Marked {
    fn drop(&mut self) {
        if self.mark.leave() {
            Sent::No.tell();
        }
        self.marks.take_back(mem::take(&mut self.mark));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::listen;

    #[test]
    fn what_was_left_is_not_taken_and_what_was_taken_is_not_left() {
        let marks = Arc::new(Marks::default());
        let left = marks.mark();
        let body = left.mark();
        assert_eq!(listen(Sent::Maybe, || drop(left)).1, Sent::No);
        assert!(!body.take() && !body.take());
        let taken = marks.mark();
        let body = taken.mark();
        assert!(body.take() && body.take() && !taken.is_left());
        assert_eq!(listen(Sent::Maybe, || drop(taken)).1, Sent::Maybe);
    }

    #[test]
    fn a_mark_is_used_again_once_nobody_else_has_it() {
        let marks = Arc::new(Marks::default());
        let (first, second) = (marks.mark(), marks.mark());
        let held = first.mark();
        drop((first, second));
        assert_eq!(marks.0.lock().unwrap().len(), 1);
        let again = marks.mark();
        assert!(again.mark().take(), "it waits again");
        assert!(!held.take());
    }
}
