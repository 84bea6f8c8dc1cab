//! The descriptions that are measured: those that are there of a fixed list, and those that were asked for.

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde_json::Value;

use super::lab::Lab;
use crate::arguments::unknown;
use clientwright::inner::{self, Target, below};

/// Real ones, from small to large and each of another style, in the folder that `cargo xtask corpus` reads.
const REAL: &[&str] = &[
    "asana.json",
    "oxide-nexus.json",
    "qdrant.json",
    "clerk-bapi.yaml",
    "xero-accounting.yaml",
    "box.json",
    "stripe.json",
];

/// GitHub's, where `npm pack @octokit/openapi@23` unpacks it in the folder of the bench.
const GITHUB: &str = "package/generated/api.github.com.json";

/// Those of methods in a path item.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One description.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// What it is recorded under.
    pub(super) name: String,
    /// `json`, `yaml` or `yml`.
    pub(super) ending: String,
    pub(super) text: String,
    pub(super) settings: Option<String>,
    /// Its overlays and the files that it refers to, by what their paths have behind the name of the description.
    pub(super) companions: Vec<(String, String)>,
}

/// Those that were asked for; all that are there where none was.
pub(super) fn find(lab: &Lab<'_>, words: &[String]) -> anyhow::Result<Vec<Document>> {
    let mut known = specs(&lab.root)?;
    let corpus = lab.root.join("../shared/corpus/real");
    let real = REAL.iter().map(|file| (name(file), corpus.join(file)));
    let mut absent = Vec::new();
    for (name, path) in real.chain([("github".to_owned(), lab.folder.join(GITHUB))]) {
        match path.is_file() {
            true => known.push(read(name, &path)?),
            false => absent.push(name),
        }
    }
    if words.is_empty() {
        if !absent.is_empty() {
            lab.screen.tell(&format!("not there, and not measured: {}", absent.join(", ")));
        }
        return Ok(known);
    }
    words.iter().map(|word| asked(word, &known)).collect()
}

fn asked(word: &str, known: &[Document]) -> anyhow::Result<Document> {
    if let Some(document) = known.iter().find(|document| document.name == word) {
        return Ok(document.clone());
    }
    let path = Path::new(word);
    if path.is_file() {
        return read(name(&path.file_name().unwrap_or_default().to_string_lossy()), path);
    }
    Err(unknown(word, known.iter().map(|document| document.name.as_str())).into())
}

/// Those of this checkout, with their settings.
fn specs(root: &Path) -> anyhow::Result<Vec<Document>> {
    let one = |target: Target| {
        let settings = target.settings.as_ref().map(|path| fs::read_to_string(root.join(path))).transpose()?;
        let companions = companions(&root.join("specs"), target.stem())?;
        Ok(Document { settings, companions, ..read(target.name.clone(), &root.join(&target.description))? })
    };
    inner::find(root)?.into_iter().map(one).collect()
}

fn read(name: String, path: &Path) -> anyhow::Result<Document> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Document { name, ending, text, settings: None, companions: Vec::new() })
}

/// `shop.overlay.yaml`, and all below `shop/`.
fn companions(specs: &Path, stem: &str) -> anyhow::Result<Vec<(String, String)>> {
    let overlay = format!("{stem}.overlay.");
    let mut paths = below(specs, stem)?;
    for entry in fs::read_dir(specs)? {
        paths.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    let mut found = Vec::new();
    for path in paths.iter().filter(|path| path.contains('/') || path.starts_with(&overlay)) {
        found.push((path[stem.len()..].to_owned(), fs::read_to_string(specs.join(path))?));
    }
    Ok(found)
}

/// `box` of `box.json`.
fn name(file: &str) -> String {
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    if file == "api.github.com.json" { "github".to_owned() } else { stem.to_lowercase() }
}

impl Document {
    /// A description that is made here.
    pub(super) fn made(name: &str, text: String) -> Self {
        Self { name: name.to_owned(), ending: "json".to_owned(), text, settings: None, companions: Vec::new() }
    }

    /// The description as a tree.
    pub(super) fn value(&self) -> anyhow::Result<Value> {
        let json = self.ending == "json";
        let value = if json { Ok(serde_json::from_str(&self.text)?) } else { serde_yaml::from_str(&self.text) };
        value.with_context(|| format!("{} is no description", self.name))
    }

    /// How many operations it describes.
    pub(super) fn operations(&self) -> anyhow::Result<u64> {
        let value = self.value()?;
        let items = value.get("paths").and_then(Value::as_object).into_iter().flat_map(|paths| paths.values());
        let of = |item: &Value| METHODS.iter().filter(|method| item.get(**method).is_some()).count();
        Ok(items.map(of).sum::<usize>() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_the_methods_of_paths() {
        let paths = r#"{"/a": {"get": {}, "parameters": [], "x-get": {}}, "/b": {"post": {}, "get": {}}}"#;
        let document = Document::made("pets", format!("{{\"paths\": {paths}}}"));
        assert_eq!(document.operations().unwrap(), 3);
    }

    #[test]
    fn a_description_is_called_as_its_file() {
        assert_eq!(name("clerk-bapi.yaml"), "clerk-bapi");
        assert_eq!(name("api.github.com.json"), "github");
        let known = [Document::made("stripe", String::new())];
        assert!(asked("strip", &known).unwrap_err().to_string().contains("did you mean `stripe`?"));
        assert!(asked("chekc", &known).unwrap_err().to_string().contains("did you mean `check`?"));
    }
}
