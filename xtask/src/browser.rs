//! `cargo xtask browser` and `cargo xtask web`: build the package `browser` and run it. What it does is said there.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

use crate::arguments::BrowserOptions;

/// `cargo xtask browser`; whether all held.
///
/// # Errors
/// Where Cargo cannot be run.
pub fn run(root: &Path, options: BrowserOptions) -> anyhow::Result<bool> {
    let words = [("--screenshots", options.screenshots), ("--write", options.write)];
    let words: Vec<&str> = words.into_iter().filter_map(|(word, is_asked)| is_asked.then_some(word)).collect();
    package(root, &words)
}

/// `cargo xtask web`, which serves until it is ended.
///
/// # Errors
/// Where Cargo cannot be run.
pub fn web(root: &Path, port: u16) -> anyhow::Result<bool> {
    package(root, &["web", &port.to_string()])
}

fn package(root: &Path, words: &[&str]) -> anyhow::Result<bool> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(["run", "--quiet", "--package", "browser", "--"]).args(words);
    Ok(cargo.status().context("cannot run cargo")?.success())
}
