//! Many calls of the client of `specs/user-chat.yaml` at once, through a proxy that breaks a tenth of them, to a server whose tokens
//! expire, and some of them dropped on the way: how they end, and what has to hold whatever happens.
//!
//! In come a number of calls and a seed, out goes a report. `cargo xtask soak` runs many; a test of this package runs few. All of it is on
//! one thread, whose allocations are counted. The client's time goes a hundred times as fast as the world's, so that its limits, which are
//! those that it has by default, pass in fractions of a second.

mod calls;
mod cancelled;
mod far;
mod invariants;
mod near;
mod outcome;
mod report;
mod time;
mod tokens;

pub use report::Report;

use allocation_counter::measure;
use anyhow::Context;
use tokio::runtime::Builder;

use crate::near::Near;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How many calls.
    pub calls: usize,
    /// Of all chance.
    pub seed: u64,
}

/// What a report of the memory is made of: allocations that were made and not freed again.
#[derive(Clone, Copy, Debug, Default)]
struct Memory {
    /// In the first fifth, in which connections are made and buffers grow.
    early: i64,
    /// From then on.
    late: i64,
}

/// Makes the calls, closes the client, and looks at what is left.
///
/// # Errors
/// The server, the proxy or the client cannot be set up.
pub fn run(settings: Settings) -> anyhow::Result<Report> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut near = runtime.block_on(async { Near::start(settings) })?;
    let first = settings.calls / 5;
    let mut memory = Memory::default();
    let mut part = |calls: std::ops::Range<usize>| measure(|| runtime.block_on(near.call(calls))).count_current;
    (memory.early, memory.late) = (part(0..first), part(first..settings.calls));
    runtime.block_on(near.end(memory)).context("the end")
}
