//! A place of a description: a file and a pointer into it. The one type for "where" that every room may use.
//!
//! Enters: the descent to a value. Leaves: one comparable value. Lines and columns are not its business; `diagnostic` asks the
//! file for those.

mod pointer;

use std::fmt;
use std::sync::Arc;

pub use self::pointer::Pointer;

/// A value in a file.
///
/// Displayed as a reference is written: `#/components/schemas/User`, `shared.yaml#/User`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, relative to the description; `None` for the description itself.
    file: Option<Arc<str>>,
    pointer: Pointer,
}

impl Place {
    /// A value of the description itself.
    #[must_use]
    pub fn here(pointer: Pointer) -> Self {
        Self { file: None, pointer }
    }

    /// A value of another file.
    #[must_use]
    pub fn within(file: &str, pointer: Pointer) -> Self {
        Self { file: Some(file.into()), pointer }
    }

    /// The file, relative to the description; `None` for the description itself.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The value in the file.
    #[must_use]
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// The place of the member `key` of the object here.
    #[must_use]
    pub fn push(&self, key: &str) -> Self {
        Self { file: self.file.clone(), pointer: self.pointer.push(key) }
    }

    /// The place that these keys lead to from here, one after the other.
    #[must_use]
    pub fn below(&self, keys: &[&str]) -> Self {
        Self { file: self.file.clone(), pointer: self.pointer.below(keys) }
    }

    /// The place of the item `index`, counted from 0, of the array here.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: self.file.clone(), pointer: self.pointer.index(index) }
    }

    /// The same place after the subtree at `from` has gone to `to`; `None` where this place is not within `from`.
    #[must_use]
    pub fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        Some(Self { file: to.file.clone(), pointer: self.pointer.moved(&from.pointer, &to.pointer)? })
    }

    /// The place that holds this one; `None` for a whole file.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        Some(Self { file: self.file.clone(), pointer: self.pointer.parent()? })
    }
}

impl From<Pointer> for Place {
    fn from(pointer: Pointer) -> Self {
        Self::here(pointer)
    }
}

impl From<&Pointer> for Place {
    fn from(pointer: &Pointer) -> Self {
        Self::here(pointer.clone())
    }
}

impl From<&Place> for Place {
    fn from(place: &Place) -> Self {
        place.clone()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.file.as_deref().unwrap_or_default(), self.pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Pointer};

    #[test]
    fn a_place_is_written_as_a_reference_to_it() {
        let user = Pointer::root().push("User");
        assert_eq!(Place::here(user.clone()).index(0).to_string(), "#/User/0");
        assert_eq!(Place::within("shared.yaml", user).push("id").to_string(), "shared.yaml#/User/id");
    }
}
