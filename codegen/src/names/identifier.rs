//! A Rust identifier.

use std::fmt;
use std::sync::Arc;

/// Words that only a raw identifier may be: strict and reserved keywords of the 2024 edition.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Methods of `std::ops` that take a value and another one.
const OPERATORS: &[&str] = &["add", "sub", "mul", "div", "rem", "shl", "shr", "bitand", "bitor", "bitxor"];

/// Words that no identifier may be, raw or not.
pub(super) const IMPOSSIBLE: &[&str] = &["self", "Self", "super", "crate", "_"];

/// A valid identifier: made in this room only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ident(
    /// Shared, as lists of names have it too.
    Arc<str>,
);

impl Ident {
    /// `text` must be letters, digits and underscores, not beginning with a digit, and none of [`IMPOSSIBLE`].
    pub(super) fn new(text: String) -> Self {
        Self(text.into())
    }

    /// Without the marker of a raw identifier.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// Whether a method of this name with one argument looks like an operator's trait.
    pub(crate) fn is_operator(&self) -> bool {
        OPERATORS.contains(&&*self.0)
    }

    pub(crate) fn is_raw(&self) -> bool {
        KEYWORDS.contains(&&*self.0)
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_raw() {
            formatter.write_str("r#")?;
        }
        formatter.write_str(&self.0)
    }
}
