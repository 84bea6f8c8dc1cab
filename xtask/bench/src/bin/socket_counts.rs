//! `socket_counts`: prints what one message of each kind takes from the allocator, and how much of it an idle socket holds, as JSON:
//!
//! ```json
//! { "exchange": { "ours": { "allocations": 20.0, "bytes": 2140.0 }, .. }, .., "idle": { "ours": { "allocations": 9.0, "bytes": 9140.0 }, .. } }
//! ```
//!
//! All over a peer in memory, with what its own allocations are: none for a message. An allocation that grows counts at each growth.

use std::any::Any;
use std::collections::BTreeMap;

use allocation_counter::{AllocationInfo, measure};
use anyhow::Result;
use bench::live::memory::Memory;
use bench::live::work::{Peer, Work};
use bench::live::{self, Library};
use serde::Serialize;
use tokio::runtime::{Builder, Runtime};

/// So many messages, and so many: what is between them is many times one, and no setting up.
const TIMES: (u32, u32) = (100, 1100);

/// So many sockets.
const SOCKETS: usize = 1000;

#[derive(Serialize)]
struct Counts {
    allocations: f64,
    bytes: f64,
}

fn main() -> Result<()> {
    let mut report = BTreeMap::new();
    for (name, work) in [("exchange", Work::Exchange), ("send", Work::Send), ("receive", Work::Receive)] {
        report.insert(name, sides(|library| message(library, work))?);
    }
    report.insert("idle", sides(idle)?);
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

fn sides(count: impl Fn(Library) -> Result<Counts>) -> Result<BTreeMap<&'static str, Counts>> {
    Library::ALL.into_iter().map(|library| Ok((library.word(), count(library)?))).collect()
}

/// The difference of many messages and few, by message.
fn message(library: Library, work: Work) -> Result<Counts> {
    let of = |times| {
        let (runtime, connection) = (runtime()?, Memory::new(work.peer(times)));
        counted(|| runtime.block_on(live::run(library, connection, work, times))).map(|(info, ())| info)
    };
    let (few, many) = (of(TIMES.0)?, of(TIMES.1)?);
    let each = |many: u64, few: u64| (many as f64 - few as f64) / f64::from(TIMES.1 - TIMES.0);
    Ok(Counts { allocations: each(many.count_total, few.count_total), bytes: each(many.bytes_total, few.bytes_total) })
}

/// What is still held, by socket.
fn idle(library: Library) -> Result<Counts> {
    let runtime = runtime()?;
    let connect = async || Ok(Memory::new(Peer::ECHO));
    let (info, _sockets): (_, Box<dyn Any>) = counted(|| runtime.block_on(live::idle(library, SOCKETS, connect)))?;
    let each = |held: i64| held as f64 / SOCKETS as f64;
    Ok(Counts { allocations: each(info.count_current), bytes: each(info.bytes_current) })
}

fn runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

fn counted<T>(work: impl FnOnce() -> Result<T>) -> Result<(AllocationInfo, T)> {
    let mut done = None;
    let info = measure(|| done = Some(work()));
    Ok((info, done.ok_or_else(|| anyhow::anyhow!("nothing was done"))??))
}
