//! How far each description got when it was last recorded, and whether it got that far again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::Outcome;

/// Opens the file.
const HEAD: &str = "\
# How far the generator gets with each description of the corpus: panics, refused, generates or compiles.
# Written by `cargo xtask corpus --compile --bless`; `cargo xtask corpus` fails where one gets less far.

[documents]
";

/// How far a description got; more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// The generator failed.
    Panics,
    /// The description has errors, or uses what is not supported.
    Refused,
    /// There is a crate.
    Generates,
    /// The crate compiles.
    Compiles,
}

/// Each state with its word in the file.
const WORDS: [(State, &str); 4] = [
    (State::Panics, "panics"),
    (State::Refused, "refused"),
    (State::Generates, "generates"),
    (State::Compiles, "compiles"),
];

impl State {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        WORDS.iter().find(|(state, _)| *state == self).map_or("", |(_, word)| word)
    }

    fn of(word: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known)| *known == word).map(|(state, _)| *state)
    }
}

/// The recorded states.
#[derive(Debug)]
pub(crate) struct Ratchet {
    path: PathBuf,
    states: BTreeMap<String, State>,
}

impl Ratchet {
    /// Reads the file; nothing is recorded where there is none.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let mut states = BTreeMap::new();
        let text = if path.exists() { fs::read_to_string(path)? } else { String::new() };
        let table: toml::Table = text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
        for (name, word) in table.get("documents").and_then(toml::Value::as_table).into_iter().flatten() {
            let Some(state) = word.as_str().and_then(State::of) else {
                bail!("{}: {name} has no known state", path.display())
            };
            states.insert(name.clone(), state);
        }
        Ok(Self { path: path.to_owned(), states })
    }

    /// Records the outcomes, others are kept; how many changed. That a crate compiles is kept where nobody tried to compile it.
    pub(crate) fn bless(&mut self, outcomes: &[Outcome]) -> usize {
        let mut changed = 0;
        for outcome in outcomes {
            let untried = outcome.state == State::Generates && outcome.compiler.is_none();
            let known = self.states.get(&outcome.name).copied();
            let state = if untried {
                known.filter(|known| *known == State::Compiles).unwrap_or(outcome.state)
            } else {
                outcome.state
            };
            changed += usize::from(self.states.insert(outcome.name.clone(), state) != Some(state));
        }
        changed
    }

    /// A line for each description that got less far than recorded.
    pub(crate) fn worse(&self, outcomes: &[Outcome], compiled: bool) -> Vec<String> {
        let fell = |outcome: &&Outcome| {
            let recorded = self.states.get(&outcome.name)?;
            let expected = if compiled { *recorded } else { (*recorded).min(State::Generates) };
            let line = format!(
                "{}: {} is worse than {}, which is recorded",
                outcome.name,
                outcome.state.word(),
                recorded.word()
            );
            (outcome.state < expected).then_some(line)
        };
        outcomes.iter().filter_map(|outcome| fell(&outcome)).collect()
    }

    /// Writes the file.
    pub(crate) fn write(&self) -> anyhow::Result<()> {
        let mut text = HEAD.to_owned();
        for (name, state) in &self.states {
            writeln!(text, "\"{}\" = \"{}\"", name.escape_default(), state.word())?;
        }
        fs::write(&self.path, text).with_context(|| format!("cannot write {}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(name: &str, state: State, compiler: Option<&str>) -> Outcome {
        Outcome {
            name: name.to_owned(),
            state,
            reasons: Vec::new(),
            warnings: 0,
            cpu: std::time::Duration::ZERO,
            size: super::super::Size::default(),
            compiler: compiler.map(str::to_owned),
            compiler_errors: 0,
            compiler_warnings: 0,
        }
    }

    #[test]
    fn less_than_recorded_is_worse_and_the_record_survives_a_round_trip() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ratchet.toml");
        let mut ratchet = Ratchet::read(&path).unwrap();
        assert_eq!(ratchet.bless(&[outcome("a", State::Compiles, None), outcome("b.c", State::Refused, None)]), 2);
        ratchet.write().unwrap();
        let ratchet = Ratchet::read(&path).unwrap();
        assert_eq!(ratchet.worse(&[outcome("a", State::Generates, None)], false), [""; 0]);
        assert_eq!(ratchet.worse(&[outcome("a", State::Generates, Some("E"))], true).len(), 1);
        assert_eq!(
            ratchet.worse(&[outcome("b.c", State::Panics, None), outcome("new", State::Panics, None)], false).len(),
            1
        );
    }

    #[test]
    fn a_compiler_that_was_not_asked_takes_nothing_away() {
        let mut ratchet = Ratchet { path: PathBuf::new(), states: BTreeMap::from([("a".to_owned(), State::Compiles)]) };
        assert_eq!(ratchet.bless(&[outcome("a", State::Generates, None)]), 0);
        assert_eq!(ratchet.bless(&[outcome("a", State::Generates, Some("E0001"))]), 1);
    }
}
