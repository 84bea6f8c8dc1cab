//! The words of a command line, sorted: values, and options with what belongs to them. Whether they fit a command is not known here.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;

use super::Usage;

/// The commands, each with the options that are its own.
pub(super) const COMMANDS: &[(&str, &[&str])] = &[
    ("explain", &["write"]),
    ("tidy", &[]),
    (
        "corpus",
        &["compile", "clippy", "doc", "examples", "roundtrip", "census", "version", "filter", "jobs", "json", "bless"],
    ),
    ("conformance", &["version", "bless"]),
    ("bench", &["check", "write", "markdown"]),
    ("engines", &["write"]),
    ("browser", &["screenshots", "write"]),
    ("cache-tests", &["write"]),
    ("web", &["port"]),
    ("pins", &["table", "write"]),
    ("soak", &["calls", "seed"]),
    ("help", &[]),
];

/// The options that are followed by a text, and by a number.
const TEXTS: &[&str] = &["filter", "json"];
const NUMBERS: &[&str] = &["calls", "jobs", "port", "seed"];

/// Everything that can stand on the command line, before it is known whether it fits the command.
#[derive(Default)]
pub(super) struct Words {
    pub(super) values: Vec<String>,
    /// The options by name, without those that all commands have.
    pub(super) options: BTreeSet<String>,
    /// The options that are texts.
    pub(super) texts: BTreeMap<&'static str, String>,
    /// The options that are numbers.
    pub(super) numbers: BTreeMap<&'static str, u64>,
    pub(super) root: Option<PathBuf>,
    pub(super) help: bool,
    pub(super) version: bool,
}

/// Sorts the words.
pub(super) fn collect(words: impl IntoIterator<Item = OsString>) -> Result<Words, Usage> {
    sorted(words).map_err(|error| Usage(error.to_string()))
}

fn sorted(words: impl IntoIterator<Item = OsString>) -> Result<Words, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(words);
    let mut found = Words::default();
    while let Some(word) = parser.next()? {
        match word {
            Value(value) => found.values.push(value.string()?),
            Long("root") => found.root = Some(parser.value()?.into()),
            Long("help") | Short('h') => found.help = true,
            // Of descriptions it is a text, of this program a question.
            Long("version")
                if found.values.first().is_some_and(|it| matches!(it.as_str(), "conformance" | "corpus")) =>
            {
                found.texts.insert("version", parser.value()?.string()?);
            }
            Long("version") | Short('V') => found.version = true,
            Long(option) if named(TEXTS, option).is_some() => {
                let option = named(TEXTS, option).unwrap_or_default();
                found.texts.insert(option, parser.value()?.string()?);
                found.options.insert(option.to_owned());
            }
            Long(option) if named(NUMBERS, option).is_some() => {
                let option = named(NUMBERS, option).unwrap_or_default();
                found.numbers.insert(option, parser.value()?.parse()?);
                found.options.insert(option.to_owned());
            }
            Long(option) => {
                let option = option.to_owned();
                let known = COMMANDS.iter().any(|(_, options)| options.contains(&option.as_str()));
                if parser.optional_value().is_some() && known {
                    return Err(format!("`--{option}` takes no value").into());
                }
                found.options.insert(option);
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok(found)
}

fn named(known: &[&'static str], option: &str) -> Option<&'static str> {
    known.iter().copied().find(|known| *known == option)
}
