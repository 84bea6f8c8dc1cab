//! What a process that works on one description may use. It ends by itself past that, whatever it is doing.

use std::process::exit;
use std::thread;
use std::time::Duration;

/// The code of a process that took too long.
pub(super) const TOO_LONG: i32 = 124;

/// How long generating may take: the largest real description takes seconds.
pub(super) const GENERATING: Duration = Duration::from_secs(120);

/// How much memory a process may ask for, in bytes; stacks that nobody uses are part of it.
pub(super) const MEMORY: u64 = 8 << 30;

/// How long the compiler may work on one crate.
const COMPILING: Duration = Duration::from_secs(900);

/// How long values may be decoded and encoded.
const ASKING: Duration = GENERATING;

/// How long all of that may take of one description.
pub(super) const ROUNDTRIP: Duration =
    Duration::from_secs(GENERATING.as_secs() + COMPILING.as_secs() + ASKING.as_secs());

/// Confines this process, which generates, by the clock and by memory.
pub(super) fn of_generating() {
    limit(GENERATING, MEMORY);
    end_after(GENERATING);
}

/// Confines this process, which generates, compiles and asks what was compiled, with all that it starts.
pub(super) fn of_roundtrip() {
    of_compiling();
    end_after(ROUNDTRIP);
}

/// Confines the program that is asked, which this process is about to start.
pub(super) fn of_asking() {
    limit(ASKING, MEMORY);
}

/// A thread that waits uses no processor, and so escapes what the system limits.
fn end_after(time: Duration) {
    thread::spawn(move || {
        thread::sleep(time);
        exit(TOO_LONG);
    });
}

/// Confines this process and the compiler, which it is about to start, by their work and by memory.
pub(super) fn of_compiling() {
    limit(COMPILING, 2 * MEMORY);
}

/// Where the system cannot, nothing is limited.
#[cfg(unix)]
fn limit(work: Duration, memory: u64) {
    let _ = rlimit::setrlimit(rlimit::Resource::CPU, work.as_secs() * 2, work.as_secs() * 2);
    let _ = rlimit::setrlimit(rlimit::Resource::AS, memory, memory);
}

#[cfg(not(unix))]
fn limit(_: Duration, _: u64) {}
