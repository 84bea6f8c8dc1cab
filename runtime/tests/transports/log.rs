//! What becomes of a script. Enters: requests. Leaves: the script's answers; who waits for what comes in or goes away is told.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::script::{Reply, Script, Seen};

/// What a server was asked, and what became of it.
#[derive(Debug)]
pub(crate) struct Log {
    script: Mutex<Script>,
    pub(crate) seen: Mutex<Vec<Seen>>,
    pub(crate) connections: AtomicUsize,
    /// Bytes of bodies.
    received: AtomicUsize,
    /// Answers that the client has not waited for.
    left: AtomicUsize,
    /// Answers that were let go.
    released: AtomicUsize,
    /// Connections that are no more.
    ended: AtomicUsize,
    /// How often all connections were cut.
    cuts: AtomicUsize,
    changed: Notify,
}

impl Log {
    pub(crate) fn new(script: Script) -> Arc<Self> {
        let none = || AtomicUsize::new(0);
        let (script, seen) = (Mutex::new(script), Mutex::default());
        let (connections, ended, cuts) = (none(), none(), none());
        let (received, left, released) = (none(), none(), none());
        let changed = Notify::new();
        Arc::new(Self { script, seen, connections, received, left, released, ended, cuts, changed })
    }

    /// Notes a request; the answer to it.
    pub(crate) fn answer(&self, seen: Seen) -> Reply {
        let mut script = self.script.lock().unwrap();
        let reply = match script.0.get_mut(&format!("{} {}", seen.method, seen.path)) {
            Some(replies) if replies.len() > 1 => replies.remove(0),
            Some(replies) => replies[0].clone(),
            None => Reply::json(404, r#"{"code":"unscripted"}"#),
        };
        drop(script);
        self.seen.lock().unwrap().push(seen);
        self.changed.notify_waiters();
        reply
    }

    fn count(&self, counter: &AtomicUsize, more: usize) {
        counter.fetch_add(more, Ordering::SeqCst);
        self.changed.notify_waiters();
    }

    /// Notes so many bytes of a body.
    pub(crate) fn receive(&self, bytes: usize) {
        self.count(&self.received, bytes);
    }

    pub(crate) fn leave(&self) {
        self.count(&self.left, 1);
    }

    /// Lets an answer go that is held.
    pub(crate) fn release(&self) {
        self.count(&self.released, 1);
    }

    /// Notes a connection that has ended.
    pub(crate) fn end(&self) {
        self.count(&self.ended, 1);
    }

    /// Ends all connections that there are, and waits until they have ended.
    pub(crate) async fn cut(&self) {
        self.count(&self.cuts, 1);
        self.until(|| self.ended.load(Ordering::SeqCst) == self.connections.load(Ordering::SeqCst)).await;
    }

    /// Waits until so many requests are there.
    pub(crate) async fn requests(&self, count: usize) {
        self.until(|| self.seen.lock().unwrap().len() >= count).await;
    }

    /// Waits until so many bytes of bodies are there.
    pub(crate) async fn received(&self, bytes: usize) {
        self.until(|| self.received.load(Ordering::SeqCst) >= bytes).await;
    }

    /// Waits until the client has gone away from so many answers.
    pub(crate) async fn left(&self, count: usize) {
        self.until(|| self.left.load(Ordering::SeqCst) >= count).await;
    }

    /// Waits until an answer may go, and takes that from the others.
    pub(crate) async fn released(&self) {
        let take = |count: usize| count.checked_sub(1);
        self.until(|| self.released.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok()).await;
    }

    /// Waits until the connections that are there now are cut.
    pub(crate) async fn until_cut(&self) {
        let before = self.cuts.load(Ordering::SeqCst);
        self.until(|| self.cuts.load(Ordering::SeqCst) > before).await;
    }

    async fn until(&self, done: impl Fn() -> bool) {
        loop {
            let changed = self.changed.notified();
            if done() {
                return;
            }
            changed.await;
        }
    }
}
