//! What is asked of a disk, so that a test can stand in for one that fails at any time.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// A file system, in the few steps that files are put in their places by.
pub(crate) trait Disk {
    /// Makes a folder in one that is there.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes a file that is not there yet, with the permissions that any new file gets.
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// A second name for what a file holds now, or a copy where the file system has no such names.
    fn keep(&self, path: &Path, kept: &Path) -> io::Result<()>;
    /// Puts a file in the place of another at once: whoever looks finds the old one or the new one.
    fn replace(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Deletes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Deletes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The one that the program runs on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = fs::File::create_new(path)?;
        file.write_all(bytes)?;
        // A full disk of a network may say so here only.
        file.sync_data()
    }

    fn keep(&self, path: &Path, kept: &Path) -> io::Result<()> {
        fs::hard_link(path, kept).or_else(|_| fs::copy(path, kept).map(drop))
    }

    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}
