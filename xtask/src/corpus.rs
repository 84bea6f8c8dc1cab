//! `cargo xtask corpus`: runs the generator over many descriptions of others and measures. Nothing below `generated/` is touched.
//!
//! The outcome of each description is compared with the recorded one, so that what once worked keeps working.

mod census;
mod compile;
mod document;
mod ratchet;
mod report;
mod roundtrip;
mod tally;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::Context;
use clientwright_codegen::{Diagnostics, Input, Output, Settings, Severity};
use cpu_time::ProcessTime;

use crate::arguments::CorpusOptions;
use crate::generator::{Folder, guarded};
use crate::screen::Screen;
use compile::Workshop;
use document::Document;
use ratchet::{Ratchet, State};

/// What became of one description.
#[derive(Debug)]
struct Outcome {
    name: String,
    state: State,
    /// Code and message of each error; one entry for a panic.
    reasons: Vec<(String, String)>,
    warnings: usize,
    /// Processor time of generating, user and system, of all threads.
    cpu: std::time::Duration,
    size: Size,
    /// The first error of the compiler, where it was asked and had one.
    compiler: Option<String>,
    compiler_errors: usize,
    compiler_warnings: usize,
}

/// How much was generated.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    operations: usize,
    types: usize,
    files: usize,
    lines: usize,
    left_out: usize,
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
    let documents = document::find(&folder, options.filter.as_deref())?;
    if options.roundtrip || options.census {
        return count(root, &folder, &documents, options, screen);
    }
    let workshop = options.compile.then(|| Workshop::open(root)).transpose()?;
    let outcomes = measure_all(&folder, &documents, workshop.as_ref(), screen)?;
    screen.say(&report::totals(&outcomes, options.compile));
    let mut ratchet = Ratchet::read(&root.join("codegen/tests/corpus.ratchet.toml"))?;
    if options.bless {
        let changed = ratchet.bless(&outcomes);
        ratchet.write()?;
        screen.say(&format!("{changed} recorded outcomes changed"));
        return Ok(true);
    }
    let worse = ratchet.worse(&outcomes, options.compile);
    worse.iter().for_each(|line| screen.say(line));
    Ok(worse.is_empty())
}

/// Values go through the generated types, or things are counted; whether no more differ or are lost than recorded.
fn count(
    root: &Path,
    folder: &Path,
    documents: &[Document],
    options: &CorpusOptions,
    screen: &Screen,
) -> anyhow::Result<bool> {
    let _quiet = QuietPanics::begin();
    let (tally, sheet) = if options.roundtrip {
        (roundtrip::run(root, folder, documents, screen)?, tally::ROUNDTRIP)
    } else {
        (census::run(folder, documents, screen), tally::CENSUS)
    };
    if options.bless {
        screen.say(&format!("{} recorded numbers changed", tally.bless(root, sheet)?));
        return Ok(true);
    }
    let worse = tally.worse(root, sheet)?;
    worse.iter().for_each(|line| screen.say(line));
    Ok(worse.is_empty())
}

fn measure_all(
    folder: &Path,
    documents: &[Document],
    workshop: Option<&Workshop>,
    screen: &Screen,
) -> anyhow::Result<Vec<Outcome>> {
    let _quiet = QuietPanics::begin();
    let mut progress = screen.progress(documents.len());
    let mut outcomes = Vec::new();
    screen.say(report::HEADER);
    for document in documents {
        progress.step(&document.name);
        let outcome = measure(folder, document, workshop)?;
        progress.clear();
        screen.say(&report::line(&outcome));
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

fn measure(folder: &Path, document: &Document, workshop: Option<&Workshop>) -> anyhow::Result<Outcome> {
    let started = ProcessTime::now();
    let result = guarded(|| generate(folder, document));
    let cpu = started.elapsed();
    let mut outcome = Outcome {
        name: document.name.clone(),
        state: State::Refused,
        reasons: Vec::new(),
        warnings: 0,
        cpu,
        size: Size::default(),
        compiler: None,
        compiler_errors: 0,
        compiler_warnings: 0,
    };
    match result {
        Err(message) => {
            outcome.state = State::Panics;
            outcome.reasons.push(("panic".to_owned(), format!("{message} at {}", QuietPanics::last_place())));
        }
        Ok(Err(diagnostics)) => outcome.reasons = errors(&diagnostics),
        Ok(Ok(output)) => {
            outcome.state = State::Generates;
            outcome.warnings = output.diagnostics.warnings();
            outcome.size = size(&output);
            if let Some(workshop) = workshop {
                compile(workshop, document, &output, &mut outcome)?;
            }
        }
    }
    Ok(outcome)
}

fn generate(folder: &Path, document: &Document) -> Result<Output, Diagnostics> {
    let base = folder.join(&document.path).parent().map_or_else(|| folder.to_owned(), Path::to_owned);
    let loader = Folder::new(base, folder);
    let input = Input { path: &document.path, text: document.text.as_str().into(), loader: &loader };
    clientwright_codegen::generate(&input, &Settings::for_name(&document.crate_name))
}

fn errors(diagnostics: &Diagnostics) -> Vec<(String, String)> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|error| (error.code.to_owned(), error.message.clone())).collect()
}

fn size(output: &Output) -> Size {
    let source = output.files.iter().filter(|(path, _)| path.starts_with("src/"));
    Size {
        operations: output.summary.operations,
        types: output.summary.types,
        files: output.files.len(),
        lines: source.map(|(_, text)| text.lines().count()).sum(),
        left_out: output.summary.left_out,
    }
}

fn compile(workshop: &Workshop, document: &Document, output: &Output, outcome: &mut Outcome) -> anyhow::Result<()> {
    let verdict = workshop
        .check(&document.crate_name, &output.files)
        .with_context(|| format!("cannot compile {}", document.name))?;
    if verdict.success {
        outcome.state = State::Compiles;
    }
    outcome.compiler_errors = verdict.errors;
    outcome.compiler_warnings = verdict.warnings;
    outcome.compiler = verdict.first_error;
    Ok(())
}

/// While it lives, panics are counted and not printed.
struct QuietPanics;

static LAST_PLACE: Mutex<String> = Mutex::new(String::new());

impl QuietPanics {
    fn begin() -> Self {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map_or_else(String::new, ToString::to_string);
            *LAST_PLACE.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = place;
        }));
        Self
    }

    fn last_place() -> String {
        LAST_PLACE.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

impl Drop for QuietPanics {
    fn drop(&mut self) {
        drop(std::panic::take_hook());
    }
}

/// Where Cargo puts what it builds.
pub(crate) fn target_folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}
