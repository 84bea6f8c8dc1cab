//! What is recorded of one description, as one line of text: `compiles, clippy, doc; left out 1; CW0401 x2`, `refused: CW0301 ..`,
//! `generates: warned CW0401`.

use std::collections::BTreeSet;

use super::lacks::Lacks;
use super::outcome::{Outcome, State, word};
use crate::arguments::Check;

/// The checks that are recorded beside the state.
pub(super) const FURTHER: [Check; 3] = [Check::Clippy, Check::Doc, Check::Examples];

/// Begins the codes of a description that is generated although it is made to be rejected.
const WARNED: &str = "warned ";

/// Stands for the codes where there is none.
const SILENT: &str = "nothing is told";

/// Begins what a person has written of why that is right.
const SINCE: &str = ", since ";

/// What is recorded of a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) state: State,
    /// Which further checks went well.
    pub(super) well: BTreeSet<&'static str>,
    /// What its crate lacks, where there is one and should be.
    pub(super) lacks: Option<Lacks>,
    why: Option<Why>,
}

/// Why a description got no further, or why it got further than it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The first message where nothing is generated.
    Said(String),
    /// It is made to be rejected, and people are warned with these codes.
    Warned(BTreeSet<String>),
    /// It is made to be rejected, and nobody is told; why that is right, where a person has written it.
    Silent(Option<String>),
}

impl Record {
    pub(super) fn of(outcome: &Outcome) -> Self {
        let well = |check: &Check| outcome.verdict(*check).is_some_and(|verdict| verdict.success);
        let why = if !outcome.generates() {
            outcome.reasons.first().map(|(code, said)| Why::Said(format!("{code} {said}")))
        } else {
            outcome.is_made_to_be_rejected().then(|| Why::of_generated(outcome))
        };
        let lacks = (outcome.generates() && why.is_none()).then(|| Lacks::of(outcome));
        Self { state: outcome.state, well: FURTHER.into_iter().filter(well).map(word).collect(), lacks, why }
    }

    /// The record of a line; nothing where it is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (text, why) = text.split_once(": ").map_or((text, None), |(text, why)| (text, Some(why)));
        let (text, lacks) = text.split_once("; ").map_or((text, None), |(text, lacks)| (text, Some(lacks)));
        let lacks = lacks.map_or(Some(None), |lacks| Lacks::read(lacks).map(Some))?;
        let mut words = text.split(", ");
        let state = State::of(words.next()?)?;
        let known = |text| FURTHER.into_iter().map(word).find(|known| *known == text);
        if state >= State::Generates && lacks.is_none() && why.is_none() {
            return None;
        }
        Some(Self { state, well: words.map(known).collect::<Option<_>>()?, lacks, why: why.map(Why::read) })
    }

    /// The line.
    pub(super) fn text(&self) -> String {
        let words: Vec<_> = [self.state.word()].into_iter().chain(self.well.iter().copied()).collect();
        let lacks = self.lacks.as_ref().map_or_else(String::new, |lacks| format!("; {lacks}"));
        words.join(", ") + &lacks + &self.why.as_ref().map_or_else(String::new, |why| format!(": {}", why.text()))
    }

    /// What was not tried stays as it was, and so do words of people.
    pub(super) fn kept(mut self, known: Option<&Self>, outcome: &Outcome) -> Self {
        let Some(known) = known else { return self };
        if outcome.state == State::Generates && outcome.verdict(Check::Compile).is_none() {
            self.state = self.state.max(known.state);
        }
        let untried = |check: &Check| self.state == State::Compiles && outcome.verdict(*check).is_none();
        let kept = FURTHER.into_iter().filter(untried).map(word).filter(|word| known.well.contains(word));
        self.well.extend(kept.collect::<Vec<_>>());
        if let (Some(Why::Silent(_)), Some(Why::Silent(Some(_)))) = (&self.why, &known.why) {
            self.why.clone_from(&known.why);
        }
        self
    }

    /// The codes that were told of what is made to be rejected, and are not told now, though it is still generated.
    pub(super) fn untold<'a>(&'a self, outcome: &'a Outcome) -> impl Iterator<Item = &'a str> {
        let told = match &self.why {
            Some(Why::Warned(codes)) if outcome.generates() => Some(codes),
            _ => None,
        };
        told.into_iter().flatten().map(String::as_str).filter(|code| !outcome.warnings.contains_key(*code))
    }
}

impl Why {
    /// What is told of a description that is generated although it is made to be rejected.
    pub(super) fn of_generated(outcome: &Outcome) -> Self {
        match outcome.warnings.is_empty() {
            true => Self::Silent(None),
            false => Self::Warned(outcome.warnings.keys().cloned().collect()),
        }
    }

    fn read(text: &str) -> Self {
        if let Some(codes) = text.strip_prefix(WARNED) {
            return Self::Warned(codes.split(", ").map(str::to_owned).collect());
        }
        match text.strip_prefix(SILENT).map(|rest| rest.strip_prefix(SINCE)) {
            Some(since) => Self::Silent(since.map(str::to_owned)),
            None => Self::Said(text.to_owned()),
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Said(text) => text.clone(),
            Self::Warned(codes) => WARNED.to_owned() + &codes.iter().map(String::as_str).collect::<Vec<_>>().join(", "),
            Self::Silent(None) => SILENT.to_owned(),
            Self::Silent(Some(since)) => format!("{SILENT}{SINCE}{since}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(name: &str, state: State, warnings: &[&str]) -> Outcome {
        let mut outcome = Outcome::ended(name, state, Vec::new());
        outcome.warnings = warnings.iter().map(|code| ((*code).to_owned(), 1)).collect();
        outcome
    }

    #[test]
    fn what_ought_to_be_rejected_is_recorded_with_what_is_told() {
        let text = |name, warnings: &[&str]| Record::of(&outcome(name, State::Generates, warnings)).text();
        assert_eq!(text("suites/fail/a.yaml", &["CW0401", "CW0220"]), "generates: warned CW0220, CW0401");
        assert_eq!(text("suites/fail/a.yaml", &[]), "generates: nothing is told");
        assert_eq!(text("suites/a.yaml", &["CW0220"]), "generates; left out 0; CW0220 x1");
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        for line in [
            "compiles, clippy, doc: warned CW0220, CW0401",
            "generates: nothing is told",
            "generates: nothing is told, since only the name says `bad`: it is right",
            "rejected: CW0203 `invalid` is no value of `type`",
            "compiles, clippy, doc; left out 0",
            "generates; left out 3; CW0220 x1; CW0401 x20",
        ] {
            assert_eq!(Record::read(line).unwrap().text(), line);
        }
        for line in ["shines", "compiles", "compiles; left out some", "compiles; left out 0; CW0401"] {
            assert!(Record::read(line).is_none(), "{line}");
        }
    }

    #[test]
    fn why_silence_is_right_is_kept_until_something_is_told() {
        let known = Record::read("generates: nothing is told, since it is right").unwrap();
        let blessed = |warnings: &[&str]| {
            let outcome = outcome("fail/a.yaml", State::Generates, warnings);
            Record::of(&outcome).kept(Some(&known), &outcome).text()
        };
        assert_eq!(blessed(&[]), known.text());
        assert_eq!(blessed(&["CW0220"]), "generates: warned CW0220");
    }
}
