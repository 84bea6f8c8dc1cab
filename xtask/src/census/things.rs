//! The things of a description, each with the places where it stands, the part of the crate that it belongs to, and what shows
//! that it is there.

use std::fmt;

use super::Kind;

/// The most of a text that is looked for, in letters and digits.
const MOST: usize = 40;

/// One thing.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub(super) kind: Kind,
    /// Where it is used, and where it is defined.
    pub(super) places: Vec<String>,
    /// What uses it, where it stands somewhere else.
    pub(super) owner: Option<String>,
    pub(super) scope: Scope,
    pub(super) evidence: Evidence,
}

/// A part of the crate.
#[derive(Clone, Debug)]
pub(super) enum Scope {
    /// The method with this line in its documentation, and everything that it names.
    Operation(String),
    /// The definition of a type.
    Type(String),
    /// Everything.
    Crate,
}

/// What shows that a thing is there.
#[derive(Clone, Debug)]
pub(super) enum Evidence {
    /// The scope itself.
    Scope,
    /// A literal.
    Literal(String),
    /// A literal in any case: header names.
    AnyCase(String),
    /// One of the words of code, or the literal.
    Words(Vec<&'static str>, String),
    /// Documentation, by its letters and digits.
    Documentation(String),
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scope => f.write_str("itself"),
            Self::Literal(text) | Self::AnyCase(text) | Self::Words(_, text) => write!(f, "`{text}`"),
            Self::Documentation(text) => write!(f, "\"{text}\""),
        }
    }
}

/// Letters and digits of the longest stretch of a text that has no markup in it.
pub(super) fn words(text: &str) -> String {
    let text = text.lines().map(without_number).collect::<Vec<_>>().join("\n");
    let mut plain = String::new();
    let mut in_tag = false;
    for (at, c) in text.char_indices() {
        match c {
            '<' if text[at..].contains('>') => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                plain.push('\u{0}');
            }
            _ if in_tag => {}
            '[' | ']' | '(' | ')' | '&' | ';' | '`' | '|' | '\\' | '{' | '}' => plain.push('\u{0}'),
            c => plain.push(c),
        }
    }
    let stretches = plain.split('\u{0}').map(letters);
    stretches.max_by_key(String::len).unwrap_or_default().chars().take(MOST).collect()
}

/// A line without the number that it has in a list, which documentation may write otherwise.
fn without_number(line: &str) -> String {
    match line.trim_start().split_once(". ") {
        Some((number, rest)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("\u{0}{rest}")
        }
        _ => line.to_owned(),
    }
}

/// Only letters and digits.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_not_looked_for() {
        assert_eq!(words("See <b>the</b> [long list of things](https://a.b) here"), "longlistofthings");
        assert_eq!(words("a &amp; b"), "amp");
        assert_eq!(words("Two:\n1. One, or\n  2. the other one"), "theotherone");
    }
}
