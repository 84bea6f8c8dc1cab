//! Scalars: the one table from type and format to the value that travels.
//!
//! | type | format | scalar |
//! |---|---|---|
//! | boolean | any | bool |
//! | integer | int32 | 32 bits; int64 and none: 64 bits; uint32, uint64: unsigned |
//! | number | any | 64-bit floating point |
//! | string | date, date-time, uuid, byte, binary, password, ipv4, ipv6 | each its own |
//! | string | other | text; a format is a remark (JSON Schema validation section 7), so the text is exact |

use super::Cx;
use super::site::Site;
use super::view::View;
use crate::diagnostic::catalogue;
use crate::model::Scalar;

/// Formats of text that are remarks for readers.
const REMARKS: &[&str] = &[
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "uri",
    "url",
    "uri-reference",
    "iri",
    "iri-reference",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "time",
    "duration",
    "html",
    "markdown",
    "phone",
    "decimal",
    "char",
    "string",
    "text",
];

/// What a format is said of, where no type is given.
fn kind_of(format: Option<&str>) -> &'static str {
    match format {
        Some("int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64") => "integer",
        Some("float" | "double") => "number",
        Some(_) | None => "string",
    }
}

/// Reads the table.
pub(super) fn scalar(cx: &mut Cx<'_>, view: &View<'_>, site: &Site) -> Scalar {
    let format = view.format.as_deref();
    match (view.kind.unwrap_or_else(|| kind_of(format)), format) {
        ("boolean", _) => Scalar::Bool,
        ("integer", Some("int32" | "int16" | "int8")) => Scalar::I32,
        ("integer", Some("uint32" | "uint16" | "uint8")) => Scalar::U32,
        ("integer", Some("uint64" | "uint")) => Scalar::U64,
        ("integer", _) => Scalar::I64,
        ("number", Some("int32")) => Scalar::I32,
        ("number", Some("int64" | "integer")) => Scalar::I64,
        ("number", _) => Scalar::F64,
        ("string", Some("date")) => Scalar::Date,
        ("string", Some("date-time")) => Scalar::DateTime,
        ("string", Some("uuid")) => Scalar::Uuid,
        ("string", Some("byte")) => Scalar::Base64,
        ("string", Some("binary")) => Scalar::Binary,
        ("string", Some("password")) => Scalar::Secret,
        ("string", Some("ipv4")) => Scalar::Ipv4,
        ("string", Some("ipv6")) => Scalar::Ipv6,
        ("string", Some(format)) if !REMARKS.contains(&format) => {
            cx.diagnostics.report(
                &catalogue::UNKNOWN_FORMAT,
                &site.pointer.push("format"),
                format!("`{format}` is kept as text"),
            );
            Scalar::String
        }
        _ => Scalar::String,
    }
}
