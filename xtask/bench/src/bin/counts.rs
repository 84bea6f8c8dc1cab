//! `counts`: prints what one repetition of each takes from the allocator, as JSON, in repetitions of `call` and `codec`:
//!
//! ```json
//! { "call": { "ours": { "allocations": 65.0, "bytes": 25140.0 }, "bare": { .. } }, "decode": { .. }, "encode": { .. } }
//! ```
//!
//! An allocation that grows counts at each growth. Only this thread is counted, and so not the server. It is a program of
//! its own because it has another allocator than `call` and `codec`, whose instructions would otherwise be counted too.

use allocation_counter::{AllocationInfo, measure};
use anyhow::Result;
use bench::arguments::Side;
use bench::call::Caller;
use bench::{codec, server};
use serde::Serialize;

/// So many repetitions are counted, so that what happens once in a while counts as little as it should.
const TIMES: u32 = 200;

#[derive(Serialize)]
struct Report {
    call: Sides,
    decode: Sides,
    encode: Sides,
}

#[derive(Serialize)]
struct Sides {
    ours: Counts,
    bare: Counts,
}

#[derive(Serialize)]
struct Counts {
    allocations: f64,
    bytes: f64,
}

fn main() -> Result<()> {
    let report = Report { call: sides(call)?, decode: sides(decode)?, encode: sides(encode)? };
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

fn sides(count: fn(Side) -> Result<Counts>) -> Result<Sides> {
    Ok(Sides { ours: count(Side::Ours)?, bare: count(Side::Bare)? })
}

/// On a connection that is there already.
fn call(side: Side) -> Result<Counts> {
    let caller = Caller::new(side, server::start()?)?;
    caller.call(20)?;
    between(|times| caller.call(times))
}

fn decode(side: Side) -> Result<Counts> {
    between(|times| codec::decode(side, times))
}

fn encode(side: Side) -> Result<Counts> {
    between(|times| codec::encode(side, times))
}

/// The difference of many repetitions and none, by repetition.
fn between(work: impl Fn(u32) -> Result<()>) -> Result<Counts> {
    let none = counted(|| work(0))?;
    let many = counted(|| work(TIMES))?;
    let each = |many: u64, none: u64| (many as f64 - none as f64) / f64::from(TIMES);
    Ok(Counts {
        allocations: each(many.count_total, none.count_total),
        bytes: each(many.bytes_total, none.bytes_total),
    })
}

fn counted(work: impl FnOnce() -> Result<()>) -> Result<AllocationInfo> {
    let mut done = Ok(());
    let info = measure(|| done = work());
    done.map(|()| info)
}
