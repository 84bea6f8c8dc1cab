//! The senders of a socket where there are several. Enters: who polls, and who waits for room. Leaves: one waker for all of them, and
//! room in the order in which they came. A sender that was never cloned knows nothing of it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Wake, Waker};

use futures_util::task::AtomicWaker;

/// All senders of one socket.
#[derive(Debug, Default)]
pub(super) struct Senders {
    seats: Mutex<Seats>,
}

#[derive(Debug, Default)]
struct Seats {
    /// How many there ever were.
    count: u64,
    wakers: Vec<(u64, Weak<AtomicWaker>)>,
}

/// The place of one sender among them; it is given up with it.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) number: u64,
    waker: Arc<AtomicWaker>,
    senders: Arc<Senders>,
    /// The senders, as the socket sees them.
    all: Waker,
}

impl Senders {
    fn lock(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more.
    pub(super) fn join(self: &Arc<Self>) -> Seat {
        let waker = Arc::new(AtomicWaker::new());
        let mut seats = self.lock();
        seats.count += 1;
        let number = seats.count;
        seats.wakers.push((number, Arc::downgrade(&waker)));
        Seat { number, waker, senders: Arc::clone(self), all: Waker::from(Arc::clone(self)) }
    }
}

impl Seat {
    /// The waker to register for all, this one among them, whose own is `waker`.
    pub(super) fn waker(&self, waker: &Waker) -> &Waker {
        self.waker.register(waker);
        &self.all
    }

    /// A place for one more.
    pub(super) fn another(&self) -> Self {
        self.senders.join()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.senders.lock().wakers.retain(|(number, _)| *number != self.number);
    }
}

impl Wake for Senders {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // Woken without the lock: a waker is the user's.
        let wakers: Vec<_> = self.lock().wakers.iter().filter_map(|(_, waker)| waker.upgrade()).collect();
        wakers.iter().for_each(|waker| waker.wake());
    }
}

/// Messages that wait for room, the one that has waited longest first, by the numbers of their senders.
#[derive(Debug, Default)]
pub(super) struct Line(VecDeque<u64>);

impl Line {
    /// Whether no other sender comes first.
    pub(super) fn is_next(&self, sender: Option<&Seat>) -> bool {
        self.0.front().is_none_or(|first| sender.is_some_and(|sender| sender.number == *first))
    }

    /// Gets in line, unless the sender is in it.
    pub(super) fn wait(&mut self, sender: Option<&Seat>) {
        if let Some(Seat { number, .. }) = sender
            && !self.0.contains(number)
        {
            self.0.push_back(*number);
        }
    }

    /// Leaves the line; says whether others are in it.
    pub(super) fn leave(&mut self, sender: Option<&Seat>) -> bool {
        if let Some(Seat { number, .. }) = sender {
            self.0.retain(|waiting| waiting != number);
        }
        !self.0.is_empty()
    }
}
