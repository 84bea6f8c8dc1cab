//! Ctrl-C, and the signals that ask a program to end: they wait for files that are being put in their places, so that whoever ends the
//! program finds all of them old or all of them new.

use std::cell::Cell;
use std::process;
use std::sync::{Mutex, PoisonError};

/// Held while files are put in their places.
static WRITING: Mutex<()> = Mutex::new(());

/// As shells show the end by a signal: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

/// From now on the program ends at a signal as soon as nothing is half done. Where that cannot be arranged, it ends as programs do.
pub(crate) fn listen() {
    let _ = ctrlc::set_handler(|| {
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        // A line that shows progress is not the last thing on the terminal.
        eprintln!();
        process::exit(INTERRUPTED);
    });
}

thread_local! {
    /// Whether it is this thread that holds it.
    static WRITES: Cell<bool> = const { Cell::new(false) };
}

/// Does what must not be ended in the middle, which may be part of something larger of that kind.
pub(crate) fn unless_interrupted<T>(work: impl FnOnce() -> T) -> T {
    if WRITES.get() {
        return work();
    }
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    WRITES.set(true);
    let done = work();
    WRITES.set(false);
    done
}
