//! `cargo xtask pins`: builds the package `pins` and runs it. What it does and prints is said there.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

use crate::arguments::{Mode, PinsTask};

/// The command; whether all is well.
///
/// # Errors
/// Where Cargo cannot be run.
pub fn run(root: &Path, task: &PinsTask) -> anyhow::Result<bool> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // A file is named from where the caller stands.
    let manifest = root.join("Cargo.toml");
    cargo.arg("run").arg("--manifest-path").arg(manifest).args(["--quiet", "--package", "pins", "--"]);
    match task {
        PinsTask::Of(of) => cargo.arg(of),
        PinsTask::Table(Mode::Check) => cargo.arg("--table"),
        PinsTask::Table(Mode::Write) => cargo.args(["--table", "--write"]),
    };
    Ok(cargo.status().context("cannot run cargo")?.success())
}
