//! What is wrong with how the values of a body stand in it.

use std::fmt;

/// Values that cannot be told apart, or not be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A value of more bytes than are kept of one.
    TooLong(usize),
    /// No array where one must begin; the byte that stands there, none at the end of the body.
    NoArray(Option<u8>),
    /// No element where one must stand.
    NoElement(u8),
    /// Neither a comma nor the end of the array behind an element.
    NoComma(u8),
    /// Something behind the array.
    Trailing(u8),
    /// The body ended within the array.
    Unclosed,
    /// Something in front of the first record separator (RFC 7464 section 2.1).
    Unseparated,
    /// A number or a word without white space behind it, of which the end may be missing (RFC 7464 section 2.4).
    Cut,
}

impl Fault {
    /// Whether nothing that follows can be read.
    pub(crate) const fn is_final(&self) -> bool {
        !matches!(self, Self::Unseparated | Self::Cut)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |byte: &u8| byte.escape_ascii();
        match self {
            Self::TooLong(limit) => write!(f, "a value is longer than {limit} bytes"),
            Self::NoArray(None) => f.write_str("expected a JSON array, the body is empty"),
            Self::NoArray(Some(found)) => write!(f, "expected a JSON array, found `{}`", shown(found)),
            Self::NoElement(found) => write!(f, "expected an element of the array, found `{}`", shown(found)),
            Self::NoComma(found) => write!(f, "expected `,` or `]` behind the element, found `{}`", shown(found)),
            Self::Trailing(found) => write!(f, "expected nothing behind the array, found `{}`", shown(found)),
            Self::Unclosed => f.write_str("the body ended before the array did"),
            Self::Unseparated => f.write_str("expected a record separator in front of the first text"),
            Self::Cut => f.write_str("a number or word without white space behind it, which may be cut off"),
        }
    }
}
