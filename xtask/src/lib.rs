//! The commands of this repository, one file each, and what they share.
//!
//! This is the only place that reads and writes files; what a description means is codegen's business alone.

pub mod arguments;
pub mod bench;
pub mod browser;
pub mod cache_tests;
pub mod census;
pub mod conformance;
pub mod corpus;
pub mod dump;
pub mod engines;
pub mod explain;
pub mod generate;
mod generator;
pub mod help;
pub mod oracle;
pub mod pins;
pub mod process;
mod reference;
pub mod screen;
pub mod soak;
pub mod sync;
pub mod targets;
pub mod tidy;
pub mod vendor;
mod vendored;
