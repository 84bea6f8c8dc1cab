//! Where each value of a text stands: a tree of spans, built in one pass and asked by pointer.
//!
//! Enters: keys and spans as a pass over the text meets them. Leaves: the spans of a place. Which syntax the text has is not its
//! business.

use std::ops::Range;

use crate::place::Pointer;

/// Where a value stands, as bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spans {
    /// Its key; `None` for items of lists and the root.
    pub(crate) key: Option<Range<usize>>,
    /// The value.
    pub(crate) value: Range<usize>,
    /// Whether the value is neither an object nor a list.
    pub(crate) scalar: bool,
}

/// All values of one text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    nodes: Vec<Node>,
    /// The numbers of the values within each value: those of an object by key and then as they stand, those of a list as they stand.
    within: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Node {
    /// The key as it reads; empty for items of lists and the root.
    name: Box<str>,
    spans: Spans,
    /// What stands within it, as a piece of `Index::within`.
    within: Range<usize>,
}

/// A value that has been met; what stands within it is handed over when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opened(usize);

impl Index {
    /// A value begins. The root is the first.
    pub(crate) fn open(&mut self, name: &str, spans: Spans) -> Opened {
        self.nodes.push(Node { name: name.into(), spans, within: 0..0 });
        Opened(self.nodes.len() - 1)
    }

    /// A value ends, before the byte `end`.
    pub(crate) fn close(&mut self, opened: Opened, within: &[Opened], end: usize) {
        let start = self.within.len();
        self.within.extend(within.iter().map(|inner| inner.0));
        // A stable sort: items of lists have no name and keep their order, and so do keys that stand twice.
        self.within[start..].sort_by(|left, right| self.nodes[*left].name.cmp(&self.nodes[*right].name));
        let node = &mut self.nodes[opened.0];
        node.within = start..self.within.len();
        node.spans.value.end = node.spans.value.end.max(end);
    }

    /// The spans of a place; several where its key stands several times, none where the text does not have it.
    pub(crate) fn find(&self, pointer: &Pointer) -> Vec<&Spans> {
        let mut found: Vec<&Node> = self.nodes.first().into_iter().collect();
        for segment in pointer.segments() {
            // Of equal keys the later counts.
            found = found.last().map_or_else(Vec::new, |node| self.member(node, &segment));
        }
        found.into_iter().map(|node| &node.spans).collect()
    }

    fn member(&self, node: &Node, segment: &str) -> Vec<&Node> {
        let within = &self.within[node.within.clone()];
        let is_list = within.first().is_some_and(|first| self.nodes[*first].spans.key.is_none());
        let numbers = if is_list {
            segment.parse().ok().and_then(|index: usize| within.get(index..=index)).unwrap_or_default()
        } else {
            let start = within.partition_point(|number| *self.nodes[*number].name < *segment);
            let end = within.partition_point(|number| *self.nodes[*number].name <= *segment);
            &within[start..end]
        };
        numbers.iter().map(|number| &self.nodes[*number]).collect()
    }
}
