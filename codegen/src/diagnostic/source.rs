//! The text of one file and how places are found in it.
//!
//! Enters: path, text, a function that knows the syntax. Leaves: bytes and lines of places, on demand.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::index::{Index, Spans};
use super::steps::{Step, Steps};
use crate::place::Pointer;

/// Finds where the values of a text stand; what cannot be found is left out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Locator {
    /// All at once.
    Whole(fn(text: &str) -> Index),
    /// Those that are asked for.
    Steps(Step),
    /// None.
    Nothing,
}

/// A file that the user wrote.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// As shown in messages.
    pub(crate) path: String,
    /// Shared, because texts of many megabytes occur.
    pub(crate) text: Arc<str>,
    locator: Locator,
    /// Built when the first place is asked for, because most runs show nothing; and once.
    index: Arc<OnceLock<Index>>,
    steps: Arc<Steps>,
    /// The bytes of the line breaks, found when the first line number is asked for.
    breaks: OnceLock<Vec<usize>>,
}

impl Source {
    pub(crate) fn new(path: &str, text: Arc<str>, locator: Locator) -> Self {
        let (index, steps, breaks) = (Arc::default(), Arc::default(), OnceLock::new());
        Self { path: path.to_owned(), text, locator, index, steps, breaks }
    }

    /// The spans of a place; several where its key stands several times, none where the text does not have it.
    pub(crate) fn find(&self, pointer: &Pointer) -> Vec<Spans> {
        match self.locator {
            Locator::Whole(locate) => {
                let index = self.index.get_or_init(|| locate(&self.text));
                index.find(pointer).into_iter().cloned().collect()
            }
            Locator::Steps(step) => self.steps.find(&self.text, step, pointer),
            Locator::Nothing => Vec::new(),
        }
    }

    /// The line of a byte, counted from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        1 + self.breaks().partition_point(|line_break| *line_break < at)
    }

    /// The column of a byte in characters, counted from 1.
    pub(crate) fn column(&self, at: usize) -> usize {
        1 + self.text[self.line_start(at)..at].chars().count()
    }

    /// Where the line of a byte begins.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        let before = self.line(at) - 1;
        before.checked_sub(1).map_or(0, |before| self.breaks()[before] + 1)
    }

    /// Where the line of a byte ends, without its break.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        self.breaks().get(self.line(at) - 1).copied().unwrap_or(self.text.len())
    }

    /// The bytes of the longest line in a piece of the text that begins with a line.
    pub(crate) fn longest_line(&self, piece: Range<usize>) -> usize {
        let (first, last) = (self.line(piece.start), self.line(piece.end));
        let ends = self.breaks()[first - 1..last - 1].iter().copied().chain([piece.end]);
        let mut start = piece.start;
        ends.map(|end| end - std::mem::replace(&mut start, end + 1)).max().unwrap_or_default()
    }

    fn breaks(&self) -> &[usize] {
        self.breaks.get_or_init(|| memchr::memchr_iter(b'\n', self.text.as_bytes()).collect())
    }
}
