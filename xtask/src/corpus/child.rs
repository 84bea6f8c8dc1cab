//! The process that works on one description, `xtask --description-of FOLDER PATH CRATE [INTO]`: what became of it is printed, and the
//! crate, where there is one, written into a folder. Whatever happens to it happens to no other description.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use clientwright_codegen::{Diagnostics, Input, Output, Settings, Severity};
use cpu_time::ProcessTime;

use super::document::is_made_to_be_rejected;
use super::limits;
use super::outcome::{Outcome, Size, State};
use crate::process;
use clientwright::inner::Files;
use clientwright::inner::{Folder, guarded};

/// Begins the words of such a process.
pub(super) const WORD: &str = "--description-of";

/// Names the file into which goes what the compiler used, where this program stands between it and Cargo.
pub(super) const COST: &str = "CLIENTWRIGHT_COST_OF_RUSTC";

/// The work of the process, where its words ask for it.
///
/// # Errors
/// Where the description cannot be read, or the crate not be written.
pub(super) fn asked(words: impl IntoIterator<Item = OsString>) -> Option<anyhow::Result<ExitCode>> {
    let mut words = words.into_iter();
    let first = words.next()?;
    if let Some(file) = std::env::var_os(COST) {
        return Some(compiler(Path::new(&file), first, words));
    }
    if first != WORD {
        return None;
    }
    let (folder, path, crate_name, into) = (words.next()?, words.next()?, words.next()?, words.next());
    let (path, crate_name) = (path.to_str()?, crate_name.to_str()?);
    let outcome = work(Path::new(&folder), path, crate_name, into.as_ref().map(Path::new));
    Some(outcome.map(|outcome| {
        println!("{}", outcome.json());
        ExitCode::SUCCESS
    }))
}

/// Runs the compiler; what it uses for the crate itself is measured. Cargo asks it for its version too.
fn compiler(file: &Path, program: OsString, words: impl Iterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    limits::of_compiling();
    let is_primary = std::env::var_os("CARGO_PRIMARY_PACKAGE").is_some();
    let nowhere = tempfile::NamedTempFile::new()?;
    let file = if is_primary { file } else { nowhere.path() };
    process::measure(file, std::process::Command::new(program).args(words))
}

fn work(folder: &Path, path: &str, crate_name: &str, into: Option<&Path>) -> anyhow::Result<Outcome> {
    limits::of_generating();
    note_panics();
    let bytes = fs::read(folder.join(path)).with_context(|| format!("cannot read {path}"))?;
    let started = ProcessTime::now();
    let result = guarded(|| generate(folder, path, crate_name, bytes));
    let cpu = started.elapsed();
    let mut outcome = match result {
        Err(message) => {
            let place = LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner);
            let reason = ("panic".to_owned(), format!("{message} at {place}"));
            Outcome::ended(path, State::Panics, vec![reason])
        }
        Ok(Err(diagnostics)) => refused(path, &diagnostics),
        Ok(Ok(output)) => {
            into.map(|into| write(into, &output.files)).transpose()?;
            let mut outcome = Outcome::ended(path, State::Generates, Vec::new());
            outcome.warnings = by_code(&output.diagnostics);
            outcome.size = size(&output);
            outcome
        }
    };
    outcome.cpu = cpu;
    Ok(outcome)
}

/// The crate of a description below the folder.
pub(crate) fn generate(folder: &Path, path: &str, crate_name: &str, bytes: Vec<u8>) -> Result<Output, Diagnostics> {
    // What was read is let go of: a description may be large.
    let text = clientwright_codegen::decode(path, bytes)?.into();
    let loader = Folder::beside(folder, path);
    let input = Input { path, text, loader: &loader };
    clientwright_codegen::generate(&input, &Settings::for_name(crate_name))
}

fn refused(path: &str, diagnostics: &Diagnostics) -> Outcome {
    let errors = || diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let placed = errors().all(|error| !error.place.file.is_empty());
    let state = if placed && is_made_to_be_rejected(path) { State::Rejected } else { State::Refused };
    let mut outcome =
        Outcome::ended(path, state, errors().map(|error| (error.code.to_owned(), error.message.clone())).collect());
    outcome.warnings = by_code(diagnostics);
    outcome
}

fn by_code(diagnostics: &Diagnostics) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for warning in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning) {
        *found.entry(warning.code.to_owned()).or_default() += 1;
    }
    found
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

/// The crate alone in the folder.
fn write(folder: &Path, files: &Files) -> anyhow::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

static LAST_PLACE: Mutex<String> = Mutex::new(String::new());

/// From now on panics leave their place here, and print nothing.
pub(super) fn note_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        *LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
}
