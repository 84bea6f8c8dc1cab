//! The settings of one description: `specs/<name>.toml`.
//!
//! Enters: the text of the file. Leaves: [`Settings`], or what is wrong with it. Reading the file is not its business.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostics, Index, catalogue};
use crate::place::Pointer;

/// What can be set for one description.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The name of the crate.
    pub name: String,
    /// `[package] version`, default `0.1.0`.
    pub version: String,
    /// `[package] license`, an SPDX expression; default none.
    pub license: Option<String>,
    /// `[package] publish`; default false: a generated crate is part of its repository.
    pub publish: bool,
    /// `[dev-dependencies]`, each value as it stands in the file: for the tests and examples beside the sources.
    pub dev_dependencies: BTreeMap<String, String>,
    /// `[names]`: Rust names by the pointer of the thing that gets them.
    pub names: BTreeMap<String, String>,
    /// The path and the text of the file, where there is one: messages show it.
    file: Option<(String, String)>,
}

impl Settings {
    /// The settings of a description that has no file for them.
    #[must_use]
    pub fn for_name(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            license: None,
            publish: false,
            dev_dependencies: BTreeMap::new(),
            names: BTreeMap::new(),
            file: None,
        }
    }

    /// Reads the settings of the description `name` from the text of the file at `path`.
    ///
    /// # Errors
    /// Everything in it that is not TOML, not known or of the wrong kind.
    pub fn parse(path: &str, text: &str, name: &str) -> Result<Self, Diagnostics> {
        let mut diagnostics = Diagnostics::new();
        diagnostics.add_source(path, text, |_| Index::default());
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => {
                let error: toml::de::Error = error;
                let span = error.span().unwrap_or(0..0);
                diagnostics.report_span(&catalogue::SETTINGS, path, span, error.message().to_owned());
                return Err(diagnostics);
            }
        };
        let mut settings = Self { file: Some((path.to_owned(), text.to_owned())), ..Self::for_name(name) };
        let mut reader = Reader { path, text, diagnostics: &mut diagnostics };
        for (key, value) in &table {
            match (key.as_str(), value) {
                ("package", toml::Value::Table(package)) => reader.package(package, &mut settings),
                ("dev-dependencies", toml::Value::Table(table)) => {
                    settings.dev_dependencies =
                        table.iter().map(|(name, value)| (name.clone(), inline(value))).collect();
                }
                ("names", toml::Value::Table(names)) => settings.names = reader.names(names),
                // Where the description comes from is for people and for `cargo xtask tidy`.
                ("provenance", toml::Value::Table(_)) => {}
                ("package" | "dev-dependencies" | "names" | "provenance", _) => {
                    reader.wrong(key, "is a table");
                }
                _ => reader.wrong(key, "is not a setting"),
            }
        }
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok(settings) }
    }

    /// Reports names without effect, given by their pointers with the reason.
    pub(crate) fn report_unused(&self, unused: &[(&str, String)], diagnostics: &mut Diagnostics) {
        for (pointer, reason) in unused {
            match &self.file {
                Some((path, text)) => {
                    diagnostics.add_source(path, text, |_| Index::default());
                    diagnostics.report_span(&catalogue::SETTING_UNUSED, path, span(text, pointer), reason.clone());
                }
                None => {
                    let pointer = Pointer::parse(pointer).unwrap_or_default();
                    diagnostics.report(&catalogue::SETTING_UNUSED, &pointer, reason.clone());
                }
            }
        }
    }
}

/// Where a key stands in the text, roughly: in quotes, or else wherever its letters are first.
fn span(text: &str, key: &str) -> Range<usize> {
    let quoted = ['"', '\''].iter().find_map(|quote| text.find(&format!("{quote}{key}{quote}")).map(|at| at + 1));
    let start = quoted.or_else(|| text.find(key)).unwrap_or(0);
    start..start + key.len().min(text.len() - start)
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn package(&mut self, package: &toml::Table, settings: &mut Settings) {
        for (key, value) in package {
            match (key.as_str(), value) {
                ("version", toml::Value::String(version)) if is_version(version) => {
                    settings.version.clone_from(version)
                }
                ("version", _) => self.wrong(key, "is three numbers with dots, as in `1.0.0`"),
                ("license", toml::Value::String(license)) => settings.license = Some(license.clone()),
                ("license", _) => self.wrong(key, "is text"),
                ("publish", toml::Value::Boolean(publish)) => settings.publish = *publish,
                ("publish", _) => self.wrong(key, "is true or false"),
                _ => self.wrong(key, "is not a setting of `[package]`"),
            }
        }
    }

    fn names(&mut self, table: &toml::Table) -> BTreeMap<String, String> {
        let mut names = BTreeMap::new();
        for (pointer, value) in table {
            match value {
                toml::Value::String(name) if is_identifier(name) && pointer.starts_with("#/") => {
                    names.insert(pointer.clone(), name.clone());
                }
                _ => self.wrong(pointer, "gives a pointer such as `#/components/schemas/User` a Rust name"),
            }
        }
        names
    }

    fn wrong(&mut self, key: &str, expected: &str) {
        let span = span(self.text, key);
        self.diagnostics.report_span(&catalogue::SETTINGS, self.path, span, format!("`{key}` {expected}"));
    }
}

/// A value as it may stand on one line.
fn inline(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => {
            let pairs: Vec<_> = table.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        toml::Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        toml::Value::String(_)
        | toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => value.to_string(),
    }
}

/// `1.2.3`, with what semantic versioning allows after it.
fn is_version(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let parts: Vec<_> = core.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.chars().all(|char| char.is_ascii_digit()))
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}
