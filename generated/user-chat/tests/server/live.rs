//! Streams and sockets that are open, as a test sees them: how many, how those ended that have, and what it does to
//! them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

use super::faults::{Close, Course, Fault};
use super::wire::Wire;
use super::{Server, Shared};

/// Counts what is open.
#[derive(Clone, Debug)]
pub(super) struct Lives {
    count: Arc<watch::Sender<usize>>,
    beats: Arc<watch::Sender<()>>,
    steps: Arc<Semaphore>,
    endings: Arc<Mutex<Vec<Ending>>>,
}

impl Default for Lives {
    fn default() -> Self {
        Self {
            count: Arc::default(),
            beats: Arc::default(),
            steps: Arc::new(Semaphore::new(0)),
            endings: Arc::default(),
        }
    }
}

/// How a socket ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    /// The id of the user whose socket it was.
    pub(crate) user: String,
    /// What the client's close frame said. Nothing where none came.
    pub(crate) close: Option<Close>,
}

/// A stream or a socket that is open, until this is dropped.
#[derive(Debug)]
pub(super) struct Live(Arc<watch::Sender<usize>>);

impl Drop for Live {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

impl Lives {
    pub(super) fn enter(&self) -> Live {
        self.count.send_modify(|count| *count += 1);
        Live(Arc::clone(&self.count))
    }

    pub(super) fn beats(&self) -> watch::Receiver<()> {
        self.beats.subscribe()
    }

    pub(super) fn ended(&self, ending: Ending) {
        self.endings.lock().unwrap_or_else(PoisonError::into_inner).push(ending);
    }
}

impl Shared {
    pub(super) fn course(&self, wire: Wire) -> Course {
        Course::new(self.script().fault(), wire, Arc::clone(&self.live.steps))
    }
}

impl Server {
    /// Lets this happen to the next socket, stream of events, or export. Several stand in line.
    pub(crate) fn fault_next(&self, fault: Fault) {
        self.shared.script().fault_next(fault);
    }

    /// Lets a [slow](Fault::slow) stream send one more message.
    pub(crate) fn step(&self) {
        self.shared.live.steps.add_permits(1);
    }

    /// Sends a heartbeat to all who follow events.
    pub(crate) fn beat(&self) {
        self.shared.live.beats.send_replace(());
    }

    /// Tells all who follow events from now on to wait so long before they connect again.
    pub(crate) fn retry_after(&self, wait: Duration) {
        self.shared.script().retry = Some(wait);
    }

    /// Breaks every connection that is open, as a crash of the server does.
    pub(crate) fn cut(&self) {
        self.wires.all().iter().for_each(Wire::cut);
    }

    /// Neither reads nor writes any more on the connections that are open.
    pub(crate) fn hold(&self) {
        self.wires.all().iter().for_each(Wire::hold);
    }

    /// Ends [`hold`](Self::hold), and the silence of a [fault](Fault::silence).
    pub(crate) fn release(&self) {
        self.wires.all().iter().for_each(Wire::release);
    }

    /// How many sockets and streams are open.
    pub(crate) fn live(&self) -> usize {
        *self.shared.live.count.borrow()
    }

    /// Waits until so many sockets and streams are open.
    pub(crate) async fn until_live(&self, wanted: usize) {
        let mut count = self.shared.live.count.subscribe();
        count.wait_for(|count| *count == wanted).await.expect("the sender is kept");
    }

    /// Takes how the sockets ended that have ended since the last time, in their order.
    pub(crate) fn endings(&self) -> Vec<Ending> {
        std::mem::take(&mut *self.shared.live.endings.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
