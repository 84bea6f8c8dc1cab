//! The parts of a multipart body one by one (RFC 2046 section 5.1).
//!
//! In comes a body in pieces, out go parts with their headers, typed. Where parts begin and end is found byte by byte,
//! whatever the pieces; what they hold is `codec`'s business.

mod boundary;
mod fault;
mod received;
mod splitter;
mod stream;

pub use received::{FromPart, ReceivedPart};
pub use stream::PartStream;

#[cfg(test)]
mod tests;
