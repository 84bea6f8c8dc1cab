//! Counts that no machine changes, against what was recorded: none grows by more than a little without somebody saying so. Measuring
//! is not its business.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use super::figure::grouped;

/// Where the counts are recorded, from the root.
const PATH: &str = "codegen/tests/bench.ratchet.toml";

const HEAD: &str = "\
# Counts of what is generated and of what it takes: none grows by more than 2 % unnoticed.
# Written by `cargo xtask bench --write`; `cargo xtask bench --check` fails where one grew, the tests look at those of `size`.
";

/// By how many in a hundred a count may grow.
const SLACK: u64 = 2;

/// Counts that another version of the compiler, or another machine's instructions, change.
const OF_COMPILER: &[&str] = &["bodies", "instructions"];

/// The size of a description, which tells one edition of it from another. Not a count to keep small.
pub(super) const BYTES: &str = "bytes";

/// Counts by what is counted.
pub(super) type Row = BTreeMap<String, u64>;

/// Counts by part and by what has them.
pub(super) type Counts = BTreeMap<String, BTreeMap<String, Row>>;

/// What was recorded.
#[derive(Debug)]
pub(super) struct Ratchet {
    path: PathBuf,
    /// By part.
    compilers: BTreeMap<String, String>,
    counts: Counts,
}

/// How counts stand against what was recorded.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    pub(super) grown: Vec<String>,
    pub(super) shrunk: Vec<String>,
    /// What cannot be compared, and why.
    pub(super) apart: Vec<String>,
}

impl Ratchet {
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let path = root.join(PATH);
        let text = if path.exists() { fs::read_to_string(&path)? } else { String::new() };
        let (compilers, counts) = parse(&text).with_context(|| format!("{PATH} is not what was written"))?;
        Ok(Self { path, compilers, counts })
    }

    /// The compiler is that of now; what has no record has nothing to keep.
    pub(super) fn compare(&self, counts: &Counts, compiler: &str) -> Comparison {
        let mut comparison = Comparison::default();
        for (part, subjects) in counts {
            let recorded = self.compilers.get(part).map_or(compiler, String::as_str);
            if recorded != compiler && subjects.values().any(|row| row.keys().any(|key| of_compiler(key))) {
                let what = OF_COMPILER.join(" and ");
                comparison.apart.push(format!("{part}: {what} were recorded with {recorded}, and this is {compiler}"));
            }
            for (subject, row) in subjects {
                let Some(known) = self.counts.get(part).and_then(|subjects| subjects.get(subject)) else { continue };
                let edition = |row: &Row| row.get(BYTES).copied();
                if edition(row) != edition(known) {
                    comparison.apart.push(format!("{part}: {subject} is another edition than the recorded one"));
                    continue;
                }
                let comparable = row.iter().filter(|(key, _)| recorded == compiler || !of_compiler(key));
                comparable.for_each(|(key, count)| {
                    comparison.add(&format!("{part}: {subject}: {key}"), known.get(key).copied(), *count);
                });
            }
        }
        comparison
    }

    /// Records counts; what was not measured keeps its record. How many changed.
    pub(super) fn write(mut self, counts: &Counts, compiler: &str) -> anyhow::Result<usize> {
        let mut changed = 0;
        for (part, subjects) in counts {
            if subjects.values().any(|row| row.keys().any(|key| of_compiler(key))) {
                self.compilers.insert(part.clone(), compiler.to_owned());
            }
            let recorded = self.counts.entry(part.clone()).or_default();
            for (subject, row) in subjects {
                changed += usize::from(recorded.insert(subject.clone(), row.clone()).as_ref() != Some(row));
            }
        }
        fs::write(&self.path, self.text()).with_context(|| format!("cannot write {PATH}"))?;
        Ok(changed)
    }

    /// Takes away what is recorded of subjects that are no more.
    pub(super) fn retain(&mut self, part: &str, subjects: &BTreeMap<String, Row>) {
        if let Some(recorded) = self.counts.get_mut(part) {
            recorded.retain(|subject, _| subjects.contains_key(subject));
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{HEAD}\n[compiler]\n");
        for (part, compiler) in &self.compilers {
            let _ = writeln!(text, "{part} = {compiler:?}");
        }
        for (part, subjects) in &self.counts {
            let _ = writeln!(text, "\n[{part}]");
            for (subject, row) in subjects {
                let counts: Vec<String> = row.iter().map(|(key, count)| format!("{key} = {count}")).collect();
                let _ = writeln!(text, "\"{}\" = {{ {} }}", subject.escape_default(), counts.join(", "));
            }
        }
        text
    }
}

impl Comparison {
    fn add(&mut self, what: &str, recorded: Option<u64>, now: u64) {
        let Some(recorded) = recorded else { return };
        let line = || {
            let change = match recorded {
                0 => String::new(),
                _ => format!(" ({:+.1} %)", 100.0 * (now as f64 / recorded as f64 - 1.0)),
            };
            format!("{what}: {}, recorded are {}{change}", grouped(now), grouped(recorded))
        };
        if exceeds(now, recorded) {
            self.grown.push(line());
        } else if exceeds(recorded, now) {
            self.shrunk.push(line());
        }
    }
}

/// Whether one count is more than another by more than the slack.
fn exceeds(one: u64, other: u64) -> bool {
    u128::from(one) * 100 > u128::from(other) * u128::from(100 + SLACK)
}

fn of_compiler(key: &str) -> bool {
    OF_COMPILER.contains(&key)
}

fn parse(text: &str) -> anyhow::Result<(BTreeMap<String, String>, Counts)> {
    let (mut compilers, mut counts) = (BTreeMap::new(), Counts::new());
    for (part, value) in text.parse::<toml::Table>()? {
        let table = value.as_table().with_context(|| format!("`{part}` is no table"))?;
        for (subject, value) in table {
            if part == "compiler" {
                let compiler = value.as_str().with_context(|| format!("`{subject}` has no compiler"))?;
                compilers.insert(subject.clone(), compiler.to_owned());
            } else {
                let row = row(value).with_context(|| format!("`{subject}` of `{part}` has no counts"))?;
                counts.entry(part.clone()).or_default().insert(subject.clone(), row);
            }
        }
    }
    ensure!(text.is_empty() || !counts.is_empty(), "there are no counts");
    Ok((compilers, counts))
}

fn row(value: &toml::Value) -> Option<Row> {
    let number = |(key, value): (&String, &toml::Value)| Some((key.clone(), u64::try_from(value.as_integer()?).ok()?));
    value.as_table()?.iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Part, subject, counts.
    type Line<'a> = (&'a str, &'a str, &'a [(&'a str, u64)]);

    fn counts(rows: &[Line<'_>]) -> Counts {
        let mut counts = Counts::new();
        for (part, subject, row) in rows {
            let row = row.iter().map(|(key, count)| ((*key).to_owned(), *count)).collect();
            counts.entry((*part).to_owned()).or_default().insert((*subject).to_owned(), row);
        }
        counts
    }

    fn recorded(counts: &Counts) -> (tempfile::TempDir, Ratchet) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("codegen/tests")).unwrap();
        Ratchet::read(folder.path()).unwrap().write(counts, "1.95.0 here").unwrap();
        let ratchet = Ratchet::read(folder.path()).unwrap();
        (folder, ratchet)
    }

    #[test]
    fn a_count_may_grow_by_two_in_a_hundred() {
        let (_folder, ratchet) = recorded(&counts(&[("size", "a.yaml", &[("lines", 1000)])]));
        let now = |lines| ratchet.compare(&counts(&[("size", "a.yaml", &[("lines", lines)])]), "1.95.0 here");
        assert_eq!(now(1020), Comparison::default());
        assert_eq!(now(1021).grown, ["size: a.yaml: lines: 1,021, recorded are 1,000 (+2.1 %)"]);
        assert_eq!(now(990), Comparison::default());
        assert_eq!(now(500).shrunk, ["size: a.yaml: lines: 500, recorded are 1,000 (-50.0 %)"]);
    }

    #[test]
    fn where_nothing_was_anything_is_more() {
        assert!(exceeds(1, 0) && !exceeds(0, 0) && !exceeds(0, 1));
        assert!(exceeds(u64::MAX, u64::MAX / 2));
    }

    #[test]
    fn what_depends_on_the_compiler_is_compared_with_the_same_one_only() {
        let row: &[(&str, u64)] = &[("instructions", 100), ("lines", 100)];
        let (_folder, ratchet) = recorded(&counts(&[("generate", "pets", row)]));
        let now = counts(&[("generate", "pets", &[("instructions", 200), ("lines", 200)])]);
        let lines = "generate: pets: lines: 200, recorded are 100 (+100.0 %)";
        let other = ratchet.compare(&now, "1.96.0 here");
        assert_eq!(other.grown, [lines]);
        assert!(other.apart[0].contains("recorded with 1.95.0 here, and this is 1.96.0 here"), "{:?}", other.apart);
        assert_eq!(ratchet.compare(&now, "1.95.0 here").grown.len(), 2);
    }

    #[test]
    fn another_edition_of_a_description_is_not_compared() {
        let (_folder, ratchet) = recorded(&counts(&[("generate", "pets", &[(BYTES, 10), ("lines", 100)])]));
        let other = ratchet.compare(&counts(&[("generate", "pets", &[(BYTES, 20), ("lines", 900)])]), "1.95.0 here");
        assert_eq!((other.grown.len(), other.apart.len()), (0, 1));
    }

    #[test]
    fn what_was_not_measured_keeps_its_record() {
        let (folder, ratchet) = recorded(&counts(&[("size", "a", &[("lines", 1)]), ("size", "b", &[("lines", 2)])]));
        assert_eq!(ratchet.write(&counts(&[("size", "a", &[("lines", 3)])]), "1.95.0 here").unwrap(), 1);
        let mut ratchet = Ratchet::read(folder.path()).unwrap();
        assert_eq!(ratchet.counts, counts(&[("size", "a", &[("lines", 3)]), ("size", "b", &[("lines", 2)])]));
        ratchet.retain("size", &counts(&[("size", "a", &[])])["size"]);
        assert_eq!(ratchet.counts, counts(&[("size", "a", &[("lines", 3)])]));
    }
}
