//! Names of media types, as far as they are needed to tell which ones are misspelt.

/// Top-level types (RFC 9110 section 8.3.1; the registry of IANA).
pub(super) const KINDS: &[&str] = &[
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
pub(super) const KNOWN: &[&str] = &[
    "*/*",
    "application/json",
    "application/*+json",
    "application/xml",
    "application/yaml",
    "application/pdf",
    "application/octet-stream",
    "application/problem+json",
    "application/merge-patch+json",
    "application/json-patch+json",
    "application/x-www-form-urlencoded",
    "application/x-ndjson",
    "multipart/form-data",
    "multipart/mixed",
    "multipart/related",
    "text/plain",
    "text/html",
    "text/csv",
    "text/event-stream",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/svg+xml",
];

/// Structured suffixes that others are misspelt from, and all others that are registered (RFC 6838 section 4.2.8).
pub(super) const SUFFIXES: &[&str] = &["json", "xml", "yaml"];
pub(super) const OTHER_SUFFIXES: &[&str] = &[
    "ber",
    "cbor",
    "cbor-seq",
    "cose",
    "cwt",
    "der",
    "fastinfoset",
    "gzip",
    "json-seq",
    "jwt",
    "pdf",
    "sqlite3",
    "tlv",
    "wbxml",
    "zip",
    "zstd",
];

/// Subtypes that are near a known one and names of their own, be they registered or not. Others that begin with another letter are
/// taken for such anyway: `bson`, `kml`, `rdf`. `jpg` is in no registry, and servers ask for it.
pub(super) const OWN: &[&str] = &[
    "aml", "css", "jpg", "jsonb", "jsonc", "jsonl", "jsonp", "jsonx", "json5", "ndjson", "pdx", "xaml", "xmi", "xmp",
    "yml",
];
