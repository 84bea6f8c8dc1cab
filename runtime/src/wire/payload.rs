//! Bodies in one of several media types, as an enum that the caller chooses from.
//!
//! In comes the enum's table, out goes a call with the chosen body. How each is written is the business of `draft`.

use super::call::Call;

/// An enum of bodies.
pub trait Payload {
    /// Makes the chosen body that of the call, under its media type.
    #[must_use]
    fn put(self, call: Call) -> Call;
}

/// Makes an enum a [`Payload`]: `"application/json" => Json(json);`, the last word being the method of [`Call`] that takes
/// the body: `json`, `form`, `text`, `bytes` or `parts`.
#[doc(hidden)]
#[macro_export]
macro_rules! payload {
    ($name:ident { $($media:literal => $variant:ident($method:ident);)* }) => {
        impl $crate::private::Payload for $name {
            fn put(self, call: $crate::private::Call) -> $crate::private::Call {
                match self {
                    $(Self::$variant(body) => $crate::__put!(call.media($media), $method, body),)*
                }
            }
        }
    };
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
    ($call:expr, $method:ident, $body:ident) => {
        $call.$method($body)
    };
}
