//! How far each description got when it was last recorded, and whether it got that far again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::lacks::Lacks;
use super::outcome::{Outcome, State, word};
use super::record::{FURTHER, Record};
use crate::arguments::Check;

/// Opens the file.
const HEAD: &str = "\
# How far the generator gets with each description of the corpus: panics, dies, refused, rejected (where it is made to be),
# generates or compiles; then which of clippy and doc have nothing to say about the crate, or why there is none; then how much is left
# out, and how often people are warned with which code. Of those that are
# made to be rejected and generate it says which codes people are warned with, or that nothing is told: behind `, since` may stand why
# that is right, which is kept.
# Written by `cargo xtask corpus --clippy --doc --bless`; `cargo xtask corpus` fails where one gets less far, lacks more, or tells less of
# what is made to be rejected, and where one without a record panics or dies.

[documents]
";

/// The recorded states.
#[derive(Debug)]
pub(crate) struct Ratchet {
    path: PathBuf,
    records: BTreeMap<String, Record>,
}

impl Ratchet {
    /// Reads the file; nothing is recorded where there is none.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let mut records = BTreeMap::new();
        let text = if path.exists() { fs::read_to_string(path)? } else { String::new() };
        let table: toml::Table = text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
        for (name, word) in table.get("documents").and_then(toml::Value::as_table).into_iter().flatten() {
            let Some(record) = word.as_str().and_then(Record::read) else {
                bail!("{}: {name} has no known state", path.display())
            };
            records.insert(name.clone(), record);
        }
        Ok(Self { path: path.to_owned(), records })
    }

    /// Records the outcomes, others are kept; how many changed. What nobody tried again is kept as well.
    pub(crate) fn bless(&mut self, outcomes: &[Outcome]) -> usize {
        let mut changed = 0;
        for outcome in outcomes {
            let record = Record::of(outcome).kept(self.records.get(&outcome.name), outcome);
            changed += usize::from(self.records.insert(outcome.name.clone(), record.clone()).as_ref() != Some(&record));
        }
        changed
    }

    /// A line for each description that got less far than recorded or lacks more, and for each check that went well before. One that has
    /// no record has none to keep, but must come to an end.
    pub(crate) fn worse(&self, outcomes: &[Outcome]) -> Vec<String> {
        let mut lines = Vec::new();
        for outcome in outcomes {
            let name = &outcome.name;
            let Some(record) = self.records.get(name) else {
                let is_ended = outcome.state >= State::Refused;
                lines.extend((!is_ended).then(|| format!("{name}: {}, and nothing is recorded", outcome.state.word())));
                continue;
            };
            let is_missed = record.state == State::Rejected && outcome.generates();
            if is_missed || outcome.state < expected(record.state, outcome) {
                let (now, then) = (outcome.state.word(), record.state.word());
                lines.push(format!("{name}: {now} is worse than {then}, which is recorded"));
            }
            lines.extend(compared(record, outcome, Lacks::grown));
            let untold = record.untold(outcome);
            lines.extend(untold.map(|code| format!("{name}: {code} is not told, which is recorded as that it was")));
            let failed = |check: &Check| outcome.verdict(*check).is_some_and(|verdict| !verdict.success);
            let fell = FURTHER.into_iter().filter(failed).map(word).filter(|word| record.well.contains(word));
            lines.extend(fell.map(|word| format!("{name}: {word} is not content, which is recorded as that it was")));
        }
        lines
    }

    /// A line for each description that got further than recorded or lacks less.
    pub(crate) fn better(&self, outcomes: &[Outcome]) -> Vec<String> {
        let known = outcomes.iter().filter_map(|outcome| Some((self.records.get(&outcome.name)?, outcome)));
        let lines = known.flat_map(|(record, outcome)| {
            let (now, then) = (outcome.state.word(), record.state.word());
            let is_further = outcome.state > record.state;
            let further = is_further.then(|| format!("{}: {now}, recorded is {then}", outcome.name));
            further.into_iter().chain(compared(record, outcome, Lacks::shrunk))
        });
        lines.collect()
    }

    /// Writes the file.
    pub(crate) fn write(&self) -> anyhow::Result<()> {
        let mut text = HEAD.to_owned();
        for (name, record) in &self.records {
            writeln!(text, "\"{}\" = {}", name.escape_default(), toml::Value::String(record.text()))?;
        }
        fs::write(&self.path, text).with_context(|| format!("cannot write {}", self.path.display()))
    }
}

/// A line for each number that differs so. What is made to be rejected has none, and is compared with nothing.
fn compared(record: &Record, outcome: &Outcome, differ: fn(&Lacks, &Lacks) -> Vec<String>) -> Vec<String> {
    let lacks = record.lacks.as_ref().filter(|_| outcome.generates());
    let sentences = lacks.map_or_else(Vec::new, |recorded| differ(&Lacks::of(outcome), recorded));
    sentences.iter().map(|sentence| format!("{}: {sentence}", outcome.name)).collect()
}

/// How far it has to get this time: what is wrong on purpose may be rejected, and nobody may have asked the compiler.
fn expected(recorded: State, outcome: &Outcome) -> State {
    let most = match (outcome.state, outcome.verdict(Check::Compile)) {
        (State::Rejected, _) => State::Rejected,
        (_, None) => State::Generates,
        (_, Some(_)) => State::Compiles,
    };
    recorded.min(most)
}

#[cfg(test)]
mod tests {
    use super::super::outcome::Verdict;
    use super::*;

    fn outcome(name: &str, state: State, checks: &[(Check, bool)]) -> Outcome {
        let mut outcome = Outcome::ended(name, state, Vec::new());
        let verdict = |(check, success): &(Check, bool)| Verdict {
            check: *check,
            success: *success,
            errors: 0,
            warnings: 0,
            first_error: None,
            cost: None,
        };
        outcome.verdicts = checks.iter().map(verdict).collect();
        outcome
    }

    fn ratchet(name: &str, record: &str) -> Ratchet {
        let records = BTreeMap::from([(name.to_owned(), Record::read(record).unwrap())]);
        Ratchet { path: PathBuf::new(), records }
    }

    #[test]
    fn less_than_recorded_is_worse_and_the_record_survives_a_round_trip() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ratchet.toml");
        let mut ratchet = Ratchet::read(&path).unwrap();
        let compiles = outcome("a", State::Compiles, &[(Check::Compile, true), (Check::Doc, true)]);
        let mut refused = outcome("b.c", State::Refused, &[]);
        refused.reasons.push(("CW0301".to_owned(), "`#/a: b` leads nowhere".to_owned()));
        assert_eq!(ratchet.bless(&[compiles, refused]), 2);
        ratchet.write().unwrap();
        let ratchet = Ratchet::read(&path).unwrap();
        assert_eq!(ratchet.records["b.c"].text(), "refused: CW0301 `#/a: b` leads nowhere");
        assert_eq!(ratchet.records["a"].text(), "compiles, doc; left out 0");
        assert_eq!(ratchet.worse(&[outcome("a", State::Generates, &[])]), [""; 0]);
        assert_eq!(ratchet.worse(&[outcome("a", State::Generates, &[(Check::Compile, false)])]).len(), 1);
        assert_eq!(
            ratchet.worse(&[outcome("a", State::Compiles, &[(Check::Compile, true), (Check::Doc, false)])]).len(),
            1
        );
        assert_eq!(ratchet.worse(&[outcome("b.c", State::Dies, &[])]).len(), 1);
    }

    #[test]
    fn who_was_not_asked_takes_nothing_away() {
        let mut ratchet = ratchet("a", "compiles, clippy, doc; left out 0");
        assert_eq!(ratchet.bless(&[outcome("a", State::Generates, &[])]), 0);
        assert_eq!(ratchet.bless(&[outcome("a", State::Compiles, &[(Check::Compile, true)])]), 0);
        assert_eq!(ratchet.bless(&[outcome("a", State::Compiles, &[(Check::Clippy, false)])]), 1);
        assert_eq!(ratchet.records["a"].text(), "compiles, doc; left out 0");
        assert_eq!(ratchet.bless(&[outcome("a", State::Generates, &[(Check::Compile, false)])]), 1);
        assert_eq!(ratchet.records["a"].text(), "generates; left out 0");
    }

    #[test]
    fn who_has_no_record_must_come_to_an_end() {
        let ratchet = ratchet("a", "compiles; left out 0");
        for state in [State::Panics, State::Dies] {
            let worse = ratchet.worse(&[outcome("new", state, &[])]);
            assert_eq!(worse, [format!("new: {}, and nothing is recorded", state.word())]);
        }
        assert_eq!(ratchet.worse(&[outcome("new", State::Refused, &[])]), [""; 0]);
    }

    #[test]
    fn to_lack_more_is_worse_and_less_is_told() {
        let mut outcome = outcome("a", State::Generates, &[]);
        outcome.size.left_out = 2;
        outcome.warnings.insert("CW0401".to_owned(), 2);
        let told = |record: &str| {
            let ratchet = ratchet("a", record);
            (ratchet.worse(std::slice::from_ref(&outcome)), ratchet.better(std::slice::from_ref(&outcome)))
        };
        let none = Vec::<String>::new;
        assert_eq!(told("compiles; left out 2; CW0401 x2"), (none(), none()));
        assert_eq!(told("compiles; left out 1; CW0401 x2").0, ["a: left out: 2, recorded is 1"]);
        assert_eq!(told("compiles; left out 2; CW0401 x1").0, ["a: warnings CW0401: 2, recorded is 1"]);
        assert_eq!(told("compiles; left out 2").0, ["a: warnings CW0401: 2, recorded is 0"]);
        assert_eq!(told("refused").1, ["a: generates, recorded is refused"]);
        assert_eq!(told("compiles; left out 3; CW0401 x2"), (none(), vec!["a: left out: 2, recorded is 3".to_owned()]));
    }

    #[test]
    fn what_is_wrong_on_purpose_is_not_generated_again_and_tells_no_less() {
        let worse = |record: &str, warnings: &[&str]| {
            let mut outcome = outcome("bad/a", State::Generates, &[]);
            outcome.warnings = warnings.iter().map(|code| ((*code).to_owned(), 1)).collect();
            ratchet("bad/a", record).worse(&[outcome])
        };
        assert_eq!(worse("rejected: CW0203 `x` is no value", &["CW0220"]).len(), 1);
        assert_eq!(worse("compiles: warned CW0220", &["CW0220", "CW0221"]), [""; 0]);
        assert_eq!(worse("compiles: warned CW0220, CW0401", &["CW0401"]).len(), 1);
        assert_eq!(worse("compiles: nothing is told", &[]), [""; 0]);
    }

    #[test]
    fn what_is_wrong_on_purpose_may_be_rejected_and_not_refused() {
        let ratchet = ratchet("bad/a", "compiles: nothing is told");
        assert_eq!(ratchet.worse(&[outcome("bad/a", State::Rejected, &[])]), [""; 0]);
        assert_eq!(ratchet.worse(&[outcome("bad/a", State::Refused, &[])]).len(), 1);
    }
}
