//! The errors of the codec. What was being sent or received is told by those who called it.

use std::error::Error;
use std::fmt;

use super::Encode;
use super::object::find_unwritable;
use super::trace::Trace;

/// A document that is not what its type says, or not JSON at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    line: usize,
    column: usize,
    message: String,
    /// The message is about a value and may quote it; otherwise it is about JSON as such.
    quotes: bool,
}

impl DecodeError {
    /// The place in the document as a JSON pointer (RFC 6901), like `/items/3/id`; empty for the whole document.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line, counted from 1; 0 where the document was not text.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in bytes, counted from 1; 0 where the document was not text.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is wrong, without the position.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// A body that is no document at all, such as an empty one.
    #[cold]
    pub(crate) fn of_body(message: impl Into<String>) -> Self {
        Self { path: String::new(), line: 0, column: 0, message: message.into(), quotes: false }
    }

    #[cold]
    pub(super) fn new(error: &serde_json::Error, trace: &Trace) -> Self {
        let (line, column) = (error.line(), error.column());
        let mut message = error.to_string();
        // serde_json has no way to ask for the text alone, and writes the position behind it.
        if let Some(bare) = message.strip_suffix(&format!(" at line {line} column {column}")) {
            message.truncate(bare.len());
        }
        let quotes = error.is_data();
        if quotes && trace.is_secret() {
            message = without_value(&message);
        }
        Self { path: trace.pointer(), line, column, message, quotes }
    }

    /// The same error of a document that stands within a longer one: behind so many lines, so many bytes of its first one, and
    /// at this step of an array.
    #[cold]
    pub(crate) fn within(mut self, lines: usize, column: usize, step: Option<usize>) -> Self {
        if let Some(step) = step {
            self.path.insert_str(0, &format!("/{step}"));
        }
        // Of what has no place of its own, the document has.
        if self.line == 0 {
            (self.line, self.column) = (1, 1);
        }
        if self.line == 1 {
            self.column += column;
        }
        self.line += lines;
        self
    }

    /// The same error without what must not be seen: no value of a property that `is_secret`, no name below it, and
    /// nothing that `cover` hides.
    #[cold]
    pub(crate) fn covered(mut self, is_secret: &dyn Fn(&str) -> bool, cover: &dyn Fn(String) -> String) -> Self {
        if let Some(end) = end_of_secret(&self.path, is_secret) {
            self.path.truncate(end);
            if self.quotes {
                self.message = without_value(&self.message);
            }
        }
        Self { path: cover(self.path), message: cover(self.message), ..self }
    }
}

/// Where in a JSON pointer the first step ends that is a property which `is_secret`.
fn end_of_secret(pointer: &str, is_secret: &dyn Fn(&str) -> bool) -> Option<usize> {
    let mut ends = pointer.match_indices('/').map(|(slash, _)| slash).skip(1).chain([pointer.len()]);
    let mut start = 1;
    ends.find(|end| {
        let step = pointer.get(start..*end).unwrap_or_default().replace("~1", "/").replace("~0", "~");
        start = end + 1;
        is_secret(&step)
    })
}

/// What serde says of a value, but for the value itself.
fn without_value(message: &str) -> String {
    if message.starts_with("missing field `") {
        return message.to_owned();
    }
    let kind = ["invalid value", "invalid length"].into_iter().find(|kind| message.starts_with(kind));
    let kind = kind.unwrap_or("invalid type");
    // What a type expects is behind the value, whatever the value says.
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("{kind}, expected {expected}"),
        None => kind.to_owned(),
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        if !self.path.is_empty() {
            write!(formatter, " at {}", self.path)?;
        }
        if self.line > 0 {
            write!(formatter, " (line {}, column {})", self.line, self.column)?;
        }
        Ok(())
    }
}

impl Error for DecodeError {}

/// A value that cannot be written: a number that JSON has no form for, or a union whose payload is no object and so has no
/// room for the tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    path: String,
    message: String,
}

impl EncodeError {
    /// The place in the value as a JSON pointer (RFC 6901), like `/items/3/price`; empty for the whole value.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    #[cold]
    pub(super) fn new(error: &serde_json::Error, value: &dyn Encode) -> Self {
        let mut trace = Trace::default();
        find_unwritable(value.view(), &mut trace);
        Self { path: trace.pointer(), message: error.to_string() }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        if !self.path.is_empty() {
            write!(formatter, " at {}", self.path)?;
        }
        Ok(())
    }
}

impl Error for EncodeError {}
