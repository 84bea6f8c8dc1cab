//! A disk that breaks when a test wants it to. Enters: a plan. Leaves: what becomes of each step.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// One of the steps by which a journal reaches the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DiskStep {
    /// Bytes are appended to the journal, or to the file that is to take its place.
    Write {
        /// How many.
        bytes: usize,
    },
    /// They are made to last.
    Sync,
    /// The new file takes the place of the journal.
    Rename,
    /// The folder is made to last.
    SyncFolder,
    /// A write that failed is cut off again.
    Truncate,
}

/// What becomes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DiskFault {
    /// It fails, and nothing is done.
    Fail(io::ErrorKind),
    /// Of a write, so many bytes are written before it fails.
    Short(usize, io::ErrorKind),
}

/// What a test does to the steps of a journal. It is asked before each, and may end the process.
#[derive(Clone)]
pub struct DiskFaults {
    plan: Arc<Mutex<Plan>>,
    pub(super) slack: u64,
}

type Plan = dyn FnMut(DiskStep) -> Option<DiskFault> + Send;

impl DiskFaults {
    /// Asks `plan` before each step what is to become of it; none: it goes well.
    pub fn new(plan: impl FnMut(DiskStep) -> Option<DiskFault> + Send + 'static) -> Self {
        Self { plan: Arc::new(Mutex::new(plan)), slack: super::disk::SLACK }
    }

    /// The journal is written anew for so little garbage. Default: 1 MiB.
    #[must_use]
    pub fn compact_beyond(self, bytes: u64) -> Self {
        Self { slack: bytes, ..self }
    }

    pub(super) fn ask(&self, step: DiskStep) -> Option<DiskFault> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)(step)
    }
}

impl fmt::Debug for DiskFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DiskFaults").field("slack", &self.slack).finish_non_exhaustive()
    }
}
