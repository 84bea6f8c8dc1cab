//! Header values: style simple without percent-encoding, and pairs of the `Cookie` header.
//!
//! In come shapes or texts, out go values that a header can hold; what it cannot hold is refused, never changed:
//! control characters (they would end the header), surrounding whitespace (receivers strip it), also of items, and items with a comma.

use bytes::Bytes;
use http::header::{COOKIE, HeaderMap, HeaderValue, InvalidHeaderValue};

use super::failure::BuildFailure;
use super::param::Place;
use super::percent::{Keep, encode};
use super::style::{Refusal, Shape};

/// What joins the items of a list in style simple.
pub(crate) const COMMA: (char, Refusal) = (',', Refusal::Comma);

/// The text of a header in style simple, or with another delimiter than commas; none for a value that is undefined.
pub(crate) fn write(shape: &Shape<'_>, delimiter: char, explode: bool) -> Result<Option<String>, &'static str> {
    let items: Vec<String> = match shape {
        Shape::Undefined => return Ok(None),
        Shape::Text(text) => return Ok(Some(text.clone().into_owned())),
        Shape::List(items) => items.clone(),
        Shape::Object(members) if members.iter().any(|(key, _)| explode && key.contains('=')) => {
            return Err("a key with `=` cannot be told apart in an exploded header");
        }
        Shape::Object(members) if explode => members.iter().map(|(key, text)| format!("{key}={text}")).collect(),
        Shape::Object(members) => members.iter().flat_map(|(key, text)| [key.clone(), text.clone()]).collect(),
    };
    if items.iter().any(|item| item.contains(delimiter)) {
        return Err(match delimiter {
            ',' => "an item with a comma cannot be told apart in a header",
            _ => "an item with the delimiter cannot be told apart in a header",
        });
    }
    // Receivers strip it beside a comma too (RFC 9110 section 5.6.1).
    if items.iter().any(|item| has_outer_whitespace(item)) {
        return Err("whitespace at either end of an item of a header would be lost");
    }
    Ok((!items.is_empty()).then(|| items.join(delimiter.encode_utf8(&mut [0; 4]))))
}

/// A text as a header value. Text beyond ASCII goes out as UTF-8 (`obs-text` of RFC 9110 section 5.5).
pub(crate) fn value(text: &str) -> Result<HeaderValue, &'static str> {
    made(text, HeaderValue::from_bytes(text.as_bytes()))
}

/// The same for a text of the description, which is not copied.
pub(crate) fn fixed(text: &'static str) -> Result<HeaderValue, &'static str> {
    made(text, HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())))
}

fn made(text: &str, value: Result<HeaderValue, InvalidHeaderValue>) -> Result<HeaderValue, &'static str> {
    if has_outer_whitespace(text) {
        return Err("whitespace at either end of a header value would be lost");
    }
    value.map_err(|_| "a header value cannot hold control characters")
}

fn has_outer_whitespace(text: &str) -> bool {
    text.starts_with([' ', '\t']) || text.ends_with([' ', '\t'])
}

/// Adds a credential to the `Cookie` header, making the header if there is none, and marks it sensitive.
///
/// # Errors
/// If the `Cookie` header that is there already is not text.
pub fn append_cookie(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), BuildFailure> {
    let pair = format!("{}={}", encode(name, Keep::Unreserved), encode(value, Keep::Unreserved));
    let mut cookies = cookies(headers.get(COOKIE), &pair)
        .ok_or_else(|| BuildFailure::parameter(Place::Cookie, name.to_owned(), "the `Cookie` header is not text"))?;
    cookies.set_sensitive(true);
    headers.insert(COOKIE, cookies);
    Ok(())
}

/// The `Cookie` header with more pairs behind those that it has.
pub(crate) fn cookies(present: Option<&HeaderValue>, pairs: &str) -> Option<HeaderValue> {
    let all = match present {
        Some(present) => [present.as_bytes(), b"; ", pairs.as_bytes()].concat(),
        None => pairs.as_bytes().to_vec(),
    };
    HeaderValue::from_bytes(&all).ok()
}
