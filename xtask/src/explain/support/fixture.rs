//! The fixtures as proofs: descriptions as trees, of which something can be taken away.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Context;
use clientwright_codegen::{Diagnostics, Input, Output, Pointer, Settings, Site};
use serde_json::Value;

use crate::explain::example::{FIXTURES, names};
use clientwright::inner::Folder;

/// One description.
pub(crate) struct Fixture {
    /// From the root.
    pub(crate) path: String,
    pub(crate) tree: Value,
    /// Where references lead, as pointers.
    led_to: BTreeSet<String>,
    /// As `Row::versions` counts them.
    pub(crate) version: usize,
    pub(crate) sites: Vec<Site>,
    /// Whether it is one of a message, which is not as the specification has it.
    pub(crate) is_faulty: bool,
    settings: Settings,
    folder: PathBuf,
    base: OnceLock<Made>,
}

/// The numbers of the versions, as `Row::versions` counts them; Swagger is another document altogether.
pub(crate) const NUMBERS: [Option<&str>; 4] = [None, Some("3.0.4"), Some("3.1.1"), Some("3.2.0")];

/// A crate, or why there is none.
pub(crate) type Made = Result<Output, Diagnostics>;

/// All fixtures that are read without an overlay, and each of OpenAPI as a description of its other versions: those that are written so
/// first, of these the shortest first, but those of messages last.
pub(crate) struct Fixtures(pub(crate) Vec<Fixture>);

impl Fixtures {
    pub(crate) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut fixtures = Vec::new();
        for folder in names(&root.join(FIXTURES))? {
            let inner = root.join(FIXTURES).join(&folder);
            for name in names(&inner)? {
                let Some(stem) = name.strip_suffix(".yaml").filter(|stem| !stem.contains('.')) else { continue };
                if inner.join(format!("{stem}.overlay.yaml")).exists() {
                    continue;
                }
                let path = format!("{FIXTURES}/{folder}/{name}");
                let bytes = fs::read(inner.join(&name)).with_context(|| format!("cannot read {path}"))?;
                // What is no text, or has a key that is none of JSON, is about other things than members.
                let Ok(tree) = serde_yaml::from_slice::<Value>(&bytes) else { continue };
                let Some((version, sites)) = clientwright_codegen::sites(&tree) else { continue };
                let settings = match fs::read_to_string(inner.join(format!("{stem}.toml"))) {
                    Ok(text) => Settings::parse("fixture.toml", &text, "fixture"),
                    Err(_) => Ok(Settings::for_name("fixture")),
                };
                let Ok(settings) = settings else { continue };
                let is_faulty = folder == "diagnostics";
                let (folder, base) = (inner.clone(), OnceLock::new());
                let rank = (name.starts_with("cw"), bytes.len());
                let led_to = led_to(&tree);
                let written = Fixture { path, tree, led_to, version, sites, is_faulty, settings, folder, base };
                fixtures.extend(written.followed().map(|followed| ((true, rank), followed)));
                fixtures.push(((false, rank), written));
            }
        }
        fixtures.sort_by_key(|(rank, _)| *rank);
        Ok(Self(fixtures.into_iter().map(|(_, fixture)| fixture).collect()))
    }
}

impl Fixture {
    /// What is made of it as it is.
    pub(crate) fn base(&self) -> &Made {
        self.base.get_or_init(|| self.generate(&self.tree))
    }

    /// What is made of it once it is that.
    pub(crate) fn generate(&self, tree: &Value) -> Made {
        let text = tree.to_string();
        let path = self.path.rsplit('/').next().unwrap_or_default();
        let loader = Folder::new(self.folder.clone(), &self.folder);
        clientwright_codegen::generate(&Input { path, text: text.into(), loader: &loader }, &self.settings)
    }

    /// Whether a reference leads to that place, or to something in it.
    pub(crate) fn leads_to(&self, place: &Pointer) -> bool {
        let rest =
            |target: &String| target.strip_prefix(place.as_str()).map(|rest| rest.is_empty() || rest.starts_with('/'));
        self.led_to.iter().any(|target| rest(target) == Some(true))
    }

    /// The same descriptions as others of OpenAPI.
    fn followed(&self) -> impl Iterator<Item = Self> {
        let others =
            NUMBERS.into_iter().enumerate().filter(|(version, _)| self.version > 0 && *version != self.version);
        others.filter_map(|(version, number)| {
            let mut tree = self.tree.clone();
            tree.as_object_mut()?.insert("openapi".to_owned(), number?.into());
            let (sites, base) = (self.sites.clone(), OnceLock::new());
            let (settings, folder) = (self.settings.clone(), self.folder.clone());
            let (path, is_faulty, led_to) = (self.path.clone(), self.is_faulty, self.led_to.clone());
            Some(Self { path, tree, led_to, version, sites, is_faulty, settings, folder, base })
        })
    }

    /// A description that stands alone.
    #[cfg(test)]
    pub(crate) fn of_text(path: &str, text: &str) -> Self {
        let tree: Value = serde_yaml::from_str(text).expect("a description is YAML");
        let (version, sites) = clientwright_codegen::sites(&tree).expect("it says its version");
        let (settings, folder) = (Settings::for_name("fixture"), PathBuf::new());
        let (path, led_to, base) = (path.to_owned(), led_to(&tree), OnceLock::new());
        Self { path, tree, led_to, version, sites, is_faulty: false, settings, folder, base }
    }
}

/// What all references within a description lead to, those of mappings and links too.
fn led_to(tree: &Value) -> BTreeSet<String> {
    match tree {
        Value::String(text) => text.strip_prefix('#').map(str::to_owned).into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(led_to).collect(),
        Value::Object(members) => members.values().flat_map(led_to).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => BTreeSet::new(),
    }
}
