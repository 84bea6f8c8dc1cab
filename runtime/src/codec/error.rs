//! The errors of the codec. What was being sent or received is told by those who called it.

use std::error::Error;
use std::fmt;

use super::Encode;
use super::object::find_unwritable;
use super::trace::Trace;
use crate::shown;

/// A document that is not what its type says, or not JSON at all.
///
/// It quotes no value: what was found is told by its kind, such as "expected i64, found a string". Its place is told with the keys of the
/// document, unseen characters in them escaped, and its middle left out where it is long.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    /// The place as it is, until it is known what of it is secret.
    whole: Option<Box<str>>,
    line: usize,
    column: usize,
    message: String,
}

impl DecodeError {
    /// The place in the document as a JSON pointer (RFC 6901), like `/items/3/id`; empty for the whole document. It is for people: of
    /// a long one, the middle is left out, and control characters in keys are escaped.
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
        Self { path: String::new(), whole: None, line: 0, column: 0, message: message.into() }
    }

    #[cold]
    pub(super) fn new(error: &serde_json::Error, trace: &Trace) -> Self {
        let (line, column) = (error.line(), error.column());
        let message = error.to_string();
        // serde_json has no way to ask for the text alone, and writes the position behind it.
        let bare = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message);
        let message = if error.is_data() { without_value(bare) } else { bare.to_owned() };
        Self { path: String::new(), whole: None, line, column, message }.at(trace.pointer())
    }

    /// The same error at that place.
    fn at(self, whole: String) -> Self {
        let path = shown::place(&whole);
        let whole = (path != whole).then(|| whole.into_boxed_str());
        Self { path, whole, ..self }
    }

    /// The place as it is.
    fn whole(&self) -> &str {
        self.whole.as_deref().unwrap_or(&self.path)
    }

    /// The same error of a document that stands within a longer one: behind so many lines, so many bytes of its first one, and
    /// at this step of an array.
    #[cold]
    pub(crate) fn within(mut self, lines: usize, column: usize, step: Option<usize>) -> Self {
        if let Some(step) = step {
            let whole = format!("/{step}{}", self.whole());
            self = self.at(whole);
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

    /// The same error without what must not be seen: no name below a property that `is_secret`, and nothing that `cover`
    /// hides.
    #[cold]
    pub(crate) fn covered(self, is_secret: &dyn Fn(&str) -> bool, cover: &dyn Fn(String) -> String) -> Self {
        let whole = self.whole();
        let end = end_of_secret(whole, is_secret).unwrap_or(whole.len());
        // Covered before it is cut: half a secret is not seen as one. What is left out is gone with it.
        let path = shown::place(&cover(whole[..end].to_owned()));
        Self { path, whole: None, message: shown::clip(&cover(self.message), 300), ..self }
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

/// What serde says of a value, with its kind in place of the value: `expected i64, found a string`.
fn without_value(message: &str) -> String {
    let (is_other, found) = match (message.strip_prefix("invalid type: "), message.strip_prefix("invalid value: ")) {
        (Some(found), _) => (false, found),
        (None, Some(found)) => (true, found),
        // The other messages name properties of the type.
        (None, None) => return message.to_owned(),
    };
    // What a type expects is behind the value, whatever the value says.
    let expected = found.rsplit_once(", expected ").map_or("something else", |(_, expected)| expected);
    let kind = found.split(['`', '"', ',']).next().unwrap_or_default().trim_end();
    let found = match kind {
        "null" => return format!("expected {expected}, found null"),
        "boolean" => "boolean",
        "integer" => "integer",
        "floating point" => "floating point number",
        "string" => "string",
        "sequence" => "array",
        "map" => "object",
        _ => "value",
    };
    let article = match (is_other, found) {
        (true, _) => "another",
        (false, "integer" | "array" | "object") => "an",
        (false, _) => "a",
    };
    format!("expected {expected}, found {article} {found}")
}

/// Shows what it says, and not the place as it is.
impl fmt::Debug for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DecodeError")
            .field("path", &self.path)
            .field("line", &self.line)
            .field("column", &self.column)
            .field("message", &self.message)
            .finish()
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
        Self { path: shown::place(&trace.pointer()), message: error.to_string() }
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
