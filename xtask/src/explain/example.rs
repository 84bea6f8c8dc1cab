//! The fixtures of messages as examples: the bad text, and what is told about it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use clientwright_codegen::{Diagnostics, Input, Loader, Settings};

/// Where fixtures are; those of messages are called by their code.
pub(crate) const FIXTURES: &str = "codegen/tests/fixtures";

/// One fixture: a description, its settings, its overlay, or some of them; and what is in a folder of its name.
#[derive(Debug)]
pub(crate) struct Example {
    /// Path from the root, and text.
    pub(crate) files: Vec<(String, String)>,
    /// Why one of them is no text.
    refused: Option<Diagnostics>,
}

/// All fixtures of messages, by code and path.
#[derive(Debug)]
pub struct Examples(BTreeMap<String, Example>);

impl Loader for Example {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        let is_asked = |(known, _): &&(String, String)| name_of(known) == path;
        let file = self.files.iter().find(is_asked);
        file.map(|(_, text)| text.clone().into_bytes()).ok_or_else(|| format!("there is no file `{path}`"))
    }
}

/// The path of a file from the folder that its fixture is in.
fn name_of(path: &str) -> &str {
    let below = path.strip_prefix(FIXTURES).unwrap_or(path).trim_start_matches('/');
    below.split_once('/').map_or(below, |(_, name)| name)
}

/// Whether a file is an overlay of an example.
fn is_overlay(path: &str) -> bool {
    path.ends_with(".overlay.yaml")
}

impl Examples {
    /// Reads them.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let mut examples = BTreeMap::<String, Example>::new();
        for folder in names(&root.join(FIXTURES))? {
            let folder = format!("{FIXTURES}/{folder}");
            for name in names(&root.join(&folder))?.into_iter().filter(|name| name.starts_with("cw")) {
                let Some((stem, "yaml" | "json" | "toml")) = name.rsplit_once('.') else { continue };
                let stem = stem.trim_end_matches(".overlay");
                let path = format!("{folder}/{name}");
                let bytes = fs::read(root.join(&path)).with_context(|| format!("cannot read {path}"))?;
                let example = examples.entry(stem.to_owned()).or_insert(Example { files: Vec::new(), refused: None });
                let shown = String::from_utf8_lossy(&bytes).into_owned();
                example.refused = example.refused.take().or(clientwright_codegen::decode(&path, bytes).err());
                example.files.push((path, shown));
            }
            for (stem, example) in &mut examples {
                let parts = format!("{folder}/{stem}");
                for name in names(&root.join(&parts))? {
                    let path = format!("{parts}/{name}");
                    let bytes = fs::read(root.join(&path)).with_context(|| format!("cannot read {path}"))?;
                    example.files.push((path, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
        }
        Ok(Self(examples))
    }

    /// Those of a code.
    pub(crate) fn of(&self, code: &str) -> impl Iterator<Item = &Example> {
        let code = code.to_lowercase();
        self.0.iter().filter(move |(stem, _)| stem.starts_with(&code)).map(|(_, example)| example)
    }
}

impl Example {
    /// The messages of a code that the generator gives for it.
    pub(crate) fn told(&self, code: &str) -> String {
        let mut diagnostics = self.diagnostics();
        diagnostics.retain_code(code);
        diagnostics.render(false)
    }

    /// As `clientwright explain` shows it: without the folders that fixtures are in.
    pub(crate) fn shown(&self, code: &str) -> clientwright::inner::Example {
        let mut told = self.told(code);
        let mut files = Vec::new();
        for (path, text) in &self.files {
            let name = name_of(path);
            told = told.replace(path.as_str(), name);
            files.push((name.to_owned(), text.clone()));
        }
        clientwright::inner::Example { files, told }
    }

    fn diagnostics(&self) -> Diagnostics {
        if let Some(refused) = &self.refused {
            return refused.clone();
        }
        let settings = self.files.iter().find(|(path, _)| path.ends_with(".toml"));
        let mut settings = match settings.map(|(path, text)| Settings::parse(path, text, "example")) {
            Some(Err(diagnostics)) => return diagnostics,
            Some(Ok(settings)) => settings,
            None => Settings::for_name("example"),
        };
        let is_description = |(path, _): &&(String, String)| !path.ends_with(".toml") && !is_overlay(path);
        let Some((path, text)) = self.files.iter().find(is_description) else { return Diagnostics::new() };
        let overlays = self.files.iter().map(|(path, _)| path.as_str()).filter(|path| is_overlay(path));
        settings.usual_overlays(overlays.filter_map(|path| path.rsplit('/').next()).map(str::to_owned));
        match clientwright_codegen::generate(&Input { path, text: text.as_str().into(), loader: self }, &settings) {
            Ok(output) => output.diagnostics,
            Err(diagnostics) => diagnostics,
        }
    }
}

/// What is in a folder, by name; nothing where it is a file.
pub(crate) fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
