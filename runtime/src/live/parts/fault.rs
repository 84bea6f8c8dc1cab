//! What is wrong with how the parts of a body stand in it.

use std::fmt;

/// Parts that cannot be told apart, or not be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A body of more bytes than are kept of one.
    TooLong(usize),
    /// Headers of more bytes than are kept of them.
    HeadTooLong(usize),
    /// A line among the headers that is none.
    Header,
    /// The body ended, and there was no boundary in it.
    NoBoundary,
    /// The body ended before its closing boundary.
    Unclosed,
}

impl Fault {
    /// Whether nothing that follows can be read.
    pub(crate) const fn is_final(&self) -> bool {
        !matches!(self, Self::Header)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(limit) => write!(f, "a part is longer than {limit} bytes"),
            Self::HeadTooLong(limit) => write!(f, "the headers of a part are longer than {limit} bytes"),
            Self::Header => f.write_str("a header of a part is malformed"),
            Self::NoBoundary => f.write_str("the boundary does not occur in the body"),
            Self::Unclosed => f.write_str("the body ended before its last part did"),
        }
    }
}
