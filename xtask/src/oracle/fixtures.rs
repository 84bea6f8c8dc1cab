//! Descriptions that show one thing each, `<folder>/<construct>/<law>.yaml`, and the crates that are made of them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clientwright_codegen::{Input, Loader as _, Output, Settings};

use super::document::Document;
use super::harness::Module;
use super::named;
use clientwright::inner::crate_name;
use clientwright::inner::{Folder, guarded};

/// One description.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// `<construct>/<law>.yaml`, as messages show it.
    pub path: String,
    /// The text of the description.
    pub text: String,
    settings: Option<String>,
    /// Where it stands, with the files that it refers to.
    folder: PathBuf,
}

/// Every description below a folder, by path; those of the constructs named are left out.
///
/// # Errors
/// Where the folder cannot be read.
pub fn find(folder: &Path, without: &[&str]) -> anyhow::Result<Vec<Fixture>> {
    let mut fixtures = Vec::new();
    for construct in names(folder)?.into_iter().filter(|name| !without.contains(&name.as_str())) {
        if folder.join(&construct).is_dir() {
            fixtures.extend(of_construct(folder, &construct)?);
        }
    }
    Ok(fixtures)
}

/// The descriptions in one folder below another, by path.
///
/// # Errors
/// Where the folder cannot be read.
pub fn of_construct(folder: &Path, construct: &str) -> anyhow::Result<Vec<Fixture>> {
    let inner = folder.join(construct);
    let read = |file: String| {
        let settings = inner.join(file.replace(".yaml", ".toml"));
        Ok(Fixture {
            text: fs::read_to_string(inner.join(&file)).with_context(|| format!("cannot read {construct}/{file}"))?,
            settings: settings.is_file().then(|| fs::read_to_string(&settings)).transpose()?,
            path: format!("{construct}/{file}"),
            folder: inner.clone(),
        })
    };
    let is_description = |file: &String| file.ends_with(".yaml") && !file.contains(".overlay.");
    names(&inner)?.into_iter().filter(is_description).map(read).collect()
}

fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<anyhow::Result<_>>()?;
    names.sort();
    Ok(names)
}

impl Fixture {
    /// Whether what is generated is what the description alone says: no overlay, no filter, and no type by pointer changes it.
    ///
    /// # Panics
    /// Where the settings are no TOML.
    #[must_use]
    pub fn says_it_all(&self) -> bool {
        let settings: toml::Table = self.settings.as_deref().unwrap_or_default().parse().expect("settings are TOML");
        let types = settings.get("types").and_then(toml::Value::as_table).into_iter().flatten();
        let overlay = self.path.replace(".yaml", ".overlay.yaml");
        let overlay = overlay.rsplit('/').next().unwrap_or(&overlay);
        !["generate", "overlays"].iter().any(|key| settings.contains_key(*key))
            && !types.into_iter().any(|(key, _)| key.contains('#'))
            && !self.folder.join(overlay).exists()
    }

    /// The path as a word of Rust, unique among those of one folder.
    #[must_use]
    pub fn module_name(&self) -> String {
        self.path.trim_end_matches(".yaml").replace(['/', '-', '.'], "_")
    }

    /// The plain tree of it and of all files that it refers to.
    ///
    /// # Errors
    /// Where it is no JSON or YAML.
    pub fn tree(&self) -> Result<Document, String> {
        let others = Folder::new(self.folder.clone(), &self.folder);
        Document::joined(&self.path, &self.text, &|path| String::from_utf8(others.load(path).ok()?).ok())
    }

    /// The crate, ready to be asked; what the user reads where there is none.
    ///
    /// # Errors
    /// The diagnostics as text, or the panic.
    pub fn module(&self) -> Result<Module, String> {
        let output = self.output()?;
        Ok(Module { name: self.module_name(), types: named::types(&output), files: output.files })
    }

    /// What is generated.
    ///
    /// # Errors
    /// The diagnostics as text, or the panic.
    pub fn output(&self) -> Result<Output, String> {
        guarded(|| self.generate())?
    }

    fn generate(&self) -> Result<Output, String> {
        let name = crate_name(&self.module_name()).map_err(|error| error.to_string())?;
        let settings = match &self.settings {
            Some(text) => Settings::parse(&self.path.replace(".yaml", ".toml"), text, &name),
            None => Ok(Settings::for_name(&name)),
        };
        let mut settings = settings.map_err(|diagnostics| diagnostics.render(false))?;
        // The types become modules of another crate, which has no such features.
        settings.extent.tag_features = Some(false);
        let input = Input {
            path: &self.path,
            text: self.text.as_str().into(),
            loader: &Folder::new(self.folder.clone(), &self.folder),
        };
        clientwright_codegen::generate(&input, &settings).map_err(|found| found.render(false))
    }
}
