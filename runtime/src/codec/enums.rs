//! Enumerations: open ones keep what they do not know, closed ones refuse it.

use std::error::Error;
use std::fmt;

/// A text that a closed enumeration does not list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotListed {
    expected: &'static str,
}

impl NotListed {
    /// `expected` names what is listed.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(expected: &'static str) -> Self {
        Self { expected }
    }
}

impl fmt::Display for NotListed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.expected)
    }
}

impl Error for NotListed {}

/// Describes an open enum of texts to the codec. The enum has a further variant `Unknown(String)`.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($type:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $type {
            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }
        impl ::std::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(::std::borrow::ToOwned::to_owned(text)),
                }
            }
        }
        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(::std::convert::From::from(text))
            }
        }
        impl $crate::codec::Decode for $type {
            fn vacant() -> Self {
                Self::Unknown(::std::string::String::new())
            }
            fn shape(&mut self) -> $crate::codec::Shape<'_> {
                $crate::codec::Shape::Text(self)
            }
        }
        impl $crate::codec::Text for $type {
            fn parse(&mut self, text: &str) -> ::std::result::Result<(), &'static str> {
                *self = ::std::convert::From::from(text);
                ::std::result::Result::Ok(())
            }
        }
        $crate::codec_text!($type);
    };
}

/// Describes a closed enum of texts to the codec.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_enum {
    ($type:ident { $first:ident = $head:literal $(, $variant:ident = $text:literal)* $(,)? }) => {
        impl $type {
            const LISTED: &'static str = ::std::concat!("`", $head, "`" $(, " or `", $text, "`")*);
            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &'static str {
                match self {
                    Self::$first => $head,
                    $(Self::$variant => $text,)*
                }
            }
        }
        impl ::std::str::FromStr for $type {
            type Err = $crate::codec::NotListed;
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                match text {
                    $head => ::std::result::Result::Ok(Self::$first),
                    $($text => ::std::result::Result::Ok(Self::$variant),)*
                    _ => ::std::result::Result::Err($crate::codec::NotListed::new(Self::LISTED)),
                }
            }
        }
        impl $crate::codec::Decode for $type {
            fn vacant() -> Self {
                Self::$first
            }
            fn shape(&mut self) -> $crate::codec::Shape<'_> {
                $crate::codec::Shape::Text(self)
            }
        }
        impl $crate::codec::Text for $type {
            fn parse(&mut self, text: &str) -> ::std::result::Result<(), &'static str> {
                *self = ::std::str::FromStr::from_str(text).map_err(|_| Self::LISTED)?;
                ::std::result::Result::Ok(())
            }
        }
        $crate::codec_text!($type);
    };
}

/// What both kinds of text enum have.
#[doc(hidden)]
#[macro_export]
macro_rules! codec_text {
    ($type:ident) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }
        impl $crate::codec::Encode for $type {
            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::View::Str(self.as_str())
            }
        }
        $crate::codec_serde!($type);
    };
}

/// Describes an open enum of integers to the codec. The enum has a further variant `Unknown(i64)`.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($type:ident { $($variant:ident = $integer:literal),* $(,)? }) => {
        impl $type {
            /// The integer on the wire.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $integer,)*
                    Self::Unknown(integer) => *integer,
                }
            }
        }
        impl ::std::convert::From<i64> for $type {
            fn from(integer: i64) -> Self {
                match integer {
                    $($integer => Self::$variant,)*
                    _ => Self::Unknown(integer),
                }
            }
        }
        impl ::std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }
        impl $crate::codec::Decode for $type {
            fn vacant() -> Self {
                Self::Unknown(0)
            }
            fn shape(&mut self) -> $crate::codec::Shape<'_> {
                $crate::codec::Shape::Integer(self)
            }
        }
        impl $crate::codec::Integer for $type {
            fn set(&mut self, integer: i64) -> ::std::result::Result<(), &'static str> {
                *self = ::std::convert::From::from(integer);
                ::std::result::Result::Ok(())
            }
        }
        impl $crate::codec::Encode for $type {
            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::View::I64(self.as_i64())
            }
        }
        $crate::codec_serde!($type);
    };
}
