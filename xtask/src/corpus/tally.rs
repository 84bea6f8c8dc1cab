//! How many values or things of each description were asked for, and how many are wrong, against what was recorded.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::fs;
use std::path::Path;

use anyhow::Context;

/// A file of records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    path: &'static str,
    /// What is asked for, and what is said of some of it.
    words: (&'static str, &'static str),
    head: &'static str,
}

/// Of `--roundtrip`.
pub(super) const ROUNDTRIP: Sheet = Sheet {
    path: "codegen/tests/roundtrip.ratchet.toml",
    words: ("values", "wrong"),
    head: "\
# How many values, made from the schemas of each description of the corpus, do not come back equal when its types decode and encode them,
# and of how many; or why none was asked for.
# Written by `cargo xtask corpus --roundtrip --bless`; `cargo xtask corpus --roundtrip` fails where more are wrong or fewer are asked for.
",
};

/// Of `--census`.
pub(super) const CENSUS: Sheet = Sheet {
    path: "codegen/tests/census.ratchet.toml",
    words: ("things", "lost"),
    head: "\
# How many things of each description of the corpus its crate has not, and nobody tells, and of how many; or why none was counted.
# Written by `cargo xtask corpus --census --bless`; `cargo xtask corpus --census` fails where more are lost or fewer are counted.
",
};

/// Stands between the two numbers.
const OF: &str = " wrong of ";

/// Begins why there are no numbers.
const NOT_ASKED: &str = "not asked: ";

/// Begins why nobody knows.
const FAILED: &str = "failed: ";

/// What became of one description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Record {
    Asked {
        asked: usize,
        wrong: usize,
    },
    /// Why nothing was asked for.
    NotAsked(String),
    /// How asking came to an end: a panic, a death, or more than is allowed. Nothing is worse.
    Failed(String),
}

impl Record {
    /// `0 wrong of 214`, or `not asked: 1024 types`.
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Some(reason) = text.strip_prefix(NOT_ASKED) {
            return Some(Self::NotAsked(reason.to_owned()));
        }
        if let Some(reason) = text.strip_prefix(FAILED) {
            return Some(Self::Failed(reason.to_owned()));
        }
        let (wrong, asked) = text.split_once(OF)?;
        Some(Self::Asked { asked: asked.parse().ok()?, wrong: wrong.parse().ok()? })
    }

    /// Whether more is wrong than once was, or less was asked for. Where nothing was asked for, anything is better.
    fn is_worse_than(&self, known: &Self) -> bool {
        match (self, known) {
            (_, Self::Failed(_)) => false,
            (Self::Failed(_), _) => true,
            (_, Self::NotAsked(_)) => false,
            (Self::NotAsked(_), Self::Asked { .. }) => true,
            (Self::Asked { asked, wrong }, Self::Asked { asked: once, wrong: known }) => wrong > known || asked < once,
        }
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked { asked, wrong } => write!(f, "{wrong}{OF}{asked}"),
            Self::NotAsked(reason) => write!(f, "{NOT_ASKED}{reason}"),
            Self::Failed(reason) => write!(f, "{FAILED}{reason}"),
        }
    }
}

/// What became of all.
#[derive(Debug, Default)]
pub(super) struct Tally {
    records: BTreeMap<String, Record>,
}

impl Tally {
    pub(super) fn insert(&mut self, name: String, record: Record) {
        self.records.insert(name, record);
    }

    /// Everything together.
    pub(super) fn summary(&self, sheet: Sheet) -> String {
        let (what, which) = sheet.words;
        let numbers: Vec<_> = self
            .records
            .values()
            .filter_map(|record| match record {
                Record::Asked { asked, wrong } => Some((asked, wrong)),
                Record::NotAsked(_) | Record::Failed(_) => None,
            })
            .collect();
        let asked: usize = numbers.iter().map(|(asked, _)| **asked).sum();
        let wrong: usize = numbers.iter().map(|(_, wrong)| **wrong).sum();
        let clean = numbers.iter().filter(|(_, wrong)| **wrong == 0).count();
        let failed = self.records.values().filter(|record| matches!(record, Record::Failed(_))).count();
        format!(
            "{} descriptions: {wrong} of {asked} {what} are {which}; none is in {clean}; {} are not asked; {failed} fail",
            self.records.len(),
            self.records.len() - numbers.len() - failed
        )
    }

    /// A line for each description of which it is worse than recorded. One that has no record has none to keep, but must not fail.
    pub(super) fn worse(&self, root: &Path, sheet: Sheet) -> anyhow::Result<Vec<String>> {
        let recorded = read(&root.join(sheet.path))?;
        let grew = |(name, record): (&String, &Record)| match (recorded.get(name), record) {
            (Some(known), _) if record.is_worse_than(known) => {
                Some(format!("{name}: {record} is worse than {known}, which is recorded"))
            }
            (None, Record::Failed(reason)) => Some(format!("{name}: {reason}, and nothing is recorded")),
            _ => None,
        };
        Ok(self.records.iter().filter_map(grew).collect())
    }

    /// A line for each description of which it is better than recorded, and in no way worse.
    pub(super) fn better(&self, root: &Path, sheet: Sheet) -> anyhow::Result<Vec<String>> {
        let recorded = read(&root.join(sheet.path))?;
        let known = self.records.iter().filter_map(|(name, record)| Some((name, record, recorded.get(name)?)));
        let better = known.filter(|(_, record, known)| known.is_worse_than(record) && !record.is_worse_than(known));
        Ok(better.map(|(name, record, known)| format!("{name}: {record}, recorded is {known}")).collect())
    }

    /// Records what became of these descriptions; others keep their records. How many changed.
    pub(super) fn bless(&self, root: &Path, sheet: Sheet) -> anyhow::Result<usize> {
        let path = root.join(sheet.path);
        let mut recorded = read(&path)?;
        let mut changed = 0;
        for (name, record) in &self.records {
            changed += usize::from(recorded.insert(name.clone(), record.clone()).as_ref() != Some(record));
        }
        let mut text = format!("{}\n[documents]\n", sheet.head);
        for (name, record) in &recorded {
            writeln!(text, "\"{}\" = {}", name.escape_default(), toml::Value::String(record.to_string()))?;
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(changed)
    }
}

fn read(path: &Path) -> anyhow::Result<BTreeMap<String, Record>> {
    let text = if path.exists() { fs::read_to_string(path)? } else { String::new() };
    let table: toml::Table = text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
    let records = table.get("documents").and_then(toml::Value::as_table).into_iter().flatten();
    let record = |(name, value): (&String, &toml::Value)| {
        let record = value.as_str().and_then(Record::read);
        Ok((name.clone(), record.with_context(|| format!("{}: {name} has no record", path.display()))?))
    };
    records.map(record).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(records: &[(&str, &str)]) -> Tally {
        let mut tally = Tally::default();
        for (name, record) in records {
            tally.insert((*name).to_owned(), Record::read(record).unwrap());
        }
        tally
    }

    fn root() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("codegen/tests")).unwrap();
        folder
    }

    #[test]
    fn more_that_is_wrong_is_worse_and_the_record_survives() {
        let root = root();
        let root = root.path();
        assert_eq!(tally(&[("a", "3 wrong of 100"), ("b.c", "0 wrong of 7")]).bless(root, CENSUS).unwrap(), 2);
        assert_eq!(tally(&[("a", "2 wrong of 100")]).bless(root, CENSUS).unwrap(), 1);
        let same = tally(&[("a", "2 wrong of 100"), ("b.c", "0 wrong of 7"), ("new", "9 wrong of 9")]);
        assert_eq!(same.worse(root, CENSUS).unwrap(), [""; 0]);
        let more = tally(&[("b.c", "1 wrong of 7")]).worse(root, CENSUS).unwrap();
        assert_eq!(more, ["b.c: 1 wrong of 7 is worse than 0 wrong of 7, which is recorded"]);
        let less = tally(&[("a", "1 wrong of 100"), ("b.c", "0 wrong of 7"), ("new", "0 wrong of 9")]);
        assert_eq!(less.better(root, CENSUS).unwrap(), ["a: 1 wrong of 100, recorded is 2 wrong of 100"]);
    }

    #[test]
    fn to_ask_less_is_worse() {
        let root = root();
        let root = root.path();
        tally(&[("a", "0 wrong of 100"), ("large", "not asked: 1024 types")]).bless(root, ROUNDTRIP).unwrap();
        assert_eq!(tally(&[("a", "0 wrong of 99")]).worse(root, ROUNDTRIP).unwrap().len(), 1);
        assert_eq!(tally(&[("a", "not asked: refused")]).worse(root, ROUNDTRIP).unwrap().len(), 1);
        let better = tally(&[("a", "0 wrong of 101"), ("large", "3 wrong of 5")]);
        assert_eq!(better.worse(root, ROUNDTRIP).unwrap(), [""; 0]);
    }

    #[test]
    fn what_fails_is_not_taken_for_what_was_not_asked() {
        let all = tally(&[
            ("a", "0 wrong of 7"),
            ("b", "2 wrong of 5"),
            ("c", "not asked: refused"),
            ("d", "failed: it panics"),
        ]);
        let told = "4 descriptions: 2 of 12 things are lost; none is in 1; 1 are not asked; 1 fail";
        assert_eq!(all.summary(CENSUS), told);
    }

    #[test]
    fn to_fail_is_worst_with_a_record_and_without() {
        let root = root();
        let root = root.path();
        tally(&[("large", "not asked: 1024 types"), ("once", "failed: it panics")]).bless(root, ROUNDTRIP).unwrap();
        for name in ["large", "new"] {
            let worse = tally(&[(name, "failed: it ends early: signal: 11")]).worse(root, ROUNDTRIP).unwrap();
            assert!(worse.len() == 1 && worse[0].contains("it ends early: signal: 11"), "{worse:?}");
        }
        assert_eq!(tally(&[("once", "failed: over the limit")]).worse(root, ROUNDTRIP).unwrap(), [""; 0]);
        assert_eq!(tally(&[("once", "not asked: refused")]).worse(root, ROUNDTRIP).unwrap(), [""; 0]);
    }
}
