//! The client that sends what an outbox has. Enters: a client, and the task that drives it. Leaves: who it is, whether it is online, what it
//! wakes. What it sends is the business of `delivery`.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Poll, Wake, Waker};

use super::Core;
use crate::clock::Clock;
use crate::connectivity::Connectivity;
use crate::future::BoxFuture;
use crate::outbox::bell::Bell;
use crate::outbox::driving::{Driving, Start};
use crate::outbox::queues;
use crate::sync::lock;

/// The client that sends.
pub(super) struct Link {
    number: u64,
    clock: Arc<dyn Clock>,
    connectivity: Connectivity,
    /// What begins its task.
    start: Option<Arc<dyn Start>>,
    /// A task of its sends.
    is_driven: bool,
    /// It is one who waits that runs it.
    is_lent: bool,
}

impl Core {
    /// A client comes, of the API of that name. Fails, in words, where another one sends, or the entries are another API's.
    pub(crate) fn attach(
        self: &Arc<Self>,
        api: &str,
        clock: Arc<dyn Clock>,
        connectivity: Connectivity,
    ) -> Result<Attached, String> {
        let mut state = lock(&self.state);
        if state.client.is_some() {
            return Err("the outbox is another client's, which is not closed".to_owned());
        }
        if let Some(other) = state.queues.items().find(|item| item.entry.api != api) {
            return Err(format!("the outbox has calls of another API, `{}`", other.entry.api));
        }
        state.clients += 1;
        let number = state.clients;
        self.remind();
        state.client = Some(Link { number, clock, connectivity, start: None, is_driven: false, is_lent: false });
        Ok(Attached { core: Arc::clone(self), number })
    }

    fn detach(&self, number: u64) {
        let former = {
            let mut state = lock(&self.state);
            if state.client.as_ref().is_none_or(|link| link.number != number) {
                return;
            }
            (state.client.take(), std::mem::take(&mut state.waiters))
        };
        // Without the lock: the clock may be the last that holds the task, and those who wait are woken.
        drop(former);
        self.bell.ring();
    }

    /// What is owed to the store is begun to be written: nobody may come any more who would. The store goes on by itself.
    fn leave_nothing(&self) {
        self.remind();
        self.write();
    }

    /// Whether there is something to do, and no task of the client's that does it: there is one from here on.
    pub(crate) fn take_wheel(&self, number: u64) -> bool {
        let mut state = lock(&self.state);
        let link = state.client.as_mut().filter(|link| link.number == number && !link.is_driven);
        link.map(|link| link.is_driven = true).is_some()
    }

    /// The task is gone. What it had under way is not.
    pub(crate) fn leave_wheel(&self, number: u64) {
        if let Some(link) = lock(&self.state).client.as_mut().filter(|link| link.number == number) {
            (link.is_driven, link.is_lent) = (false, false);
        }
        self.bell.ring();
    }

    /// That client's task is begun so.
    pub(crate) fn started_by(&self, number: u64, start: Arc<dyn Start>) {
        if let Some(link) = lock(&self.state).client.as_mut().filter(|link| link.number == number) {
            link.start = Some(start);
        }
    }

    /// Begins the client's task where there is none: it is whoever asks that runs it, where nothing else does.
    pub(in crate::outbox) fn start(&self) -> Option<BoxFuture<'static, ()>> {
        let start = lock(&self.state).client.as_ref().filter(|link| !link.is_driven)?.start.clone()?;
        // It holds the client for a moment, and may be the last that does.
        let task = start.start()?;
        lock(&self.state).client.iter_mut().for_each(|link| link.is_lent = link.is_driven);
        self.bell.ring();
        Some(task)
    }

    pub(in crate::outbox) fn is_lent(&self) -> bool {
        lock(&self.state).client.as_ref().is_some_and(|link| link.is_lent)
    }

    pub(crate) fn is_attached(&self, number: u64) -> bool {
        lock(&self.state).client.as_ref().is_some_and(|link| link.number == number)
    }

    /// Whether anything moves, or would if it were asked to.
    fn is_busy(&self) -> bool {
        let state = lock(&self.state);
        let link = state.client.as_ref().filter(|link| link.is_driven && link.connectivity.is_online());
        link.is_some_and(|link| state.queues.is_busy(link.clock.now()))
    }

    /// Done when nothing can be sent any more; how many entries are left.
    pub(in crate::outbox) async fn flush(&self) -> usize {
        self.wake(queues::Wake::Asked);
        let mut driving = Driving::default();
        poll_fn(|cx| {
            loop {
                let seen = self.bell.rings();
                driving.poll(self, cx);
                self.write();
                if !self.is_busy() && self.rests() {
                    return Poll::Ready(());
                }
                if self.bell.poll(seen, cx).is_pending() {
                    return Poll::Pending;
                }
            }
        })
        .await;
        self.pending().len()
    }
}

/// Whether there are new credentials that nobody has looked at. Apart from the rest, because wakers are sent where that cannot be.
#[derive(Default)]
pub(super) struct News {
    pub(super) is_new: AtomicBool,
    pub(super) bell: Arc<Bell>,
}

impl Wake for News {
    fn wake(self: Arc<Self>) {
        self.is_new.store(true, Ordering::SeqCst);
        self.bell.ring();
    }
}

impl Core {
    /// What to wake when there are new credentials.
    pub(crate) fn on_credentials(&self) -> Waker {
        Arc::clone(&self.credentials).into()
    }
}

/// A client's hold on its outbox, which it lets go of when it is gone.
pub(crate) struct Attached {
    pub(crate) core: Arc<Core>,
    pub(crate) number: u64,
}

impl Attached {
    /// The client is closed: another one may come.
    pub(crate) fn part(&self) {
        self.core.detach(self.number);
        self.core.leave_nothing();
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        self.part();
    }
}
