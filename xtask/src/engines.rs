//! `cargo xtask engines`: what each transport can do, as the suite of behaviours that runs over all of them has found it. Enters: the lines
//! that runs of the suite print. Leaves: `runtime/TRANSPORTS.md`, or what is not as it says.

mod outcome;
mod page;
mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;

use crate::arguments::Mode;
use clientwright::Screen;
use outcome::Outcomes;
use page::Page;
use table::{ENGINES, ROWS};

/// The page, from the root.
const PAGE: &str = "runtime/TRANSPORTS.md";

/// The command. `false` where a law failed, a row names one that nobody runs, or the page is not what it would be.
///
/// # Errors
/// Where Cargo cannot be run, a file not be read, or the page not be written.
pub fn run(root: &Path, mode: Mode, files: &[PathBuf], screen: &Screen) -> anyhow::Result<bool> {
    let outcomes = Outcomes::read(&lines(root, files)?, ENGINES);
    let faults = outcomes.faults(ENGINES, ROWS);
    faults.iter().for_each(|fault| screen.say(fault));
    let path = root.join(PAGE);
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    let page = Page { engines: ENGINES, rows: ROWS, outcomes: &outcomes, present: &present };
    for engine in page.absent() {
        screen.say(&format!("{engine}: has not run, so that its column stays as it is and is not checked"));
    }
    let text = page.text();
    if mode == Mode::Write && faults.is_empty() {
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        screen.say(&format!("{PAGE}: {} outcomes", outcomes.len()));
        return Ok(true);
    }
    if text != present {
        screen.say(&format!("{PAGE} is not what the suite has found: run `cargo xtask engines --write`"));
    }
    Ok(faults.is_empty() && text == present)
}

/// What runs print: those that are there already, or new ones.
fn lines(root: &Path, files: &[PathBuf]) -> anyhow::Result<String> {
    if files.is_empty() {
        let native = "test --package clientwright-runtime --all-features --test transports suite::";
        return Ok([printed(root, native)?, printed(root, "run --quiet --package browser")?].concat());
    }
    let read =
        |file: &PathBuf| std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()));
    files.iter().map(read).collect()
}

/// What Cargo prints. How it ends is said by the lines: where there are none, nothing has run.
fn printed(root: &Path, words: &str) -> anyhow::Result<String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(words.split(' ')).stderr(Stdio::inherit());
    Ok(String::from_utf8_lossy(&cargo.output().context("cannot run cargo")?.stdout).into_owned())
}
