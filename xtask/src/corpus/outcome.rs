//! What became of one description. Plain data, which also goes from the process that worked on it to the one that asked.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::document::is_made_to_be_rejected;
use crate::arguments::Check;
use crate::process::Cost;

/// How far a description got; more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// The generator failed.
    Panics,
    /// The process did not come to an end: too much time, too much memory, or too deep.
    Dies,
    /// The description has errors, or uses what is not supported.
    Refused,
    /// The same of one that is made to be rejected, with a place.
    Rejected,
    /// There is a crate.
    Generates,
    /// The crate compiles.
    Compiles,
}

/// Each state with its word.
const WORDS: [(State, &str); 6] = [
    (State::Panics, "panics"),
    (State::Dies, "dies"),
    (State::Refused, "refused"),
    (State::Rejected, "rejected"),
    (State::Generates, "generates"),
    (State::Compiles, "compiles"),
];

impl State {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        WORDS.iter().find(|(state, _)| *state == self).map_or("", |(_, word)| word)
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known)| *known == word).map(|(state, _)| *state)
    }
}

/// The word of a check, where it is told or recorded.
pub(crate) fn word(check: Check) -> &'static str {
    match check {
        Check::Compile => "compile",
        Check::Clippy => "clippy",
        Check::Doc => "doc",
        Check::Examples => "examples",
    }
}

/// What became of one description.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) name: String,
    pub(crate) state: State,
    /// Code and message of each error; one entry for a panic.
    pub(crate) reasons: Vec<(String, String)>,
    /// How many warnings there are, by code.
    pub(crate) warnings: BTreeMap<String, usize>,
    /// Processor time of generating, user and system, of all threads.
    pub(crate) cpu: Duration,
    /// The most that the process held at once, in bytes.
    pub(crate) memory: u64,
    pub(crate) size: Size,
    /// What was said of the crate, in the order in which it was asked.
    pub(crate) verdicts: Vec<Verdict>,
}

/// How much was generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) operations: usize,
    pub(crate) types: usize,
    pub(crate) files: usize,
    pub(crate) lines: usize,
    pub(crate) left_out: usize,
}

/// What a check said.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) check: Check,
    pub(crate) success: bool,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) first_error: Option<String>,
    /// What the compiler used for the crate alone, where that was measured.
    pub(crate) cost: Option<Cost>,
}

impl Outcome {
    /// Nothing is known yet but how it ended.
    pub(crate) fn ended(name: &str, state: State, reasons: Vec<(String, String)>) -> Self {
        Self {
            name: name.to_owned(),
            state,
            reasons,
            warnings: BTreeMap::new(),
            cpu: Duration::ZERO,
            memory: 0,
            size: Size::default(),
            verdicts: Vec::new(),
        }
    }

    /// The verdict of a check, where it was asked.
    pub(crate) fn verdict(&self, check: Check) -> Option<&Verdict> {
        self.verdicts.iter().find(|verdict| verdict.check == check)
    }

    /// Whether there is a crate.
    pub(crate) fn generates(&self) -> bool {
        self.state >= State::Generates
    }

    /// Whether its name says that it is wrong on purpose.
    pub(crate) fn is_made_to_be_rejected(&self) -> bool {
        is_made_to_be_rejected(&self.name)
    }

    /// How many warnings there are.
    pub(crate) fn warned(&self) -> usize {
        self.warnings.values().sum()
    }

    /// All that is known, for programs.
    pub(crate) fn json(&self) -> Value {
        let verdict = |it: &Verdict| {
            let cost = it.cost.map(|cost| json!({ "user_us": micros(cost.user), "memory": cost.memory }));
            let value = json!({
                "success": it.success, "errors": it.errors, "warnings": it.warnings, "first_error": it.first_error, "cost": cost,
            });
            (word(it.check).to_owned(), value)
        };
        json!({
            "name": self.name,
            "state": self.state.word(),
            "reasons": self.reasons,
            "warnings": self.warnings,
            "cpu_us": micros(self.cpu),
            "memory": self.memory,
            "operations": self.size.operations,
            "types": self.size.types,
            "files": self.size.files,
            "lines": self.size.lines,
            "left_out": self.size.left_out,
            "checks": self.verdicts.iter().map(verdict).collect::<serde_json::Map<_, _>>(),
        })
    }

    /// What a process said of the description that it worked on; checks are not its business.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let number = |key: &str| value[key].as_u64().unwrap_or_default();
        let count = |key: &str| usize::try_from(number(key)).unwrap_or(usize::MAX);
        let reason = |it: &Value| Some((it[0].as_str()?.to_owned(), it[1].as_str()?.to_owned()));
        let warnings = value["warnings"].as_object()?.iter();
        let of_code = |(code, many): (&String, &Value)| Some((code.clone(), usize::try_from(many.as_u64()?).ok()?));
        Some(Self {
            name: value["name"].as_str()?.to_owned(),
            state: State::of(value["state"].as_str()?)?,
            reasons: value["reasons"].as_array()?.iter().filter_map(reason).collect(),
            warnings: warnings.filter_map(of_code).collect(),
            cpu: Duration::from_micros(number("cpu_us")),
            memory: number("memory"),
            size: Size {
                operations: count("operations"),
                types: count("types"),
                files: count("files"),
                lines: count("lines"),
                left_out: count("left_out"),
            },
            verdicts: Vec::new(),
        })
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_says_is_understood() {
        let mut outcome = Outcome::ended("a", State::Rejected, vec![("CW0101".to_owned(), "no \"title\"".to_owned())]);
        outcome.warnings.insert("CW0201".to_owned(), 3);
        outcome.cpu = Duration::from_micros(17);
        outcome.size = Size { operations: 1, types: 2, files: 3, lines: 4, left_out: 5 };
        let read = Outcome::read(&outcome.json().to_string()).unwrap();
        assert_eq!(format!("{read:?}"), format!("{outcome:?}"));
        assert!(Outcome::read("").is_none() && Outcome::read("{}").is_none());
    }
}
