//! `cargo xtask corpus`: runs the generator over many descriptions of others and measures. Nothing below `generated/` is touched.
//!
//! The outcome of each description is compared with the recorded one, so that what once worked keeps working.

mod census;
mod child;
mod compile;
mod document;
mod errand;
mod examples;
mod lacks;
mod limits;
mod outcome;
mod parent;
mod ratchet;
mod record;
mod report;
mod roundtrip;
mod tally;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::available_parallelism;

use anyhow::Context;

use crate::arguments::{Check, CorpusOptions, Work};
use clientwright::Screen;
use document::Document;
use outcome::Outcome;
use parent::{Task, Told};
use ratchet::Ratchet;

pub(crate) use child::generate;
pub(crate) use compile::with_runtime;
pub(crate) use document::{Wanted, find};

/// The work of a process that was started for one description, where its words ask for it.
///
/// # Errors
/// Where it cannot be done.
pub fn asked(words: impl IntoIterator<Item = OsString>) -> Option<anyhow::Result<ExitCode>> {
    let mut words = words.into_iter().peekable();
    if words.next_if(|word| word == roundtrip::ERRAND.word).is_some() {
        return roundtrip::asked(&mut words);
    }
    if words.next_if(|word| word == census::ERRAND.word).is_some() {
        return census::asked(&mut words);
    }
    child::asked(words)
}

/// The command; whether nothing got worse.
///
/// # Errors
/// Where the corpus cannot be read, or the scratch folder not written.
pub fn run(root: &Path, options: &CorpusOptions, screen: &Screen) -> anyhow::Result<bool> {
    let folder = options.folder.clone().unwrap_or_else(|| root.join("../shared/corpus/real"));
    if !folder.is_dir() {
        screen.say(&format!("there is no corpus at {}: nothing to measure", folder.display()));
        return Ok(true);
    }
    let folder = folder.canonicalize()?;
    let wanted = Wanted { version: options.version.as_deref(), name: options.filter.as_deref() };
    let documents = find(&folder, wanted)?;
    match &options.work {
        Work::Generate(checks) => measure(root, &folder, &documents, (checks, options), screen),
        Work::Roundtrip | Work::Census => count(root, &folder, &documents, options, screen),
    }
}

fn measure(
    root: &Path,
    folder: &Path,
    documents: &[Document],
    (checks, options): (&[Check], &CorpusOptions),
    screen: &Screen,
) -> anyhow::Result<bool> {
    let jobs = options.jobs.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let task = Task { root, folder, checks, jobs: jobs.min(documents.len()).max(1) };
    let mut progress = screen.progress(documents.len());
    screen.say(report::HEADER);
    let mut outcomes = parent::run(&task, documents, |told| match told {
        Told::Begun(name) => progress.step(name),
        Told::Ended(outcome) => {
            progress.clear();
            screen.say(&report::line(outcome));
        }
    })?;
    drop(progress);
    outcomes.sort_by(|one, other| one.name.cmp(&other.name));
    screen.say(&report::totals(&outcomes, checks));
    if let Some(path) = &options.json {
        write(path, &outcomes)?;
    }
    let mut ratchet = Ratchet::read(&root.join("codegen/tests/corpus.ratchet.toml"))?;
    let worse = ratchet.worse(&outcomes);
    ratchet.better(&outcomes).iter().for_each(|line| screen.say(&format!("better: {line}")));
    worse.iter().for_each(|line| screen.say(&format!("worse: {line}")));
    if options.bless {
        let changed = ratchet.bless(&outcomes);
        ratchet.write()?;
        screen.say(&format!("{changed} recorded outcomes changed, {} lines above say what is worse now", worse.len()));
        return Ok(true);
    }
    Ok(worse.is_empty())
}

fn write(path: &Path, outcomes: &[Outcome]) -> anyhow::Result<()> {
    let all: Vec<_> = outcomes.iter().map(Outcome::json).collect();
    let text = serde_json::to_string_pretty(&all)? + "\n";
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Values go through the generated types, or things are counted; whether no description is worse than recorded: more of it is wrong or lost,
/// less of it is asked for, or it fails.
fn count(
    root: &Path,
    folder: &Path,
    documents: &[Document],
    options: &CorpusOptions,
    screen: &Screen,
) -> anyhow::Result<bool> {
    let (tally, sheet) = if options.work == Work::Roundtrip {
        (roundtrip::run(root, folder, documents, screen)?, tally::ROUNDTRIP)
    } else {
        (census::run(root, folder, documents, screen)?, tally::CENSUS)
    };
    screen.say(&tally.summary(sheet));
    let worse = tally.worse(root, sheet)?;
    tally.better(root, sheet)?.iter().for_each(|line| screen.say(&format!("better: {line}")));
    worse.iter().for_each(|line| screen.say(&format!("worse: {line}")));
    if options.bless {
        let changed = tally.bless(root, sheet)?;
        screen.say(&format!("{changed} recorded numbers changed, {} lines above say what is worse now", worse.len()));
        return Ok(true);
    }
    Ok(worse.is_empty())
}

/// Where Cargo puts what it builds.
pub(crate) fn target_folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}
