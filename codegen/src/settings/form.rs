//! The forms that values of `[package]` have, as Cargo and its registries ask for them.
//!
//! Enters: a value. Leaves: the line of the manifest, or what is wrong with it and what to write.

use semver::Version;
use toml::de::DeValue;

use super::license;
use super::package::{Line, OLDEST_RUST};

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    Version,
    License,
    Text,
    Address,
    Edition,
    Rust,
    Publish,
    Authors,
    Keywords,
    Categories,
}

/// The keys of the manifest that can be set, with their forms.
pub(super) const FORMS: &[(&str, Form)] = &[
    ("authors", Form::Authors),
    ("categories", Form::Categories),
    ("description", Form::Text),
    ("documentation", Form::Address),
    ("edition", Form::Edition),
    ("homepage", Form::Address),
    ("keywords", Form::Keywords),
    ("license", Form::License),
    ("publish", Form::Publish),
    ("repository", Form::Address),
    ("rust-version", Form::Rust),
    ("version", Form::Version),
];

/// The editions that generated code is written for.
pub(super) const EDITIONS: &[&str] = &["2021", "2024"];

/// How many keywords and categories the registry takes, and how long a keyword may be.
const MOST: usize = 5;
const LONGEST: usize = 20;

/// What is wrong, and what to do.
type Fault = (String, String);

impl Form {
    /// The line of a key.
    pub(super) fn read(self, key: &str, value: &DeValue<'_>) -> Result<Line, Fault> {
        match (self, value) {
            (Self::Publish, DeValue::Boolean(publish)) => Ok(Line::Flag(*publish)),
            (Self::Publish, DeValue::Array(_)) => list(key, value, |_| true, "the name of a registry"),
            (Self::Authors, _) => list(key, value, |text| !text.trim().is_empty(), "an author"),
            (Self::Keywords, _) => {
                few(key, list(key, value, is_keyword, "a keyword of at most 20 letters, digits, `-`, `_` and `+`")?)
            }
            (Self::Categories, _) => {
                few(key, list(key, value, is_category, "the slug of a category, such as `api-bindings`")?)
            }
            (_, DeValue::String(text)) => match self.fault(key, text) {
                None => Ok(Line::Text(text.to_string())),
                Some(fault) => Err(fault),
            },
            _ => Err(self.other(key)),
        }
    }

    /// What is wrong with a text.
    fn fault(self, key: &str, text: &str) -> Option<Fault> {
        match self {
            Self::Version if Version::parse(text).is_err() => Some(self.other(key)),
            Self::License => license::fault(text).map(|fault| {
                let help = "write names of licenses, such as `\"MIT OR Apache-2.0\"`, or `\"LicenseRef-Ours\"` for one of your own";
                (format!("`{text}` is no SPDX expression: {fault}"), help.to_owned())
            }),
            Self::Text if text.trim().is_empty() => Some((format!("`{key}` is empty"), "write a sentence, or remove the line".to_owned())),
            Self::Address if !is_address(text) => Some(self.other(key)),
            Self::Edition if !EDITIONS.contains(&text) => {
                Some((format!("generated code is not of the edition `{text}`"), "write `\"2024\"` or `\"2021\"`".to_owned()))
            }
            Self::Rust => match (rust(text), rust(OLDEST_RUST)) {
                (None, _) => Some(self.other(key)),
                (Some(said), oldest) if Some(said) < oldest => Some((
                    format!("what is generated does not compile with Rust {text}: its runtime takes {OLDEST_RUST}"),
                    format!("write `\"{OLDEST_RUST}\"` or a newer one"),
                )),
                (Some(_), _) => None,
            },
            Self::Publish => Some(self.other(key)),
            Self::Version | Self::Text | Self::Address | Self::Edition | Self::Authors | Self::Keywords | Self::Categories => None,
        }
    }

    /// What is told of a value that is something else.
    fn other(self, key: &str) -> Fault {
        let (message, help) = match self {
            Self::Version => ("is a version of Semantic Versioning", "write `version = \"1.0.0\"`"),
            Self::License => ("is text", "write an SPDX expression such as `\"MIT\"`"),
            Self::Text => ("is text", "put it into quotes"),
            Self::Address => ("is an address", "write one that begins with `https://`"),
            Self::Edition => ("is an edition of Rust", "write `\"2024\"` or `\"2021\"`"),
            Self::Rust => ("is a version of Rust", "write `rust-version = \"1.89\"`"),
            Self::Publish => ("is true or false", "write `true` or `false`"),
            Self::Authors | Self::Keywords | Self::Categories => ("is a list of texts", "write `[\"one\", \"other\"]`"),
        };
        (format!("`{key}` {message}"), help.to_owned())
    }
}

/// A list of texts, each of which is what it should be.
fn list(key: &str, value: &DeValue<'_>, fits: impl Fn(&str) -> bool, what: &str) -> Result<Line, Fault> {
    let none = || (format!("`{key}` is a list of texts"), "write `[\"one\", \"other\"]`".to_owned());
    let DeValue::Array(items) = value else { return Err(none()) };
    let mut list = Vec::new();
    for item in items.iter() {
        let DeValue::String(text) = item.as_ref() else { return Err(none()) };
        if !fits(text) {
            return Err((format!("`{text}` is not {what}"), "correct it, or remove it".to_owned()));
        }
        list.push(text.to_string());
    }
    Ok(Line::List(list))
}

/// A list that the registry takes.
fn few(key: &str, line: Line) -> Result<Line, Fault> {
    match &line {
        Line::List(list) if list.len() > MOST => {
            Err((format!("there are {} {key}, and a registry takes {MOST}", list.len()), "remove some".to_owned()))
        }
        _ => Ok(line),
    }
}

fn is_keyword(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '+'))
}

fn is_category(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || matches!(char, '-' | ':'))
}

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !text.contains(char::is_whitespace))
}

/// The numbers of a version of Rust: `1.89` or `1.89.0`.
pub(super) fn rust(text: &str) -> Option<[u64; 3]> {
    let mut numbers = [0; 3];
    let mut words = text.split('.');
    for (at, word) in words.by_ref().take(3).enumerate() {
        let is_number = !word.is_empty() && word.chars().all(|char| char.is_ascii_digit());
        numbers[at] = word.parse().ok().filter(|_| is_number)?;
    }
    (words.next().is_none() && text.contains('.')).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::{is_address, is_category, is_keyword, rust};

    #[test]
    fn a_version_of_rust_has_two_or_three_numbers() {
        assert_eq!(rust("1.89"), Some([1, 89, 0]));
        assert!(rust("1.100") > rust("1.89.1"));
        for text in ["1", "", "1.", "1.x", "1.89.0.1", "1.89-beta", "+1.89"] {
            assert_eq!(rust(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_registry_takes_is_taken() {
        assert!(is_keyword("openapi") && is_keyword("c++") && is_keyword("3d"));
        assert!(!is_keyword("") && !is_keyword("two words") && !is_keyword("-a") && !is_keyword(&"a".repeat(21)));
        assert!(is_category("api-bindings") && is_category("web-programming::http-client"));
        assert!(!is_category("Web programming") && !is_category(""));
        assert!(is_address("https://example.com/a") && !is_address("example.com") && !is_address("https://"));
    }
}
