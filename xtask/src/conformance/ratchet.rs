//! Which scenarios fail, each with what is known of why, as it was last recorded.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

const HEAD: &str = "\
# Which requests of the conformance scenarios are not made or not understood as they have to be, each with the reason.
# Written by `cargo xtask conformance --bless`, which keeps the reasons that are here, so that they may be put into better words;
# `cargo xtask conformance` fails where others fail.
";

/// The recorded reasons, by version and case.
#[derive(Debug)]
pub(super) struct Ratchet {
    path: PathBuf,
    failing: BTreeMap<String, BTreeMap<String, String>>,
}

impl Ratchet {
    /// Reads the file; nothing is recorded where there is none.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = if path.exists() { fs::read_to_string(path)? } else { String::new() };
        let failing = toml::from_str(&text).with_context(|| format!("{} cannot be read", path.display()))?;
        Ok(Self { path: path.to_owned(), failing })
    }

    /// A line for each case that fails now and did not; of a version of which nothing is recorded nobody knows.
    pub(super) fn worse(&self, version: &str, failing: &BTreeMap<String, String>) -> Vec<String> {
        let Some(known) = self.failing.get(version) else { return Vec::new() };
        let new = failing.iter().filter(|(case, _)| !known.contains_key(*case));
        new.map(|(case, reason)| format!("{version} {case} fails, which it did not: {reason}")).collect()
    }

    /// Records what fails now of one version, and nothing else of it. Of what was known to fail the reason stays.
    pub(super) fn bless(&mut self, version: &str, mut failing: BTreeMap<String, String>) {
        let known = self.failing.entry(version.to_owned()).or_default();
        for (case, reason) in &mut failing {
            known.get(case).into_iter().for_each(|known| reason.clone_from(known));
        }
        *known = failing;
    }

    /// Writes the file.
    pub(super) fn write(&self) -> anyhow::Result<()> {
        let mut text = HEAD.to_owned();
        for (version, failing) in &self.failing {
            writeln!(text, "\n[\"{version}\"]")?;
            for (case, reason) in failing {
                writeln!(text, "{} = {}", toml::Value::from(case.as_str()), toml::Value::from(reason.as_str()))?;
            }
        }
        fs::write(&self.path, text).with_context(|| format!("cannot write {}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_anew_is_worse_and_the_record_survives() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ratchet.toml");
        let failing = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), "\"why\"\n".to_owned())).collect();
        let mut ratchet = Ratchet::read(&path).unwrap();
        ratchet.bless("3.0", failing(&["A b", "C"]));
        ratchet.write().unwrap();
        let mut ratchet = Ratchet::read(&path).unwrap();
        assert_eq!(ratchet.worse("3.0", &failing(&["A b"])), [""; 0]);
        assert_eq!(ratchet.worse("3.0", &failing(&["C", "D"])).len(), 1);
        assert_eq!(ratchet.worse("3.1", &failing(&["C"])), [""; 0]);
        ratchet.bless(
            "3.0",
            [("C", "other words"), ("D", "new")].map(|(case, why)| (case.to_owned(), why.to_owned())).into(),
        );
        let reasons: Vec<_> = ratchet.failing["3.0"].iter().map(|(case, why)| (case.as_str(), why.as_str())).collect();
        assert_eq!(reasons, [("C", "\"why\"\n"), ("D", "new")], "what is mended goes, and reasons stay");
    }
}
