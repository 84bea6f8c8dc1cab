//! `clientwright generate` and `check`: bring crates in line with their descriptions, or say which are not.
//!
//! Everything is generated in memory before anything is written, and all that is written is put in its place at once, so that a description
//! with errors, a file in the way, a full disk or an end that comes early leave everything as it was.

pub(crate) mod remark;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clientwright_codegen::{Output, Runtime};

use crate::events::{Event, Stale};
use crate::generator::{self, Generated, Refusal};
use crate::interrupt;
use crate::lock;
use crate::runtime;
use crate::screen::Screen;
use crate::sync::{self, Change, Comparison, Files, RealDisk, State, Tally};
use crate::targets::{self, Target};
use crate::usage::{Usage, word};
use crate::workspace;

/// What to bring in line, and how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Which descriptions; all where none is named.
    pub(crate) names: Vec<String>,
    /// Of one description by its path, the folder of its crate.
    pub(crate) out: Option<PathBuf>,
    /// Only report.
    pub(crate) check: bool,
    /// Warnings are errors.
    pub(crate) deny_warnings: bool,
    /// Tell every message, not one for each cause.
    pub(crate) all: bool,
}

/// The command; whether all is well.
///
/// # Errors
/// Where there is no such description, or files cannot be read or written.
pub(crate) fn run(root: &Path, options: &Options, screen: &Screen) -> anyhow::Result<bool> {
    run_with(root, options, &Beside { change: &|_, _| None, done: &|| () }, screen)
}

/// What else is done with the crates.
pub(crate) struct Beside<'a> {
    /// What is written with the files of a crate, all of it or nothing.
    pub(crate) change: &'a dyn Fn(&Target, &Files) -> Option<Change>,
    /// Told once everything is written, before the crates are.
    pub(crate) done: &'a dyn Fn(),
}

/// As [`run`], with something beside.
pub(crate) fn run_with(root: &Path, options: &Options, beside: &Beside<'_>, screen: &Screen) -> anyhow::Result<bool> {
    match understood(options)? {
        Some((file, out)) => {
            let (root, target) = targets::alone(file, out)?;
            bring(&root, &[target], Vec::new(), options, beside, screen)
        }
        None => {
            let names = &options.names;
            let all = targets::find(root)?;
            let remarks = if names.is_empty() { remark::of_folders(root, &all)? } else { Vec::new() };
            let clashes = remark::of_packages(root, &all);
            let targets = targets::select(root, all, names)?;
            if !clashes.is_empty() {
                clashes.iter().for_each(|clash| screen.error(clash));
                // What else is wrong is told all the same.
                generate_all(root, &targets, options, screen);
                return Ok(false);
            }
            bring(root, &targets, remarks, options, beside, screen)
        }
    }
}

/// The description and the folder of its crate, where the words name both.
///
/// # Errors
/// [`Usage`] where they name a folder, and not one description.
pub(crate) fn understood(options: &Options) -> Result<Option<(&Path, &Path)>, Usage> {
    match (&options.out, options.names.as_slice()) {
        (Some(out), [file]) => Ok(Some((Path::new(file), out))),
        (Some(_), _) => Err(Usage("`--out` takes one description: its file".to_owned())),
        (None, _) => Ok(None),
    }
}

/// Brings these targets in line.
fn bring(
    root: &Path,
    targets: &[Target],
    mut remarks: Vec<String>,
    options: &Options,
    beside: &Beside<'_>,
    screen: &Screen,
) -> anyhow::Result<bool> {
    for target in targets {
        lock::refuse_newer(&root.join(&target.folder), &target.folder)?;
    }
    let Some(outputs) = generate_all(root, targets, options, screen) else { return Ok(false) };
    remarks.extend(outputs.iter().filter_map(|made| remark::of_output(made.target, &made.output)));
    remarks.extend(outputs.iter().filter_map(|made| remark::of_runtime(root, made.target, &made.runtime)));
    let runtimes = runtimes(&outputs)?;
    let compared = compare_all(root, &outputs, &runtimes)?;
    if !report_foreign(&compared, screen) {
        return Ok(false);
    }
    let clashes = remark::of_members(root, compared.iter().filter_map(manifest));
    if !clashes.is_empty() {
        clashes.iter().for_each(|clash| screen.error(clash));
        screen.error(if options.check { "the workspace could not be built" } else { "nothing was written" });
        return Ok(false);
    }
    if options.check {
        return Ok(check(&compared, &remarks, options, screen));
    }
    if options.deny_warnings && !remarks.is_empty() {
        remarks.iter().for_each(|remark| screen.error(remark));
        screen.error("warnings are denied; nothing was written");
        return Ok(false);
    }
    let is_new = compared.iter().any(|compared| {
        compared.comparison.differences().any(|(path, state)| path == "Cargo.toml" && *state == State::Missing)
    });
    let written = write(&compared, &remarks, beside, screen)?;
    if is_new && options.out.is_some() {
        for target in targets {
            if let Some(manifest) = workspace::without(&root.join(&target.folder)) {
                screen.warning(&format!(
                    "{} is no member of the workspace of {}, so that Cargo refuses to build it there\n\
                     help: add it to `members`, or depend on it by its path in a member",
                    target.folder,
                    manifest.display()
                ));
            }
        }
    }
    Ok(written)
}

/// A target with what the generator made of it.
struct Made<'a> {
    target: &'a Target,
    output: Output,
    /// With the lock.
    files: Files,
    runtime: Runtime,
}

/// A folder with how it stands.
struct Compared<'a> {
    /// From the root, with `/`.
    folder: &'a str,
    files: &'a Files,
    /// What was generated; none where it is the runtime's.
    made: Option<&'a Made<'a>>,
    comparison: Comparison<'a>,
}

/// The outputs, if all of them are there. Diagnostics are told either way.
fn generate_all<'a>(root: &Path, targets: &'a [Target], options: &Options, screen: &Screen) -> Option<Vec<Made<'a>>> {
    let mut progress = screen.progress(targets.len());
    let results: Vec<_> = targets
        .iter()
        .map(|target| {
            progress.step(&target.name);
            (target, generator::generate(root, target, options.deny_warnings))
        })
        .collect();
    drop(progress);
    let mut outputs = Vec::new();
    let mut refused = Vec::new();
    for (target, result) in results {
        match result {
            Ok(Generated { mut output, sources, runtime }) => {
                screen.diagnostics(Some(&target.name), &output.diagnostics, options.all);
                let mut files = std::mem::take(&mut output.files);
                files.insert(lock::NAME.to_owned(), sources.lock());
                outputs.push(Made { target, output, files, runtime });
            }
            Err(refusal) => {
                refusal.tell(target, options.all, screen);
                if let Refusal::Errors(diagnostics) = &refusal
                    && diagnostics.iter().any(|told| ["CW0110", "CW0112"].contains(&told.code))
                    && let Some(remark) = remark::of_part(root, target)
                {
                    screen.error(&remark);
                }
                refused.push(target.description.as_str());
            }
        }
    }
    if refused.is_empty() {
        return Some(outputs);
    }
    screen.error(&format!("{} cannot be generated; nothing was written", refused.join(", ")));
    None
}

/// The sources of the runtime by their folders, which are beside those of the crates that have it from there.
fn runtimes(outputs: &[Made<'_>]) -> anyhow::Result<BTreeMap<String, Files>> {
    let vendored = outputs.iter().filter(|made| made.runtime == Runtime::Vendored);
    let folder = |made: &Made<'_>| match made.target.folder.rsplit_once('/') {
        None if made.target.folder == "." => format!("../{}", runtime::FOLDER),
        Some((parent, _)) => format!("{parent}/{}", runtime::FOLDER),
        None => runtime::FOLDER.to_owned(),
    };
    vendored.map(|made| Ok((folder(made), runtime::files()?))).collect()
}

/// The folder and the manifest of a package that is new, or called otherwise than before, perhaps.
fn manifest<'a>(compared: &Compared<'a>) -> Option<(&'a str, &'a str)> {
    let changes = compared.comparison.differences().any(|(path, _)| path == "Cargo.toml");
    changes.then_some((compared.folder, compared.files.get("Cargo.toml")?.as_str()))
}

/// The runtime comes before the crates, which cannot be compiled without it.
fn compare_all<'a>(
    root: &Path,
    outputs: &'a [Made<'a>],
    runtimes: &'a BTreeMap<String, Files>,
) -> anyhow::Result<Vec<Compared<'a>>> {
    let runtimes = runtimes.iter().map(|(folder, files)| (folder.as_str(), files, None));
    let crates = outputs.iter().map(|made| (made.target.folder.as_str(), &made.files, Some(made)));
    let compare = |(folder, files, made)| {
        let comparison = sync::compare(&root.join(folder), files)?;
        Ok(Compared { folder, files, made, comparison })
    };
    runtimes.chain(crates).map(compare).collect()
}

/// Whether no file is in the way.
fn report_foreign(compared: &[Compared<'_>], screen: &Screen) -> bool {
    let mut clear = true;
    for Compared { folder, files, comparison, .. } in compared {
        for path in comparison.foreign() {
            clear = false;
            let why = match files.contains_key(path) {
                true => "which would overwrite it",
                false => "and src/ is the generator's",
            };
            screen.event(&difference(format!("{folder}/{path}"), &State::Foreign));
            let help = match path.starts_with("src/") {
                true => "move it to tests/ or examples/ beside src/, or delete it",
                false => "choose another folder for the crate, or move the file away, or delete it",
            };
            screen.error(&format!(
                "{folder}/{path} was not made by the generator, {why}; nothing was written\nhelp: {help}"
            ));
        }
    }
    clear
}

fn write(compared: &[Compared<'_>], remarks: &[String], beside: &Beside<'_>, screen: &Screen) -> anyhow::Result<bool> {
    let crates = compared.iter().filter_map(|compared| compared.made);
    let more: Vec<_> = crates.filter_map(|made| (beside.change)(made.target, &made.files)).collect();
    let changes: Vec<_> = compared.iter().flat_map(|compared| compared.comparison.changes()).chain(more).collect();
    interrupt::unless_interrupted(|| sync::apply(&RealDisk, &changes))
        .context("nothing was written; everything is as it was")?;
    (beside.done)();
    for Compared { folder, made, comparison, .. } in compared {
        let tally = comparison.tally();
        if let Some(made) = made {
            screen.event(&client(made, tally));
            screen.report(&summary(made, tally));
        } else if tally.written + tally.removed > 0 {
            screen.report(&format!("{folder}: {} written, {} removed", counted(tally.written, "file"), tally.removed));
        }
    }
    remarks.iter().for_each(|remark| screen.warning(remark));
    Ok(true)
}

fn client<'a>(made: &'a Made<'_>, tally: Tally) -> Event<'a> {
    let summary = made.output.summary;
    Event::Client {
        name: &made.target.name,
        folder: &made.target.folder,
        description: &made.target.description,
        operations: summary.operations,
        incoming: summary.incoming,
        types: summary.types,
        left_out: summary.left_out,
        warnings: made.output.diagnostics.warnings(),
        written: tally.written,
        unchanged: tally.unchanged,
        removed: tally.removed,
    }
}

fn summary(made: &Made<'_>, tally: Tally) -> String {
    let summary = made.output.summary;
    format!(
        "{}: {}, {}; {} written, {} unchanged, {} removed; {} left out, {}",
        made.target.name,
        counted(summary.operations, "operation"),
        counted(summary.types, "type"),
        counted(tally.written, "file"),
        tally.unchanged,
        tally.removed,
        summary.left_out,
        counted(made.output.diagnostics.warnings(), "warning"),
    )
}

fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Tells everything that is not as it should be; whether there is nothing.
fn check(compared: &[Compared<'_>], remarks: &[String], options: &Options, screen: &Screen) -> bool {
    let mut stale = 0;
    for Compared { folder, files, made, comparison } in compared {
        let missing = comparison.differences().filter(|(_, state)| **state == State::Missing).count();
        let is_new = missing == files.len();
        if is_new {
            stale += 1;
            screen.say(&format!("{folder}: missing, with {}", counted(missing, "file")));
        }
        for (path, state) in comparison.differences() {
            let path = format!("{folder}/{path}");
            if !is_new || *state != State::Missing {
                stale += 1;
                screen.say(&finding(&path, state));
            }
            screen.event(&difference(path, state));
        }
        if let Some(made) = made {
            screen.event(&client(made, comparison.tally()));
        }
    }
    for remark in remarks {
        screen.say(remark);
        screen.event(&Event::Message { level: crate::events::Level::Warning, message: &screen.named(remark) });
    }
    if stale > 0 {
        screen.say(&format!("{} not fresh: run `{}`", counted(stale, "place"), again(options, screen)));
    } else if remarks.is_empty() {
        screen.report(&format!(
            "{} fresh",
            counted(compared.iter().filter_map(|compared| compared.made).count(), "crate")
        ));
    }
    stale == 0 && remarks.is_empty()
}

/// The command that brings in line what was checked.
fn again(options: &Options, screen: &Screen) -> String {
    let mut words = vec![format!("{} generate", screen.name())];
    words.extend(options.names.iter().map(|name| word(name).into_owned()));
    words.extend(options.out.iter().map(|out| format!("--out {}", word(&out.to_string_lossy()))));
    words.join(" ")
}

fn difference<'a>(file: String, state: &'a State) -> Event<'a> {
    let of = |state| Event::Difference { file: file.clone(), state, line: None, old: None, new: None };
    match state {
        State::Stale(found) => Event::Difference {
            file,
            state: Stale::Stale,
            line: Some(found.line),
            old: found.old.as_deref(),
            new: found.new.as_deref(),
        },
        State::Missing => of(Stale::Missing),
        State::Orphan => of(Stale::Orphan),
        State::Foreign | State::Fresh => of(Stale::Foreign),
    }
}

fn finding(path: &str, state: &State) -> String {
    let line = |sign: &str, text: &Option<String>| {
        // What only ends otherwise, as on Windows, looks the same.
        text.as_ref()
            .map_or_else(|| format!("{sign} (end of file)"), |text| format!("{sign} {}", text.replace('\r', "␍")))
    };
    match state {
        State::Stale(difference) => {
            let (old, new) = (line("-", &difference.old), line("+", &difference.new));
            format!("{path}:{}: stale\n    {old}\n    {new}", difference.line)
        }
        State::Missing => format!("{path}: missing"),
        State::Orphan => format!("{path}: generated before, and not any more"),
        State::Foreign => format!("{path}: not made by the generator"),
        State::Fresh => format!("{path}: fresh"),
    }
}
