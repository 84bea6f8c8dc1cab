//! `cargo xtask generate`: brings `generated/` in line with `specs/`, or says what is not (`--check`).
//!
//! Everything is generated in memory before anything is written, so that a description with errors, or a file in the way,
//! leaves the whole of `generated/` as it was.

mod remark;

use std::path::Path;

use anyhow::Context;
use clientwright_codegen::{Diagnostics, Output};

use crate::arguments::{GenerateOptions, Messages, Mode, Warnings};
use crate::generator::{self, Refusal};
use crate::screen::Screen;
use crate::sync::{self, Comparison, State, Tally};
use crate::targets::{self, Target};

/// The command; whether all is well.
///
/// # Errors
/// Where there is no such description, or files cannot be read or written.
pub fn run(root: &Path, options: &GenerateOptions, screen: &Screen) -> anyhow::Result<bool> {
    let all = targets::find(root)?;
    let mut remarks = if options.names.is_empty() { remark::of_folders(root, &all)? } else { Vec::new() };
    let clashes = remark::of_packages(root, &all);
    clashes.iter().for_each(|clash| screen.error(clash));
    let targets = targets::select(root, all, &options.names)?;
    let Some(outputs) = generate_all(root, &targets, options, screen).filter(|_| clashes.is_empty()) else {
        return Ok(false);
    };
    remarks.extend(outputs.iter().filter_map(|(target, output)| remark::of_output(target, output)));
    let compared = compare_all(root, &outputs)?;
    if !report_foreign(&compared, screen) {
        return Ok(false);
    }
    match (options.mode, options.warnings) {
        (Mode::Check, _) => Ok(check(&compared, &remarks, &options.names, screen)),
        (Mode::Write, Warnings::Denied) if !remarks.is_empty() => {
            remarks.iter().for_each(|remark| screen.error(remark));
            screen.error("warnings are denied; nothing was written");
            Ok(false)
        }
        (Mode::Write, _) => write(&compared, &remarks, screen),
    }
}

/// A target with what the generator made of it.
type Made<'a> = (&'a Target, Output);

/// A target with how its crate stands.
type Compared<'a> = (&'a Target, &'a Output, Comparison<'a>);

/// The outputs, if all of them are there. Diagnostics are told either way.
fn generate_all<'a>(
    root: &Path,
    targets: &'a [Target],
    options: &GenerateOptions,
    screen: &Screen,
) -> Option<Vec<Made<'a>>> {
    let mut progress = screen.progress(targets.len());
    let results: Vec<_> = targets
        .iter()
        .map(|target| {
            progress.step(&target.name);
            (target, generator::generate(root, target, options.warnings))
        })
        .collect();
    drop(progress);
    let mut outputs = Vec::new();
    let mut refused = Vec::new();
    for (target, result) in results {
        match result {
            Ok(output) => {
                tell(&output.diagnostics, options.messages, screen);
                outputs.push((target, output));
            }
            Err(refusal) => {
                match &refusal {
                    Refusal::Errors(diagnostics) => tell(diagnostics, options.messages, screen),
                    other => screen.tell_any(&other.render(&target.description, screen.color)),
                }
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

fn tell(diagnostics: &Diagnostics, messages: Messages, screen: &Screen) {
    match messages {
        Messages::All => screen.tell_any(&diagnostics.render(screen.color)),
        Messages::Digest => {
            let digest = diagnostics.digest(screen.color);
            screen.tell_any(&digest.text);
            digest.more.iter().for_each(|line| screen.tell(line));
            if !digest.more.is_empty() {
                screen.tell("`--all` tells every one\n");
            }
        }
    }
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
    for (target, output, comparison) in compared {
        for path in comparison.foreign() {
            clear = false;
            let why = match output.files.contains_key(path) {
                true => "which would overwrite it",
                false => "and src/ is the generator's",
            };
            screen.error(&format!(
                "generated/{}/{path} was not made by the generator, {why}; nothing was written\n\
                 help: move it to tests/ or examples/ beside src/, or delete it",
                target.name
            ));
        }
    }
    clear
}

fn write(compared: &[Compared<'_>], remarks: &[String], screen: &Screen) -> anyhow::Result<bool> {
    for (target, output, comparison) in compared {
        let tally = comparison.write().with_context(|| format!("generated/{} is written in part only", target.name))?;
        screen.say(&summary(&target.name, output, tally));
    }
    remarks.iter().for_each(|remark| screen.warning(remark));
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

/// Tells everything that is not as it should be; whether there is nothing.
fn check(compared: &[Compared<'_>], remarks: &[String], names: &[String], screen: &Screen) -> bool {
    let mut stale = 0;
    for (target, _, comparison) in compared {
        for (path, state) in comparison.differences() {
            stale += 1;
            screen.say(&finding(&format!("generated/{}/{path}", target.name), state));
        }
    }
    remarks.iter().for_each(|remark| screen.say(remark));
    if stale > 0 {
        let command = ["cargo xtask generate"].into_iter().chain(names.iter().map(String::as_str));
        let command = command.collect::<Vec<_>>().join(" ");
        screen.say(&format!("{} not fresh: run `{command}`", counted(stale, "place")));
    } else if remarks.is_empty() {
        screen.say(&format!("{} fresh", counted(compared.len(), "crate")));
    }
    stale == 0 && remarks.is_empty()
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
