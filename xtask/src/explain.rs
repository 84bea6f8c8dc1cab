//! `cargo xtask explain --write`: writes the pages of all messages and of all decisions, from the catalogue and the fixtures, which are the
//! examples, and those that `clientwright explain` shows.

mod example;
mod page;
mod support;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use clientwright::Screen;
use clientwright_codegen::ENTRIES;
pub use example::Examples;
pub(crate) use page::page;
use support::Support;

/// The page of all codes, from the root.
pub(crate) const PAGE: &str = "codegen/DIAGNOSTICS.md";

/// The page of all decisions, from the root.
pub const DECISIONS: &str = "codegen/SUPPORT.md";

/// The text of that page, and the decisions that no fixture proves, a line each.
///
/// # Errors
/// Where fixtures cannot be read.
pub fn decisions(root: &Path) -> anyhow::Result<(String, Vec<String>)> {
    let support = Support::read(root)?;
    Ok((support.page(), support.faults()))
}

/// The examples that `clientwright explain` shows, from the root.
pub const EXAMPLES: &str = "codegen/cli/src/explain/examples.json";

/// The text of that file: the first example of each code.
///
/// # Errors
/// Where fixtures cannot be read.
pub fn shown(examples: &Examples) -> anyhow::Result<String> {
    let of = |code: &str| examples.of(code).map(|example| example.shown(code)).find(|shown| shown.told.contains(code));
    let shown: BTreeMap<_, _> = ENTRIES.iter().filter_map(|entry| Some((entry.code, of(entry.code)?))).collect();
    Ok(serde_json::to_string_pretty(&shown)? + "\n")
}

/// The command. `false` where a page says of a decision what no fixture proves.
///
/// # Errors
/// Where fixtures cannot be read, or the pages not written.
pub fn run(root: &Path, screen: &Screen) -> anyhow::Result<bool> {
    let examples = Examples::read(root)?;
    let write = |path: &str, text: String| {
        std::fs::write(root.join(path), text).with_context(|| format!("cannot write {path}"))
    };
    write(PAGE, page(&examples))?;
    screen.say(&format!("{PAGE}: {} codes", ENTRIES.len()));
    write(EXAMPLES, shown(&examples)?)?;
    let (page, faults) = decisions(root)?;
    write(DECISIONS, page)?;
    screen.say(&format!("{DECISIONS}: {} decisions are not proven", faults.len()));
    faults.iter().for_each(|fault| screen.say(fault));
    Ok(faults.is_empty())
}
