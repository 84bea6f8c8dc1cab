//! `cargo xtask soak`: builds the package `soak` as it is released and runs it. What it does and prints is said there.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

use crate::arguments::SoakOptions;

/// The command; whether all held.
///
/// # Errors
/// Where Cargo cannot be run.
pub fn run(root: &Path, options: SoakOptions) -> anyhow::Result<bool> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(["run", "--release", "--quiet", "--package", "soak", "--"]);
    cargo.args(["--calls", &options.calls.to_string(), "--seed", &options.seed.to_string()]);
    Ok(cargo.status().context("cannot run cargo")?.success())
}
