//! Why a text or an integer is no value of a closed enum.

use std::error::Error;
use std::fmt;

/// It is none of the values that the enum lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unlisted(());

impl Unlisted {
    /// What macros say it by.
    #[doc(hidden)]
    pub const HERE: Self = Self(());

    /// What was expected, as in "expected ...".
    #[doc(hidden)]
    pub const WORDS: &'static str = "one of the values that the enum lists";
}

impl fmt::Display for Unlisted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", Self::WORDS)
    }
}

impl Error for Unlisted {}
