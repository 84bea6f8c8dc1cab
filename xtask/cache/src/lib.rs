//! The public suite of HTTP caches (`http-cache-tests`), run against the cache of the runtime as a private one, as that of a browser is.
//! Enters: the root. Leaves: what fails, beside what the record says fails and why; and the table in `runtime/CACHE.md`.
//!
//! ```text
//! the suite's client (node) ─▶ proxy: a client of the runtime, with a cache ─▶ the suite's server (node)
//! ```
//!
//! It is run twice: with the cache in memory, and with the cache on disk, which has to do the same but for what it does not write down.

mod outcome;
mod page;
mod proxy;
mod record;
mod suite;

use std::path::Path;

use anyhow::Context;
use clientwright_runtime::HttpCache;

use outcome::Outcomes;
use page::Page;
use record::Record;
use suite::Suite;

/// Whether files are compared or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What differs is told.
    Check,
    /// The record and the page are written.
    Write,
}

const RECORD: &str = "xtask/cache/record.txt";
const PAGE: &str = "runtime/CACHE.md";

/// The most bytes of a cache.
const ROOM: u64 = 64 << 20;

/// Runs the suite; whether all is as the record and the page say.
///
/// # Errors
/// Where node or npm are not there, or the suite cannot be run.
pub fn run(root: &Path, mode: Mode) -> anyhow::Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let runs = runtime.block_on(async {
        let suite = Suite::start(root).await?;
        let memory = asked(&suite, HttpCache::in_memory(ROOM)).await?;
        let disk = asked(&suite, HttpCache::on_disk(folder.path(), ROOM)).await?;
        anyhow::Ok([("memory", memory), ("disk", disk)])
    })?;
    for (name, outcomes) in &runs {
        println!("{name}: {}", outcomes.ours);
    }
    let path = root.join(RECORD);
    let record = Record::read(&std::fs::read_to_string(&path).unwrap_or_default())?;
    let found = record.found(runs.iter().map(|(name, outcomes)| (*name, outcomes)));
    let differences = record.differences(&found);
    differences.iter().for_each(|difference| println!("{difference}"));
    let page = root.join(PAGE);
    let present = std::fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let text = Page { runs: &runs, record: &found }.text(&present)?;
    if mode == Mode::Write {
        std::fs::write(&path, found.text())?;
        std::fs::write(&page, text)?;
        println!("{RECORD} and {PAGE} are written");
        return Ok(found.is_explained());
    }
    if text != present {
        println!("{PAGE} is not what the suite has found: run `cargo xtask cache-tests --write`");
    }
    Ok(differences.is_empty() && text == present && found.is_explained())
}

async fn asked(suite: &Suite, cache: HttpCache) -> anyhow::Result<Outcomes> {
    let address = proxy::serve(suite.server(), cache).await?;
    suite.ask(&format!("http://{address}")).await
}
