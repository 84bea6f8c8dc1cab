//! `[package]`: what the manifest of the crate says of it.
//!
//! Enters: the table. Leaves: the lines of the manifest, of what is set, of what the workspace has, and of what is usual. The form of each value
//! stands in `form`, where the runtime comes from in `runtime`; writing the manifest is not its business.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::changes::Scope;
use super::form::{FORMS, Form};
use super::read::{Key, Reader, Value};
use super::{Settings, krate};
use crate::diagnostic::catalogue;

/// The oldest Rust that a generated crate compiles with: that of the runtime.
pub(super) const OLDEST_RUST: &str = "1.89";

/// What is usual, where neither the settings nor the workspace say anything.
const USUAL: &[(&str, &str)] = &[("edition", "2024"), ("rust-version", OLDEST_RUST), ("version", "0.1.0")];

/// What a crate takes from the workspace, where that has it. The rest is about one crate alone; of two licenses the workspace has one.
const INHERITED: &[&str] = &[
    "authors",
    "categories",
    "edition",
    "homepage",
    "keywords",
    "license",
    "license-file",
    "publish",
    "repository",
    "rust-version",
];

/// The value of a line of the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// What the workspace has.
    Inherited,
    Text(String),
    List(Vec<String>),
    Flag(bool),
}

/// The lines of a table of the manifest.
pub(crate) type Lines = BTreeMap<&'static str, Line>;

impl Reader<'_> {
    pub(super) fn package(&mut self, key: &Key<'_>, value: &Value<'_>) {
        match (key.as_ref().as_ref(), value.as_ref()) {
            ("name", _) if self.scope == Scope::All => {
                self.wrong(key.span(), "`name` is that of one crate, and these settings are for all")
                    .help("set it in the settings that are called as the description");
            }
            ("name", DeValue::String(name)) => match krate::fault(name) {
                None => self.settings.name = name.to_string(),
                Some(fault) => {
                    let message = format!("a crate cannot be called `{name}`: {fault}");
                    self.diagnostics
                        .report_span(&catalogue::CRATE_NAME, self.path, value.span(), message)
                        .help("write a name such as `pet-store`");
                }
            },
            ("name", _) => {
                self.wrong(value.span(), "`name` is text").help("write a name such as `\"pet-store\"`");
            }
            ("runtime", _) => self.runtime(value),
            ("tag-features", DeValue::Boolean(features)) => self.settings.extent.tag_features = Some(*features),
            ("tag-features", _) => {
                self.wrong(value.span(), "`tag-features` is true or false").help("write `true` or `false`");
            }
            (word, _) => match FORMS.iter().find(|(known, _)| *known == word) {
                Some((known, form)) => self.line(known, *form, value),
                None => {
                    let others = ["name", "runtime", "tag-features"];
                    let known: Vec<_> = FORMS.iter().map(|(known, _)| *known).chain(others).collect();
                    self.unknown(key, "a setting of `[package]`", &known);
                }
            },
        }
    }

    fn line(&mut self, key: &'static str, form: Form, value: &Value<'_>) {
        let line = match is_inherited(value.as_ref()) {
            true => Ok(Line::Inherited),
            false => form.read(key, value.as_ref()),
        };
        match line {
            Ok(line) => drop(self.settings.package.insert(key, line)),
            Err((message, help)) => drop(self.wrong(value.span(), message).help(help)),
        }
    }
}

/// Whether a value is what Cargo writes for that of the workspace: `license.workspace = true`.
pub(super) fn is_inherited(value: &DeValue<'_>) -> bool {
    let DeValue::Table(table) = value else { return false };
    let is_true =
        |value: Option<&Value<'_>>| value.is_some_and(|value| matches!(value.as_ref(), DeValue::Boolean(true)));
    table.len() == 1 && is_true(table.get("workspace"))
}

impl Settings {
    /// The version of the crate: what is set, and else `0.1.0`.
    #[must_use]
    pub fn version(&self) -> &str {
        match self.package.get("version") {
            Some(Line::Text(version)) => version,
            Some(Line::Inherited) => self.workspace.text("version").unwrap_or("0.1.0"),
            Some(Line::List(_) | Line::Flag(_)) | None => "0.1.0",
        }
    }

    /// The lines of `[package]` but the name, where a text describes the crate.
    pub(crate) fn manifest(&self, description: String) -> Lines {
        let mut lines: Lines = USUAL.iter().map(|(key, value)| (*key, Line::Text((*value).to_owned()))).collect();
        lines.extend([("description", Line::Text(description)), ("publish", Line::Flag(false))]);
        let is_taken = |key: &&&str| self.workspace.has(key) && (**key != "license-file" || !self.is_licensed());
        lines.extend(INHERITED.iter().filter(is_taken).map(|key| (*key, Line::Inherited)));
        lines.extend(self.package.clone());
        lines
    }

    fn is_licensed(&self) -> bool {
        self.package.contains_key("license") || self.workspace.has("license")
    }

    /// Whether the crate may be published to a registry.
    pub(crate) fn is_published(&self) -> bool {
        match self.package.get("publish") {
            Some(Line::Flag(publish)) => *publish,
            Some(Line::List(registries)) => !registries.is_empty(),
            Some(Line::Inherited | Line::Text(_)) => self.workspace.is_published(),
            None => self.workspace.has("publish") && self.workspace.is_published(),
        }
    }
}
