//! Bodies of `multipart/form-data` (RFC 7578; names escaped as WHATWG HTML section 4.10.22.8 does).
//!
//! In come parts under their names, out goes one body: of exact length where every part has one, and to be sent again
//! where every part can. The content type of a part is its own where the operation allows it, else the one that is allowed.

use bytes::Bytes;
use http::HeaderName;
use serde_json::Value;

use super::body::Body;
use super::failure::BuildFailure;
use super::header;
use super::part::Part;
use super::part_spec::{PartSpec, Position};
use super::parts::PartHeader;
use super::property::{self, Written};
use super::spec::Spec;
use super::style::{self, Refusal};
use super::tuple;
use crate::codec::{self, Encode};
use crate::media;

/// Up to this many bytes, a body whose parts are all in memory is made one piece.
const ONE_PIECE: u64 = 64 * 1024;

/// The parts that a typed value makes.
pub(crate) fn value_parts(spec: &Spec, name: &str, value: &dyn Encode) -> Result<Vec<Part>, BuildFailure> {
    let declared = spec.part(name);
    let refuse = |refusal: Refusal| BuildFailure::part(name, refusal.reason());
    let mut tree = codec::to_value(value).map_err(|error| BuildFailure::part(name, error.to_string()))?;
    let allowed = declared.map_or(&[][..], |part| part.types);
    if declared.is_some_and(|part| part.position.is_some()) {
        return placed(&tree, allowed).map_err(|reason| BuildFailure::part(name, reason));
    }
    if !property::is_document(allowed) {
        tuple::keep(value.view(), &mut tree);
    }
    let tree = style::joined_within(tree, declared.map_or(&[], |part| part.within)).map_err(refuse)?;
    if let (Value::Array(items), Some(PartSpec { style: Some(style), .. })) = (&tree, declared) {
        let text = style::joined(items, *style).map_err(refuse)?;
        // None of a list is no part.
        return Ok(if items.is_empty() { Vec::new() } else { vec![Part::text(text)] });
    }
    let written = property::write(&tree, allowed).map_err(|reason| BuildFailure::part(name, reason))?;
    Ok(written.into_iter().map(part).collect())
}

/// What has a place is one part, whatever it is: more would be taken for what stands behind it. Null is none.
fn placed(tree: &Value, allowed: &[&'static str]) -> Result<Vec<Part>, String> {
    match tree {
        Value::Null => Ok(Vec::new()),
        _ => property::one(tree, allowed).map(|written| vec![part(written)]),
    }
}

fn part(Written { text, media_type }: Written) -> Part {
    Part::text(text).content_type(media_type)
}

/// A boundary that no content has in it.
pub(super) fn boundary() -> String {
    format!("clientwright-{}", uuid::Uuid::new_v4().simple())
}

/// Whether a media type names one kind of multipart.
pub(super) fn is_concrete_multipart(media_type: &str) -> bool {
    media::essence(media_type).starts_with("multipart/") && media::is_concrete(media_type)
}

/// The body and its content type. A body without parts is its closing boundary alone.
pub(crate) fn write(
    spec: &Spec,
    declared: &str,
    parts: &[(String, Vec<Part>)],
    headers: &[PartHeader],
) -> Result<(Body, String), BuildFailure> {
    let boundary = boundary();
    let declared = media::essence(declared);
    let essence = if is_concrete_multipart(&declared) { declared.as_ref() } else { "multipart/form-data" };
    let mut pieces = Vec::new();
    let parts = in_places(spec, parts)?;
    for (name, part) in parts.iter().flat_map(|(name, parts)| parts.iter().map(move |part| (name, part))) {
        let headers = headers.iter().filter(|header| header.part == *name);
        pieces.push(Body::from(head(spec, name, part, (&boundary, headers))?));
        pieces.push(part.body.clone());
        pieces.push(Body::from("\r\n"));
    }
    pieces.push(Body::from(format!("--{boundary}--\r\n")));
    Ok((join(pieces), format!("{essence}; boundary={boundary}")))
}

/// The parts in the order in which they stand. Of those that have places, none is missing before another one, which would be taken
/// for it.
fn in_places<'p>(spec: &Spec, parts: &'p [(String, Vec<Part>)]) -> Result<Vec<&'p (String, Vec<Part>)>, BuildFailure> {
    let mut sorted: Vec<_> = parts.iter().filter(|(_, parts)| !parts.is_empty()).collect();
    sorted.sort_by_key(|(name, _)| spec.part(name).and_then(|part| part.position));
    let placed = spec.parts.iter().filter(|part| matches!(part.position, Some(Position::At(_))));
    let missing = placed.zip(&sorted).find(|(part, (name, _))| name != part.name);
    if let Some((part, _)) = missing {
        return Err(BuildFailure::part(part.name, "it is missing, and there are parts behind it"));
    }
    let is_at = |name: &str| matches!(spec.part(name).and_then(|part| part.position), Some(Position::At(_)));
    match sorted.iter().find(|(name, parts)| parts.len() > 1 && is_at(name)) {
        Some((name, _)) => Err(BuildFailure::part(name, "it has a place for one part, and there are several")),
        None => Ok(sorted),
    }
}

/// What stands before the content of a part.
fn head<'h>(
    spec: &Spec,
    name: &str,
    part: &'h Part,
    (boundary, given): (&str, impl Iterator<Item = &'h PartHeader>),
) -> Result<String, BuildFailure> {
    let refuse = |reason: String| BuildFailure::part(name, reason);
    let declared = spec.part(name);
    let allowed = declared.map_or(&[][..], |part| part.types);
    let media_type =
        media::choose(part.content_type.as_deref(), part.guessed, allowed, part.default_type).map_err(refuse)?;
    header::value(&media_type).map_err(|reason| refuse(format!("content type: {reason}")))?;
    if is_concrete_multipart(&media_type) && media::parameter(&media_type, "boundary").is_none() {
        return Err(refuse(format!("the content type is {media_type} without the boundary of the parts in it")));
    }

    let is_placed = declared.is_some_and(|part| part.position.is_some());
    let file_name = part.file_name.as_ref().map(|name| format!("; filename=\"{}\"", escape(name)));
    let disposition = match (is_placed, file_name) {
        (false, file_name) => format!("form-data; name=\"{}\"{}", escape(name), file_name.unwrap_or_default()),
        (true, Some(file_name)) => format!("attachment{file_name}"),
        // What has a place needs no name.
        (true, None) => String::new(),
    };
    let mut head = format!("--{boundary}\r\n");
    if !disposition.is_empty() {
        head.push_str(&format!("Content-Disposition: {disposition}\r\n"));
    }
    head.push_str(&format!("Content-Type: {media_type}\r\n"));
    for (name, value) in headers(part, declared, given) {
        let name =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| refuse("a header name is malformed".to_owned()))?;
        let value = std::str::from_utf8(value).map_err(|_| refuse(format!("header `{name}`: not UTF-8")))?;
        header::value(value).map_err(|reason| refuse(format!("header `{name}`: {reason}")))?;
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    Ok(head)
}

/// The further headers of a part: its own, then those given for all parts of its name, then those that every such part has; each
/// name once.
fn headers<'h>(
    part: &'h Part,
    declared: Option<&'static PartSpec>,
    given: impl Iterator<Item = &'h PartHeader>,
) -> Vec<(&'h str, &'h [u8])> {
    let mut headers: Vec<(&str, &[u8])> =
        part.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let constants = declared.map_or(&[][..], |part| part.constants);
    let constants = constants.iter().map(|(name, value)| (*name, value.as_bytes()));
    for (name, value) in given.map(|header| (header.name, header.value.as_bytes())).chain(constants) {
        if !headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            headers.push((name, value));
        }
    }
    headers
}

/// A name that can neither end its quotes nor its line. Beyond what browsers escape, the other control characters are (no
/// header may hold them), and a backslash at the end (some parsers read it together with the quote).
fn escape(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let ends_quotes = character == '"' || (character == '\\' && characters.peek().is_none());
        match ends_quotes || character.is_ascii_control() {
            true => escaped.push_str(&format!("%{:02X}", u32::from(character))),
            false => escaped.push(character),
        }
    }
    escaped
}

fn join(pieces: Vec<Body>) -> Body {
    let in_memory = || {
        pieces.iter().map(
            |piece| {
                if piece.is_empty() { Some(&[][..]) } else { piece.as_bytes().map(|bytes| &bytes[..]) }
            },
        )
    };
    let length: Option<u64> = in_memory().try_fold(0u64, |sum, piece| sum.checked_add(piece?.len() as u64));
    match length {
        Some(..=ONE_PIECE) => Body::from(Bytes::from(in_memory().flatten().collect::<Vec<_>>().concat())),
        Some(_) | None => Body::chain(pieces),
    }
}
