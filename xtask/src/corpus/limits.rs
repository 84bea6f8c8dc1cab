//! What a process that works on one description may use. It ends by itself past that, whatever it is doing, and what it has started ends
//! with it.

#[cfg(unix)]
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, exit};
use std::thread;
use std::time::Duration;

#[cfg(unix)]
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, getpgrp, getpid, kill_process_group, waitid};

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

/// How long it may take to generate and to count.
pub(super) const COUNTING: Duration = Duration::from_secs(2 * GENERATING.as_secs());

/// Confines this process, which generates, by the clock and by memory.
pub(super) fn of_generating() {
    limit(GENERATING, MEMORY);
    end_after(GENERATING);
    end_with_asker();
}

/// Confines this process, which generates and counts, by the clock and by memory.
pub(super) fn of_counting() {
    limit(COUNTING, MEMORY);
    end_after(COUNTING);
    end_with_asker();
}

/// Confines this process, which generates, compiles and asks what was compiled, with all that it starts.
pub(super) fn of_roundtrip() {
    of_compiling();
    end_after(ROUNDTRIP);
    end_with_asker();
}

/// Confines this process further, and with it the program that is asked, which it is about to start; what it has worked so far counts.
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

/// Has a process lead a group of its own, in which all is that it starts.
#[cfg(unix)]
pub(super) fn lead(command: &mut Command) {
    command.process_group(0);
}

#[cfg(not(unix))]
pub(super) fn lead(_: &mut Command) {}

/// Waits until a process that leads a group comes to its end, and ends what it has left in there. Its number is still its own then:
/// nobody has taken what it used.
#[cfg(unix)]
pub(super) fn end_group(leader: &Child) {
    if let Some(leader) = i32::try_from(leader.id()).ok().and_then(Pid::from_raw) {
        let _ = waitid(WaitId::Pid(leader), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
        let _ = kill_process_group(leader, Signal::KILL);
    }
}

#[cfg(not(unix))]
pub(super) fn end_group(_: &Child) {}

/// Ends this process with its group when who asked is gone, who holds the other end of its input: a terminal does not reach groups that are
/// not its own.
#[cfg(unix)]
fn end_with_asker() {
    if getpgrp() == getpid() {
        thread::spawn(|| {
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
            let _ = kill_process_group(getpid(), Signal::KILL);
        });
    }
}

#[cfg(not(unix))]
fn end_with_asker() {}

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
