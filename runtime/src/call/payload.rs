//! Bodies in one of several media types, as an enum that the caller chooses from.
//!
//! In comes the enum's table, out goes a call with the chosen body. How each is written is the business of `draft`.

use super::Call;

/// An enum of bodies.
pub trait Payload {
    /// Makes the chosen body that of the call, under its media type.
    #[must_use]
    fn put(self, call: Call) -> Call;
}

/// Makes an enum a [`Payload`]: `"application/json" => Json(json) from User;`, where `from` names a type that no other
/// variant holds. The word in brackets is the method of [`Call`] that takes the body: `json`, `lines`, `sequence`, `mixed`, `form`, `text`,
/// `base64`, `bytes`, or `parts` of a struct around [`Parts`](crate::wire::Parts).
#[doc(hidden)]
#[macro_export]
macro_rules! payload {
    ($name:ident { $($media:literal => $variant:ident($method:ident) $(from $from:ty)?;)* }) => {
        impl $crate::private::Payload for $name {
            fn put(self, call: $crate::private::Call) -> $crate::private::Call {
                match self {
                    $(Self::$variant(body) => $crate::__put!(call.media($media), $method, body),)*
                }
            }
        }
        $($(
            impl ::std::convert::From<$from> for $name {
                fn from(body: $from) -> Self {
                    Self::$variant(::std::convert::Into::into(body))
                }
            }
        )?)*
        $($crate::__from_str!($name $variant $method $($from)?);)*
    };
}

/// What is made of any text is made of a literal too.
#[doc(hidden)]
#[macro_export]
macro_rules! __from_str {
    ($name:ident $variant:ident text $from:ty) => {
        impl ::std::convert::From<&str> for $name {
            fn from(body: &str) -> Self {
                Self::$variant(::std::convert::Into::into(body))
            }
        }
    };
    ($name:ident $variant:ident $($other:tt)*) => {};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __put {
    ($call:expr, json, $body:ident) => {
        $call.json(&$body)
    };
    ($call:expr, form, $body:ident) => {
        $call.form(&$body)
    };
    ($call:expr, parts, $body:ident) => {
        $call.parts($body.0)
    };
    ($call:expr, $method:ident, $body:ident) => {
        $call.$method($body)
    };
}
