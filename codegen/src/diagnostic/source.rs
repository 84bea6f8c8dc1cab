//! The text of one file and how places are found in it.
//!
//! Enters: path, text, a function that knows the syntax. Leaves: byte ranges, on demand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::place::Pointer;

/// Finds the wanted places of a text; what is not there is left out. A key that stands twice gives two spans.
pub(crate) type Locator = fn(text: &str, wanted: &BTreeSet<Pointer>) -> BTreeMap<Pointer, Vec<Spans>>;

/// Where a member stands, as bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spans {
    /// Its key; `None` for array items and the root.
    pub(crate) key: Option<Range<usize>>,
    /// Its value.
    pub(crate) value: Range<usize>,
    /// Whether the value is neither an object nor an array.
    pub(crate) scalar: bool,
}

/// A file that the user wrote.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// As shown in messages.
    pub(crate) path: String,
    /// Shared, because texts of many megabytes occur.
    pub(crate) text: Arc<str>,
    pub(crate) locator: Locator,
    /// The bytes of the line breaks, found when the first line number is asked for.
    breaks: OnceLock<Vec<usize>>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str, locator: Locator) -> Self {
        Self { path: path.to_owned(), text: text.into(), locator, breaks: OnceLock::new() }
    }

    /// The line of a byte, counted from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        let breaks = self.breaks.get_or_init(|| self.text.match_indices('\n').map(|(at, _)| at).collect());
        1 + breaks.partition_point(|line_break| *line_break < at)
    }
}
