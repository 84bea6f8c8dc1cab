//! The checkout as rules see it: the text files that belong to it, by path. What is in them is not its business.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;

/// What holds nothing of ours, at any depth; `.git` is a file in a second working tree.
const PASSED_OVER: &[&str] = &[".git", "target", "node_modules"];

/// Path from the root, with `/`, and text of every text file.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads everything below the root that is text.
    pub(crate) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut tree = Self::default();
        let mut waiting = vec![String::new()];
        while let Some(folder) = waiting.pop() {
            let entries = fs::read_dir(root.join(&folder))
                .with_context(|| format!("cannot read {}", root.join(&folder).display()))?;
            for entry in entries {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                let kind = entry.file_type()?;
                if PASSED_OVER.contains(&name.as_str()) {
                    continue;
                }
                if kind.is_dir() {
                    waiting.push(path);
                } else if kind.is_file() {
                    tree.add(root, path)?;
                }
            }
        }
        Ok(tree)
    }

    /// A tree of these files, for tests of the rules.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect() }
    }

    fn add(&mut self, root: &Path, path: String) -> anyhow::Result<()> {
        let bytes = fs::read(root.join(&path)).with_context(|| format!("cannot read {path}"))?;
        if let Ok(text) = String::from_utf8(bytes) {
            self.files.insert(path, text);
        }
        Ok(())
    }

    /// All files by path.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The Rust files.
    pub(crate) fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(path, _)| path.ends_with(".rs"))
    }

    /// One file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }
}

/// Whether a path is that of a file that the generator writes.
pub(crate) fn is_generated(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next() == Some("generated")
        && parts.nth(1).is_some_and(|part| !matches!(part, "tests" | "examples" | "benches"))
}
