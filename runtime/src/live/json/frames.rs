//! The values of a body, as bytes.
//!
//! In come pieces of any size, out go values: slices of a piece where they lie within one, put together otherwise. Each byte
//! is looked at once, and no more is kept than one value. Where a value ends is said by a [`Scan`].

use std::ops::Range;

use bytes::{Bytes, BytesMut};

use super::fault::Fault;

/// Bytes of one value by default.
pub(crate) const VALUE_LIMIT: usize = 16 << 20;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Finds where values begin and end.
pub(crate) trait Scan: Send + Sync {
    /// What the next of `bytes` are, which follow the ones that were taken before. Takes all, or goes a step on.
    fn scan(&mut self, bytes: &[u8]) -> Cut;

    /// Whether the bytes of `value`, found complete, are one that is to be read.
    fn check(&self, value: &[u8]) -> Result<bool, Fault>;

    /// Whether the value that is under way at the end of the body ends there.
    fn finish(&mut self) -> Result<bool, Fault>;
}

/// What a scan has found.
pub(crate) struct Cut {
    /// Of the bytes that were looked at, those that belong to the value that is under way.
    pub(super) value: Range<usize>,
    /// How many have been looked at.
    pub(super) taken: usize,
    pub(super) end: End,
}

/// What becomes of the value that is under way.
pub(crate) enum End {
    /// More of it may follow.
    NotYet,
    /// It is complete.
    Here,
    /// It is none.
    Fault(Fault),
}

/// Where something stands in a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Line feeds before it.
    pub(crate) line: usize,
    /// Bytes before it in its line.
    pub(crate) column: usize,
    /// Values before it.
    pub(crate) index: usize,
}

impl Place {
    fn pass(&mut self, bytes: &[u8]) {
        let lines = memchr::memchr_iter(b'\n', bytes).count();
        self.line += lines;
        self.column = memchr::memrchr(b'\n', bytes).map_or(self.column + bytes.len(), |last| bytes.len() - last - 1);
    }
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// Its bytes, perhaps with white space around it, or why they are none.
    pub(crate) value: Result<Bytes, Fault>,
    pub(crate) place: Place,
}

/// Takes values out of a body.
pub(crate) struct Frames {
    scan: Box<dyn Scan>,
    limit: usize,
    piece: Bytes,
    /// What earlier pieces held of the value that is under way.
    begun: BytesMut,
    /// Where that value begins.
    place: Place,
    /// Where the piece begins.
    here: Place,
    /// How much of a byte order mark has come, until it is clear whether there is one.
    mark: Option<usize>,
    phase: Phase,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// There are no more pieces.
    Finished,
    /// There are no more values.
    Over,
}

impl Frames {
    pub(crate) fn new(scan: impl Scan + 'static) -> Self {
        Self {
            scan: Box::new(scan),
            limit: VALUE_LIMIT,
            piece: Bytes::new(),
            begun: BytesMut::new(),
            place: Place::default(),
            here: Place::default(),
            mark: Some(0),
            phase: Phase::Open,
        }
    }

    /// Sets how many bytes one value may have.
    pub(crate) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// Gives the next piece, best after all values of the one before have been taken: then nothing is copied.
    pub(crate) fn push(&mut self, piece: Bytes) {
        let piece = match self.mark {
            Some(held) => self.without_mark(held, piece),
            None => piece,
        };
        self.piece = if self.piece.is_empty() { piece } else { [&self.piece[..], &piece].concat().into() };
    }

    /// Says that there are no more pieces.
    pub(crate) fn finish(&mut self) {
        if self.phase == Phase::Open {
            self.phase = Phase::Finished;
            if let Some(held) = self.mark.take() {
                self.piece = Bytes::from_static(&BOM[..held]);
            }
        }
    }

    /// Gives up what has begun.
    pub(crate) fn abandon(&mut self) {
        (self.phase, self.piece, self.begun) = (Phase::Over, Bytes::new(), BytesMut::new());
    }

    /// Whether there is nothing left to be found, whatever follows.
    pub(crate) fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Bytes of room that is held for what has begun.
    #[cfg(test)]
    pub(crate) fn room(&self) -> usize {
        self.begun.capacity()
    }

    /// The next value; none until there is another piece.
    pub(crate) fn next(&mut self) -> Option<Frame> {
        while self.phase != Phase::Over {
            let value = match self.piece.is_empty() {
                true if self.phase == Phase::Open => return None,
                true => {
                    self.phase = Phase::Over;
                    match self.scan.finish() {
                        Ok(true) => self.complete(0..0),
                        Ok(false) => continue,
                        Err(fault) => {
                            self.place = self.here;
                            Some(Err(fault))
                        }
                    }
                }
                false => self.step(),
            };
            if let Some(value) = value {
                let frame = Frame { value, place: self.place };
                self.begun.clear();
                self.place = self.here;
                self.here.index += 1;
                if frame.value.as_ref().is_err_and(Fault::is_final) {
                    self.abandon();
                }
                return Some(frame);
            }
        }
        None
    }

    /// Goes on to the next thing that the scan finds.
    fn step(&mut self) -> Option<Result<Bytes, Fault>> {
        let Cut { value, taken, end } = self.scan.scan(&self.piece);
        if self.begun.is_empty() {
            self.place = self.here;
            self.place.pass(&self.piece[..value.start]);
        }
        self.here.pass(&self.piece[..taken]);
        let outcome = match end {
            _ if self.begun.len() + value.len() > self.limit => Some(Err(Fault::TooLong(self.limit))),
            End::NotYet => {
                self.begun.extend_from_slice(&self.piece[value]);
                None
            }
            End::Here => self.complete(value),
            End::Fault(fault) => Some(Err(fault)),
        };
        let _passed = self.piece.split_to(taken);
        outcome
    }

    /// What has begun, with its last bytes.
    fn complete(&mut self, rest: Range<usize>) -> Option<Result<Bytes, Fault>> {
        let value = match self.begun.is_empty() {
            true => self.piece.slice(rest),
            false => {
                self.begun.extend_from_slice(&self.piece[rest]);
                self.begun.split().freeze()
            }
        };
        match self.scan.check(&value) {
            Ok(true) => Some(Ok(value)),
            Ok(false) => None,
            Err(fault) => Some(Err(fault)),
        }
    }

    /// `piece` without the rest of a byte order mark of which `held` bytes have come; one that is none is given back.
    fn without_mark(&mut self, held: usize, mut piece: Bytes) -> Bytes {
        let wanted = &BOM[held..];
        let same = wanted.iter().zip(&piece).take_while(|(wanted, found)| wanted == found).count();
        if same == wanted.len() {
            self.mark = None;
            return piece.split_off(same);
        }
        if same == piece.len() {
            self.mark = Some(held + same);
            return Bytes::new();
        }
        self.mark = None;
        match held {
            0 => piece,
            _ => [&BOM[..held], &piece].concat().into(),
        }
    }
}
