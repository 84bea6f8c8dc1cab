//! The steps by which a journal reaches the disk, each of which a crash may be the last of. Enters: files and bytes. Leaves: the same,
//! done; or, in a test, what the test wants to happen. Their order is not its business.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
#[cfg(feature = "testing")]
use std::sync::{Arc, Mutex, PoisonError};

/// Garbage of so many bytes is worth a new file, where it is also more than what is live.
const SLACK: u64 = 1 << 20;

/// One step.
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

/// What becomes of a step in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DiskFault {
    /// It fails, and nothing is done.
    Fail(io::ErrorKind),
    /// Of a write, so many bytes are written before it fails.
    Short(usize, io::ErrorKind),
}

/// What a test does to the steps of a journal. It is asked before each, and may end the process.
#[cfg(feature = "testing")]
#[derive(Clone)]
pub struct DiskFaults {
    ask: Arc<Mutex<Ask>>,
    slack: u64,
}

#[cfg(feature = "testing")]
type Ask = dyn FnMut(DiskStep) -> Option<DiskFault> + Send;

#[cfg(feature = "testing")]
impl DiskFaults {
    /// Asks `plan` before each step what is to become of it; none: it goes well.
    pub fn new(plan: impl FnMut(DiskStep) -> Option<DiskFault> + Send + 'static) -> Self {
        Self { ask: Arc::new(Mutex::new(plan)), slack: SLACK }
    }

    /// The journal is written anew for so little garbage. Default: 1 MiB.
    #[must_use]
    pub fn compact_beyond(self, bytes: u64) -> Self {
        Self { slack: bytes, ..self }
    }
}

#[cfg(feature = "testing")]
impl std::fmt::Debug for DiskFaults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DiskFaults").field("slack", &self.slack).finish_non_exhaustive()
    }
}

/// The way to the disk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    #[cfg(feature = "testing")]
    pub(crate) faults: Option<DiskFaults>,
}

impl Disk {
    #[cfg(feature = "testing")]
    fn ask(&self, step: DiskStep) -> Option<DiskFault> {
        let faults = self.faults.as_ref()?;
        faults.ask.lock().unwrap_or_else(PoisonError::into_inner)(step)
    }

    #[cfg(not(feature = "testing"))]
    #[expect(clippy::unused_self, reason = "in a test there is something to ask")]
    const fn ask(&self, _step: DiskStep) -> Option<DiskFault> {
        None
    }

    /// How much garbage is worth a new file.
    pub(super) fn slack(&self) -> u64 {
        #[cfg(feature = "testing")]
        if let Some(faults) = &self.faults {
            return faults.slack;
        }
        SLACK
    }

    fn step(&self, step: DiskStep, work: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        match self.ask(step) {
            None => work(),
            Some(DiskFault::Fail(kind) | DiskFault::Short(_, kind)) => Err(kind.into()),
        }
    }

    pub(super) fn write(&self, mut file: &File, bytes: &[u8]) -> io::Result<()> {
        match self.ask(DiskStep::Write { bytes: bytes.len() }) {
            None => file.write_all(bytes),
            Some(DiskFault::Fail(kind)) => Err(kind.into()),
            Some(DiskFault::Short(written, kind)) => {
                file.write_all(&bytes[..written.min(bytes.len())])?;
                Err(kind.into())
            }
        }
    }

    pub(super) fn sync(&self, file: &File) -> io::Result<()> {
        self.step(DiskStep::Sync, || file.sync_data())
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(DiskStep::Rename, || std::fs::rename(from, to))
    }

    /// Names of files last once their folder does. Only unix can say so of a folder.
    pub(super) fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(DiskStep::SyncFolder, || if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) })
    }

    pub(super) fn truncate(&self, file: &File, length: u64) -> io::Result<()> {
        self.step(DiskStep::Truncate, || file.set_len(length))
    }
}
