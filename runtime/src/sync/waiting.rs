//! Those who wait for one thing. Enters: who waits, and who no longer does. Leaves: whom to wake. It stands behind a lock of its owner's; what
//! it gives back is dropped or woken without that lock, as it may be the last that holds a task, which may come back here.

use std::mem;
use std::task::{Context, Waker};

/// Each of them has a key, by which a later poll takes the place of the one before.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// By their keys, the smallest first: who has waited longest is woken first.
    wakers: Vec<(u64, Waker)>,
    /// The key of the next.
    next: u64,
}

impl Waiting {
    /// Writes down who waits; `key` is theirs from the first time on. The waker that they had before.
    #[must_use = "it is dropped without the lock"]
    pub(crate) fn wait(&mut self, key: &mut Option<u64>, cx: &Context<'_>) -> Option<Waker> {
        let key = *key.get_or_insert_with(|| {
            self.next += 1;
            self.next
        });
        let waker = cx.waker().clone();
        match self.place(key) {
            Ok(place) => Some(mem::replace(&mut self.wakers[place].1, waker)),
            Err(place) => {
                self.wakers.insert(place, (key, waker));
                None
            }
        }
    }

    /// Forgets one who no longer waits.
    #[must_use = "it is dropped without the lock"]
    pub(crate) fn leave(&mut self, key: Option<u64>) -> Option<Waker> {
        let place = self.place(key?).ok()?;
        Some(self.wakers.remove(place).1)
    }

    /// All of them, to be woken; who is polled again waits again.
    #[must_use = "they are woken without the lock"]
    pub(crate) fn take(&mut self) -> impl Iterator<Item = Waker> + use<> {
        mem::take(&mut self.wakers).into_iter().map(|(_, waker)| waker)
    }

    fn place(&self, key: u64) -> Result<usize, usize> {
        self.wakers.binary_search_by_key(&key, |(key, _)| *key)
    }

    #[cfg(all(test, not(loom)))]
    pub(crate) fn is_empty(&self) -> bool {
        self.wakers.is_empty()
    }
}
