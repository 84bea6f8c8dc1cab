//! What a media type is to a client, by its name alone.
//!
//! | notation | names |
//! |---|---|
//! | JSON | `application/json`, `text/json`, any with `+json` (RFC 6839 section 3.1), `application/*+json` |
//! | form | `application/x-www-form-urlencoded` |
//! | multipart | `multipart/*` |
//! | events | `text/event-stream` |
//! | lines | `application/x-ndjson`, `application/jsonl`, `application/stream+json` and their like: JSON documents, a line each |
//! | sequence | `application/json-seq`, any with `+json-seq` (RFC 8091): JSON documents behind record separators |
//! | anything | `*/*`, `application/*` |
//! | text | any other `text/*` |
//! | octets | images, sounds, films, fonts, archives, documents of office programs: nothing that a schema describes |
//! | other | XML, YAML, CBOR and all else: what a schema describes, in a notation that is not read or written |

use super::patch;
use crate::decision::{At, Construct, Decision};
use crate::diagnostic::catalogue;
use crate::media_type::essence;

/// What a media type is to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    Json,
    Form,
    Multipart,
    Events,
    Lines,
    Sequence,
    Anything,
    Text,
    Octets,
    Other,
}

/// Subtypes of `application` that hold octets.
const OCTETS: &[&str] = &[
    "octet-stream",
    "pdf",
    "zip",
    "gzip",
    "x-gzip",
    "x-tar",
    "x-zip-compressed",
    "x-7z-compressed",
    "x-bzip2",
    "zstd",
    "java-archive",
    "wasm",
    "msword",
    "postscript",
    "epub+zip",
    "x-binary",
    "binary",
    "force-download",
    "x-download",
];

/// Subtypes of JSON documents that are a line each.
const LINES: &[&str] = &[
    "x-ndjson",
    "ndjson",
    "x-json-stream",
    "jsonl",
    "x-jsonl",
    "jsonlines",
    "x-jsonlines",
    "json-lines",
    "stream+json",
];

/// What a name means.
pub(super) fn notation(name: &str) -> Notation {
    let essence = essence(name);
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    match (kind, subtype) {
        _ if is_json(&essence) && essence != "application/stream+json" => Notation::Json,
        ("application", "x-www-form-urlencoded") => Notation::Form,
        ("multipart", _) => Notation::Multipart,
        ("text", "event-stream") => Notation::Events,
        ("application" | "text", subtype) if LINES.contains(&subtype) => Notation::Lines,
        ("application", subtype) if subtype == "json-seq" || subtype.ends_with("+json-seq") => Notation::Sequence,
        ("*", _) | ("application", "*") => Notation::Anything,
        ("text", "xml" | "yaml" | "x-yaml" | "vnd.yaml" | "yml" | "x-yml") => Notation::Other,
        ("text", _) => Notation::Text,
        ("image" | "audio" | "video" | "font" | "model", _) => Notation::Octets,
        ("application", subtype) if OCTETS.contains(&subtype) || subtype.starts_with("vnd.openxmlformats") => {
            Notation::Octets
        }
        ("application", subtype) if subtype.starts_with("vnd.ms-") => Notation::Octets,
        _ => Notation::Other,
    }
}

/// A name for each kind.
const NAMES: &[&str] = &[
    "application/json",
    "application/merge-patch+json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/mixed",
    "text/event-stream",
    "application/jsonl",
    "application/json-seq",
    "text/plain",
    "application/octet-stream",
    "*/*",
    "application/xml",
    "application/cbor",
];

/// What becomes of each kind of media type.
pub(super) static DECIDED: &[Construct] = &[
    of(
        "`application/json`, `*+json`",
        |name| is(name, Notation::Json) && patch::kind(name).is_none(),
        Decision::SUPPORTED,
    ),
    of(
        "patches in JSON: `application/merge-patch+json`, `application/json-patch+json`",
        |name| is(name, Notation::Json) && patch::kind(name).is_some(),
        Decision::supported("a form of its own for each kind, even where one schema describes several"),
    ),
    of(
        "`application/x-www-form-urlencoded`",
        |name| is(name, Notation::Form),
        Decision::supported("sent; of a response as XML is"),
    ),
    of(
        "`multipart/form-data`",
        |name| essence(name) == "multipart/form-data",
        Decision::supported(
            "sent, files as streams; JSON beside it that says the same is a form of its own where no file is required and parts cannot say all of it: null, empty lists, objects; of a response as XML is",
        ),
    ),
    of(
        "`multipart/mixed`, `multipart/related` and all others",
        |name| is(name, Notation::Multipart) && essence(name) != "multipart/form-data",
        Decision::supported(
            "sent: parts under names (of `multipart/related` in their order, the root first) or, where the schema is a list, as many as the caller has; received: a stream of parts",
        ),
    ),
    of("`text/event-stream`", |name| is(name, Notation::Events), STREAM),
    of("JSON in lines: `application/jsonl`, `application/x-ndjson`", |name| is(name, Notation::Lines), BOTH_WAYS),
    of("JSON in a sequence: `application/json-seq`", |name| is(name, Notation::Sequence), BOTH_WAYS),
    of(
        "`text/plain`, `text/*`",
        |name| is(name, Notation::Text) && essence(name) != "text/csv",
        Decision::supported(
            "text, or the scalar that it spells; of an object or a list beside the same as JSON that one, which `text/plain` is read as and other text is left aside for; alone the text, told by [CW0414](DIAGNOSTICS.md#cw0414)",
        ),
    ),
    of(
        "pictures, archives, `application/octet-stream`",
        |name| is(name, Notation::Octets),
        Decision::supported("bytes, in pieces where callers ask for them"),
    ),
    of(
        "ranges: `*/*`, `application/*`",
        |name| is(name, Notation::Anything),
        Decision::supported(
            "JSON where its schema says what is there and nothing else is sent as that; bytes where there is none, or one that says nothing (`{}`, `true`, words alone)",
        ),
    ),
    of("XML", |name| essence(name).contains("xml") && is(name, Notation::Other), NOT_SPOKEN),
    of("YAML, CBOR, CSV and all else that a schema describes", is_unknown, NOT_SPOKEN),
];

const STREAM: Decision = Decision::supported("a stream of typed events; of a failure the bytes");
const BOTH_WAYS: Decision = Decision::supported("a stream of typed values, sent and received; of a failure the bytes");

const NOT_SPOKEN: Decision = Decision::told(
    "left aside where JSON says the same, as `reference.md` lists; alone, bytes or text that callers make and read",
    &catalogue::MEDIA_TYPE_AS_BYTES,
);

fn is_unknown(name: &str) -> bool {
    let is_table = essence(name) == "text/csv";
    (is(name, Notation::Other) || is_table) && !essence(name).contains("xml")
}

const fn of(name: &'static str, is: fn(&str) -> bool, decision: Decision) -> Construct {
    Construct {
        group: "Media types",
        name,
        versions: Construct::EVERY,
        at: At::Key("Media Type Object", is, NAMES),
        decision,
    }
}

fn is(name: &str, meant: Notation) -> bool {
    notation(name) == meant
}

/// JSON under its own or another name (RFC 6839 section 3.1).
fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}

/// Whether the name says no more than that it is text, under which some servers send JSON.
pub(super) fn is_plain_text(name: &str) -> bool {
    essence(name) == "text/plain"
}

/// Whether the name is a range, which no message may have as its type.
pub(super) fn is_range(name: &str) -> bool {
    essence(name).contains('*')
}

#[cfg(test)]
mod tests {
    use super::{Notation, notation};

    #[test]
    fn a_name_says_what_it_is() {
        let expected = [
            ("Application/JSON; charset=utf-8", Notation::Json),
            ("application/*+json", Notation::Json),
            ("text/json", Notation::Json),
            ("application/json-seq", Notation::Sequence),
            ("application/geo+json-seq", Notation::Sequence),
            ("application/stream+json", Notation::Lines),
            ("application/jsonl; charset=utf-8", Notation::Lines),
            ("*/*", Notation::Anything),
            ("image/*", Notation::Octets),
            ("text/csv", Notation::Text),
            ("text/xml", Notation::Other),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Notation::Octets),
            ("application/soap+xml", Notation::Other),
            ("multipart/mixed", Notation::Multipart),
        ];
        for (name, meaning) in expected {
            assert_eq!(notation(name), meaning, "{name}");
        }
    }
}
