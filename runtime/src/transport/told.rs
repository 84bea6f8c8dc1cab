//! What a transport tells of a request before it has an outcome. Enters: words from inside its future. Leaves: the last of them, for the
//! one who polls or drops that future.

use std::cell::Cell;

use super::Sent;

thread_local! {
    /// What was told last, to the innermost who listens on this thread.
    static TOLD: Cell<Sent> = const { Cell::new(Sent::Maybe) };
}

impl Sent {
    /// Tells how far a request has got, from inside the future of [`Transport::send`](super::Transport::send): while it is polled, or
    /// while it is dropped, which is what happens to it where a time limit is reached or the call goes away.
    ///
    /// A future that has been polled and tells nothing counts as [`Sent::Maybe`]. What was told last holds until the next poll. Only
    /// [`Sent::No`] is worth telling; it has to be certain, also for what the transport has handed to tasks of its own.
    ///
    /// ```
    /// use std::task::Poll;
    /// use clientwright_runtime::Sent;
    ///
    /// # async fn send(mut connecting: std::pin::Pin<Box<dyn Future<Output = ()>>>) {
    /// std::future::poll_fn(|cx| {
    ///     let polled = connecting.as_mut().poll(cx);
    ///     if polled.is_pending() {
    ///         Sent::No.tell();
    ///     }
    ///     polled
    /// })
    /// .await;
    /// # }
    /// ```
    pub fn tell(self) {
        // Where threads end, nobody listens.
        let _gone = TOLD.try_with(|told| told.set(self));
    }
}

/// Does `work`, and says what was told meanwhile; `unless` nothing was.
pub(crate) fn listen<T>(unless: Sent, work: impl FnOnce() -> T) -> (T, Sent) {
    let around = TOLD.try_with(|told| told.replace(unless)).unwrap_or(Sent::Maybe);
    let _restored = Restore(around);
    let done = work();
    (done, TOLD.try_with(Cell::get).unwrap_or(Sent::Maybe))
}

/// Also where the work panics: who listens around it is told nothing that was meant for another.
struct Restore(Sent);

impl Drop for Restore {
    fn drop(&mut self) {
        self.0.tell();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_counts_and_only_for_the_one_who_listens() {
        let (inner, outer) = listen(Sent::Maybe, || {
            Sent::No.tell();
            let ((), inner) = listen(Sent::Yes, || {
                Sent::No.tell();
                Sent::Maybe.tell();
            });
            (inner, listen(Sent::Yes, || ()).1)
        });
        assert_eq!((inner, outer), ((Sent::Maybe, Sent::Yes), Sent::No));
    }

    #[test]
    fn who_panics_has_told_nothing_to_the_one_around() {
        let ((), outer) = listen(Sent::Maybe, || {
            let panicked = std::panic::catch_unwind(|| {
                listen(Sent::Maybe, || {
                    Sent::No.tell();
                    std::panic::resume_unwind(Box::new(()));
                })
            });
            assert!(panicked.is_err());
        });
        assert_eq!(outer, Sent::Maybe);
    }
}
