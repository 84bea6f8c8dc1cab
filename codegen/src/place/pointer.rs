//! A place in a document as a JSON Pointer (RFC 6901).
//!
//! Enters: keys and indices of a descent, or the text of a pointer. Leaves: one comparable value, shown as `#/paths/~1users/get`.
//! Lines and columns are not its business; `position` knows those.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

/// A JSON Pointer (RFC 6901), the place of one value in a document.
///
/// Displayed in the URI fragment form that descriptions use in `$ref`, without percent-encoding: `#/components/schemas/User`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(
    /// The escaped form without the leading `#`: empty for the root, otherwise it begins with `/`. Shared, as many things keep their place.
    Arc<str>,
);

impl Pointer {
    /// The whole document: `#`.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads `#/a/b`, `/a/b`, `#` or the empty string; percent-encoding (RFC 3986) is undone.
    /// `None` where the text is not a pointer, such as `#User` or `other.yaml#/a`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('#').unwrap_or(text);
        if !text.is_empty() && !text.starts_with('/') {
            return None;
        }
        Some(Self(percent_decoded(text)?.into()))
    }

    /// Reads a reference within the document, `#/a/b`, whose keys hold a `%` that encodes nothing.
    pub(crate) fn literal(reference: &str) -> Option<Self> {
        reference.strip_prefix('#').filter(|text| text.starts_with('/')).map(|text| Self(text.into()))
    }

    /// As a reference is written, so that [`Pointer::parse`] gives this pointer again.
    pub(crate) fn reference(&self) -> String {
        format!("#{}", self.0.replace('%', "%25"))
    }

    /// As RFC 6901 writes it, which is what `serde_json::Value::pointer` takes: `/paths/~1users`; empty for the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The place of the member `key` of the object here.
    #[must_use]
    pub fn push(&self, key: &str) -> Self {
        self.below(&[key])
    }

    /// The place that these keys lead to from here, one after the other.
    #[must_use]
    pub fn below(&self, keys: &[&str]) -> Self {
        let mut text = String::with_capacity(self.0.len() + keys.iter().map(|key| key.len() + 1).sum::<usize>());
        text.push_str(&self.0);
        keys.iter().for_each(|key| push_escaped(&mut text, key));
        Self(text.into())
    }

    /// The place of the item `index`, counted from 0, of the array here.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.below(&[&index.to_string()])
    }

    /// The place that leads from here as the other one does from its root.
    #[must_use]
    pub(crate) fn joined(&self, rest: &Self) -> Self {
        Self([&*self.0, &*rest.0].concat().into())
    }

    /// The member of the object at `key` that this place is within, and the place within that.
    pub(super) fn split(&self, key: &str) -> Option<(Cow<'_, str>, Self)> {
        let within = self.0.strip_prefix('/')?.strip_prefix(key)?.strip_prefix('/')?;
        let end = within.find('/').unwrap_or(within.len());
        Some((unescaped(&within[..end]), Self(within[end..].into())))
    }

    /// The place that holds this one; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let end = self.0.rfind('/')?;
        Some(Self(self.0[..end].into()))
    }

    /// The last key or index, unescaped; `None` for the root.
    #[must_use]
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.0.rfind('/').map(|start| unescaped(&self.0[start + 1..]))
    }

    /// The keys and indices from the root, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescaped)
    }

    /// The same place after the subtree at `from` has gone to `to`; `None` where this place is not within `from`.
    #[must_use]
    pub fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&*from.0)?;
        let is_within = rest.is_empty() || rest.starts_with('/');
        is_within.then(|| if from == to { self.clone() } else { Self([&*to.0, rest].concat().into()) })
    }
}

impl<S: AsRef<str>> FromIterator<S> for Pointer {
    fn from_iter<I: IntoIterator<Item = S>>(segments: I) -> Self {
        let mut text = String::new();
        for segment in segments {
            push_escaped(&mut text, segment.as_ref());
        }
        Self(text.into())
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}

fn push_escaped(text: &mut String, key: &str) {
    text.push('/');
    if !key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        text.push_str(key);
        return;
    }
    for part in key.chars() {
        match part {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            other => text.push(other),
        }
    }
}

fn unescaped(segment: &str) -> Cow<'_, str> {
    let Some(first) = segment.find('~') else { return Cow::Borrowed(segment) };
    let mut text = String::with_capacity(segment.len());
    let (mut plain, mut rest) = segment.split_at(first);
    loop {
        text.push_str(plain);
        let (char, length) = match rest.as_bytes() {
            [b'~', b'1', ..] => ('/', 2),
            [b'~', b'0', ..] => ('~', 2),
            [b'~', ..] => ('~', 1),
            _ => return Cow::Owned(text),
        };
        text.push(char);
        rest = &rest[length..];
        (plain, rest) = rest.split_at(rest.find('~').unwrap_or(rest.len()));
    }
}

/// Undoes `%7B` and the like; `None` where the bytes that come out are not UTF-8.
/// A `%` that no two hexadecimal digits follow stays as it is: people write such keys unencoded.
fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn keys_are_escaped_and_come_back() {
        let pointer = Pointer::root().push("paths").push("/users/{id}").push("a~b").index(3);
        assert_eq!(pointer.to_string(), "#/paths/~1users~1{id}/a~0b/3");
        assert_eq!(pointer.segments().collect::<Vec<_>>(), ["paths", "/users/{id}", "a~b", "3"]);
        assert_eq!(pointer.segments().collect::<Pointer>(), pointer);
        assert_eq!(Pointer::parse(&pointer.to_string()), Some(pointer));
    }

    #[test]
    fn tilde_one_is_not_unescaped_twice() {
        assert_eq!(Pointer::root().push("~1").segments().collect::<Vec<_>>(), ["~1"]);
    }

    #[test]
    fn percent_encoding_is_undone_once() {
        let pointer = Pointer::parse("#/paths/~1a~1%7Bid%7D/100%").expect("a pointer");
        assert_eq!(pointer.segments().collect::<Vec<_>>(), ["paths", "/a/{id}", "100%"]);
        assert_eq!(Pointer::parse("#/%ff"), None);
    }

    #[test]
    fn only_pointers_are_pointers() {
        assert_eq!(Pointer::parse(""), Some(Pointer::root()));
        assert_eq!(Pointer::parse("#"), Some(Pointer::root()));
        assert_eq!(Pointer::parse("#User"), None);
        assert_eq!(Pointer::parse("User"), None);
    }

    #[test]
    fn an_empty_key_is_a_segment() {
        let pointer = Pointer::root().push("");
        assert_eq!(pointer.to_string(), "#/");
        assert_eq!(pointer.segments().count(), 1);
        assert_eq!(pointer.parent(), Some(Pointer::root()));
        assert_eq!(Pointer::root().parent(), None);
    }

    #[test]
    fn moving_respects_whole_segments() {
        let at = |text: &str| Pointer::parse(text).expect("a pointer");
        assert_eq!(at("/a/b/c").moved(&at("/a/b"), &at("/x")), Some(at("/x/c")));
        assert_eq!(at("/a/bc").moved(&at("/a/b"), &at("/x")), None);
    }
}
