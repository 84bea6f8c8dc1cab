//! The way down to the value at hand during a walk, kept on the stack.
//!
//! Enters: a step per level. Leaves: a `Pointer`, made only when something is reported there, because nearly nothing is.

use std::borrow::Cow;

use crate::place::Pointer;

/// The keys and indices from the root to a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'a> {
    Root,
    /// Where a walk begins that does not begin at the root.
    At(&'a Pointer),
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }

    pub(super) fn index(&'a self, index: usize) -> Self {
        Self::Index(self, index)
    }

    pub(super) fn pointer(&self) -> Pointer {
        let (mut path, mut steps) = (self, Vec::new());
        let start = loop {
            path = match path {
                Self::Root => break Pointer::root(),
                Self::At(pointer) => break (*pointer).clone(),
                Self::Key(parent, key) => {
                    steps.push(Cow::Borrowed(*key));
                    parent
                }
                Self::Index(parent, index) => {
                    steps.push(Cow::Owned(index.to_string()));
                    parent
                }
            };
        };
        start.below(&steps.iter().rev().map(|step| &**step).collect::<Vec<_>>())
    }
}
