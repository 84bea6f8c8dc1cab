//! What fails, and why: `record.txt`. Enters: what a run has found. Leaves: what is new or gone. The reasons are people's.

use std::collections::BTreeMap;

use anyhow::Context;

use crate::outcome::{Kind, Outcomes};

const HEAD: &str = "\
# What fails of the suite, one a line: test | required or optimal | where (memory, disk) | why. `cargo xtask cache-tests --write` writes it, and
# keeps the reasons of those that fail still.
";

/// What stands where nobody has said why.
const UNEXPLAINED: &str = "?";

/// The failing tests by their names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record(pub(crate) BTreeMap<String, Line>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) kind: String,
    pub(crate) places: String,
    pub(crate) why: String,
    /// What the suite has said, for people who look for the reason.
    said: String,
}

impl Record {
    pub(crate) fn read(text: &str) -> anyhow::Result<Self> {
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let read = |line: &str| {
            let mut parts = line.splitn(4, " | ").map(str::to_owned);
            let mut part = || parts.next().with_context(|| format!("record.txt: `{line}` has four parts"));
            anyhow::Ok((part()?, Line { kind: part()?, places: part()?, why: part()?, said: String::new() }))
        };
        Ok(Self(lines.map(read).collect::<anyhow::Result<_>>()?))
    }

    /// What the runs have found, with the reasons that are known.
    pub(crate) fn found<'r>(&self, runs: impl Iterator<Item = (&'r str, &'r Outcomes)>) -> Self {
        let mut found: BTreeMap<String, Line> = BTreeMap::new();
        for (place, outcomes) in runs {
            for test in outcomes.ours.failing() {
                let kind = if test.kind == Kind::Required { "required" } else { "optimal" };
                let why = self.0.get(&test.id).map_or(UNEXPLAINED, |line| line.why.as_str());
                found
                    .entry(test.id.clone())
                    .and_modify(|line| line.places = format!("{}, {place}", line.places))
                    .or_insert_with(|| Line {
                        kind: kind.to_owned(),
                        places: place.to_owned(),
                        why: why.to_owned(),
                        said: format!("{:?} {}", test.outcome, test.said),
                    });
            }
        }
        Self(found)
    }

    pub(crate) fn differences(&self, found: &Self) -> Vec<String> {
        let places = |line: Option<&Line>| line.map_or_else(|| "nowhere".to_owned(), |line| line.places.clone());
        let mut ids: Vec<_> = self.0.keys().chain(found.0.keys()).collect();
        ids.sort();
        ids.dedup();
        let differs = |id: &&String| places(self.0.get(*id)) != places(found.0.get(*id));
        let told = |id: &String| {
            let said = found.0.get(id).map(|line| line.said.as_str()).unwrap_or_default();
            let (now, then) = (places(found.0.get(id)), places(self.0.get(id)));
            format!("{id} fails: {now}; by the record: {then} ({said})")
        };
        ids.into_iter().filter(differs).map(told).collect()
    }

    /// Whether each has its reason.
    pub(crate) fn is_explained(&self) -> bool {
        self.0.values().all(|line| line.why != UNEXPLAINED)
    }

    pub(crate) fn text(&self) -> String {
        let lines =
            self.0.iter().map(|(id, Line { kind, places, why, .. })| format!("{id} | {kind} | {places} | {why}\n"));
        std::iter::once(HEAD.to_owned()).chain(lines).collect()
    }
}
