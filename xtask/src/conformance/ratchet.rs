//! What fails, with what was found and with why that is right, as it was last recorded.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

const HEAD: &str = "\
# What the conformance scenarios have that is not as it has to be: `requests` of generated calls, `links` that are followed without a
# call, and `descriptions` that do not become crates. `found` is what is wrong; `because` is why that is right, in the words of a person.
# Written by `cargo xtask conformance --bless`, which keeps the words as long as the same is found; `cargo xtask conformance` fails where
# others fail, or where these fail in another way.
";

/// What can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A request that a generated call makes.
    Requests,
    /// A request behind a link, which is made without a call; its answer is read as that of the call.
    Links,
    /// A description as a whole.
    Descriptions,
}

impl Part {
    const ALL: [Self; 3] = [Self::Requests, Self::Links, Self::Descriptions];

    fn word(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Links => "links",
            Self::Descriptions => "descriptions",
        }
    }
}

/// What fails of one version, each with what was found.
pub(super) type Failing = BTreeMap<Part, BTreeMap<String, String>>;

/// What is recorded of one thing that fails.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    found: String,
    because: Option<String>,
}

/// What is recorded of one version.
type Rows = BTreeMap<Part, BTreeMap<String, Row>>;

/// The records, by version.
#[derive(Debug)]
pub(super) struct Ratchet {
    path: PathBuf,
    failing: BTreeMap<String, Rows>,
}

impl Ratchet {
    /// Reads the file; nothing is recorded where there is none.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = if path.exists() { fs::read_to_string(path)? } else { String::new() };
        let versions: toml::Table = text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
        let of_version = |(version, parts): (&String, &toml::Value)| {
            let rows = rows(parts).with_context(|| format!("{}: {version} cannot be understood", path.display()));
            Ok((version.clone(), rows?))
        };
        Ok(Self { path: path.to_owned(), failing: versions.iter().map(of_version).collect::<anyhow::Result<_>>()? })
    }

    /// A line for each that fails now and did not, or that fails in another way; of a version of which nothing is recorded nobody knows.
    pub(super) fn worse(&self, version: &str, failing: &Failing) -> Vec<String> {
        let Some(known) = self.failing.get(version) else { return Vec::new() };
        let all = failing.iter().flat_map(|(part, found)| found.iter().map(move |(name, found)| (part, name, found)));
        let line = |(part, name, found): (&Part, &String, &String)| {
            let at = format!("{version} {} {name}", part.word());
            match known.get(part).and_then(|known| known.get(name)) {
                None => Some(format!("{at} fails, which it did not: {found}")),
                Some(row) if row.found == *found => None,
                Some(row) => Some(format!("{at} fails in another way: {found}\n    recorded is: {}", row.found)),
            }
        };
        all.filter_map(line).collect()
    }

    /// A line for each that is recorded as one that fails, and does not.
    pub(super) fn better(&self, version: &str, failing: &Failing) -> Vec<String> {
        let recorded = self.failing.get(version).into_iter().flatten();
        let recorded = recorded.flat_map(|(part, rows)| rows.keys().map(move |name| (part, name)));
        let fails = |part: &Part, name: &str| failing.get(part).is_some_and(|found| found.contains_key(name));
        let gone = recorded.filter(|(part, name)| !fails(part, name));
        gone.map(|(part, name)| format!("{version} {} {name} fails no more", part.word())).collect()
    }

    /// Records what fails now of one version, and nothing else of it. Of what fails as it did the words stay.
    pub(super) fn bless(&mut self, version: &str, failing: Failing) {
        let known = self.failing.entry(version.to_owned()).or_default();
        let row = |part: &Part, name: &str, found: String| {
            let known = known.get(part).and_then(|known| known.get(name)).filter(|row| row.found == found);
            Row { because: known.and_then(|row| row.because.clone()), found }
        };
        let rows = failing.into_iter().map(|(part, found)| {
            let rows = found.into_iter().map(|(name, found)| (name.clone(), row(&part, &name, found)));
            (part, rows.collect())
        });
        *known = rows.collect();
    }

    /// Writes the file.
    pub(super) fn write(&self) -> anyhow::Result<()> {
        let mut text = HEAD.to_owned();
        for (version, parts) in &self.failing {
            for (part, rows) in parts.iter().filter(|(_, rows)| !rows.is_empty()) {
                writeln!(text, "\n[\"{version}\".{}]", part.word())?;
                for (name, Row { found, because }) in rows {
                    let quoted = |text: &str| toml::Value::from(text).to_string();
                    let because = because.iter().map(|because| format!(", because = {}", quoted(because)));
                    let because: String = because.collect();
                    writeln!(text, "{} = {{ found = {}{because} }}", quoted(name), quoted(found))?;
                }
            }
        }
        fs::write(&self.path, text).with_context(|| format!("cannot write {}", self.path.display()))
    }
}

fn rows(parts: &toml::Value) -> Option<Rows> {
    let row = |(name, row): (&String, &toml::Value)| {
        let text = |key: &str| row.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        Some((name.clone(), Row { found: text("found")?, because: text("because") }))
    };
    let part = |(word, rows): (&String, &toml::Value)| {
        let part = Part::ALL.into_iter().find(|part| part.word() == word)?;
        Some((part, rows.as_table()?.iter().map(row).collect::<Option<_>>()?))
    };
    parts.as_table()?.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(found: &[(&str, &str)]) -> Failing {
        let found = found.iter().map(|(name, found)| ((*name).to_owned(), (*found).to_owned())).collect();
        BTreeMap::from([(Part::Requests, found), (Part::Descriptions, BTreeMap::new())])
    }

    fn recorded(folder: &Path) -> Ratchet {
        let path = folder.join("ratchet.toml");
        let mut ratchet = Ratchet::read(&path).unwrap();
        ratchet.bless("3.0", failing(&[("A b", "the path is \"x\""), ("C", "no\nanswer")]));
        ratchet.write().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace(" }", ", because = \"peers err\" }")).unwrap();
        Ratchet::read(&path).unwrap()
    }

    #[test]
    fn what_fails_anew_or_in_another_way_is_worse() {
        let folder = tempfile::tempdir().unwrap();
        let ratchet = recorded(folder.path());
        assert_eq!(ratchet.worse("3.0", &failing(&[("A b", "the path is \"x\"")])), [""; 0]);
        assert_eq!(ratchet.worse("3.0", &failing(&[("C", "no\nanswer"), ("D", "no answer")])).len(), 1);
        assert_eq!(ratchet.worse("3.0", &failing(&[("C", "it panics")])).len(), 1);
        assert_eq!(ratchet.worse("3.1", &failing(&[("C", "it panics")])), [""; 0]);
        assert_eq!(ratchet.better("3.0", &failing(&[("A b", "another")])), ["3.0 requests C fails no more"]);
        let descriptions = BTreeMap::from([("C".to_owned(), "no\nanswer".to_owned())]);
        assert_eq!(ratchet.worse("3.0", &BTreeMap::from([(Part::Descriptions, descriptions)])).len(), 1);
    }

    #[test]
    fn words_stay_as_long_as_the_same_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let mut ratchet = recorded(folder.path());
        ratchet.bless("3.0", failing(&[("A b", "the path is \"x\""), ("C", "it panics"), ("D", "new")]));
        ratchet.write().unwrap();
        let ratchet = Ratchet::read(&ratchet.path).unwrap();
        let rows = ratchet.failing["3.0"][&Part::Requests].values();
        let rows: Vec<_> = rows.map(|row| (row.found.as_str(), row.because.as_deref())).collect();
        assert_eq!(rows, [("the path is \"x\"", Some("peers err")), ("it panics", None), ("new", None)]);
    }
}
