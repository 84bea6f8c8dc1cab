//! Every name of the runtime that generated code uses.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Scalar;

/// The macros that take tables.
pub(super) const RECORD: &str = "rt::record";
pub(super) const STRING_ENUM: &str = "rt::string_enum";
pub(super) const INTEGER_ENUM: &str = "rt::integer_enum";
pub(super) const CLOSED_STRING_ENUM: &str = "rt::closed_string_enum";
pub(super) const CLOSED_INTEGER_ENUM: &str = "rt::closed_integer_enum";
pub(super) const TAGGED_UNION: &str = "rt::tagged_union";
pub(super) const UNTAGGED_UNION: &str = "rt::untagged_union";
pub(super) const CHOICE: &str = "rt::choice";
pub(super) const CLIENT_BUILDER: &str = "rt::client_builder";
pub(super) const OPERATION: &str = "rt::operation";
pub(super) const OUTCOME: &str = "rt::outcome";
pub(super) const PAYLOAD: &str = "rt::payload";
pub(super) const HEADERS: &str = "rt::headers";
pub(super) const TRANSPARENT: &str = "rt::transparent";
/// By its whole path: it stands among modules that may be called like the door of the runtime, or like its crate.
pub(super) const WHEN: &str = "::clientwright_runtime::when";

/// `use clientwright_runtime::private as rt;`
pub(super) fn import() -> TokenStream {
    quote!(
        use clientwright_runtime::private as rt;
    )
}

/// The type at the crate root of the runtime that holds a scalar; `None` for types of the standard library.
pub(super) fn value(scalar: Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::Number => Some("Number"),
        Scalar::Uuid => Some("Uuid"),
        Scalar::Date => Some("Date"),
        Scalar::DateTime => Some("DateTime"),
        Scalar::Base64 => Some("Base64"),
        Scalar::Secret => Some("Secret"),
        Scalar::Bool | Scalar::Always(_) | Scalar::String => None,
        Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::I128 | Scalar::F64 => None,
        // Octets have no place in a JSON value; a server that says so means text.
        Scalar::Binary => None,
        Scalar::Ipv4 | Scalar::Ipv6 => None,
    }
}

/// Any JSON value.
pub(super) const VALUE: &str = "Value";
/// A property that has one value.
pub(super) const CONSTANT: &str = "Constant";
/// Absent, null or a value.
pub(super) const MAYBE: &str = "Maybe";
