//! Enumerations. They are open: what they do not list they keep. An enum and its values are one table.

/// An open enum of texts: `string_enum! { pub enum Role { Admin = "admin", } }`. It gets a further variant `Unknown(String)`.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($(#[$attribute:meta])* $vis:vis enum $type:ident {
        $($(#[$of_variant:meta])* $variant:ident = $text:literal),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone)]
        #[non_exhaustive]
        $vis enum $type {
            $(
                #[doc = ::std::concat!("````` ", $text, " `````")]
                $(#[$of_variant])*
                $variant,
            )*
            /// A value that the description does not list, as it came.
            Unknown(::std::string::String),
        }
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
        $crate::open_enum! { $type { $($variant)* } as_str }
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
            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(::std::convert::From::from(text))
            }
        }
        $crate::described_enum! { $type, Self::Unknown(::std::string::String::new()), Text Str as_str }
        impl $crate::codec::Text for $type {
            fn example(&self) -> &'static str {
                [$($text,)* ""][0]
            }
            fn parse(&mut self, text: &str) -> ::std::result::Result<(), &'static str> {
                *self = ::std::convert::From::from(text);
                ::std::result::Result::Ok(())
            }
            fn is_described(&self, _: &str) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }
    };
}

/// An open enum of integers: `integer_enum! { pub enum Level { Low = 1, } }`. It gets a further variant `Unknown(i64)`.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($(#[$attribute:meta])* $vis:vis enum $type:ident {
        $($(#[$of_variant:meta])* $variant:ident = $integer:literal),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone)]
        #[non_exhaustive]
        $vis enum $type {
            $(
                #[doc = ::std::concat!("`", $integer, "`")]
                $(#[$of_variant])*
                $variant,
            )*
            /// A value that the description does not list, as it came.
            Unknown(i64),
        }
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
        $crate::open_enum! { $type { $($variant)* } as_i64 }
        impl ::std::convert::From<i64> for $type {
            fn from(integer: i64) -> Self {
                match integer {
                    $($integer => Self::$variant,)*
                    _ => Self::Unknown(integer),
                }
            }
        }
        $crate::described_enum! { $type, Self::Unknown(0), Integer I64 as_i64 }
        impl $crate::codec::Integer for $type {
            fn example(&self) -> i64 {
                [$($integer,)* 0][0]
            }
            fn set(&mut self, integer: i64) -> ::std::result::Result<(), &'static str> {
                *self = ::std::convert::From::from(integer);
                ::std::result::Result::Ok(())
            }
            fn is_described(&self) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }
    };
}

/// What open enums have in common: they are shown by the names of their variants, and compared by their values.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($type:ident { $($variant:ident)* } $value:ident) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(match self {
                    $(Self::$variant => ::std::stringify!($variant),)*
                    Self::Unknown(value) => return formatter.debug_tuple("Unknown").field(value).finish(),
                })
            }
        }
        $crate::compared_by! { $type $value }
    };
}

/// An enum that is compared by its values. So its order does not follow the order in which a description lists them, and a value
/// compares the same after the description has come to list it.
#[doc(hidden)]
#[macro_export]
macro_rules! compared_by {
    ($type:ident $value:ident) => {
        impl ::std::cmp::PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.$value() == other.$value()
            }
        }
        impl ::std::cmp::Eq for $type {}
        impl ::std::cmp::PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(::std::cmp::Ord::cmp(self, other))
            }
        }
        impl ::std::cmp::Ord for $type {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                ::std::cmp::Ord::cmp(&self.$value(), &other.$value())
            }
        }
        impl ::std::hash::Hash for $type {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(&self.$value(), state);
            }
        }
    };
}

/// How an enum of texts or integers, open or closed, is read, written and shown; and what it is before it is read.
#[doc(hidden)]
#[macro_export]
macro_rules! described_enum {
    ($type:ident, $vacant:expr, $shape:ident $view:ident $value:ident) => {
        impl $crate::codec::Described for $type {
            fn vacant() -> Self {
                $vacant
            }
            fn shape(&mut self) -> $crate::codec::Shape<'_> {
                $crate::codec::Shape::$shape(self)
            }
            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::View::$view(self.$value())
            }
        }
        impl ::std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.$value(), formatter)
            }
        }
        $crate::codec_serde!($type);
    };
}
