//! JSON Lines, also known as NDJSON: one value a line.
//!
//! Lines end with LF or CRLF, the last one also with the body; those that hold white space alone are passed over.

use super::fault::Fault;
use super::frames::{Cut, End, Scan};

pub(crate) struct Lines;

impl Scan for Lines {
    fn scan(&mut self, bytes: &[u8]) -> Cut {
        match memchr::memchr(b'\n', bytes) {
            Some(end) => Cut { value: 0..end, taken: end + 1, end: End::Here },
            None => Cut { value: 0..bytes.len(), taken: bytes.len(), end: End::NotYet },
        }
    }

    fn check(&self, value: &[u8]) -> Result<bool, Fault> {
        Ok(!value.iter().copied().all(is_space))
    }

    fn finish(&mut self) -> Result<bool, Fault> {
        Ok(true)
    }
}

/// White space of JSON (RFC 8259 section 2).
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
