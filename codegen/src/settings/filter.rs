//! `[generate]`: which operations of a description become a crate.
//!
//! Enters: the table. Leaves: patterns of what is wanted and of what is not. What they fit is the business of `document`.

use toml::de::{DeTable, DeValue};

use super::Said;
use super::read::{Key, Reader, Value};

const GENERATE: &[&str] = &["include", "exclude", "untagged"];
const PATTERNS: &[&str] = &["operations", "tags", "paths", "methods", "deprecated"];
/// The operations that become a crate: those that are included, without those that are excluded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// None: all.
    pub(crate) include: Option<Patterns>,
    /// None: none.
    pub(crate) exclude: Option<Patterns>,
}

/// What describes operations. One that any of the patterns fits is meant. In a pattern `*` stands for any text and `?` for one character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Patterns {
    /// Where they are said.
    pub(crate) at: Option<Said>,
    /// Of operationIds.
    pub(crate) operations: Vec<Said>,
    pub(crate) tags: Vec<Said>,
    pub(crate) paths: Vec<Said>,
    /// Without regard to capitals.
    pub(crate) methods: Vec<Said>,
    /// Whether those that are deprecated are meant.
    pub(crate) deprecated: Option<Said>,
}

impl Filter {
    /// Whether there is anything to leave out.
    pub(crate) fn is_set(&self) -> bool {
        *self != Self::default()
    }
}

impl Reader<'_> {
    /// `include`, `exclude` or `untagged`.
    pub(super) fn generate(&mut self, key: &Key<'_>, value: &Value<'_>) {
        match (key.as_ref().as_ref(), value.as_ref()) {
            ("include", DeValue::Table(table)) => {
                self.settings.changes.filter.include = Some(self.patterns(key, table))
            }
            ("exclude", DeValue::Table(table)) => {
                self.settings.changes.filter.exclude = Some(self.patterns(key, table))
            }
            ("untagged", _) => self.untagged(value),
            (key @ ("include" | "exclude"), _) => {
                self.wrong(value.span(), format!("`{key}` is a table"))
                    .help("write patterns of operations, such as `{ tags = [\"orders\"] }`");
            }
            (_, _) => self.unknown(key, "a setting of `[generate]`", GENERATE),
        }
    }

    fn patterns(&mut self, key: &Key<'_>, table: &DeTable<'_>) -> Patterns {
        let at = self.said(key.as_ref(), key.span());
        let mut patterns = Patterns { at: Some(at), ..Patterns::default() };
        for (key, value) in table {
            match (key.as_ref().as_ref(), value.as_ref()) {
                ("operations", _) => patterns.operations = self.list(value),
                ("tags", _) => patterns.tags = self.list(value),
                ("paths", _) => patterns.paths = self.list(value),
                ("methods", _) => patterns.methods = self.list(value),
                ("deprecated", DeValue::Boolean(true)) => {
                    patterns.deprecated = Some(self.said("deprecated", value.span()));
                }
                ("deprecated", DeValue::Boolean(false)) => {}
                ("deprecated", _) => {
                    self.wrong(value.span(), "`deprecated` is true or false").help("write `true` or `false`");
                }
                (_, _) => self.unknown(key, "a pattern of `[generate]`", PATTERNS),
            }
        }
        patterns
    }
}
