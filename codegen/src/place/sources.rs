//! The texts that a description was read from.

/// All of them but the description itself, which is what everybody knows it by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    /// The specification that the description follows, with its version: `OpenAPI 3.1`.
    pub(crate) specification: String,
    /// What changed it, in this order.
    pub(crate) overlays: Vec<String>,
    /// Further files that it refers to, and addresses of those that were fetched, as messages show them; by name.
    pub(crate) files: Vec<String>,
}
