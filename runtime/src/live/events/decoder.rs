//! Splits a body into events, byte by byte as section 9.2.6 of the WHATWG HTML standard says. Enters: pieces of one body after the
//! other. Leaves: events with their fields as text. What the fields mean is not its business.

use std::fmt;
use std::time::Duration;

use bytes::{Buf, Bytes};
use memchr::{memchr, memchr2};

#[cfg(test)]
mod tests;

/// An event as the stream has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// Its `event` field; empty where it has none.
    pub(crate) name: String,
    /// Its `data` fields, joined by line feeds.
    pub(crate) data: String,
    /// Its own `id` field, if it has one. The id that counts may be that of an event before: [`Decoder::last_id`].
    pub(crate) id: Option<String>,
    /// Its own `retry` field in milliseconds, if it has one.
    pub(crate) retry: Option<u64>,
}

/// A line, or the data of one event, is longer than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong {
    pub(crate) limit: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an event is longer than {} bytes", self.limit)
    }
}

impl std::error::Error for TooLong {}

/// Reads the events of one body after the other.
///
/// Each byte is looked at once, and no more is kept than one line and the data of one event, each within the limit.
#[derive(Debug)]
pub(crate) struct Decoder {
    limit: usize,
    /// The beginning of a line whose end is still to come.
    line: Vec<u8>,
    /// The line under way is the first of its body, which may begin with a byte order mark.
    is_first_line: bool,
    /// The last line ended in a carriage return: a line feed right behind it belongs to it.
    after_return: bool,
    name: String,
    data: Vec<u8>,
    id: Option<String>,
    retry: Option<u64>,
    last_id: String,
    reconnection: Option<Duration>,
    /// Bytes that were searched for the end of a line.
    #[cfg(test)]
    searched: usize,
}

impl Decoder {
    /// A decoder that keeps at most `limit` bytes of one line, and of the data of one event.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            is_first_line: true,
            after_return: false,
            name: String::new(),
            data: Vec::new(),
            id: None,
            retry: None,
            last_id: String::new(),
            reconnection: None,
            #[cfg(test)]
            searched: 0,
        }
    }

    /// Another body begins: the event under way is dropped, the last id and the reconnection time stay.
    pub(crate) fn restart(&mut self) {
        self.line.clear();
        (self.is_first_line, self.after_return) = (true, false);
        self.clear();
    }

    /// The id that the server would have to be told to go on behind the last event. Empty where there is none.
    pub(crate) fn last_id(&self) -> &str {
        &self.last_id
    }

    /// Sets the id of the last event that was seen elsewhere.
    pub(crate) fn set_last_id(&mut self, id: String) {
        self.last_id = id;
    }

    /// How long the server asks to wait before connecting anew; none where it has not said.
    pub(crate) fn reconnection(&self) -> Option<Duration> {
        self.reconnection
    }

    /// The next event of `piece`, from which is taken what was read. Without an event the piece is used up: what it holds of the next
    /// one is kept.
    ///
    /// # Errors
    /// The limit is passed. Nothing can be read after that.
    pub(crate) fn decode(&mut self, piece: &mut Bytes) -> Result<Option<Frame>, TooLong> {
        let mut rest: &[u8] = piece;
        let mut frame = None;
        while frame.is_none() && !rest.is_empty() {
            if std::mem::take(&mut self.after_return) {
                rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            }
            let end = memchr2(b'\r', b'\n', rest);
            #[cfg(test)]
            (self.searched += end.map_or(rest.len(), |end| end + 1));
            match end {
                Some(end) => {
                    frame = self.end_line(&rest[..end])?;
                    self.after_return = rest[end] == b'\r';
                    rest = &rest[end + 1..];
                }
                None => {
                    self.begin_line(rest)?;
                    rest = &[];
                }
            }
        }
        let read = piece.len() - rest.len();
        piece.advance(read);
        Ok(frame)
    }

    fn begin_line(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        self.fits(self.line.len() + bytes.len())?;
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    /// Takes a line of which `bytes` is the end, or all of it. An empty one ends the event.
    fn end_line(&mut self, bytes: &[u8]) -> Result<Option<Frame>, TooLong> {
        if self.line.is_empty() {
            self.fits(bytes.len())?;
            return self.take_line(bytes);
        }
        self.begin_line(bytes)?;
        let mut line = std::mem::take(&mut self.line);
        let frame = self.take_line(&line);
        line.clear();
        self.line = line;
        frame
    }

    fn take_line(&mut self, mut line: &[u8]) -> Result<Option<Frame>, TooLong> {
        if std::mem::take(&mut self.is_first_line) {
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        if line.is_empty() {
            return Ok(self.dispatch());
        }
        // A line without a colon is a field without a value; one that begins with a colon, a comment, is one without a name.
        let (field, value) = memchr(b':', line).map_or((line, &[][..]), |colon| (&line[..colon], &line[colon + 1..]));
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match field {
            b"data" => {
                self.fits(self.data.len() + value.len())?;
                self.data.extend_from_slice(value);
                self.data.push(b'\n');
            }
            b"event" => self.name = text(value.to_vec()),
            b"id" if !value.contains(&0) => self.id = Some(text(value.to_vec())),
            b"retry" => self.take_retry(value),
            _ => {}
        }
        Ok(None)
    }

    fn take_retry(&mut self, digits: &[u8]) {
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return;
        }
        let ten_times = |number: u64, digit: &u8| number.saturating_mul(10).saturating_add((digit - b'0').into());
        let millis = digits.iter().fold(0, ten_times);
        self.retry = Some(millis);
        self.reconnection = Some(Duration::from_millis(millis));
    }

    /// The event that an empty line ends. One without a `data` field is none, but its id counts.
    fn dispatch(&mut self) -> Option<Frame> {
        if let Some(id) = &self.id {
            self.last_id.clone_from(id);
        }
        if self.data.pop().is_none() {
            self.clear();
            return None;
        }
        let data = text(std::mem::take(&mut self.data));
        let name = std::mem::take(&mut self.name);
        Some(Frame { name, data, id: self.id.take(), retry: self.retry.take() })
    }

    fn clear(&mut self) {
        self.name.clear();
        self.data.clear();
        (self.id, self.retry) = (None, None);
    }

    fn fits(&self, length: usize) -> Result<(), TooLong> {
        if length > self.limit { Err(TooLong { limit: self.limit }) } else { Ok(()) }
    }
}

/// Each fault in UTF-8 is a U+FFFD. As no fault reaches over a byte of ASCII, it does not matter that the stream is read field by field.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
