//! `clientwright explain`: says what messages mean, from the catalogue, with an example of each.

use std::collections::BTreeMap;

use clientwright_codegen::{ENTRIES, Entry};
use serde::{Deserialize, Serialize};

use crate::events::Event;
use crate::screen::Screen;
use crate::usage::{Usage, meant};

/// The examples by code, as `cargo xtask explain --write` takes them out of the fixtures.
const EXAMPLES: &str = include_str!("explain/examples.json");

/// A description, or its settings or overlay, of which something is told.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Example {
    /// Name and text of each file.
    pub files: Vec<(String, String)>,
    /// What is told of the code.
    pub told: String,
}

/// The command.
///
/// # Errors
/// [`Usage`] where there is no such code.
pub(crate) fn run(codes: &[String], screen: &Screen) -> anyhow::Result<()> {
    let entries = codes.iter().map(|code| entry(code)).collect::<Result<Vec<_>, _>>()?;
    if entries.is_empty() {
        for entry in ENTRIES {
            screen.say(&format!("{}  {:7}  {}", entry.code, entry.severity.word(), entry.title));
            screen.event(&explanation(entry));
        }
        return Ok(());
    }
    let examples: BTreeMap<String, Example> = serde_json::from_str(EXAMPLES)?;
    for (number, entry) in entries.into_iter().enumerate() {
        if number > 0 {
            screen.say("");
        }
        screen.say(&explained(entry, examples.get(entry.code)));
        screen.event(&explanation(entry));
    }
    Ok(())
}

/// The entry of a code, written as `CW0301`, `cw0301` or `301`.
fn entry(code: &str) -> Result<&'static Entry, Usage> {
    let number = code.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    if number.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) {
        let (first, last) = (ENTRIES[0].code, ENTRIES[ENTRIES.len() - 1].code);
        let list = "`clientwright explain` alone lists them";
        return Err(Usage(format!("`{code}` is no code of a message: codes are {first} to {last}, and {list}")));
    }
    let full = format!("CW{number:0>4}");
    ENTRIES.iter().copied().find(|entry| entry.code == full).ok_or_else(|| {
        let meant = meant(&full, ENTRIES.iter().map(|entry| entry.code));
        Usage(format!("there is no message `{code}`{meant}"))
    })
}

fn explanation(entry: &'static Entry) -> Event<'static> {
    Event::Explanation {
        code: entry.code,
        level: entry.severity.into(),
        title: entry.title,
        meaning: entry.meaning,
        help: entry.help,
    }
}

fn explained(entry: &Entry, example: Option<&Example>) -> String {
    let mut text = format!("{}[{}]: {}\n\n", entry.severity.word(), entry.code, entry.title);
    text += &format!("{}\n\nRemedy: {}.\n", entry.meaning, entry.help);
    if let Some(Example { files, told }) = example {
        for (path, content) in files {
            text += &format!("\nExample, {path}:\n\n{}", indented(content));
        }
        text += &format!("\nIt is told:\n\n{}", indented(told));
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

    #[test]
    fn every_code_has_an_example() {
        let examples: BTreeMap<String, Example> = serde_json::from_str(EXAMPLES).unwrap();
        let codes: Vec<_> = ENTRIES.iter().map(|entry| entry.code).collect();
        assert_eq!(examples.keys().map(String::as_str).collect::<Vec<_>>(), codes);
        assert!(examples.iter().all(|(code, example)| !example.files.is_empty() && example.told.contains(code)));
    }
}
