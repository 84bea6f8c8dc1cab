//! Where lowering is: the place in the document, and whose it is.

use crate::place::Pointer;

/// A place in the document with the words that readers know its operation by.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) pointer: Pointer,
    /// The id of the operation, or its method and path.
    pub(super) of: String,
}

impl Site {
    /// The value under the keys `path`.
    pub(super) fn step(&self, path: &[&str]) -> Self {
        let pointer = path.iter().fold(self.pointer.clone(), |pointer, key| pointer.push(key));
        Self { pointer, of: self.of.clone() }
    }

    /// The item `index` of the list under `key`.
    pub(super) fn item(&self, key: &str, index: usize) -> Self {
        Self { pointer: self.pointer.push(key).index(index), of: self.of.clone() }
    }
}
