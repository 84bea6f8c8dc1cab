//! JSON text sequences (RFC 7464): each text has a record separator in front and a line feed behind.
//!
//! A text that is none does not hinder the next one, which the separator shows (section 2.3). Separators without anything
//! between them are none.

use super::fault::Fault;
use super::frames::{Cut, End, Scan};
use super::lines::is_space;

const SEPARATOR: u8 = 0x1E;

/// Where in the sequence a scan is.
pub(crate) enum Sequence {
    /// In front of the first separator.
    Outside,
    /// The same, and something stands there, which has been told.
    Stray,
    /// Behind a separator.
    Text,
}

impl Sequence {
    pub(crate) const fn new() -> Self {
        Self::Outside
    }
}

impl Scan for Sequence {
    fn scan(&mut self, bytes: &[u8]) -> Cut {
        let end = memchr::memchr(SEPARATOR, bytes);
        let before = end.unwrap_or(bytes.len());
        let taken = end.map_or(bytes.len(), |end| end + 1);
        match self {
            Self::Outside => {
                if let Some(stray) = bytes[..before].iter().position(|byte| !is_space(*byte)) {
                    *self = Self::Stray;
                    return Cut { value: stray..stray, taken: stray, end: End::Fault(Fault::Unseparated) };
                }
            }
            Self::Stray => {}
            Self::Text => {
                let end = if end.is_some() { End::Here } else { End::NotYet };
                return Cut { value: 0..before, taken, end };
            }
        }
        if end.is_some() {
            *self = Self::Text;
        }
        Cut { value: taken..taken, taken, end: End::NotYet }
    }

    fn check(&self, text: &[u8]) -> Result<bool, Fault> {
        let Some(first) = text.iter().find(|byte| !is_space(**byte)) else { return Ok(false) };
        let shows_its_end = matches!(first, b'"' | b'[' | b'{') || text.last().is_some_and(|last| is_space(*last));
        if shows_its_end { Ok(true) } else { Err(Fault::Cut) }
    }

    fn finish(&mut self) -> Result<bool, Fault> {
        Ok(matches!(self, Self::Text))
    }
}
