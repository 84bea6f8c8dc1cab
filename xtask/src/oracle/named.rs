//! The types of a generated crate, each with the place of the description that it was made of.

use clientwright_codegen::Output;

use super::files;

/// A type of a generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// A pointer into the tree of the description and its other files, such as `#/components/schemas/User`.
    pub place: String,
    /// As Rust knows it below `types`.
    pub name: String,
}

/// Every type of a crate.
#[must_use]
pub fn types(output: &Output) -> Vec<Named> {
    output
        .types
        .iter()
        .map(|made| Named { place: files::within(&made.origin.to_string()), name: made.name.clone() })
        .collect()
}
