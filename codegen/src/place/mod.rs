//! A place of a description: a file and a pointer into it. The one type for "where" that every room may use.
//!
//! Enters: the descent to a value. Leaves: one comparable value. Lines and columns are not its business; `diagnostic` asks the
//! file for those.
//!
//! A description and the files that it refers to are read as one tree, in which each file stands below a reserved key. Only this
//! room knows that key: everywhere else there are pointers into the tree and places in files.

mod pointer;
mod sources;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub use self::pointer::Pointer;
pub(crate) use self::sources::Sources;

/// A value in a file.
///
/// Displayed as a reference is written: `#/components/schemas/User`, `shared.yaml#/User`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, relative to the description; `None` for the description itself.
    file: Option<Arc<str>>,
    pointer: Pointer,
}

/// The member of the root below which the other files stand, by their paths.
const FILES: &str = "x-cw-files";

impl Place {
    /// A value of the description itself.
    #[must_use]
    pub fn here(pointer: Pointer) -> Self {
        Self { file: None, pointer }
    }

    /// Where the other files stand in the tree of all files.
    pub(crate) fn files() -> Pointer {
        Pointer::root().push(FILES)
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

    /// The word for what stands here: the last key, or that of the file.
    pub(crate) fn word(&self) -> Option<Cow<'_, str>> {
        self.pointer.last().or_else(|| self.file_word().map(Cow::Borrowed))
    }

    /// The word of another file: `user` of `types/user.schema.yaml`, and of `types/user/index.yaml`.
    pub(crate) fn file_word(&self) -> Option<&str> {
        self.file_steps().map(|(word, _)| word)
    }

    /// The word for what stands here with that of its file before it, or, where that is the same, of the folder around: `types user`, `v1 user`.
    pub(crate) fn file_words(&self) -> Option<String> {
        let (file, folder) = self.file_steps()?;
        let word = self.word()?;
        let more = if word == file { folder? } else { file };
        Some(format!("{more} {word}"))
    }

    /// The step of the path that says what a file is, and the one around it that says more.
    fn file_steps(&self) -> Option<(&str, Option<&str>)> {
        let mut steps = self.file()?.rsplit('/').map(|step| step.split('.').next().unwrap_or(step));
        let word = steps.find(|step| step.chars().any(char::is_alphabetic) && !step.eq_ignore_ascii_case("index"))?;
        Some((word, steps.find(|step| step.chars().any(char::is_alphanumeric))))
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

/// A pointer into the tree of all files.
impl From<Pointer> for Place {
    fn from(pointer: Pointer) -> Self {
        match pointer.split(FILES) {
            Some((file, within)) => Self::within(&file, within),
            None => Self::here(pointer),
        }
    }
}

impl From<&Pointer> for Place {
    fn from(pointer: &Pointer) -> Self {
        pointer.clone().into()
    }
}

/// The place in the tree of all files.
impl From<&Place> for Pointer {
    fn from(place: &Place) -> Self {
        match &place.file {
            Some(file) => Self::root().below(&[FILES, file]).joined(&place.pointer),
            None => place.pointer.clone(),
        }
    }
}

impl From<&Place> for Place {
    fn from(place: &Place) -> Self {
        place.clone()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) if self.pointer == Pointer::root() => formatter.write_str(file),
            Some(file) => write!(formatter, "{file}{}", self.pointer),
            None => self.pointer.fmt(formatter),
        }
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

    #[test]
    fn each_place_has_one_pointer_in_the_tree_of_all_files() {
        let user = Pointer::root().push("Us/er");
        for place in
            [Place::here(user.clone()), Place::within("a/b~.yaml", user), Place::within("a.yaml", Pointer::root())]
        {
            let pointer = Pointer::from(&place);
            assert_eq!(Place::from(&pointer), place);
            assert_eq!(Place::from(&pointer.push("id")), place.push("id"));
        }
    }
}
