//! The runtime's sources, for those who have it beside their crates.

/// The folder of the vendored runtime below `generated/`.
pub(crate) const FOLDER: &str = "clientwright-runtime";
