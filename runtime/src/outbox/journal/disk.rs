//! The steps by which a journal reaches the disk, each of which a crash may be the last of. Enters: files and bytes. Leaves: the same,
//! done; or, in a test, what the test wants to happen. Their order is not its business.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

#[cfg(feature = "testing")]
use super::faults::{DiskFault, DiskFaults, DiskStep};

/// Garbage of so many bytes is worth a new file, where it is also more than what is live.
pub(super) const SLACK: u64 = 1 << 20;

/// The way to the disk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    #[cfg(feature = "testing")]
    pub(crate) faults: Option<DiskFaults>,
}

/// In a test, what the test wants.
#[cfg(feature = "testing")]
impl Disk {
    /// Fails where the step is to fail.
    fn try_step(&self, step: DiskStep) -> io::Result<()> {
        match self.faults.as_ref().and_then(|faults| faults.ask(step)) {
            None => Ok(()),
            Some(DiskFault::Fail(kind) | DiskFault::Short(_, kind)) => Err(kind.into()),
        }
    }

    fn try_write(&self, mut file: &File, bytes: &[u8]) -> io::Result<()> {
        let step = DiskStep::Write { bytes: bytes.len() };
        match self.faults.as_ref().and_then(|faults| faults.ask(step)) {
            None => Ok(()),
            Some(DiskFault::Fail(kind)) => Err(kind.into()),
            Some(DiskFault::Short(written, kind)) => {
                file.write_all(&bytes[..written.min(bytes.len())])?;
                Err(kind.into())
            }
        }
    }
}

impl Disk {
    /// How much garbage is worth a new file.
    pub(super) fn slack(&self) -> u64 {
        #[cfg(feature = "testing")]
        if let Some(faults) = &self.faults {
            return faults.slack;
        }
        SLACK
    }

    pub(super) fn write(&self, mut file: &File, bytes: &[u8]) -> io::Result<()> {
        #[cfg(feature = "testing")]
        self.try_write(file, bytes)?;
        file.write_all(bytes)
    }

    pub(super) fn sync(&self, file: &File) -> io::Result<()> {
        #[cfg(feature = "testing")]
        self.try_step(DiskStep::Sync)?;
        file.sync_data()
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        #[cfg(feature = "testing")]
        self.try_step(DiskStep::Rename)?;
        std::fs::rename(from, to)
    }

    /// Names of files last once their folder does. Only unix can say so of a folder.
    pub(super) fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        #[cfg(feature = "testing")]
        self.try_step(DiskStep::SyncFolder)?;
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    pub(super) fn truncate(&self, file: &File, length: u64) -> io::Result<()> {
        #[cfg(feature = "testing")]
        self.try_step(DiskStep::Truncate)?;
        file.set_len(length)
    }
}
