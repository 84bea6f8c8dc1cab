//! Which keys of a value found a place in what it was read into, and which did not. By that, a union whose values may be of several
//! arms at once sees that an arm would lose what another one names.

use std::collections::HashSet;

use serde_json::Value;

/// The values of keys, at any depth, by their addresses: the value stays where it is as long as it is read.
#[derive(Debug, Default)]
pub(super) struct Keys {
    known: HashSet<*const Value>,
    lost: HashSet<*const Value>,
}

impl Keys {
    /// The key of this value has a place.
    pub(super) fn know(&mut self, value: &Value) {
        self.known.insert(std::ptr::from_ref(value));
        self.lost.remove(&std::ptr::from_ref(value));
    }

    /// The key of this value has none.
    pub(super) fn lose(&mut self, value: &Value) {
        self.lost.insert(std::ptr::from_ref(value));
    }

    /// Whether every key has a place.
    pub(super) fn is_whole(&self) -> bool {
        self.lost.is_empty()
    }

    /// Whether a key without a place here has one there.
    pub(super) fn lack(&self, other: &Self) -> bool {
        !self.lost.is_disjoint(&other.known)
    }
}
