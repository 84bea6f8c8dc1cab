//! `cargo xtask browser`: builds the package `browser` and runs it. What it does is said there.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

/// The command; whether all held.
///
/// # Errors
/// Where Cargo cannot be run.
pub fn run(root: &Path) -> anyhow::Result<bool> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(["run", "--quiet", "--package", "browser"]);
    Ok(cargo.status().context("cannot run cargo")?.success())
}
