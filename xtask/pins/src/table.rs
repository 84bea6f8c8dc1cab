//! `runtime/PINNING.md`. Enters: the lines that libtest prints of the laws of pinning. Leaves: the page, or which law does not hold.
//!
//! The names of the laws say the case, their modules what becomes of the connection.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// The command whose lines are read, behind `cargo`.
pub const COMMAND: &str = "test --package clientwright-runtime --all-features --test transports -- pinning::";

/// The modules, and what becomes of a connection in each.
const OUTCOMES: &[(&str, &str)] = &[
    ("made", "## The connection is made"),
    ("refused", "## The connection is refused, once, with nothing sent; or no transport is built"),
    ("reported", "## With `report_only`: what is reported, of connections that are made"),
];

const HEAD: &str = "\
# What pins do, case by case

Written by `cargo xtask pins --table --write` from a run of the laws in `tests/transports/pinning`, each of which is one case over a socket,
against authorities that are made for it. `Pins` says what pins are.
";

/// The page.
///
/// # Errors
/// A law does not hold, or there are none.
pub fn page(lines: &str) -> anyhow::Result<String> {
    let laws: Vec<(&str, &str)> =
        lines.lines().filter_map(|line| line.strip_prefix("test pinning::")?.split_once(" ... ")).collect();
    // What is ignored is a part of another law.
    let fails = |outcome: &str| outcome != "ok" && !outcome.starts_with("ignored");
    if let Some((law, outcome)) = laws.iter().find(|(_, outcome)| fails(outcome)) {
        bail!("pinning::{law}: {outcome}");
    }
    let mut text = HEAD.to_owned();
    for (module, title) in OUTCOMES {
        let prefix = format!("{module}::");
        let mut cases: Vec<_> = laws.iter().filter_map(|(law, _)| law.strip_prefix(&prefix)).collect();
        cases.sort_unstable();
        if cases.is_empty() {
            bail!("no law of pinning::{module} was run");
        }
        // A text takes what is written to it.
        let _ = write!(text, "\n{title}\n\n| case | law of `pinning::{module}` |\n|---|---|\n");
        for case in cases {
            let _ = writeln!(text, "| {} | `{case}` |", case.replace('_', " "));
        }
    }
    Ok(text)
}

/// Whether the page is what the laws give.
///
/// # Errors
/// It is not, or a law does not hold.
pub fn check() -> anyhow::Result<String> {
    let fresh = page(&run()?)?;
    match std::fs::read_to_string(path()) {
        Ok(text) if text == fresh => Ok("runtime/PINNING.md is what the laws give\n".to_owned()),
        _ => bail!("runtime/PINNING.md is not what the laws give: `cargo xtask pins --table --write`"),
    }
}

/// Writes the page.
///
/// # Errors
/// A law does not hold, or the page cannot be written.
pub fn write() -> anyhow::Result<String> {
    std::fs::write(path(), page(&run()?)?).context("cannot write runtime/PINNING.md")?;
    Ok("runtime/PINNING.md was written\n".to_owned())
}

/// The checkout.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn path() -> PathBuf {
    root().join("runtime/PINNING.md")
}

fn run() -> anyhow::Result<String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root()).args(COMMAND.split(' ')).stderr(std::process::Stdio::inherit());
    let output = cargo.output().context("cannot run cargo")?;
    let lines = String::from_utf8(output.stdout).context("libtest prints UTF-8")?;
    if lines.is_empty() {
        bail!("the laws were not run");
    }
    Ok(lines)
}
