//! `[generate] untagged`: what operations without tags are grouped by.
//!
//! Enters: the value. Leaves: the grouping. What a path says is the business of `document`.

use toml::de::{DeTable, DeValue};

use super::Said;
use super::read::{Reader, Value};
use crate::diagnostic::nearest;

const WORDS: &[&str] = &["general", "path"];
const MEMBERS: &[&str] = &["skip"];

/// What operations without tags are grouped by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Untagged {
    /// By nothing: they are together.
    #[default]
    Together,
    /// By their paths, in which segments that these patterns fit say nothing.
    ByPath(Vec<Said>),
}

impl Reader<'_> {
    pub(super) fn untagged(&mut self, value: &Value<'_>) {
        let grouping = match value.as_ref() {
            DeValue::Table(table) => Untagged::ByPath(self.skipped(table)),
            DeValue::String(word) if word == "path" => Untagged::ByPath(Vec::new()),
            DeValue::String(word) if word == "general" => Untagged::Together,
            other => {
                let word = if let DeValue::String(word) = other { word.as_ref() } else { "" };
                let help = match nearest(word, WORDS.iter().copied()) {
                    Some(near) => format!("did you mean `\"{near}\"`?"),
                    None => {
                        "write `\"path\"`, `\"general\"`, or `{ skip = [\"gateway\"] }`: by path, but for such segments"
                            .to_owned()
                    }
                };
                self.wrong(value.span(), "this is nothing that operations without tags can be grouped by").help(help);
                return;
            }
        };
        self.settings.changes.untagged = grouping;
    }

    fn skipped(&mut self, table: &DeTable<'_>) -> Vec<Said> {
        let mut skipped = Vec::new();
        for (key, value) in table {
            match key.as_ref().as_ref() {
                "skip" => skipped = self.list(value),
                _ => self.unknown(key, "a setting of `untagged`", MEMBERS),
            }
        }
        skipped
    }
}
