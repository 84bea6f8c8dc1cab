//! What generated types do with JSON: values are decoded as a type of a generated crate, encoded again, and compared.
//!
//! The types of many crates become modules of one program, which is compiled once and asked line by line.

mod called;
pub mod cause;
mod conjunction;
mod contexts;
mod directions;
pub mod document;
pub mod equal;
mod events;
pub(crate) mod files;
pub mod fixtures;
pub mod harness;
pub mod instance;
pub mod named;
mod object;
mod older;
mod rewrite;
pub mod roundtrip;
mod scalar;
mod several_types;
pub mod synthesis;
pub mod through;
mod tuple;
mod unevaluated;
mod unions;
pub(crate) mod walk;
mod yaml;
