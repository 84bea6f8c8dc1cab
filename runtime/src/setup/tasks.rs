//! The tasks of one client. Enters: tasks, and the spawner that runs them. Leaves: the same, counted; and, to the one who closes the
//! client, that none is left. What they do, and when they end by themselves, is not its business.

use std::collections::HashMap;
use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, Abortable, poll_fn};

use crate::clock::Spawner;
use crate::future::BoxFuture;
use crate::sync::{Mutex, lock};

/// A spawner that knows which of its tasks are left.
pub(crate) struct Tasks {
    spawner: Arc<dyn Spawner>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// What cuts off each task that is left.
    left: HashMap<u64, AbortHandle>,
    /// The key of the next.
    next: u64,
    /// No task begins any more.
    is_cut: bool,
    waiting: Vec<Waker>,
}

impl Tasks {
    pub(crate) fn new(spawner: Arc<dyn Spawner>) -> Self {
        Self { spawner, state: Arc::default() }
    }

    /// Done when no task is left, or those that are have been cut off.
    pub(crate) async fn ended(&self) {
        self.until(|state| state.is_cut || state.left.is_empty()).await;
    }

    /// Done when no task is left: each has ended, or was dropped.
    pub(crate) async fn gone(&self) {
        self.until(|state| state.left.is_empty()).await;
    }

    async fn until(&self, is_so: impl Fn(&State) -> bool) {
        poll_fn(|cx| {
            let mut state = lock(&self.state);
            if is_so(&state) {
                return Poll::Ready(());
            }
            state.waiting.push(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Runs no task any more. Those that are left are woken, and end without doing anything.
    pub(crate) fn cut(&self) {
        let (handles, waiting) = {
            let mut state = lock(&self.state);
            state.is_cut = true;
            (state.left.values().cloned().collect::<Vec<_>>(), mem::take(&mut state.waiting))
        };
        handles.iter().for_each(AbortHandle::abort);
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl Spawner for Tasks {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        let (handle, registration) = AbortHandle::new_pair();
        let key = {
            let mut state = lock(&self.state);
            if state.is_cut {
                return Some(task);
            }
            state.next += 1;
            let key = state.next;
            state.left.insert(key, handle);
            key
        };
        let task = Arc::new(Mutex::new(Some(task)));
        let leaving = Leaving { task: Arc::clone(&task), key, state: Arc::clone(&self.state) };
        let counted = Abortable::new(Counted(leaving), registration);
        let refused = self.spawner.spawn(Box::pin(counted.map(drop)))?;
        // As it came, so that it may be tried again as often as anybody likes.
        let task = lock(&task).take();
        drop(refused);
        task
    }
}

impl fmt::Debug for Tasks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tasks").field("left", &lock(&self.state).left.len()).finish_non_exhaustive()
    }
}

/// A task that is counted.
struct Counted(Leaving);

impl Future for Counted {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        lock(&self.0.task).as_mut().map_or(Poll::Ready(()), |task| task.as_mut().poll(cx))
    }
}

/// Drops the task, and says then that it is gone.
struct Leaving {
    task: Arc<Mutex<Option<BoxFuture<'static, ()>>>>,
    key: u64,
    state: Arc<Mutex<State>>,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        let task = lock(&self.task).take();
        drop(task);
        let (_left, waiting) = {
            let mut state = lock(&self.state);
            let left = state.left.remove(&self.key);
            (left, if state.left.is_empty() { mem::take(&mut state.waiting) } else { Vec::new() })
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}
