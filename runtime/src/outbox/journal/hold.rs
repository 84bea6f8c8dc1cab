//! A lock on a file, which the system takes back when the process is gone. Enters: the file. Leaves: whether it is ours now.

use std::fs::{File, TryLockError};
use std::io;

/// Takes the lock, unless somebody has it.
pub(super) fn hold(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
