//! Models: what threads share when they wait for one token, in every order that they can take it. `crate::sync` has the
//! command that runs them. Here is what they are made of.

mod flight;
mod keeper;

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use loom::sync::atomic::{AtomicUsize, Ordering};

use crate::clock::Spawner;
use crate::future::BoxFuture;
use crate::sync::{Mutex, lock};

/// Something that work waits for.
#[derive(Default)]
struct Bell(Mutex<(bool, Option<Waker>)>);

impl Bell {
    fn ring(&self) {
        let waker = {
            let mut state = lock(&self.0);
            state.0 = true;
            state.1.take()
        };
        waker.map(Waker::wake);
    }

    async fn rings(&self) {
        poll_fn(|cx| {
            let mut state = lock(&self.0);
            if state.0 {
                return Poll::Ready(());
            }
            state.1 = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// How much work there is at once, and has been in all.
#[derive(Default)]
struct Tally {
    now: AtomicUsize,
    ever: AtomicUsize,
}

/// One piece of work, from its first poll until it is dropped.
struct One(Arc<Tally>);

impl Tally {
    fn one(self: &Arc<Self>) -> One {
        assert_eq!(self.now.fetch_add(1, Ordering::SeqCst), 0, "one at once");
        self.ever.fetch_add(1, Ordering::SeqCst);
        One(Arc::clone(self))
    }
}

impl Drop for One {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Work that is done when the bell rings.
fn work(tally: &Arc<Tally>, bell: &Arc<Bell>) -> BoxFuture<'static, u32> {
    let (tally, bell) = (Arc::clone(tally), Arc::clone(bell));
    Box::pin(async move {
        let _one = tally.one();
        bell.rings().await;
        7
    })
}

/// Polls once, and lets go.
fn glance(future: impl Future) {
    let _either_will_do = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
}

/// Gives the task to the test.
#[derive(Debug, Default)]
struct Shelf(std::sync::Mutex<Option<BoxFutureOf>>);

struct BoxFutureOf(BoxFuture<'static, ()>);

impl std::fmt::Debug for BoxFutureOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("task")
    }
}

impl Spawner for Shelf {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        *self.0.lock().unwrap() = Some(BoxFutureOf(task));
        None
    }
}

impl Shelf {
    fn task(&self) -> BoxFuture<'static, ()> {
        self.0.lock().unwrap().take().unwrap().0
    }
}
