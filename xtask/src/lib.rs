//! The commands of this repository alone, one file each, and what they share. Those that its users have as well are `clientwright`'s.

pub mod arguments;
pub mod bench;
pub mod browser;
pub mod cache_tests;
pub mod census;
pub mod conformance;
pub mod corpus;
pub mod engines;
pub mod explain;
pub mod help;
pub mod oracle;
pub mod pins;
pub mod process;
mod reference;
pub mod soak;
pub mod tidy;
