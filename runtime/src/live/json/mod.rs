//! JSON values one by one: JSON Lines, JSON text sequences, the elements of one array.
//!
//! In comes a body in pieces, out go typed values, each with its place in the body where it does not decode. Where values
//! begin and end is found byte by byte, whatever the pieces; what they hold is `codec`'s business.

mod elements;
mod fault;
mod frames;
mod lines;
mod sequence;
mod stream;

pub use stream::JsonStream;

#[cfg(test)]
mod tests;
