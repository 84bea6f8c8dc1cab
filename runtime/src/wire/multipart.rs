//! Bodies of `multipart/form-data` (RFC 7578; names escaped as WHATWG HTML section 4.10.22.8 does), and of the other kinds of multipart:
//! their parts have names too (OpenAPI 3.0.4 section 4.8.15.3), but for those that have places and those of `multipart/related`
//! (RFC 2387), of which the first is the root.
//!
//! In come parts under their names, out goes one body: of exact length where every part has one, and to be sent again
//! where every part can. The content type of a part is its own where the operation allows it, else the one that is allowed.

use std::borrow::Cow;

use bytes::Bytes;
use http::HeaderName;
use serde_json::Value;

use super::body::Body;
use super::failure::BuildFailure;
use super::header;
use super::part::Part;
use super::part_spec::{PartSpec, Position};
use super::part_style;
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
    if let Some(PartSpec { style: Some(style), explode: Some(explode), .. }) = declared {
        tuple::keep_in((*style, *explode), value.view(), &mut tree).map_err(refuse)?;
        let styled = part_style::parts(name, &tree, *style, *explode).map_err(refuse)?;
        return Ok(styled.into_iter().map(|(name, text)| Part { name, ..Part::text(text) }).collect());
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
    let is_related = essence == "multipart/related";
    let mut pieces = Vec::new();
    let mut root = None;
    let mut parts = in_places(spec, parts)?;
    if is_related {
        let place = |name: &str| spec.parts.iter().position(|part| part.name == name).unwrap_or(usize::MAX);
        parts.sort_by_key(|(name, _)| place(name));
    }
    for (name, part) in parts.iter().flat_map(|(name, parts)| parts.iter().map(move |part| (name, part))) {
        let declared = spec.part(name);
        let media_type = media_type(part, declared).map_err(|reason| BuildFailure::part(name, reason))?;
        let headers = headers.iter().filter(|header| header.part == *name);
        let named = (!is_related && declared.is_none_or(|part| part.position.is_none())).then_some(name.as_str());
        let named = named.map(|name| part.name.as_deref().unwrap_or(name));
        let head = head(part, &headers_of(part, declared, headers), (named, &media_type));
        let head = head.map_err(|reason| BuildFailure::part(name, reason))?;
        pieces.push(Body::from(format!("--{boundary}\r\n{head}")));
        pieces.push(part.body.clone());
        pieces.push(Body::from("\r\n"));
        root.get_or_insert(media_type);
    }
    pieces.push(Body::from(format!("--{boundary}--\r\n")));
    let content_type = match root.filter(|_| is_related) {
        Some(root) => format!("{essence}; type=\"{}\"; boundary={boundary}", media::essence(&root)),
        None => format!("{essence}; boundary={boundary}"),
    };
    Ok((join(pieces), content_type))
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

/// The content type of a part.
fn media_type<'p>(part: &'p Part, declared: Option<&'static PartSpec>) -> Result<Cow<'p, str>, String> {
    let allowed = declared.map_or(&[][..], |part| part.types);
    let media_type = media::choose(part.content_type.as_deref(), part.guessed, allowed, part.default_type)?;
    header::value(&media_type).map_err(|reason| format!("content type: {reason}"))?;
    match is_concrete_multipart(&media_type) && media::parameter(&media_type, "boundary").is_none() {
        true => Err(format!("the content type is {media_type} without the boundary of the parts in it")),
        false => Ok(media_type),
    }
}

/// What stands before the content of a part, which has a name or is told by its place.
fn head(part: &Part, headers: &[(&str, &[u8])], (name, media_type): (Option<&str>, &str)) -> Result<String, String> {
    let is_told = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-disposition"));
    // A file has a name where its part has one.
    let file_name = part.file_name.as_deref().or(name.filter(|_| part.is_file));
    let file_name = file_name.map(|name| format!("; filename=\"{}\"", escape(name)));
    let disposition = match (name, file_name) {
        (Some(name), file_name) => format!("form-data; name=\"{}\"{}", escape(name), file_name.unwrap_or_default()),
        (None, Some(file_name)) if !is_told => format!("attachment{file_name}"),
        // It may be described to have another disposition.
        (None, Some(_) | None) => String::new(),
    };
    let mut head = String::new();
    if !disposition.is_empty() {
        head.push_str(&format!("Content-Disposition: {disposition}\r\n"));
    }
    head.push_str(&format!("Content-Type: {media_type}\r\n"));
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "a header name is malformed".to_owned())?;
        let value = std::str::from_utf8(value).map_err(|_| format!("header `{name}`: not UTF-8"))?;
        header::value(value).map_err(|reason| format!("header `{name}`: {reason}"))?;
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    Ok(head)
}

/// The further headers of a part: its own, then those given for all parts of its name, then those that every such part has; each
/// name once.
fn headers_of<'h>(
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
