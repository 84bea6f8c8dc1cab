//! One waker for a connection that several tasks wait for. Enters: the wakers of both halves and of the caretaker. Leaves: a
//! waker that wakes whom it concerns.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Wake, Waker};

use futures_util::task::AtomicWaker;

/// Who polls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Reader,
    Writer,
    Caretaker,
}

#[derive(Debug, Default)]
pub(super) struct Fan {
    reader: AtomicWaker,
    writer: AtomicWaker,
    caretaker: AtomicWaker,
    /// The caretaker wants to know of the connection too.
    tending: AtomicBool,
    /// The connection has told of nothing since a sender last looked.
    quiet: AtomicBool,
}

impl Fan {
    /// Whoever polls registers first, so that no wake is lost.
    pub(super) fn register(&self, role: Role, waker: &Waker) {
        self.slot(role).register(waker);
    }

    /// Wakes one, whatever it waits for.
    pub(super) fn rouse(&self, role: Role) {
        self.slot(role).wake();
    }

    pub(super) fn tend(&self, tending: bool) {
        self.tending.store(tending, Ordering::Release);
    }

    /// Whether the caretaker is woken by the connection.
    pub(super) fn is_tended(&self) -> bool {
        self.tending.load(Ordering::Acquire)
    }

    /// Whether the connection has told of something, which may be to be read, since this was last asked.
    pub(super) fn take_stir(&self) -> bool {
        !self.quiet.swap(true, Ordering::AcqRel)
    }

    /// There is more to be looked at.
    pub(super) fn stir(&self) {
        self.quiet.store(false, Ordering::Release);
    }

    fn slot(&self, role: Role) -> &AtomicWaker {
        match role {
            Role::Reader => &self.reader,
            Role::Writer => &self.writer,
            Role::Caretaker => &self.caretaker,
        }
    }
}

impl Wake for Fan {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.stir();
        self.reader.wake();
        self.writer.wake();
        if self.tending.load(Ordering::Acquire) {
            self.caretaker.wake();
        }
    }
}
