//! `cargo xtask bench`: measures what is generated, what makes it and what it does, beside other generators and what is written by
//! hand. Nothing below `generated/` is touched.
//!
//! | part | measures | of |
//! |---|---|---|
//! | `size` | lines, tables, functions | the crates of all fixtures and of `specs/` |
//! | `generate` | time, memory, instructions, lines | the generators |
//! | `growth` | instructions, or time | the generator, where descriptions are larger |
//! | `check` | time, memory, functions | the compiler at a generated crate |
//! | `call` | instructions, allocations | a call, against reqwest |
//! | `features` | instructions, allocations | a call, with one thing on at a time |
//! | `codec` | instructions, allocations | JSON, against serde's derive |
//! | `live` | instructions, allocations, time, memory | a message of a WebSocket, against two libraries alone |
//! | `release` | time, size | a program that makes five calls |
//!
//! Counts that no machine changes are compared with the recorded ones, so that none grows unnoticed.

mod aim;
mod callgrind;
mod check;
mod contender;
mod document;
mod features;
mod figure;
mod generate;
mod growth;
mod lab;
mod live;
mod programs;
mod ratchet;
mod release;
mod scale;
mod size;
mod synthetic;
mod table;

use std::path::Path;

use crate::arguments::{BenchOptions, PARTS, Part, Ratchet as Held};
use clientwright::Screen;
use lab::{Company, Lab};
use ratchet::{Comparison, Counts, Ratchet};
use table::Table;

pub use table::Layout;

/// What a part found.
#[derive(Debug, Default)]
struct Results {
    tables: Vec<Table>,
    counts: Counts,
    /// Aims that have to be met and are not, whatever was recorded.
    missed: Vec<String>,
}

/// The command; whether no count grew and all work is linear, where that was asked.
///
/// # Errors
/// Where there is no such description, or programs of ours cannot be built.
pub fn run(root: &Path, options: &BenchOptions, screen: &Screen) -> anyhow::Result<bool> {
    // Nothing is recorded of others, nor of what is released.
    let counts = options.ratchet != Held::Told;
    let lab = Lab::open(root, if counts { Company::Alone } else { Company::Rivals }, screen)?;
    let of_all = |part: &Part| !counts || *part != Part::Release;
    let wanted = |part: &Part| options.parts.contains(part) || (options.parts.is_empty() && of_all(part));
    let described =
        [Part::Generate, Part::Growth, Part::Check, Part::Release].iter().any(wanted) || !options.documents.is_empty();
    let documents = if described { document::find(&lab, &options.documents)? } else { Vec::new() };
    let mut well = true;
    for part in PARTS.iter().map(|(_, part)| *part).filter(wanted) {
        let results = match part {
            Part::Size => size::run(root)?,
            Part::Generate => generate::run(&lab, &documents)?,
            Part::Growth => growth::run(&lab, &documents)?,
            Part::Check => check::run(&lab, &documents)?,
            Part::Call => programs::call(&lab)?,
            Part::Features => features::run(&lab)?,
            Part::Codec => programs::codec(&lab)?,
            Part::Live => live::run(&lab)?,
            Part::Release => release::run(&lab, &documents)?,
        };
        let tables = results.tables.iter().map(|table| table.written(options.layout));
        tables.filter(|text| !text.is_empty()).for_each(|text| screen.say(&format!("{text}\n")));
        well &= settle(&lab, options.ratchet, &results)?;
    }
    Ok(well || options.ratchet != Held::Held)
}

/// Compares or records; whether nothing grew and no aim was missed.
fn settle(lab: &Lab<'_>, held: Held, results: &Results) -> anyhow::Result<bool> {
    let compiler = lab.compiler()?;
    let mut ratchet = Ratchet::read(&lab.root)?;
    results.missed.iter().for_each(|line| lab.screen.say(line));
    if held == Held::Written {
        if let Some(fixtures) = results.counts.get(size::PART) {
            ratchet.retain(size::PART, fixtures);
        }
        for part in results.counts.keys() {
            lab.screen.say(&format!("{part}: recorded"));
        }
        ratchet.write(&results.counts, &compiler)?;
        return Ok(true);
    }
    let comparison = ratchet.compare(&results.counts, &compiler);
    tell(&comparison, lab.screen);
    Ok(comparison.grown.is_empty() && results.missed.is_empty())
}

fn tell(comparison: &Comparison, screen: &Screen) {
    comparison.apart.iter().for_each(|line| screen.say(&format!("not compared: {line}")));
    comparison.shrunk.iter().for_each(|line| screen.say(&format!("less: {line}")));
    comparison.grown.iter().for_each(|line| screen.say(&format!("more: {line}")));
    if !comparison.grown.is_empty() {
        screen.say(ACCEPT);
    }
}

/// What to do about counts that grew.
const ACCEPT: &str = "if that is meant, `cargo xtask bench --write` with the same words records it";

/// Every count of `size` that grew, with how to accept it; for tests, which can afford no more.
///
/// # Errors
/// Where fixtures cannot be read or generated.
pub fn grown(root: &Path) -> anyhow::Result<Vec<String>> {
    let comparison = Ratchet::read(root)?.compare(&size::counts(root)?, "");
    Ok(comparison.grown)
}
