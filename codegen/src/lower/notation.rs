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
    "text/csv",
    "text/event-stream",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/svg+xml",
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
    let is_known = || KNOWN.contains(&found.as_str());
    if kind == "*" || KINDS.contains(&kind) && (is_known() || !is_slip(&found)) {
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

/// Whether a name under a known top-level type is a slip of the pen away from another one, which is so much more usual that it is
/// meant. Another letter makes another name: `application/bson`, `application/kml`.
fn is_slip(found: &str) -> bool {
    nearest(found, KNOWN.iter().copied()).is_some_and(|known| is_slip_of(found, known))
}

/// Whether a letter is left out, written twice, or swapped with its neighbour.
fn is_slip_of(one: &str, other: &str) -> bool {
    let common = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let last = common.checked_sub(1).map(|last| one.as_bytes()[last]);
    let (one, other) = (&one.as_bytes()[common..], &other.as_bytes()[common..]);
    match (one, other) {
        (_, [_, rest @ ..]) if rest == one => true,
        ([twice, rest @ ..], _) if rest == other => Some(*twice) == last,
        ([a, b, one @ ..], [c, d, other @ ..]) => a == d && b == c && one == other,
        _ => false,
    }
}

fn told(cx: &mut Cx<'_>, name: &str, found: &str, place: &Pointer) -> String {
    let meant = nearest(found, KNOWN.iter().copied()).or_else(|| KNOWN.iter().copied().find(|it| is_part(found, it)));
    match meant {
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

/// Whether a name is the subtype of another one alone, or that one turned around.
fn is_part(found: &str, known: &str) -> bool {
    let Some((kind, subtype)) = known.split_once('/') else { return false };
    found == subtype || found == kind || found.split_once('/') == Some((subtype, kind))
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
    fn slips_are_letters_left_out_doubled_or_swapped() {
        let slips = ["application/jsn", "application/jsonn", "application/josn", "text/plan", "text/cvs", "image/pgn"];
        for slip in slips.into_iter().chain(["multipart/formdata"]) {
            assert!(is_slip(slip), "{slip}");
        }
        let json =
            ["application/json", "application/jsonl", "application/bson", "application/hjson", "application/jsonp"];
        let others = ["application/cbor", "application/yml", "application/kml", "text/csv", "text/html5", "image/png"];
        for name in json.into_iter().chain(others) {
            assert!(!is_slip(name), "{name}");
        }
    }
}
