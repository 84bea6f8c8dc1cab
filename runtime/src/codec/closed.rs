//! Enumerations that are closed: a value that they do not list is an error. Descriptions do not ask for them, as servers grow; who
//! generates a client may.

/// A closed enum of texts: `closed_string_enum! { pub enum Role { Admin = "admin", } }`. It has one value at least.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_string_enum {
    ($(#[$attribute:meta])* $vis:vis enum $type:ident {
        $($(#[$of_variant:meta])* $variant:ident = $text:literal),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug)]
        $vis enum $type {
            $(
                #[doc = ::std::concat!("````` ", $text, " `````")]
                $(#[$of_variant])*
                $variant,
            )*
        }
        impl $type {
            /// All values, in the order of the description.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
        impl ::std::str::FromStr for $type {
            type Err = $crate::Unlisted;
            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::Unlisted> {
                match text {
                    $($text => ::std::result::Result::Ok(Self::$variant),)*
                    _ => ::std::result::Result::Err($crate::Unlisted::HERE),
                }
            }
        }
        $crate::compared_by! { $type as_str }
        $crate::described_enum! { $type, Self::ALL[0], Text Str as_str }
        impl $crate::codec::Text for $type {
            fn example(&self) -> &'static str {
                Self::ALL[0].as_str()
            }
            fn parse(&mut self, text: &str) -> ::std::result::Result<(), &'static str> {
                *self = ::std::str::FromStr::from_str(text).map_err(|_: $crate::Unlisted| $crate::Unlisted::WORDS)?;
                ::std::result::Result::Ok(())
            }
        }
    };
}

/// A closed enum of integers: `closed_integer_enum! { pub enum Level { Low = 1, } }`. It has one value at least.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_integer_enum {
    ($(#[$attribute:meta])* $vis:vis enum $type:ident {
        $($(#[$of_variant:meta])* $variant:ident = $integer:literal),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug)]
        $vis enum $type {
            $(
                #[doc = ::std::concat!("`", $integer, "`")]
                $(#[$of_variant])*
                $variant,
            )*
        }
        impl $type {
            /// All values, in the order of the description.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The integer on the wire.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $integer,)*
                }
            }
        }
        impl ::std::convert::TryFrom<i64> for $type {
            type Error = $crate::Unlisted;
            fn try_from(integer: i64) -> ::std::result::Result<Self, $crate::Unlisted> {
                match integer {
                    $($integer => ::std::result::Result::Ok(Self::$variant),)*
                    _ => ::std::result::Result::Err($crate::Unlisted::HERE),
                }
            }
        }
        $crate::compared_by! { $type as_i64 }
        $crate::described_enum! { $type, Self::ALL[0], Integer I64 as_i64 }
        impl $crate::codec::Integer for $type {
            fn example(&self) -> i64 {
                Self::ALL[0].as_i64()
            }
            fn set(&mut self, integer: i64) -> ::std::result::Result<(), &'static str> {
                *self = ::std::convert::TryFrom::try_from(integer).map_err(|_: $crate::Unlisted| $crate::Unlisted::WORDS)?;
                ::std::result::Result::Ok(())
            }
        }
    };
}
