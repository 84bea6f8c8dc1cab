//! The generated code's door. Enters: nothing. Leaves: everything that generated code names. Not for people, and exempt
//! from semantic versioning: a generated crate and the runtime it was generated for go together.

/// The generation of what a crate was generated for, which has to be that of this runtime: a mismatch is a compile error that says what to run.
/// The number grows with every change of this door that older generated code cannot be compiled with.
#[macro_export]
#[doc(hidden)]
macro_rules! fits {
    (4) => {};
    (1) => { $crate::fits!(older); };
    (2) => { $crate::fits!(older); };
    (3) => { $crate::fits!(older); };
    (older) => {
        ::core::compile_error!(
            "this client was generated for an older clientwright-runtime than the one it is compiled with: \
             generate it anew with the clientwright of that version, by `clientwright generate` or `cargo xtask generate`"
        );
    };
    ($newer:literal) => {
        ::core::compile_error!(
            "this client was generated for a newer clientwright-runtime than the one it is compiled with: \
             run `cargo update -p clientwright-runtime`, and `clientwright generate` where its sources are vendored"
        );
    };
}

use crate::codec::{self, DecodeError};
use crate::wire::{read_bare, read_form};

pub use http::HeaderMap;

pub use crate::call::*;
pub use crate::client::{Builder, Client};
pub use crate::codec::{Decode, Encode, list};
#[cfg(feature = "testing")]
pub use crate::codec::{Examples, sample};
pub use crate::live::{Kind, Live, LiveBody, Open, open, open_for_response};
#[cfg(feature = "outbox")]
pub use crate::operation::enqueue;
pub use crate::operation::{Operation, decode, request, send, send_for_response};
pub use crate::pages::*;
pub use crate::reply::*;
pub use crate::setup::CallOptions;
pub use crate::values::*;
pub use crate::wire::*;
pub use crate::{
    choice, client_builder, closed_integer_enum, closed_string_enum, fits, headers, integer_enum, operation, outcome,
    payload, record, string_enum, tagged_union, transparent, untagged_union,
};

/// Text of whatever the caller has.
pub fn text(text: impl Into<String>) -> String {
    text.into()
}

/// The body of a request that the server sends, as JSON.
pub fn incoming<T: Decode>(body: &[u8]) -> Result<T, DecodeError> {
    codec::from_slice(body)
}

/// The body of a request that the server sends, as JSON, or as a bare text that spells a value: `2024-01-02` without quotes.
pub fn incoming_any<T: Decode>(body: &[u8]) -> Result<T, DecodeError> {
    let refused = match codec::from_slice(body) {
        Ok(value) => return Ok(value),
        Err(refused) => refused,
    };
    let mut value = codec::vacant::<T>();
    match read_bare(body, &mut value) {
        Ok(()) => Ok(value),
        // What was meant to be JSON is told as that.
        Err(_) if matches!(body.trim_ascii_start(), [b'{' | b'[' | b'"', ..]) => Err(refused),
        Err(unreadable) => Err(unreadable),
    }
}

/// The body of a request that the server sends, as text.
pub fn incoming_text(body: &[u8]) -> Result<String, DecodeError> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(DecodeError::of_body(error.to_string())),
    }
}

/// The body of a request that the server sends, as a form; what is said of its properties is in `parts`.
pub fn incoming_form<T: Decode>(body: &[u8], parts: &'static [PartSpec]) -> Result<T, DecodeError> {
    let mut value = codec::vacant::<T>();
    read_form(body, parts, &mut value)?;
    Ok(value)
}

/// Modules that are there under a condition, and what is in them: `when! { any(feature = "api-users", feature = "api-chat") => user { User } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! when {
    ($condition:meta => $($module:ident { $($name:ident),* })*) => {
        $(
            #[cfg($condition)]
            mod $module;
            #[cfg($condition)]
            pub use self::$module::{$($name),*};
        )*
    };
}
