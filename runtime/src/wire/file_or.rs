//! What a part of a multipart body holds that may be a file or a value.
//!
//! In come files and values of one type, out goes which of them it is. How either is written is the business of `parts`.

use super::part::Part;
use crate::codec::Encode;

/// A file, or a value of a type, where a description takes either as a part. Files and values are made into it: a method
/// takes them as they are.
#[derive(Clone, Debug)]
pub enum FileOr<T> {
    /// A file, sent under its name.
    File(Part),
    /// A value, written as it is where no file may be: a primitive as text, an object as JSON.
    Value(T),
}

impl<T> From<Part> for FileOr<T> {
    fn from(file: Part) -> Self {
        Self::File(file)
    }
}

impl<T: Encode> From<T> for FileOr<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for FileOr<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}
