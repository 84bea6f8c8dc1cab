//! `cargo xtask generate`: brings `generated/` in line with `specs/`, or says what is not (`--check`).
//!
//! Everything is generated in memory before anything is written, so that a description with errors, or a file in the way,
//! leaves the whole of `generated/` as it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context;
use clientwright_codegen::Output;

use crate::arguments::Mode;
use crate::generator;
use crate::screen::Screen;
use crate::sync::{self, Comparison, State, Tally};
use crate::targets::{self, Target};

/// The command; whether all is well.
///
/// # Errors
/// Where there is no such description, or files cannot be read or written.
pub fn run(root: &Path, mode: Mode, names: &[String], screen: &Screen) -> anyhow::Result<bool> {
    let all = targets::find(root)?;
    let stray = if names.is_empty() { stray_crates(root, &all)? } else { Vec::new() };
    let targets = targets::select(all, names)?;
    if targets.is_empty() {
        screen.say("nothing to generate: specs/ holds no description");
    }
    let Some(outputs) = generate_all(root, &targets, screen) else {
        return Ok(false);
    };
    let compared = compare_all(root, &outputs)?;
    if !report_foreign(&compared, screen) {
        return Ok(false);
    }
    match mode {
        Mode::Write => write(&compared, &stray, screen),
        Mode::Check => Ok(check(&compared, &stray, names, screen)),
    }
}

/// A target with what the generator made of it.
type Made<'a> = (&'a Target, Output);

/// A target with how its crate stands.
type Compared<'a> = (&'a Target, &'a Output, Comparison<'a>);

/// The outputs, if all of them are there. Diagnostics are told either way.
fn generate_all<'a>(root: &Path, targets: &'a [Target], screen: &Screen) -> Option<Vec<Made<'a>>> {
    let mut progress = screen.progress(targets.len());
    let results: Vec<_> = targets
        .iter()
        .map(|target| {
            progress.step(&target.name);
            (target, generator::generate(root, target))
        })
        .collect();
    drop(progress);
    let mut outputs = Vec::new();
    let mut refused = Vec::new();
    for (target, result) in results {
        match result {
            Ok(output) => {
                screen.tell_any(&output.diagnostics.render(screen.color));
                outputs.push((target, output));
            }
            Err(refusal) => {
                screen.tell_any(&refusal.render(&target.description, screen.color));
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

fn compare_all<'a>(root: &Path, outputs: &'a [Made<'a>]) -> anyhow::Result<Vec<Compared<'a>>> {
    let compare = |(target, output): &'a Made<'a>| {
        let comparison = sync::compare(&target.folder(root), &output.files)?;
        Ok((*target, output, comparison))
    };
    outputs.iter().map(compare).collect()
}

/// Whether no file is in the way.
fn report_foreign(compared: &[Compared<'_>], screen: &Screen) -> bool {
    let mut clear = true;
    for (target, _, comparison) in compared {
        for path in comparison.foreign() {
            clear = false;
            screen.error(&format!(
                "generated/{}/{path} was not made by the generator, and src/ is the generator's; nothing was written\n\
                 help: move it to tests/ or examples/ beside src/, or delete it",
                target.name
            ));
        }
    }
    clear
}

fn write(compared: &[Compared<'_>], stray: &[String], screen: &Screen) -> anyhow::Result<bool> {
    for (target, output, comparison) in compared {
        let tally = comparison.write().with_context(|| format!("generated/{} is written in part only", target.name))?;
        screen.say(&summary(&target.name, output, tally));
    }
    for folder in stray {
        screen.warning(&stray_message(folder));
    }
    Ok(true)
}

fn summary(name: &str, output: &Output, tally: Tally) -> String {
    format!(
        "{name}: {}, {}; {} written, {} unchanged, {} removed; {} left out, {}",
        counted(output.summary.operations, "operation"),
        counted(output.summary.types, "type"),
        counted(tally.written, "file"),
        tally.unchanged,
        tally.removed,
        output.summary.left_out,
        counted(output.diagnostics.warnings(), "warning"),
    )
}

fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Tells every file that is not as it should be; whether there is none.
fn check(compared: &[Compared<'_>], stray: &[String], names: &[String], screen: &Screen) -> bool {
    let mut wrong = 0;
    for (target, _, comparison) in compared {
        for (path, state) in comparison.differences() {
            wrong += 1;
            screen.say(&finding(&format!("generated/{}/{path}", target.name), state));
        }
    }
    for folder in stray {
        wrong += 1;
        screen.say(&stray_message(folder));
    }
    if wrong == 0 {
        screen.say(&format!("{} fresh", counted(compared.len(), "crate")));
        return true;
    }
    let command =
        ["cargo xtask generate"].into_iter().chain(names.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
    screen.say(&format!("{} not fresh: run `{command}`", counted(wrong, "place")));
    false
}

fn finding(path: &str, state: &State) -> String {
    let line = |sign: &str, text: &Option<String>| {
        text.as_ref().map_or_else(|| format!("{sign} (end of file)"), |text| format!("{sign} {text}"))
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

/// Crates of descriptions that are gone. They may hold tests and examples, so deleting them is for people.
fn stray_crates(root: &Path, targets: &[Target]) -> anyhow::Result<Vec<String>> {
    let known: BTreeSet<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    let mut stray = Vec::new();
    let folder = root.join("generated");
    if !folder.exists() {
        return Ok(stray);
    }
    for entry in fs::read_dir(&folder).context("cannot read generated/")? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() && !known.contains(name.as_str()) {
            stray.push(name);
        }
    }
    stray.sort();
    Ok(stray)
}

fn stray_message(folder: &str) -> String {
    format!("generated/{folder} has no description in specs/: delete the folder, or bring the description back")
}
