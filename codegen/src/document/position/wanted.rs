//! The wanted places as a tree, so that a scan can leave out everything else.

use std::collections::{BTreeMap, BTreeSet};

use crate::place::Pointer;

/// One level of the wanted places.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// The place that ends here, if any does.
    pub(super) pointer: Option<Pointer>,
    /// What is wanted further down, by key or index.
    pub(super) below: BTreeMap<String, Wanted>,
}

impl Wanted {
    pub(super) fn new(pointers: &BTreeSet<Pointer>) -> Self {
        let mut root = Self::default();
        for pointer in pointers {
            let mut level = &mut root;
            for segment in pointer.segments() {
                level = level.below.entry(segment.into_owned()).or_default();
            }
            level.pointer = Some(pointer.clone());
        }
        root
    }
}
