//! The parts of a body, as bytes.
//!
//! In come pieces of any size, out go parts with their headers. A search goes on where the one before has ended, and no more
//! is kept than one part; of what is in front of the first and behind the last, nothing.
//!
//! A delimiter is a line of the boundary alone, white space behind it aside; a line that only begins with the boundary is
//! content, so that a boundary may be the beginning of another one. Its line ends with CRLF, or with LF alone in all of
//! a body whose first delimiter does.

use bytes::{Buf, Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue};
use memchr::memmem::Finder;

use super::boundary::{CLOSE, Tail, tail};
use super::fault::Fault;

/// Bytes of one part's body by default.
pub(crate) const PART_LIMIT: usize = 16 << 20;

/// Bytes of one part's headers.
const HEAD_LIMIT: usize = 16 << 10;

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawPart {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Takes parts out of a body.
pub(crate) struct Splitter {
    /// A line feed, two hyphens, the boundary.
    delimiter: Finder<'static>,
    limit: usize,
    /// What has not been given out. Begins with the line feed in front of the section that is under way.
    held: BytesMut,
    /// Up to where `held` has been searched.
    searched: usize,
    section: Section,
    ends_lines: LineEnd,
    is_finished: bool,
}

enum Section {
    Preamble,
    Head,
    Body(Result<HeaderMap, Fault>),
    Epilogue,
}

/// What ends lines, known from the first delimiter on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Unknown,
    Crlf,
    Lf,
}

/// A delimiter in `held`.
struct Delimiter {
    /// Where the content before it ends.
    content: usize,
    /// Where its last byte is, a line feed where a part follows.
    last: usize,
    closes: bool,
}

impl Splitter {
    pub(crate) fn new(boundary: &str) -> Self {
        Self {
            delimiter: Finder::new(&[b"\n--", boundary.as_bytes()].concat()).into_owned(),
            limit: PART_LIMIT,
            // The body begins a line.
            held: BytesMut::from(&b"\n"[..]),
            searched: 0,
            section: Section::Preamble,
            ends_lines: LineEnd::Unknown,
            is_finished: false,
        }
    }

    /// Sets how many bytes the body of one part may have.
    pub(crate) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// Gives the next piece.
    pub(crate) fn push(&mut self, piece: &[u8]) {
        if !matches!(self.section, Section::Epilogue) {
            self.held.extend_from_slice(piece);
        }
    }

    /// Says that there are no more pieces.
    pub(crate) fn finish(&mut self) {
        self.is_finished = true;
    }

    /// Bytes of room that is held for what has not been given out.
    #[cfg(test)]
    pub(crate) fn room(&self) -> usize {
        self.held.capacity()
    }

    /// Gives up what has begun.
    pub(crate) fn abandon(&mut self) {
        (self.section, self.held) = (Section::Epilogue, BytesMut::new());
    }

    /// Whether there is nothing left to be found, whatever follows.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.section, Section::Epilogue)
    }

    /// The next part, or why it is none; none until there is another piece.
    pub(crate) fn next(&mut self) -> Option<Result<RawPart, Fault>> {
        loop {
            let step = match self.section {
                Section::Preamble => self.preamble(),
                Section::Head => self.head(),
                Section::Body(_) => self.body(),
                Section::Epilogue => return None,
            };
            match step {
                Step::On => {}
                Step::Part(part) => return Some(part),
                Step::Wait if self.is_finished => {
                    let is_preamble = matches!(self.section, Section::Preamble);
                    return Some(Err(self.end(if is_preamble { Fault::NoBoundary } else { Fault::Unclosed })));
                }
                Step::Wait => return None,
                Step::End(fault) => return Some(Err(self.end(fault))),
            }
        }
    }

    fn preamble(&mut self) -> Step {
        match self.find() {
            Some(delimiter) => {
                self.pass(&delimiter);
                Step::On
            }
            None => {
                self.held.advance(self.searched);
                self.searched = 0;
                Step::Wait
            }
        }
    }

    fn head(&mut self) -> Step {
        loop {
            if self.searched > HEAD_LIMIT {
                return Step::End(Fault::HeadTooLong(HEAD_LIMIT));
            }
            // Without a blank line there is no body either.
            if let Some(delimiter) = self.delimiter_at(self.searched) {
                let head = self.held.split_to(self.searched);
                let part = headers(&head).map(|headers| RawPart { headers, body: Bytes::new() });
                self.searched = 0;
                self.pass(&Delimiter { last: delimiter.last - head.len(), ..delimiter });
                return Step::Part(part);
            }
            let line = self.searched + 1;
            let rest = &self.held[line..];
            let Some(length) = memchr::memchr(b'\n', rest) else {
                return if rest.len() > HEAD_LIMIT { Step::End(Fault::HeadTooLong(HEAD_LIMIT)) } else { Step::Wait };
            };
            let is_blank = matches!(&rest[..length], b"" | b"\r");
            if is_blank {
                let head = self.held.split_to(line + length);
                self.section = Section::Body(headers(&head[..line]));
                self.searched = 0;
                return Step::On;
            }
            self.searched = line + length;
        }
    }

    fn body(&mut self) -> Step {
        let found = self.find();
        // Beside the body there are the line feed in front and, not yet known to be one, half a line end behind.
        let length = found.as_ref().map_or(self.searched.saturating_sub(1), |delimiter| delimiter.content);
        if length > self.limit + 1 {
            return Step::End(Fault::TooLong(self.limit));
        }
        let Some(delimiter) = found else { return Step::Wait };
        let mut body = self.held.split_to(delimiter.content);
        // The line feed in front belongs to the blank line.
        let start = body.len().min(1);
        body.advance(start);
        match self.pass(&Delimiter { last: delimiter.last - delimiter.content, ..delimiter }) {
            Section::Body(headers) => Step::Part(headers.map(|headers| RawPart { headers, body: body.freeze() })),
            Section::Preamble | Section::Head | Section::Epilogue => Step::On,
        }
    }

    /// The next delimiter.
    fn find(&mut self) -> Option<Delimiter> {
        loop {
            match self.delimiter.find(&self.held[self.searched..]) {
                None => {
                    let tail = self.delimiter.needle().len() - 1;
                    self.searched = self.searched.max(self.held.len().saturating_sub(tail));
                    return None;
                }
                Some(at) => {
                    self.searched += at;
                    match self.tail_at(self.searched) {
                        Tail::Unclear => return None,
                        Tail::Content => self.searched += 1,
                        Tail::Opens(..) | Tail::Closes => return self.delimiter_at(self.searched),
                    }
                }
            }
        }
    }

    /// What stands behind the boundary at `at`, if it is one that ends what is in front of it.
    fn tail_at(&self, at: usize) -> Tail {
        let tail = tail(&self.held[at + self.delimiter.needle().len()..]);
        // At the start, the line end before is not content and has been seen.
        let is_line_end = at == 0 || self.ends_lines != LineEnd::Crlf || self.held[at - 1] == b'\r';
        if is_line_end { tail } else { Tail::Content }
    }

    /// The delimiter whose line feed is at `at`.
    fn delimiter_at(&self, at: usize) -> Option<Delimiter> {
        let needle = self.delimiter.needle();
        if !self.held[at..].starts_with(needle) {
            return None;
        }
        let (length, closes) = match self.tail_at(at) {
            Tail::Opens(length, _) => (length, false),
            Tail::Closes => (CLOSE.len(), true),
            Tail::Unclear | Tail::Content => return None,
        };
        let is_crlf = at > 0 && self.ends_lines != LineEnd::Lf && self.held[at - 1] == b'\r';
        Some(Delimiter { content: at - usize::from(is_crlf), last: at + needle.len() + length - 1, closes })
    }

    /// Goes behind a delimiter, out of the section before it.
    fn pass(&mut self, delimiter: &Delimiter) -> Section {
        let ends_crlf = self.held[delimiter.last - 1] == b'\r';
        if self.ends_lines == LineEnd::Unknown && !delimiter.closes {
            self.ends_lines = if ends_crlf { LineEnd::Crlf } else { LineEnd::Lf };
        }
        self.held.advance(delimiter.last);
        self.searched = 0;
        if delimiter.closes {
            self.held = BytesMut::new();
        }
        std::mem::replace(&mut self.section, if delimiter.closes { Section::Epilogue } else { Section::Head })
    }

    /// Nothing more is found.
    fn end(&mut self, fault: Fault) -> Fault {
        self.abandon();
        fault
    }
}

/// What a step has come to.
enum Step {
    /// Another section.
    On,
    Part(Result<RawPart, Fault>),
    /// The end of what is there.
    Wait,
    End(Fault),
}

/// The headers of a part; a line that begins with white space goes on with the one before (RFC 822 section 3.1.1).
fn headers(head: &[u8]) -> Result<HeaderMap, Fault> {
    let mut headers = HeaderMap::new();
    let mut unfolded: Vec<Vec<u8>> = Vec::new();
    for line in head.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
        match unfolded.last_mut() {
            Some(before) if matches!(line[0], b' ' | b'\t') => {
                before.push(b' ');
                before.extend_from_slice(line.trim_ascii());
            }
            _ => unfolded.push(line.trim_ascii().to_vec()),
        }
    }
    for line in unfolded {
        let colon = memchr::memchr(b':', &line).ok_or(Fault::Header)?;
        let name = HeaderName::from_bytes(line[..colon].trim_ascii()).map_err(|_| Fault::Header)?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).map_err(|_| Fault::Header)?;
        headers.append(name, value);
    }
    Ok(headers)
}
