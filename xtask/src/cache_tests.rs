//! `cargo xtask cache-tests`: builds the package `cache-suite` and runs it. What it does and prints is said there.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

use crate::arguments::Mode;

/// The command; whether all is as the record says.
///
/// # Errors
/// Where Cargo cannot be run.
pub fn run(root: &Path, mode: Mode) -> anyhow::Result<bool> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(["run", "--quiet", "--package", "cache-suite", "--", "."]);
    match mode {
        Mode::Check => {}
        Mode::Write => drop(cargo.arg("--write")),
    }
    Ok(cargo.status().context("cannot run cargo")?.success())
}
