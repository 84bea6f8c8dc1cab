//! What all messages of one kind have in common; `catalogue` has all kinds.

use super::Severity;

/// One kind of message.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// `CW` and four digits.
    pub code: &'static str,
    /// Whether generation can go on.
    pub severity: Severity,
    /// What is wrong, in general.
    pub title: &'static str,
    /// What to do about it; the reporter may replace it by something more exact.
    pub help: &'static str,
    /// Why it is told, and what becomes of what it is about.
    pub meaning: &'static str,
}

/// Declares the entries and the list of all of them in one go, so that none can be missing from it.
macro_rules! entries {
    ($($name:ident = $code:literal $severity:ident, $title:literal, $help:literal, $meaning:literal;)*) => {
        $(
            #[doc = $title]
            pub(crate) static $name: Entry =
                Entry { code: $code, severity: $severity, title: $title, help: $help, meaning: $meaning };
        )*
        /// All entries in the order of their codes.
        pub static ENTRIES: &[&Entry] = &[$(&$name),*];
    };
}

pub(super) use entries;
