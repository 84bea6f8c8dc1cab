//! A type as callers write it, in words, of which some are names of the crate's own types.

use std::fmt;

/// A word of a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Word {
    /// A name of the standard library or of the runtime, or a sign.
    Plain(String),
    /// The path of a type of the crate: `types::User`.
    Named(String),
}

/// A type as callers write it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sign(pub(crate) Vec<Word>);

impl Sign {
    /// A type of the crate by its path.
    pub(crate) fn named(path: impl Into<String>) -> Self {
        Self(vec![Word::Named(path.into())])
    }

    /// Signs and names that are nobody's.
    pub(crate) fn plain(words: &[&str]) -> Self {
        Self(words.iter().map(|word| Word::Plain((*word).to_owned())).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one type of the crate that this is.
    pub(crate) fn name(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Word::Named(path)] => Some(path),
            _ => None,
        }
    }

    /// The types of the crate in it.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|word| match word {
            Word::Named(path) => Some(path.as_str()),
            Word::Plain(_) => None,
        })
    }

    /// Within `outer<..>`.
    pub(crate) fn within(self, outer: &str) -> Self {
        let mut words = Self::plain(&[outer, "<"]).0;
        words.extend(self.0);
        words.push(Word::Plain(">".to_owned()));
        Self(words)
    }

    /// What is within `outer<..>`.
    pub(crate) fn inner(&self, outer: &str) -> Option<Self> {
        let is = |word: &Word, text: &str| matches!(word, Word::Plain(plain) if plain == text);
        match self.0.as_slice() {
            [first, open, inner @ .., close] if is(first, outer) && is(open, "<") && is(close, ">") => {
                Some(Self(inner.to_vec()))
            }
            _ => None,
        }
    }

    /// By whole paths.
    pub(crate) fn full(&self) -> String {
        self.written(|path| path)
    }

    fn written(&self, name: impl Fn(&str) -> &str) -> String {
        let mut text = String::new();
        let mut after_word = false;
        let mut words = self.0.iter().peekable();
        while let Some(word) = words.next() {
            let next_closes = matches!(words.peek(), Some(Word::Plain(next)) if next == ")");
            let plain = match word {
                Word::Named(path) => name(path),
                Word::Plain(plain) => plain,
            };
            let is_word = plain.starts_with(|first: char| first.is_alphanumeric() || first == '_' || first == '"');
            match plain {
                "," if next_closes => text.push(','),
                "," => text.push_str(", "),
                "=" => text.push_str(" = "),
                plain if is_word && after_word => text.push_str(&format!(" {plain}")),
                plain => text.push_str(plain),
            }
            after_word = is_word;
        }
        text
    }
}

/// By the last names of paths, as people say it.
impl fmt::Display for Sign {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written(|path| path.rsplit("::").next().unwrap_or(path)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Sign, Word};

    #[test]
    fn a_type_is_written_as_rust_has_it() {
        let mut sign =
            Sign::plain(&["impl", "IntoIterator", "<", "Item", "=", "(", "String", ",", "i64", ",", ")", ">"]);
        assert_eq!(sign.to_string(), "impl IntoIterator<Item = (String, i64,)>");
        sign.0[6] = Word::Named("types::User".to_owned());
        assert_eq!(sign.to_string(), "impl IntoIterator<Item = (User, i64,)>");
        assert_eq!(sign.full(), "impl IntoIterator<Item = (types::User, i64,)>");
        assert_eq!(Sign::named("types::User").within("Box").inner("Box"), Some(Sign::named("types::User")));
        assert_eq!(Sign::plain(&["&", "[", "u8", "]"]).to_string(), "&[u8]");
    }
}
