//! Strings that mean something: what names are made from, what travels, where a thing was described.

use std::fmt;

/// The words a Rust name may be made from: the path from a named thing of the description down to this one.
///
/// A component's hint is its own name; a nested type's hint adds the property or the role it was met under.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameHint {
    parts: Vec<String>,
    /// The last part in more words, for where others have it too.
    apart: Option<String>,
}

impl NameHint {
    pub(crate) fn root(name: impl Into<String>) -> Self {
        Self { parts: vec![name.into()], apart: None }
    }

    pub(crate) fn child(&self, name: impl Into<String>) -> Self {
        let mut parts = self.parts.clone();
        parts.push(name.into());
        Self { parts, apart: None }
    }

    pub(crate) fn or_else(self, apart: Option<String>) -> Self {
        Self { apart, ..self }
    }

    pub(crate) fn parts(&self) -> &[String] {
        &self.parts
    }

    pub(crate) fn apart(&self) -> Option<&str> {
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
