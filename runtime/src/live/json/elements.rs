//! The elements of one JSON array, while it arrives.
//!
//! Texts are known by their quotes, arrays and objects by their brackets, all else by what stands behind it. Whether an
//! element is JSON is seen when it is read; the array itself is held to the grammar (RFC 8259 section 5).

use super::fault::Fault;
use super::frames::{Cut, End, Scan};
use super::lines::is_space;

/// Where in the array a scan is.
#[derive(Clone, Copy)]
pub(crate) enum Elements {
    /// In front of the array.
    Outside,
    /// Behind its opening bracket.
    Opened,
    /// Behind a comma.
    Next,
    /// In a number or a word.
    Bare,
    /// In brackets of this depth, 0 for a text alone.
    Nested(usize, Quotes),
    /// Behind an element.
    Behind,
    /// Behind the array.
    Closed,
}

/// Whether what follows is in quotes.
#[derive(Clone, Copy)]
pub(crate) enum Quotes {
    Outside,
    Inside,
    /// The next byte is escaped.
    Escape,
}

impl Elements {
    pub(crate) const fn new() -> Self {
        Self::Outside
    }

    /// The state behind `byte`, which is not white space, between two elements.
    fn between(self, byte: u8) -> Result<Self, Fault> {
        match (self, byte) {
            (Self::Outside, b'[') => Ok(Self::Opened),
            (Self::Outside, _) => Err(Fault::NoArray(Some(byte))),
            (Self::Opened | Self::Behind, b']') => Ok(Self::Closed),
            (Self::Behind, b',') => Ok(Self::Next),
            (Self::Behind, _) => Err(Fault::NoComma(byte)),
            (Self::Closed, _) => Err(Fault::Trailing(byte)),
            (Self::Opened | Self::Next, b'"') => Ok(Self::Nested(0, Quotes::Inside)),
            (Self::Opened | Self::Next, b'[' | b'{') => Ok(Self::Nested(1, Quotes::Outside)),
            (Self::Opened | Self::Next, b'-' | b'0'..=b'9' | b'a'..=b'z') => Ok(Self::Bare),
            (Self::Opened | Self::Next, _) => Err(Fault::NoElement(byte)),
            (Self::Bare | Self::Nested(..), _) => Ok(self),
        }
    }

    const fn is_element(self) -> bool {
        matches!(self, Self::Bare | Self::Nested(..))
    }

    /// Where the element ends of which `bytes` are the next, if it does.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        match *self {
            Self::Nested(depth, quotes) => {
                let (mut depth, mut quotes) = (depth, quotes);
                let end = nested_end(bytes, &mut depth, &mut quotes);
                *self = Self::Nested(depth, quotes);
                end
            }
            _ => bytes.iter().position(|byte| is_space(*byte) || matches!(byte, b',' | b']')),
        }
    }
}

/// The place behind the byte that closes the outermost bracket, or the quotes where there is none.
fn nested_end(bytes: &[u8], depth: &mut usize, quotes: &mut Quotes) -> Option<usize> {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match (*quotes, byte) {
            (Quotes::Escape, _) => *quotes = Quotes::Inside,
            (Quotes::Inside, b'\\') => *quotes = Quotes::Escape,
            (Quotes::Inside, b'"') => *quotes = Quotes::Outside,
            (Quotes::Inside, _) => {
                let rest = &bytes[at..];
                at += memchr::memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
                continue;
            }
            (Quotes::Outside, b'"') => *quotes = Quotes::Inside,
            (Quotes::Outside, b'[' | b'{') => *depth += 1,
            (Quotes::Outside, b']' | b'}') => *depth -= 1,
            (Quotes::Outside, _) => continue,
        }
        if *depth == 0 && matches!(quotes, Quotes::Outside) {
            return Some(at);
        }
    }
    None
}

impl Scan for Elements {
    fn scan(&mut self, bytes: &[u8]) -> Cut {
        let mut start = 0;
        while !self.is_element() {
            let Some(space) = bytes[start..].iter().position(|byte| !is_space(*byte)) else {
                return Cut { value: bytes.len()..bytes.len(), taken: bytes.len(), end: End::NotYet };
            };
            let at = start + space;
            match self.between(bytes[at]) {
                Ok(next) => *self = next,
                Err(fault) => return Cut { value: at..at, taken: at, end: End::Fault(fault) },
            }
            if self.is_element() {
                // Its first byte is seen.
                return self.element(bytes, at, at + 1);
            }
            start = at + 1;
        }
        self.element(bytes, 0, 0)
    }

    fn check(&self, _: &[u8]) -> Result<bool, Fault> {
        Ok(true)
    }

    fn finish(&mut self) -> Result<bool, Fault> {
        match self {
            Self::Closed => Ok(false),
            Self::Outside => Err(Fault::NoArray(None)),
            _ => Err(Fault::Unclosed),
        }
    }
}

impl Elements {
    /// The element that begins, or goes on, at `start`, and of which what stands before `seen` has been looked at.
    fn element(&mut self, bytes: &[u8], start: usize, seen: usize) -> Cut {
        match self.end(&bytes[seen..]) {
            Some(end) => {
                *self = Self::Behind;
                let end = seen + end;
                Cut { value: start..end, taken: end, end: End::Here }
            }
            None => Cut { value: start..bytes.len(), taken: bytes.len(), end: End::NotYet },
        }
    }
}
