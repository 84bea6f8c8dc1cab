//! What all who take part in a flight look at: how far it is, who drives it, who waits. Enters: wakes of work that those
//! who wait drive. Leaves: wakes of all of them.

use std::mem;
use std::sync::Arc;
use std::task::{Wake, Waker};

use crate::sync::{Mutex, lock};

/// Apart from the work, because wakers hold it and are sent where work cannot be.
pub(super) struct Board<T>(pub(super) Mutex<Notes<T>>);

pub(super) struct Notes<T> {
    pub(super) stage: Stage<T>,
    pub(super) driver: Driver,
    pub(super) waiting: Vec<(u64, Waker)>,
    /// The key of the next who waits.
    pub(super) next: u64,
}

pub(super) enum Stage<T> {
    Resting,
    Polled {
        /// Whether it was woken meanwhile.
        woken: bool,
        /// How it ends as soon as nobody polls it.
        cut: Option<T>,
    },
    Landed(T),
    Lost,
}

/// Who drives a flight.
pub(super) enum Driver {
    /// A task, as it was polled last, and how often it was.
    Task { waker: Option<Waker>, polls: u64 },
    /// All who wait.
    Waiters,
}

impl Driver {
    /// A task, which [`Flight::launch`] is still to spawn.
    pub(super) const fn task() -> Self {
        Self::Task { waker: None, polls: 0 }
    }
}

impl<T> Notes<T> {
    pub(super) fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Landed(_) | Stage::Lost)
    }

    /// Whether it is over, and no task is left of it.
    pub(super) fn is_gone(&self) -> bool {
        self.is_over() && matches!(self.driver, Driver::Waiters)
    }

    /// All who wait, to be woken; those who are polled again wait again.
    pub(super) fn wakers(&mut self) -> Vec<(u64, Waker)> {
        mem::take(&mut self.waiting)
    }

    /// The waker of one who waits. To be dropped without the lock: it may be the last that holds a task.
    pub(super) fn leave(&mut self, key: u64) -> Option<(u64, Waker)> {
        let place = self.waiting.iter().position(|(other, _)| *other == key)?;
        Some(self.waiting.swap_remove(place))
    }
}

impl<T: Clone> Notes<T> {
    /// The end: the output, or nothing where the work was lost.
    pub(super) fn output(&self) -> Option<Option<T>> {
        match &self.stage {
            Stage::Landed(output) => Some(Some(output.clone())),
            Stage::Lost => Some(None),
            Stage::Resting | Stage::Polled { .. } => None,
        }
    }
}

pub(super) fn wake(wakers: Vec<(u64, Waker)>) {
    wakers.into_iter().for_each(|(_, waker)| waker.wake());
}

/// Wakes all who wait: the waker of work that they drive.
impl<T: Send + Sync + 'static> Wake for Board<T> {
    fn wake(self: Arc<Self>) {
        let wakers = {
            let mut notes = lock(&self.0);
            if let Stage::Polled { woken, .. } = &mut notes.stage {
                *woken = true;
            }
            notes.wakers()
        };
        wake(wakers);
    }
}
