//! How many values or things of each description are wrong, against what was recorded.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context;

/// A file of records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    path: &'static str,
    head: &'static str,
}

/// Of `--roundtrip`.
pub(super) const ROUNDTRIP: Sheet = Sheet {
    path: "codegen/tests/roundtrip.ratchet.toml",
    head: "\
# How many values, made from the schemas of each description of the corpus, do not come back equal when its types decode and encode them.
# Written by `cargo xtask corpus --roundtrip --bless`; `cargo xtask corpus --roundtrip` fails where there are more.
",
};

/// Of `--census`.
pub(super) const CENSUS: Sheet = Sheet {
    path: "codegen/tests/census.ratchet.toml",
    head: "\
# How many things of each description of the corpus its crate has not, and nobody tells.
# Written by `cargo xtask corpus --census --bless`; `cargo xtask corpus --census` fails where there are more.
",
};

/// What became of one description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) asked: usize,
    pub(super) differ: usize,
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
    pub(super) fn summary(&self) -> String {
        let asked: usize = self.records.values().map(|record| record.asked).sum();
        let differ: usize = self.records.values().map(|record| record.differ).sum();
        let clean = self.records.values().filter(|record| record.differ == 0).count();
        format!("{} descriptions: {differ} of {asked} values differ; none does in {clean}", self.records.len())
    }

    /// A line for each description of which more values differ than recorded; one that has no record has none to keep.
    pub(super) fn worse(&self, root: &Path, sheet: Sheet) -> anyhow::Result<Vec<String>> {
        let recorded = read(&root.join(sheet.path))?;
        let grew = |(name, record): (&String, &Record)| {
            let known = *recorded.get(name)?;
            let line = format!("{name}: {} are wrong, {known} are recorded", record.differ);
            (record.differ > known).then_some(line)
        };
        Ok(self.records.iter().filter_map(grew).collect())
    }

    /// Records what differs; descriptions that were not asked keep their record. How many changed.
    pub(super) fn bless(&self, root: &Path, sheet: Sheet) -> anyhow::Result<usize> {
        let path = root.join(sheet.path);
        let mut recorded = read(&path)?;
        let mut changed = 0;
        for (name, record) in &self.records {
            changed += usize::from(recorded.insert(name.clone(), record.differ) != Some(record.differ));
        }
        let mut text = format!("{}\n[wrong]\n", sheet.head);
        for (name, differ) in &recorded {
            writeln!(text, "\"{}\" = {differ}", name.escape_default())?;
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(changed)
    }
}

fn read(path: &Path) -> anyhow::Result<BTreeMap<String, usize>> {
    let text = if path.exists() { fs::read_to_string(path)? } else { String::new() };
    let table: toml::Table = text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
    let differ = table.get("wrong").and_then(toml::Value::as_table).into_iter().flatten();
    let number = |(name, value): (&String, &toml::Value)| {
        let number = value.as_integer().and_then(|number| usize::try_from(number).ok());
        Ok((name.clone(), number.with_context(|| format!("{}: {name} has no number", path.display()))?))
    };
    differ.map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(records: &[(&str, usize)]) -> Tally {
        let mut tally = Tally::default();
        for (name, differ) in records {
            tally.insert((*name).to_owned(), Record { asked: 100, differ: *differ });
        }
        tally
    }

    #[test]
    fn more_than_recorded_is_worse_and_the_record_survives() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("codegen/tests")).unwrap();
        assert_eq!(tally(&[("a", 3), ("b.c", 0)]).bless(root, CENSUS).unwrap(), 2);
        assert_eq!(tally(&[("a", 2)]).bless(root, CENSUS).unwrap(), 1);
        assert_eq!(tally(&[("a", 2), ("b.c", 0), ("new", 9)]).worse(root, CENSUS).unwrap(), [""; 0]);
        assert_eq!(tally(&[("b.c", 1)]).worse(root, CENSUS).unwrap(), ["b.c: 1 are wrong, 0 are recorded"]);
    }
}
