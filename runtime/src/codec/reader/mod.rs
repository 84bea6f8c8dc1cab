//! Reads JSON text, as far as it is right. Where it is not, nothing is said of why: whoever wants to know has serde_json read it
//! again. Numbers that are not short integers and what is thrown away are read by that in the first place.

use std::fmt::{self, Display};

use serde::de::{Deserializer, Error, Visitor};

use self::members::Members;
use super::escape;
use super::integer::is_of_number;
use super::plain::plain;

mod deserializer;
mod members;
#[cfg(test)]
mod tests;

/// Levels of arrays and objects, as serde_json counts them.
const DEPTH: u8 = 128;

/// So many digits always are an integer of 64 bits.
const SHORT: usize = 18;

/// Bytes of a text with escapes that there is room for from the start.
const ROOM: usize = 24;

/// JSON text, and how far it has been read.
pub(super) struct JsonReader<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
    /// The last text with escapes, without them.
    unescaped: String,
}

/// The text is not JSON, or has another shape than was asked for.
#[derive(Debug)]
pub(super) struct Failed;

impl Display for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not as asked for")
    }
}

impl std::error::Error for Failed {}

impl Error for Failed {
    #[cold]
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

impl<'de> JsonReader<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: DEPTH, unescaped: String::new() }
    }

    /// There is nothing more but white space.
    #[inline]
    pub(super) fn end(&mut self) -> Result<(), Failed> {
        self.peek().map_or(Ok(()), |_| Err(Failed))
    }

    /// The next byte that is no white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at)? {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return Some(*byte),
            }
        }
    }

    /// Takes a byte that has to come.
    #[inline]
    fn take(&mut self, byte: u8) -> Result<(), Failed> {
        if self.peek() != Some(byte) {
            return Err(Failed);
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn word<T>(&mut self, word: &str, value: T) -> Result<T, Failed> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(Failed);
        }
        self.at += word.len();
        Ok(value)
    }

    #[inline]
    fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// A text, whose quotation mark is the next byte.
    #[inline]
    fn string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Failed> {
        let start = self.at + 1;
        let end = start + plain(self.text.as_bytes().get(start..).unwrap_or_default());
        if self.text.as_bytes().get(end) != Some(&b'"') {
            self.unescape(start, end)?;
            return visitor.visit_str(&self.unescaped);
        }
        self.at = end + 1;
        visitor.visit_borrowed_str(self.text.get(start..end).ok_or(Failed)?)
    }

    /// Reads a text to its end that is not plain from `end` on.
    #[inline(never)]
    fn unescape(&mut self, start: usize, end: usize) -> Result<(), Failed> {
        let (mut start, mut end) = (start, end);
        self.unescaped.clear();
        self.unescaped.reserve(ROOM);
        loop {
            self.unescaped.push_str(self.text.get(start..end).ok_or(Failed)?);
            match self.text.as_bytes().get(end..).unwrap_or_default() {
                [b'"', ..] => break,
                rest @ [b'\\', ..] => {
                    let (character, length) = escape::read(rest).ok_or(Failed)?;
                    self.unescaped.push(character);
                    start = end + length;
                    end = start + plain(&rest[length..]);
                }
                _ => return Err(Failed),
            }
        }
        self.at = end + 1;
        Ok(())
    }

    #[inline(never)]
    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Failed> {
        let number = self.token()?;
        let integer = match number.as_bytes() {
            [b'0'] => return visitor.visit_u64(0),
            [b'-', digits @ ..] => short(digits).map(|integer| -integer),
            digits => short(digits),
        };
        match integer {
            Some(integer @ 0..) => visitor.visit_u64(integer.unsigned_abs()),
            Some(integer) => visitor.visit_i64(integer),
            None => by_others(number, |number| number.deserialize_any(visitor)),
        }
    }

    /// The bytes of a number.
    #[inline]
    fn token(&mut self) -> Result<&'de str, Failed> {
        self.peek();
        let start = self.at;
        self.at += self.rest().iter().take_while(|byte| is_of_number(**byte)).count();
        self.text.get(start..self.at).ok_or(Failed)
    }

    /// Goes one level deeper.
    #[inline]
    fn enter(&mut self) -> Result<(), Failed> {
        self.at += 1;
        self.depth -= 1;
        if self.depth == 0 { Err(Failed) } else { Ok(()) }
    }

    #[inline]
    fn leave(&mut self, end: u8) -> Result<(), Failed> {
        self.depth += 1;
        self.take(end)
    }

    #[inline]
    fn array<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Failed> {
        self.enter()?;
        let value = visitor.visit_seq(Members::of(self))?;
        self.leave(b']')?;
        Ok(value)
    }

    #[inline]
    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Failed> {
        self.enter()?;
        let value = visitor.visit_map(Members::of(self))?;
        self.leave(b'}')?;
        Ok(value)
    }
}

/// An integer of few digits that is written as all are.
#[inline]
fn short(digits: &[u8]) -> Option<i64> {
    match digits {
        [b'1'..=b'9', ..] if digits.len() <= SHORT => digits
            .iter()
            .try_fold(0, |integer, digit| digit.is_ascii_digit().then(|| integer * 10 + i64::from(digit - b'0'))),
        _ => None,
    }
}

/// Has serde_json read a part of the text, as bytes: so it is instantiated for one kind of input in all.
fn by_others<'de, T>(
    text: &'de str,
    read: impl FnOnce(&mut serde_json::Deserializer<serde_json::de::SliceRead<'de>>) -> serde_json::Result<T>,
) -> Result<T, Failed> {
    let mut deserializer = serde_json::Deserializer::from_slice(text.as_bytes());
    read(&mut deserializer).and_then(|value| deserializer.end().map(|()| value)).map_err(|_| Failed)
}
