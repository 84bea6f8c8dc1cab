//! What generated types do with JSON: values are decoded as a type of a generated crate, encoded again, and compared.
//!
//! The types of many crates become modules of one program, which is compiled once and asked line by line.

pub mod equal;
pub mod fixtures;
pub mod harness;
pub mod named;
pub mod through;
