//! The laws of bodies that are read and written piece by piece.

mod api;
mod bytes;
#[path = "../client/mod.rs"]
mod client;
mod drops;
#[cfg(feature = "tracing")]
mod ends;
mod json;
#[cfg(feature = "tracing")]
#[path = "../listening/mod.rs"]
mod listening;
mod mixed;
mod parts;
mod requests;
#[cfg(feature = "reqwest")]
mod wire;
