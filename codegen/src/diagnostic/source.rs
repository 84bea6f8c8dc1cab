//! The text of one file and how places are found in it.
//!
//! Enters: path, text, a function that knows the syntax. Leaves: bytes and lines of places, on demand.

use std::sync::{Arc, OnceLock};

use super::index::{Index, Spans};
use crate::place::Pointer;

/// Finds where each value of a text stands; what cannot be found is left out.
pub(crate) type Locator = fn(text: &str) -> Index;

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
    /// The bytes of the line breaks, found when the first line number is asked for.
    breaks: OnceLock<Vec<usize>>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str, locator: Locator) -> Self {
        let (index, breaks) = (Arc::default(), OnceLock::new());
        Self { path: path.to_owned(), text: text.into(), locator, index, breaks }
    }

    /// The spans of a place; several where its key stands several times, none where the text does not have it.
    pub(crate) fn find(&self, pointer: &Pointer) -> Vec<&Spans> {
        self.index.get_or_init(|| (self.locator)(&self.text)).find(pointer)
    }

    /// The line of a byte, counted from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        let breaks = self.breaks.get_or_init(|| self.text.match_indices('\n').map(|(at, _)| at).collect());
        1 + breaks.partition_point(|line_break| *line_break < at)
    }
}
