//! `feature_counts`: prints what one call with each thing on takes from the allocator, as JSON, in repetitions of `features`:
//!
//! ```json
//! { "retries": { "ours": { "allocations": 64.0, "bytes": 25140.0 } }, .. }
//! ```
//!
//! Counted as in `counts`: only this thread, and so not the server.

use allocation_counter::{AllocationInfo, measure};
use anyhow::Result;
use bench::call::Caller;
use bench::feature::{FEATURES, Feature};
use serde_json::{Map, Value, json};

/// So many repetitions are counted, so that what happens once in a while counts as little as it should.
const TIMES: u32 = 200;

fn main() -> Result<()> {
    let mut report = Map::new();
    // The subscriber stays once it is there: it comes behind all others.
    let (last, first): (Vec<&Feature>, Vec<&Feature>) =
        FEATURES.iter().partition(|feature| feature.name.contains("subscriber"));
    for feature in first.into_iter().chain(last) {
        // On a connection that is there already.
        let caller = Caller::of(feature.client((feature.serve)()?)?)?;
        caller.call(20)?;
        let (none, many) = (counted(&caller, 0)?, counted(&caller, TIMES)?);
        let each = |many: u64, none: u64| (many as f64 - none as f64) / f64::from(TIMES);
        let allocations = each(many.count_total, none.count_total);
        let bytes = each(many.bytes_total, none.bytes_total);
        report.insert(feature.name.to_owned(), json!({"ours": {"allocations": allocations, "bytes": bytes}}));
    }
    println!("{}", Value::Object(report));
    Ok(())
}

fn counted(caller: &Caller, times: u32) -> Result<AllocationInfo> {
    let mut done = Ok(());
    let info = measure(|| done = caller.call(times));
    done.map(|()| info)
}
