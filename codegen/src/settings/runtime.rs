//! `[package] runtime`: where the crate has its runtime from.
//!
//! Enters: the value. Leaves: the dependency. Fetching, copying and looking for it is not its business.

use std::collections::BTreeMap;

use semver::VersionReq;
use toml::de::{DeTable, DeValue};

use super::Settings;
use super::package::{Line, Lines, is_inherited};
use super::path;
use super::read::{Reader, Value};
use crate::diagnostic::nearest;

const WORDS: &[&str] = &["registry", "vendored"];
const MEMBERS: &[&str] = &["version", "path", "git", "rev"];
const HELP: &str = "write `\"registry\"`, `\"vendored\"`, `{ version = \"0.1\" }`, `{ path = \"../runtime\" }` or `{ git = \"https://..\", rev = \"..\" }`";

/// The version of the runtime that generated code is written for: that of the generator, which is released with it.
const VERSION: &str = "0.1.0";

/// Where vendored sources are, from the folder of a crate.
const VENDORED: &str = "../clientwright-runtime";

/// Where a generated crate has its runtime from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Runtime {
    /// From the registry.
    Registry,
    /// From a folder.
    Path(String),
    /// From a repository of Git, at a revision.
    Git {
        /// The repository.
        url: String,
        /// The commit.
        rev: String,
    },
    /// From `clientwright-runtime/` beside the folder of the crate, where who calls has put the sources.
    Vendored,
    /// From where `[workspace.dependencies]` says.
    Workspace,
}

/// What the settings say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    runtime: Runtime,
    version: Option<String>,
    /// The folder of the file that says it, where a relative path begins.
    folder: String,
}

impl Reader<'_> {
    pub(super) fn runtime(&mut self, value: &Value<'_>) {
        let chosen = match value.as_ref() {
            DeValue::String(word) if word == "registry" => Some((Runtime::Registry, None)),
            DeValue::String(word) if word == "vendored" => Some((Runtime::Vendored, None)),
            table if is_inherited(table) => Some((Runtime::Workspace, None)),
            DeValue::Table(table) => self.from(value, table),
            DeValue::String(word) => {
                let help = match nearest(word, WORDS.iter().copied()) {
                    Some(near) => format!("did you mean `\"{near}\"`?"),
                    None if VersionReq::parse(word).is_ok() => format!("write `{{ version = \"{word}\" }}`"),
                    None => HELP.to_owned(),
                };
                self.wrong(value.span(), format!("the runtime cannot be had from `{word}`")).help(help);
                None
            }
            _ => {
                self.wrong(value.span(), "this says nothing of where the runtime is had from").help(HELP);
                None
            }
        };
        if let Some((runtime, version)) = chosen {
            let folder = path::folder(self.path).to_owned();
            self.settings.runtime = Some(Chosen { runtime, version, folder });
        }
    }

    fn from(&mut self, value: &Value<'_>, table: &DeTable<'_>) -> Option<(Runtime, Option<String>)> {
        let mut said = BTreeMap::new();
        for (key, value) in table {
            match (key.as_ref().as_ref(), value.as_ref()) {
                (word, _) if !MEMBERS.contains(&word) => {
                    self.unknown(key, "a member of `runtime`", MEMBERS);
                    return None;
                }
                ("version", DeValue::String(version)) if VersionReq::parse(version).is_err() => {
                    self.wrong(value.span(), "this is no version of the runtime")
                        .help("write one as Cargo has it, such as `\"0.1\"`");
                    return None;
                }
                (word, DeValue::String(text)) => drop(said.insert(word.to_owned(), text.to_string())),
                (word, _) => {
                    self.wrong(value.span(), format!("`{word}` is text")).help("put it into quotes");
                    return None;
                }
            }
        }
        let mut take = |key: &str| said.remove(key);
        let version = take("version");
        match (take("path"), take("git"), take("rev")) {
            (None, None, None) if version.is_some() => Some((Runtime::Registry, version)),
            (Some(path), None, None) => Some((Runtime::Path(path), version)),
            (None, Some(url), Some(rev)) => Some((Runtime::Git { url, rev }, version)),
            (None, Some(_), None) => {
                self.wrong(value.span(), "what a branch of Git holds is another runtime tomorrow")
                    .help("write the commit beside `git`, as `rev = \"..\"`");
                None
            }
            _ => {
                self.wrong(value.span(), "this is not one place to have the runtime from").help(HELP);
                None
            }
        }
    }
}

impl Settings {
    /// Where the crate has its runtime from. A path begins where that of the settings does, unless it is absolute. Where the settings say
    /// nothing it is what `[workspace.dependencies]` has, if that leaves the default features to the members, and else the registry.
    #[must_use]
    pub fn runtime(&self) -> Runtime {
        match &self.runtime {
            Some(Chosen { runtime: Runtime::Path(path), folder, .. }) => Runtime::Path(path::joined(folder, path)),
            Some(Chosen { runtime, .. }) => runtime.clone(),
            None if self.workspace.has_runtime() => Runtime::Workspace,
            None => Runtime::Registry,
        }
    }

    /// The members of the dependency on the runtime that say where it comes from.
    pub(crate) fn dependency(&self) -> Lines {
        let text = |text: &str| Line::Text(text.to_owned());
        let runtime = self.runtime();
        let mut lines = match &runtime {
            Runtime::Registry => Lines::new(),
            Runtime::Workspace => return Lines::from([("workspace", Line::Flag(true))]),
            Runtime::Path(path) => Lines::from([("path", Line::Text(path::between(&self.folder, path)))]),
            Runtime::Git { url, rev } => Lines::from([("git", text(url)), ("rev", text(rev))]),
            Runtime::Vendored => Lines::from([("path", text(VENDORED))]),
        };
        let said = self.runtime.as_ref().and_then(|chosen| chosen.version.as_deref());
        // A registry knows dependencies by their versions alone.
        if said.is_some() || runtime == Runtime::Registry || self.is_published() {
            lines.insert("version", text(said.unwrap_or(VERSION)));
        }
        lines
    }
}
