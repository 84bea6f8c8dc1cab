//! Strings that mean something: what names are made from, what travels, where a thing was described.

use std::fmt;

/// The words a Rust name may be made from: the path from a named thing of the description down to this one.
///
/// A component's hint is its own name; a nested type's hint adds the property or the role it was met under.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameHint {
    parts: Vec<String>,
    /// The parts in more words, for where others have the same.
    apart: Option<Vec<String>>,
}

impl NameHint {
    pub(crate) fn root(name: impl Into<String>) -> Self {
        Self { parts: vec![name.into()], apart: None }
    }

    pub(crate) fn child(&self, name: impl Into<String>) -> Self {
        let name = name.into();
        let with = |parts: &Vec<String>| [parts.as_slice(), std::slice::from_ref(&name)].concat();
        Self { parts: with(&self.parts), apart: self.apart.as_ref().map(with) }
    }

    /// With the last part in these words, where others have it too.
    pub(crate) fn or_else(self, more: Option<String>) -> Self {
        let Some(more) = more else { return self };
        let mut apart = self.apart.unwrap_or_else(|| self.parts.clone());
        apart.pop();
        apart.push(more);
        Self { parts: self.parts, apart: Some(apart) }
    }

    /// With a further word behind the last part, where others have it too.
    pub(crate) fn apart_by(self, word: &str) -> Self {
        let last = self.apart.as_ref().unwrap_or(&self.parts).last();
        let more = last.map(|last| format!("{last} {word}"));
        self.or_else(more)
    }

    pub(crate) fn parts(&self) -> &[String] {
        &self.parts
    }

    pub(crate) fn apart(&self) -> Option<&[String]> {
        self.apart.as_deref()
    }
}

/// A name as it travels: a property, a parameter, a header, a multipart part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WireName(pub(crate) String);

impl fmt::Display for WireName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
