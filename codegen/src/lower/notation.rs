//! What a media type is to a client, by its name alone.
//!
//! | notation | names |
//! |---|---|
//! | JSON | `application/json`, `text/json`, any with `+json` (RFC 6839 section 3.1), `application/*+json` |
//! | form | `application/x-www-form-urlencoded` |
//! | multipart | `multipart/*` |
//! | events, lines | `text/event-stream`; `application/x-ndjson`, `application/jsonl`, `application/json-seq` and their like |
//! | anything | `*/*`, `application/*` |
//! | text | any other `text/*` |
//! | octets | images, sounds, films, fonts, archives, documents of office programs: nothing that a schema describes |
//! | other | XML, YAML, CBOR and all else: what a schema describes, in a notation that is not read or written |

use super::Cx;
use crate::diagnostic::{catalogue, nearest};
use crate::place::Pointer;

/// What a media type is to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    Json,
    Form,
    Multipart,
    Events,
    Lines,
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

/// Top-level types (RFC 9110 section 8.3.1; the registry of IANA).
const KINDS: &[&str] = &[
    "application",
    "audio",
    "chemical",
    "example",
    "font",
    "haptics",
    "image",
    "message",
    "model",
    "multipart",
    "text",
    "video",
    "x-conference",
    "x-world",
];

/// Names that others are misspelt from.
const KNOWN: &[&str] = &[
    "*/*",
    "application/json",
    "application/xml",
    "application/yaml",
    "application/pdf",
    "application/octet-stream",
    "application/problem+json",
    "application/x-www-form-urlencoded",
    "application/x-ndjson",
    "multipart/form-data",
    "text/plain",
    "text/html",
    "text/event-stream",
];

/// What a name means.
pub(super) fn notation(name: &str) -> Notation {
    let essence = essence(name);
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    match (kind, subtype) {
        _ if is_json(&essence) => Notation::Json,
        ("application", "x-www-form-urlencoded") => Notation::Form,
        ("multipart", _) => Notation::Multipart,
        ("text", "event-stream") => Notation::Events,
        ("application", "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines" | "json-seq") => {
            Notation::Lines
        }
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

/// JSON under its own or another name (RFC 6839 section 3.1).
fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}

/// A media type without its parameters, in lower case (RFC 9110 section 8.3.1).
pub(super) fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether the name is a range, which no message may have as its type.
pub(super) fn is_range(name: &str) -> bool {
    essence(name).contains('*')
}

/// The name that is meant: a misspelt one is told, and read as what it is misspelt from.
pub(super) fn meant(cx: &mut Cx<'_>, name: &str, place: &Pointer) -> String {
    let found = essence(name);
    let Some((kind, subtype)) = found.split_once('/') else {
        // Seen where everything is meant.
        let found = if found == "*" { "*/" } else { &found };
        return told(cx, name, found, place);
    };
    if kind == "*" || KINDS.contains(&kind) && !is_slip(&found) {
        return name.to_owned();
    }
    match nearest(kind, KINDS.iter().copied()) {
        Some(meant) if !KINDS.contains(&kind) && !subtype.is_empty() => {
            let meant = format!("{meant}/{subtype}");
            let meant = nearest(&meant, KNOWN.iter().copied()).filter(|_| is_slip(&meant)).map_or(meant, str::to_owned);
            report(cx, name, &meant, place);
            meant
        }
        Some(_) | None => told(cx, name, &found, place),
    }
}

/// Whether a name under a known top-level type is one letter from another one, which is so much more usual that it is meant.
fn is_slip(found: &str) -> bool {
    // Real neighbours of usual names.
    let is_real =
        found.ends_with("/jsonl") || found.ends_with("/json5") || found.ends_with("/xhtml") || KNOWN.contains(&found);
    !is_real
        && nearest(found, KNOWN.iter().copied())
            .is_some_and(|known| known.len().abs_diff(found.len()) <= 1 && differs_by_one(found, known))
}

/// Whether one letter is put in, taken out, replaced or swapped with its neighbour.
fn differs_by_one(one: &str, other: &str) -> bool {
    let common = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one.as_bytes()[common..], &other.as_bytes()[common..]);
    match (one, other) {
        ([_, rest @ ..], _) if rest == other => true,
        (_, [_, rest @ ..]) if rest == one => true,
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        ([a, b, one @ ..], [c, d, other @ ..]) => a == d && b == c && one == other,
        _ => false,
    }
}

fn told(cx: &mut Cx<'_>, name: &str, found: &str, place: &Pointer) -> String {
    match nearest(found, KNOWN.iter().copied()) {
        Some(meant) => {
            report(cx, name, meant, place);
            meant.to_owned()
        }
        None => {
            let message = format!("`{name}` is no media type");
            cx.diagnostics.report(&catalogue::MEDIA_TYPE_MISSPELT, place, message);
            name.to_owned()
        }
    }
}

fn report(cx: &mut Cx<'_>, name: &str, meant: &str, place: &Pointer) {
    let message = format!("`{name}` is read as `{meant}`");
    let help = format!("write `{meant}`");
    cx.diagnostics.report(&catalogue::MEDIA_TYPE_MISSPELT, place, message).help(help);
}

#[cfg(test)]
mod tests {
    use super::{Notation, is_slip, notation};

    #[test]
    fn a_name_says_what_it_is() {
        let expected = [
            ("Application/JSON; charset=utf-8", Notation::Json),
            ("application/*+json", Notation::Json),
            ("text/json", Notation::Json),
            ("application/json-seq", Notation::Lines),
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

    #[test]
    fn slips_are_one_letter_away() {
        for slip in ["application/jsn", "application/jsonn", "application/josn", "text/plan", "multipart/formdata"] {
            assert!(is_slip(slip), "{slip}");
        }
        for name in
            ["application/json", "application/jsonl", "application/cbor", "text/csv", "image/png", "text/x-python"]
        {
            assert!(!is_slip(name), "{name}");
        }
    }
}
