//! Whether there is a network, as far as the app knows. Enters: what the app is told by its system. Leaves: the same, to whatever would
//! rather wait than try, and a wake when it changes. Whether a server answers is not its business.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use futures_util::Stream;

use crate::sync::{Mutex, MutexGuard, Waiting, lock};

#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
mod browser;

/// Whether there is a network, as far as the app knows. Copies are one signal: an app sets it as its system tells (`NWPathMonitor`,
/// `ConnectivityManager`, NetworkManager), and hands a copy to its clients (`connectivity` of their builders).
///
/// It is a hint. Offline, answers that are stored serve where the policy of the cache allows it, and what is to be sent later waits; any other
/// call still tries. To be online promises nothing.
///
/// ```
/// use clientwright_runtime::Connectivity;
///
/// let connectivity = Connectivity::new();
/// assert!(connectivity.is_online());
/// connectivity.set_online(false);
/// assert!(!connectivity.clone().is_online());
/// ```
#[derive(Clone, Default)]
pub struct Connectivity(Arc<Signal>);

#[derive(Default)]
struct Signal(Mutex<State>);

#[derive(Default)]
struct State {
    is_offline: bool,
    /// How often it has changed.
    changes: u64,
    waiting: Waiting,
}

impl Connectivity {
    /// Online, until told otherwise.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the browser says (`navigator.onLine`), from now on, whose copies are one signal everywhere in the page. It is sure of being
    /// offline only: a device with a network that leads nowhere is online to it.
    #[cfg(all(feature = "fetch", target_arch = "wasm32"))]
    pub fn of_browser() -> Self {
        browser::connectivity()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.0.0)
    }

    /// What the system has told. What waits for a network goes on at once when it is there again.
    pub fn set_online(&self, online: bool) {
        let waiting = {
            let mut state = self.lock();
            if state.is_offline != online {
                return;
            }
            state.is_offline = !online;
            state.changes += 1;
            state.waiting.take()
        };
        waiting.for_each(Waker::wake);
    }

    /// What was told last.
    pub fn is_online(&self) -> bool {
        !self.lock().is_offline
    }

    /// Done once it is online; at once where it is.
    pub fn until_online(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut place = Place::at(self.clone());
        std::future::poll_fn(move |cx| place.poll(cx, |state| (!state.is_offline).then_some(())))
    }

    /// What it is now, and from then on what it becomes. Who looks late sees the last.
    pub fn changes(&self) -> impl Stream<Item = bool> + Send + Unpin + use<> {
        Changes { place: Place::at(self.clone()), seen: None }
    }
}

/// Where it is now.
impl fmt::Debug for Connectivity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connectivity").field("online", &self.is_online()).finish_non_exhaustive()
    }
}

/// One who waits.
struct Place {
    connectivity: Connectivity,
    key: Option<u64>,
}

impl Place {
    fn at(connectivity: Connectivity) -> Self {
        Self { connectivity, key: None }
    }

    fn poll<T>(&mut self, cx: &mut Context<'_>, ready: impl FnOnce(&State) -> Option<T>) -> Poll<T> {
        let mut state = self.connectivity.lock();
        if let Some(value) = ready(&state) {
            return Poll::Ready(value);
        }
        let former = state.waiting.wait(&mut self.key, cx);
        drop(state);
        drop(former);
        Poll::Pending
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let former = self.connectivity.lock().waiting.leave(self.key);
        drop(former);
    }
}

struct Changes {
    place: Place,
    /// How often it had changed when it was looked at last.
    seen: Option<u64>,
}

impl Stream for Changes {
    type Item = bool;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<bool>> {
        let seen = self.seen;
        let look = |state: &State| (seen != Some(state.changes)).then_some((state.changes, !state.is_offline));
        self.place.poll(cx, look).map(|(changes, online)| {
            self.seen = Some(changes);
            Some(online)
        })
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use futures_util::{FutureExt, StreamExt};

    use super::*;

    #[test]
    fn who_waits_goes_on_when_it_is_online_again() {
        let connectivity = Connectivity::new();
        assert_eq!(connectivity.until_online().now_or_never(), Some(()));

        connectivity.set_online(false);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut waiting = pin!(connectivity.until_online());
        let mut cx = Context::from_waker(&waker);
        assert!(waiting.as_mut().poll(&mut cx).is_pending());
        connectivity.clone().set_online(false);
        assert_eq!(woken.0.load(Ordering::SeqCst), 0);
        connectivity.clone().set_online(true);
        assert_eq!(woken.0.load(Ordering::SeqCst), 1);
        assert!(waiting.poll(&mut cx).is_ready());
    }

    #[test]
    fn who_looks_late_sees_the_last_and_nothing_twice() {
        let connectivity = Connectivity::new();
        let mut changes = connectivity.changes();
        assert_eq!(changes.next().now_or_never(), Some(Some(true)));
        assert_eq!(changes.next().now_or_never(), None);
        connectivity.set_online(false);
        connectivity.set_online(true);
        assert_eq!(changes.next().now_or_never(), Some(Some(true)));
        connectivity.set_online(false);
        assert_eq!(changes.next().now_or_never(), Some(Some(false)));
        assert_eq!(changes.next().now_or_never(), None);
    }

    #[test]
    fn who_no_longer_waits_is_forgotten() {
        let connectivity = Connectivity::new();
        connectivity.set_online(false);
        {
            let mut waiting = pin!(connectivity.until_online());
            assert!(waiting.as_mut().now_or_never().is_none());
            assert!(!connectivity.lock().waiting.is_empty());
        }
        assert!(connectivity.lock().waiting.is_empty());
    }

    /// How often it was woken.
    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
}
