//! How much messages matter to those who generate.
//!
//! Enters: levels by code, and one for all warnings. Leaves: the severity of a finding, or that it is not to be told. An error
//! stays one: nothing can be generated in spite of it.

use std::collections::BTreeMap;

use super::{Diagnostic, Severity};

/// How much a kind of message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not told.
    Allow,
    /// It is told, and things are generated.
    Warn,
    /// Nothing is generated.
    Deny,
}

/// The levels that differ from those of the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    codes: BTreeMap<&'static str, Level>,
    warnings: Option<Level>,
}

impl Levels {
    /// Sets the level of one code.
    pub(crate) fn set(&mut self, code: &'static str, level: Level) {
        self.codes.insert(code, level);
    }

    /// Sets the level of all warnings; those that a code allows stay allowed.
    pub(crate) fn set_warnings(&mut self, level: Level) {
        self.warnings = Some(level);
    }

    /// Lets no warning pass but those that a code allows.
    pub fn deny_warnings(&mut self) {
        self.set_warnings(Level::Deny);
    }

    /// Whether a finding is to be told; its severity is what the levels make of it.
    pub(super) fn weigh(&self, finding: &mut Diagnostic) -> bool {
        let own = self.codes.get(finding.code).copied();
        if finding.severity == Severity::Error {
            return true;
        }
        match own {
            Some(Level::Allow) => return false,
            Some(Level::Warn) => finding.severity = Severity::Warning,
            Some(Level::Deny) => finding.deny(format!("{} is denied in the settings", finding.code)),
            None => {}
        }
        if finding.severity == Severity::Warning && self.warnings == Some(Level::Deny) {
            finding.deny("warnings are denied".to_owned());
        }
        true
    }
}
