//! Scalars: the one table from type and format to the value that travels.
//!
//! | type | format | scalar |
//! |---|---|---|
//! | boolean | any | bool |
//! | integer | int32 | 32 bits; int64 and none: 64 bits; uint32, uint64: unsigned, as is one without a format of which bounds, an example or a default lie beyond `i64`; 128 bits, where it may be below zero too, or beyond `u64` |
//! | number | int64 | a number that keeps integers of 64 bits and fractions; any other: 64-bit floating point |
//! | string | date, date-time, uuid, byte, binary, password, ipv4, ipv6 | each its own |
//! | string | other | text; a format is a remark (JSON Schema validation section 7), so the text is exact |

use openapiv3::MediaType;
use serde_json::Number;

use super::{Cx, all_of, looks, schema, times};
use crate::decision::{At, Construct, Decision, Members};
use crate::diagnostic::{catalogue, nearest};
use crate::model::{Range, Scalar, Type};
use crate::schema::{Kind, Schema, SchemaId, Slot};

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
fn kind_of(format: Option<&str>) -> Kind {
    match format {
        Some(
            "int8" | "int16" | "int32" | "int64" | "int128" | "uint8" | "uint16" | "uint32" | "uint64" | "uint128",
        ) => Kind::Integer,
        Some("float" | "double") => Kind::Number,
        Some(_) | None => Kind::String,
    }
}

/// Formats that have a type of their own.
pub(super) const OF_TEXT: &[&str] = &["date", "date-time", "uuid", "byte", "binary", "password", "ipv4", "ipv6"];
const OF_NUMBERS: &[&str] =
    &["int8", "int16", "int32", "int64", "int128", "uint8", "uint16", "uint32", "uint64", "uint128", "float", "double"];

/// Formats of numbers that people write in their place.
const OF_NUMBERS_TOO: &[&str] = &["uint", "integer"];

/// Formats of the registry of OpenAPI, and other ones in use, that are near to others.
const OTHERS: &[&str] = &[
    "base64url",
    "cuid",
    "date-time-local",
    "decimal128",
    "double-int",
    "guid",
    "http-date",
    "local-date",
    "local-date-time",
    "local-time",
    "naive-date",
    "naive-date-time",
    "naive-datetime",
    "naive-time",
    "partial-date-time",
    "partial-time",
    "time-local",
    "ulid",
];

/// What `document` reads as two types.
const INT_OR_STRING: &str = "int-or-string";

/// What becomes of each format.
pub(super) static DECIDED: &[Construct] = &[
    of("`int32`, `int16`, `int8`", |it| matches!(it, "int32" | "int16" | "int8"), Decision::supported("`i32`")),
    of(
        "`int64`",
        |it| it == "int64",
        Decision::supported("`i64`; of a `number`, one that keeps integers of 64 bits and fractions"),
    ),
    Construct {
        group: "Formats",
        name: "an integer without a format",
        versions: Construct::EVERY,
        at: At::Object("Schema Object", of_32_bits),
        decision: Decision::supported(
            "`i64`; `u64` where bounds, an example or a default say that it is larger and never below zero; `i128` where they say that it is larger still, or below zero too",
        ),
    },
    of("`uint32`, `uint16`, `uint8`", |it| matches!(it, "uint32" | "uint16" | "uint8"), Decision::supported("`u32`")),
    of("`uint64`, `uint`", |it| matches!(it, "uint64" | "uint"), Decision::supported("`u64`")),
    of("`int128`, `uint128`", |it| matches!(it, "int128" | "uint128"), Decision::supported("`i128`, of integers")),
    of("`float`, `double`", |it| matches!(it, "float" | "double"), Decision::supported("`f64`, as is every `number`")),
    of("`date`", |it| it == "date", Decision::supported("a date of the calendar")),
    of("`date-time`", |it| it == "date-time", Decision::supported("an instant, with the offset that it came with")),
    of("`uuid`", |it| it == "uuid", Decision::SUPPORTED),
    of("`byte`", |it| it == "byte", Decision::supported("bytes, which travel in Base64")),
    of("`binary`", |it| it == "binary", Decision::supported("bytes as they are")),
    of("`password`", |it| it == "password", Decision::supported("a text that no log shows")),
    of("`ipv4`, `ipv6`", |it| matches!(it, "ipv4" | "ipv6"), Decision::SUPPORTED),
    of("`int-or-string`", |it| it == INT_OR_STRING, Decision::supported("a choice of an integer and a text")),
    Construct {
        group: "Formats",
        name: "`email`, `uri`, `hostname`, `time`, `duration`, `regex`, ...",
        versions: Construct::EVERY,
        at: At::Text("Schema Object", "format", |it| REMARKS.contains(&it), &[]),
        decision: Decision::ignored("exactly the text; whether it is one is for the server to say"),
    },
    Construct {
        group: "Formats",
        name: "`date` or `date-time` with an example that is none",
        versions: Construct::EVERY,
        at: At::Told,
        decision: Decision::told("what the format says", &catalogue::EXAMPLE_OF_NO_TIME),
    },
    Construct {
        group: "Formats",
        name: "all others of texts",
        versions: Construct::EVERY,
        at: At::Object("Schema Object", |schema| without_format(schema, &["string"])),
        decision: Decision::told("the text", &catalogue::UNKNOWN_FORMAT),
    },
    Construct {
        group: "Formats",
        name: "all others of numbers",
        versions: Construct::EVERY,
        at: At::Object("Schema Object", |schema| {
            let is_misspelt = schema.get("format")?.as_str().is_some_and(|format| meant(format, OF_NUMBERS).is_some());
            without_format(schema, &["integer", "number"]).filter(|_| !is_misspelt)
        }),
        decision: Decision::ignored(
            "a remark (JSON Schema 2020-12 Validation, section 7); one that is misspelt is told by [CW0404](DIAGNOSTICS.md#cw0404)",
        ),
    },
];

/// A schema of one of the types without a format that is not known.
fn without_format(schema: &Members, types: &[&str]) -> Option<Members> {
    let format = schema.get("format")?.as_str()?;
    let known = [REMARKS, OF_TEXT, OF_NUMBERS, OF_NUMBERS_TOO, &[INT_OR_STRING]];
    let is_other = types.contains(&schema.get("type")?.as_str()?) && !known.iter().any(|known| known.contains(&format));
    let mut schema = schema.clone();
    schema.shift_remove("format")?;
    is_other.then_some(schema)
}

/// The same with another format than an integer has by itself.
fn of_32_bits(schema: &Members) -> Option<Members> {
    let is_bare = schema.get("type")? == "integer" && !schema.contains_key("format");
    let mut schema = schema.clone();
    schema.insert("format".to_owned(), "int32".into());
    is_bare.then_some(schema)
}

/// Formats that have types of different kinds.
const SAMPLES: &[&str] = &["int32", "int64", "uint32", "date", "uuid"];

const fn of(name: &'static str, is: fn(&str) -> bool, decision: Decision) -> Construct {
    let at = At::Text("Schema Object", "format", is, SAMPLES);
    Construct { group: "Formats", name, versions: Construct::EVERY, at, decision }
}

/// From this length on a letter in a few may differ: `e164` and `uid` are near to nothing. Below it, letters may be in another order.
const LONG: usize = 8;

/// The known format that an unknown one is misspelt from.
fn meant(format: &str, known: &'static [&'static str]) -> Option<&'static str> {
    let folded = |text: &str| -> String {
        text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    if known.contains(&format) || OTHERS.contains(&format) || REMARKS.contains(&format) {
        return None;
    }
    let sorted = |text: &str| {
        let mut chars: Vec<char> = folded(text).chars().collect();
        chars.sort_unstable();
        chars
    };
    let find = |is_meant: &dyn Fn(&str) -> bool| known.iter().copied().find(|known| is_meant(known));
    find(&|known| folded(known) == folded(format))
        .or_else(|| find(&|known| sorted(known) == sorted(format)))
        .or_else(|| nearest(format, known.iter().copied()).filter(|_| format.len() >= LONG))
}

/// Tells of a format that is known to nobody; of numbers only of those that are misspelt.
fn check(cx: &mut Cx<'_>, schema: &Schema, kind: Kind, format: &str) {
    let (known, message) = match kind {
        Kind::String => (OF_TEXT, format!("`{format}` is kept as text")),
        _ => (OF_NUMBERS, format!("`{format}` is no format of numbers; it is taken as `{}` without one", kind.word())),
    };
    let asked = (format.to_owned(), kind == Kind::String);
    // A description has few formats, each at many places.
    let meant = *cx.formats.entry(asked).or_insert_with(|| meant(format, known));
    if meant.is_none() && kind != Kind::String {
        return;
    }
    let found = cx.diagnostics.report(&catalogue::UNKNOWN_FORMAT, &schema.place.push("format"), message);
    if let Some(meant) = meant {
        found.help(format!("did you mean `{meant}`?"));
    }
}

/// Reads the table.
pub(super) fn scalar(cx: &mut Cx<'_>, schema: &Schema) -> Scalar {
    if schema.rare.has_content_schema {
        let message = "what the text holds is described, and not read: it is passed as it is";
        cx.diagnostics.report(&catalogue::CONTENT_SCHEMA, &schema.place.push("contentSchema"), message).at_key();
    }
    let format = schema.format.as_deref();
    let kind = kind(schema);
    match (kind, format) {
        (Kind::Integer | Kind::Number, Some(format)) => check(cx, schema, kind, format),
        (Kind::String, Some(format))
            if ![OF_TEXT, REMARKS].iter().any(|known| known.contains(&format))
                && !is_beside_numbers(cx, schema, format) =>
        {
            check(cx, schema, kind, format);
        }
        _ => {}
    }
    if kind == Kind::String {
        times::check(cx, schema);
    }
    value(schema)
}

fn kind(schema: &Schema) -> Kind {
    schema.kinds.single().unwrap_or_else(|| kind_of(schema.format.as_deref()))
}

/// What the table has for a schema.
pub(super) fn value(schema: &Schema) -> Scalar {
    match (kind(schema), schema.format.as_deref()) {
        (Kind::Boolean, _) => Scalar::Bool,
        (Kind::Integer, Some("int32" | "int16" | "int8")) => Scalar::I32,
        (Kind::Integer, Some("uint32" | "uint16" | "uint8")) => Scalar::U32,
        (Kind::Integer, Some("uint64" | "uint")) => Scalar::U64,
        (Kind::Integer, Some("int128" | "uint128")) => Scalar::I128,
        (Kind::Integer, None) if is_unsigned(schema) => Scalar::U64,
        (Kind::Integer, None) if is_beyond(schema) => Scalar::I128,
        (Kind::Integer, _) => Scalar::I64,
        // A number may have a fraction whatever its format says, and integers of 64 bits are not all exact beside one.
        (Kind::Number, Some("int64" | "uint64" | "integer")) => Scalar::Number,
        (Kind::Number, _) => Scalar::F64,
        (Kind::String, Some("date")) => Scalar::Date,
        (Kind::String, Some("date-time")) => Scalar::DateTime,
        (Kind::String, Some("uuid")) => Scalar::Uuid,
        (Kind::String, Some("byte")) => Scalar::Base64,
        (Kind::String, Some("binary")) => Scalar::Binary,
        (Kind::String, Some("password")) => Scalar::Secret,
        (Kind::String, None) if is_base64(schema) => Scalar::Base64,
        (Kind::String, None) if is_bytes(schema) => Scalar::Binary,
        (Kind::String, Some("ipv4")) => Scalar::Ipv4,
        (Kind::String, Some("ipv6")) => Scalar::Ipv6,
        (Kind::Null | Kind::String | Kind::Array | Kind::Object, _) => Scalar::String,
    }
}

/// The least number that `i64` has no room for.
const BEYOND: f64 = 9_223_372_036_854_775_808.0;

/// The least number that `u64` has no room for.
const BEYOND_UNSIGNED: f64 = 18_446_744_073_709_551_616.0;

/// Whether an integer without a format may be beyond `i64`, whatever it may be below zero. What is written in JavaScript has the largest
/// `i64` as the number behind it.
fn is_beyond(schema: &Schema) -> bool {
    let size = |number: &Number| number.as_f64().map_or(0.0, f64::abs);
    bounds(schema).any(|bound| size(bound) > BEYOND)
        || shown(schema).any(|number| !number.is_i64() && size(number) >= BEYOND)
}

/// Whether an integer may be beyond `i64`, not beyond `u64`, and never below zero.
fn is_unsigned(schema: &Schema) -> bool {
    let reaches =
        |bound: &Option<Number>, least: f64| bound.as_ref().and_then(Number::as_f64).is_some_and(|it| it >= least);
    // As floating point the largest `i64` is the number behind it, and so is the largest `u64`.
    let is_large = |number: &Number| !number.is_i64() && number.as_f64() >= Some(BEYOND);
    let is_too_large = |number: &Number| number.as_f64() > Some(BEYOND_UNSIGNED);
    let is_shown_too_large = |number: &Number| number.is_f64() && number.as_f64() >= Some(BEYOND_UNSIGNED);
    (reaches(&schema.rare.minimum, 0.0) || reaches(&schema.rare.exclusive_minimum, -1.0))
        && bounds(schema).chain(shown(schema)).any(is_large)
        && !bounds(schema).any(is_too_large)
        && !shown(schema).any(is_shown_too_large)
}

fn bounds(schema: &Schema) -> impl Iterator<Item = &Number> {
    let rare = &schema.rare;
    [&rare.minimum, &rare.exclusive_minimum, &rare.maximum, &rare.exclusive_maximum].into_iter().flatten()
}

/// The numbers that a schema shows of its values.
fn shown(schema: &Schema) -> impl Iterator<Item = &Number> {
    schema.example.iter().chain(&schema.rare.default).filter_map(|value| value.as_number())
}

/// Whether a format is that of the numbers that may stand in the place of a text, so that it says nothing of the text: ASP.NET writes each
/// number as `type: [integer, string]`.
fn is_beside_numbers(cx: &Cx<'_>, schema: &Schema, format: &str) -> bool {
    let Some((parent, Slot::AnyOf(_))) = schema.parent else { return false };
    let parent = cx.schemas.get(parent);
    let mut others = parent.any_of.iter().map(|id| cx.schemas.get(*id));
    OF_NUMBERS.contains(&format)
        && others.any(|it| {
            matches!(it.kinds.single(), Some(Kind::Integer | Kind::Number)) && it.format.as_deref() == Some(format)
        })
}

/// Whether a text is bytes in Base64 (JSON Schema 2020-12 Validation, section 8.3).
fn is_base64(schema: &Schema) -> bool {
    schema.rare.content_encoding.as_deref().is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"))
}

/// Whether a whole body is text in Base64, since its schema says how it is encoded (OAS 3.1.1 section 4.8.14.3). What `format: byte` says
/// is that of texts in JSON: InfluxDB and Xero have it of bodies that are bytes as they are.
pub(super) fn goes_in_base64(cx: &mut Cx<'_>, media: &MediaType, ty: Option<&Type>) -> bool {
    let is_such = ty.is_some_and(|ty| *looks::target(&cx.types, ty.non_null()) == Type::Scalar(Scalar::Base64));
    let id = media.schema.as_ref().and_then(schema::id).filter(|_| is_such);
    id.and_then(|id| all_of::whole(cx, id)).is_some_and(|schema| is_base64(&schema))
}

/// Whether it is bytes as they are, which OpenAPI 3.1 tells by a media type without an encoding (section 4.4.1.2 of 3.1.1).
pub(super) fn is_bytes(schema: &Schema) -> bool {
    let media = schema.rare.content_media_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    let is_text = media.starts_with("text/") || media.contains("json") || media.contains("xml");
    schema.rare.content_encoding.is_none() && !media.is_empty() && !is_text
}

/// Where the numbers of a schema lie; none where it has no bounds or is about something else.
pub(super) fn range(cx: &mut Cx<'_>, id: SchemaId) -> Option<Range> {
    let id = cx.schemas.resolve(id)?;
    let whole = match all_of::members(&cx.schemas.get(id)).is_empty() {
        true => id,
        false => all_of::flatten(cx, id),
    };
    let schema = cx.schemas.get(whole);
    if !matches!(schema.kinds.single(), Some(Kind::Integer | Kind::Number)) {
        return None;
    }
    let is_unsigned = matches!(schema.format.as_deref(), Some("uint" | "uint8" | "uint16" | "uint32" | "uint64"));
    let bound = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_f64);
    let above = bound(&schema.rare.exclusive_minimum).map(f64::next_up);
    let below = bound(&schema.rare.exclusive_maximum).map(f64::next_down);
    let least = [bound(&schema.rare.minimum), above, is_unsigned.then_some(0.0)].into_iter().flatten().reduce(f64::max);
    let most = [bound(&schema.rare.maximum), below].into_iter().flatten().reduce(f64::min);
    (least.is_some() || most.is_some())
        .then(|| Range { least: least.unwrap_or(f64::NEG_INFINITY), most: most.unwrap_or(f64::INFINITY) })
}
