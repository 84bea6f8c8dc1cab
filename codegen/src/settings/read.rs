//! The text of a settings file becomes settings.
//!
//! Enters: TOML. Leaves: settings, or a diagnostic at the bytes of each key that is not known and each value that does not fit.

use std::borrow::Cow;
use std::ops::Range;

use semver::VersionReq;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::changes::{At, File, Scope};
use super::{EventSettings, Said, Settings, SettingsFile};
use crate::diagnostic::{Diagnostic, Diagnostics, ENTRIES, Level, Locator, Severity, catalogue, nearest};

const TABLES: &[&str] =
    &["package", "dev-dependencies", "generate", "names", "types", "sse", "diagnostics", "provenance"];
const KEYS: &[&str] =
    &["overlays", "package", "dev-dependencies", "generate", "names", "types", "sse", "diagnostics", "provenance"];
const PROVENANCE: &[&str] = &["source", "license"];
const EVENTS: &[&str] = &["item", "events", "terminator", "error", "reconnect", "flag"];
const LEVELS: &[&str] = &["allow", "warn", "deny"];

pub(super) type Key<'t> = Spanned<Cow<'t, str>>;
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// The settings of the description `name`, of what is said for all and of what is said for it alone, which comes after it.
pub(super) fn settings<'t>(
    files: impl IntoIterator<Item = (Scope, SettingsFile<'t>)>,
    name: &str,
) -> Result<Settings, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut settings = Settings::for_name(name);
    for (scope, SettingsFile { path, text }) in files {
        diagnostics.add_source(path, text, Locator::Nothing);
        let at = settings.changes.files.len();
        settings.changes.files.push(File { path: path.to_owned(), text: text.into(), scope });
        match DeTable::parse(text) {
            Ok(table) => {
                let mut reader = Reader { path, scope, at, diagnostics: &mut diagnostics, settings: &mut settings };
                table.get_ref().iter().for_each(|(key, value)| reader.table(key, value));
            }
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                diagnostics.report_span(&catalogue::SETTINGS, path, span, error.message().to_owned());
            }
        }
    }
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(settings) }
}

/// Reads one file, into what those before it have set.
pub(super) struct Reader<'a> {
    pub(super) path: &'a str,
    pub(super) scope: Scope,
    /// The index of the file.
    at: usize,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) settings: &'a mut Settings,
}

impl Reader<'_> {
    fn table(&mut self, key: &Key<'_>, value: &Value<'_>) {
        match (key.as_ref().as_ref(), value.as_ref()) {
            ("package", DeValue::Table(table)) => self.each(table, Self::package),
            ("names", DeValue::Table(table)) => self.each(table, Self::name),
            ("types", DeValue::Table(table)) => self.each(table, Self::types),
            ("generate", DeValue::Table(table)) => self.each(table, Self::generate),
            ("overlays", _) => self.settings.changes.overlays = Some(self.list(value)),
            ("sse", DeValue::Table(table)) => self.each(table, Self::sse),
            ("diagnostics", DeValue::Table(table)) => self.each(table, Self::level),
            ("dev-dependencies", DeValue::Table(table)) => {
                self.each(table, Self::dependency);
            }
            ("provenance", DeValue::Table(table)) => self.provenance(table),
            (known, _) if TABLES.contains(&known) => {
                self.wrong(key.span(), format!("`{known}` is a table"))
                    .help(format!("write `[{known}]`, and its keys below"));
            }
            (_, _) => self.unknown(key, "a setting", KEYS),
        }
    }

    pub(super) fn each<'t>(&mut self, table: &DeTable<'t>, read: impl Fn(&mut Self, &Key<'t>, &Value<'t>)) {
        table.iter().for_each(|(key, value)| read(self, key, value));
    }

    /// A line for `Cargo.toml`, which is written as it stands.
    fn dependency(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let fits = match value.as_ref() {
            DeValue::String(version) => VersionReq::parse(version).is_ok(),
            DeValue::Table(_) => true,
            _ => false,
        };
        if !fits {
            self.wrong(value.span(), format!("this is no version of `{}`", key.as_ref())).help(
                "write one as Cargo has it, such as `\"1.0\"` or `{ version = \"1.0\", features = [\"derive\"] }`",
            );
        }
        self.settings.dev_dependencies.insert(key.as_ref().to_string(), inline(value.as_ref()));
    }

    /// Where the description comes from is for people, who need all of it.
    fn provenance(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let word: &str = key.as_ref();
            match value.as_ref() {
                _ if !PROVENANCE.contains(&word) => self.unknown(key, "a setting of `[provenance]`", PROVENANCE),
                DeValue::String(_) => {
                    let missing = PROVENANCE.iter().find(|known| !table.keys().any(|key| key.as_ref() == **known));
                    if let Some(missing) = missing {
                        self.wrong(key.span(), format!("`{word}` is said of the description, and no `{missing}`"))
                            .help(format!("write `{missing} = \"..\"` beside it"));
                    }
                }
                _ => drop(self.wrong(value.span(), format!("`{word}` is text")).help("put it into quotes")),
            }
        }
    }

    fn name(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let pointer = key.as_ref();
        if !is_place(pointer) {
            self.wrong(key.span(), format!("`{pointer}` is no pointer"))
                .help("write where the thing stands in the description, such as `\"#/components/schemas/User\"`");
        }
        match value.as_ref() {
            DeValue::String(name) if is_identifier(name) => {
                let at = self.at(key.span());
                self.settings.named.insert(pointer.to_string(), at);
                self.settings.names.insert(pointer.to_string(), name.to_string());
            }
            _ => {
                self.wrong(value.span(), "this is no name in Rust")
                    .help("write letters of ASCII, digits and `_`, a letter first, such as `\"Account\"`");
            }
        }
    }

    /// What is said of all events, or, under the pointer of an operation, of its own.
    fn sse(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let place: &str = key.as_ref();
        match value.as_ref() {
            DeValue::Table(table) if place.starts_with("#/") => {
                let mut own = EventSettings::default();
                table.iter().for_each(|(key, value)| self.event_setting(&mut own, key, value));
                let at = self.at(key.span());
                self.settings.events.insert(place.to_owned(), at);
                self.settings.changes.events.by_operation.insert(place.to_owned(), own);
            }
            _ if place.starts_with("#/") => {
                self.wrong(value.span(), "what is said of an operation is a table")
                    .help("write `{ terminator = \"[DONE]\" }`");
            }
            _ => {
                let mut of_all = std::mem::take(&mut self.settings.changes.events.of_all);
                self.event_setting(&mut of_all, key, value);
                self.settings.changes.events.of_all = of_all;
            }
        }
    }

    fn event_setting(&mut self, settings: &mut EventSettings, key: &Key<'_>, value: &Value<'_>) {
        let is_reference = |text: &str| text.starts_with("#/");
        match (key.as_ref().as_ref(), value.as_ref()) {
            ("item", DeValue::String(target)) if is_reference(target) => settings.item = Some(target.to_string()),
            ("events", DeValue::Table(table)) => {
                for (name, value) in table {
                    match value.as_ref() {
                        DeValue::String(target) if is_reference(target) => {
                            settings.events.insert(name.as_ref().to_string(), target.to_string());
                        }
                        _ => self.no_schema(value),
                    }
                }
            }
            ("terminator", DeValue::String(text)) => settings.terminator = Some(text.to_string()),
            ("error", DeValue::String(name)) => settings.error = Some(name.to_string()),
            ("flag", DeValue::String(property)) => settings.flag = Some(property.to_string()),
            ("reconnect", DeValue::Boolean(reconnect)) => settings.reconnect = Some(*reconnect),
            ("item", _) => self.no_schema(value),
            ("events", _) => {
                self.wrong(value.span(), "`events` is a table")
                    .help("write `{ name = \"#/components/schemas/Name\" }`, a line for each name");
            }
            (key @ ("terminator" | "error" | "flag"), _) => {
                self.wrong(value.span(), format!("`{key}` is text")).help("put it into quotes");
            }
            ("reconnect", _) => {
                self.wrong(value.span(), "`reconnect` is true or false").help("write `true` or `false`");
            }
            (_, _) => self.unknown(key, "a setting of `[sse]`", EVENTS),
        }
    }

    /// A text, or a list of them.
    pub(super) fn list(&mut self, value: &Value<'_>) -> Vec<Said> {
        match value.as_ref() {
            DeValue::String(text) => vec![self.said(text, value.span())],
            DeValue::Array(items) => {
                let mut list = Vec::new();
                for item in items.iter() {
                    match item.as_ref() {
                        DeValue::String(text) => list.push(self.said(text, item.span())),
                        _ => drop(self.wrong(item.span(), "this is no text").help("put it into quotes")),
                    }
                }
                list
            }
            _ => {
                self.wrong(value.span(), "this is no list of texts").help("write `[\"one\", \"other\"]`");
                Vec::new()
            }
        }
    }

    fn no_schema(&mut self, value: &Value<'_>) {
        self.wrong(value.span(), "this is no schema of the description")
            .help("write where it stands, such as `\"#/components/schemas/Chunk\"`");
    }

    fn level(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let code: &str = key.as_ref();
        let level = match value.as_ref() {
            DeValue::String(word) => LEVELS.iter().position(|level| *level == word.as_ref()),
            _ => None,
        };
        let Some(level) = level.map(|at| [Level::Allow, Level::Warn, Level::Deny][at]) else {
            self.wrong(value.span(), "this is no level").help("write `\"allow\"`, `\"warn\"` or `\"deny\"`");
            return;
        };
        let entry = ENTRIES.iter().find(|entry| entry.code == code);
        match (entry, level) {
            (None, Level::Warn | Level::Deny) if code == "warnings" => self.settings.levels.set_warnings(level),
            (None, Level::Allow) if code == "warnings" => {
                self.wrong(value.span(), "warnings are allowed by their codes")
                    .help("write a line for each, such as `CW0404 = \"allow\"`");
            }
            (None, _) => {
                let codes = ENTRIES.iter().map(|entry| entry.code).chain(["warnings"]).collect::<Vec<_>>();
                self.unknown(key, "the code of a message", &codes);
            }
            (Some(entry), Level::Allow | Level::Warn) if entry.severity == Severity::Error => {
                self.wrong(value.span(), format!("{code} is an error: nothing can be generated in spite of it"))
                    .help("remove the line");
            }
            (Some(entry), _) => self.settings.levels.set(entry.code, level),
        }
    }

    pub(super) fn unknown(&mut self, key: &Key<'_>, what: &str, known: &[&str]) {
        let word = key.as_ref();
        let help = match nearest(word, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if known.len() < 20 => {
                let known: Vec<_> = known.iter().map(|word| format!("`{word}`")).collect();
                format!("there is {}; `clientwright guide settings` explains each", known.join(", "))
            }
            None => "`clientwright explain` lists the codes".to_owned(),
        };
        self.wrong(key.span(), format!("`{word}` is not {what}")).help(help);
    }

    /// A word of this file.
    pub(super) fn said(&self, text: &str, span: Range<usize>) -> Said {
        Said { text: text.to_owned(), at: Some(self.at(span)) }
    }

    fn at(&self, span: Range<usize>) -> At {
        At { file: self.at, span }
    }

    pub(super) fn wrong(&mut self, span: Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.report_span(&catalogue::SETTINGS, self.path, span, message)
    }
}

/// A value as it may stand on one line.
fn inline(value: &DeValue<'_>) -> String {
    let items = |items: Vec<String>| items.join(", ");
    match value {
        DeValue::Table(table) => {
            let pair = |(key, value): (&Key<'_>, &Value<'_>)| {
                format!("{} = {}", toml_key(key.as_ref()), inline(value.as_ref()))
            };
            format!("{{ {} }}", items(table.iter().map(pair).collect()))
        }
        DeValue::Array(array) => format!("[{}]", items(array.iter().map(|item| inline(item.as_ref())).collect())),
        DeValue::String(text) => toml::Value::String(text.to_string()).to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(time) => time.to_string(),
    }
}

/// A key as it stands in a table: in quotes where it is not bare.
fn toml_key(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|char| char.is_ascii_alphanumeric() || char == '-' || char == '_');
    if bare { key.to_owned() } else { toml::Value::String(key.to_owned()).to_string() }
}

/// Whether a text is a pointer into the description, `#/components/schemas/User`, or into another file, `shop/types.yaml#/User`, which
/// may be a whole one.
fn is_place(text: &str) -> bool {
    match text.split_once('#') {
        Some((file, pointer)) => pointer.starts_with('/') && (file.is_empty() || file.contains('.')),
        None => text.contains('.'),
    }
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}
