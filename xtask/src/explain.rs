//! `cargo xtask explain`: says what messages mean, from the catalogue and the fixtures, which are the examples, and writes the pages of all
//! messages and of all decisions.

mod example;
mod page;
mod support;

use std::path::Path;

use anyhow::Context;
use clientwright_codegen::{ENTRIES, Entry};

use crate::arguments::{Mode, Usage, meant};
use crate::screen::Screen;
pub(crate) use example::Examples;
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

/// The command. `false` where a page says of a decision what no fixture proves.
///
/// # Errors
/// [`Usage`] where there is no such code; an error where fixtures cannot be read, or the page not written.
pub fn run(root: &Path, mode: Mode, codes: &[String], screen: &Screen) -> anyhow::Result<bool> {
    let examples = Examples::read(root)?;
    if mode == Mode::Write {
        let path = root.join(PAGE);
        std::fs::write(&path, page(&examples)).with_context(|| format!("cannot write {}", path.display()))?;
        screen.say(&format!("{PAGE}: {} codes", ENTRIES.len()));
        let (page, faults) = decisions(root)?;
        let path = root.join(DECISIONS);
        std::fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))?;
        screen.say(&format!("{DECISIONS}: {} decisions are not proven", faults.len()));
        faults.iter().for_each(|fault| screen.say(fault));
        return Ok(faults.is_empty());
    }
    let entries = codes.iter().map(|code| entry(code)).collect::<Result<Vec<_>, _>>()?;
    if entries.is_empty() {
        ENTRIES.iter().for_each(|entry| screen.say(&line(entry)));
    }
    for entry in entries {
        screen.say(&explained(entry, &examples));
    }
    Ok(true)
}

/// The entry of a code, written as `CW0301`, `cw0301` or `301`.
fn entry(code: &str) -> Result<&'static Entry, Usage> {
    let number = code.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    if number.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) {
        let (first, last) = (ENTRIES[0].code, ENTRIES[ENTRIES.len() - 1].code);
        let list = "`cargo xtask explain` alone lists them";
        return Err(Usage(format!("`{code}` is no code of a message: codes are {first} to {last}, and {list}")));
    }
    let full = format!("CW{number:0>4}");
    ENTRIES.iter().copied().find(|entry| entry.code == full).ok_or_else(|| {
        let meant = meant(&full, ENTRIES.iter().map(|entry| entry.code));
        Usage(format!("there is no message `{code}`{meant}"))
    })
}

fn line(entry: &Entry) -> String {
    format!("{}  {:7}  {}", entry.code, entry.severity.word(), entry.title)
}

fn explained(entry: &Entry, examples: &Examples) -> String {
    let mut text = format!("{}[{}]: {}\n\n", entry.severity.word(), entry.code, entry.title);
    text += &format!("{}\n\nRemedy: {}.\n", entry.meaning, entry.help);
    for example in examples.of(entry.code).take(1) {
        for (path, content) in &example.files {
            text += &format!("\nExample, {path}:\n\n{}", indented(content));
        }
        text += &format!("\nIt is told:\n\n{}", indented(&example.told(entry.code)));
    }
    text
}

fn indented(text: &str) -> String {
    let lines = text.trim_end().lines();
    lines.map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_be_written_short() {
        for code in ["CW0301", "cw0301", "301", "0301"] {
            assert_eq!(entry(code).unwrap().code, "CW0301", "{code}");
        }
        assert!(entry("CW9999").unwrap_err().0.contains("`CW9999`"));
    }
}
