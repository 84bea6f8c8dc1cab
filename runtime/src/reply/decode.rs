//! The bodies of replies as typed values.
//!
//! In comes a [`Reply`] whose status is settled, out goes a value or the reason why not. The error that users see is
//! made of that reason by the core.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;

use super::Reply;
use crate::codec::{self, Decode, DecodeError};
use crate::media;
use crate::wire::{DecodeFailure, Plain};

/// A way to read the body of a reply.
pub trait Decoder {
    /// What it is read as.
    type Value;

    /// Reads it.
    ///
    /// # Errors
    /// If the body is of another media type, does not decode, or the status is not documented.
    fn decode(reply: &Reply) -> Result<Self::Value, DecodeFailure>;
}

/// A JSON document: `application/json`, any `+json` type, or no content type at all.
pub struct Json<T>(PhantomData<fn() -> T>);

/// A JSON document under whatever media type, for replies that are documented under other names too: `text/plain`, `*/*`.
/// Under a name that is not JSON's, a bare text is read as the text of a value: `2024-01-02` without quotes.
pub struct AnyJson<T>(PhantomData<fn() -> T>);

/// Text in the charset of the content type: UTF-8 unless said otherwise, ISO 8859-1.
#[derive(Debug)]
pub struct Text(Infallible);

/// A text that comes as a JSON string where the content type is JSON's, and as it is under any other.
#[derive(Debug)]
pub struct AnyText(Infallible);

/// The bytes as they are, of any type.
#[derive(Debug)]
pub struct Binary(Infallible);

/// No body; one that is there is ignored.
#[derive(Debug)]
pub struct Empty(Infallible);

/// An outcome that the description says nothing about.
#[derive(Debug)]
pub struct Undocumented(Infallible);

impl<T> fmt::Debug for Json<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Json")
    }
}

impl<T> fmt::Debug for AnyJson<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnyJson")
    }
}

impl<T: Decode> Decoder for Json<T> {
    type Value = T;

    fn decode(reply: &Reply) -> Result<T, DecodeFailure> {
        Ok(codec::from_slice(json(reply)?)?)
    }
}

impl<T: Decode> Decoder for AnyJson<T> {
    type Value = T;

    fn decode(reply: &Reply) -> Result<T, DecodeFailure> {
        let refused = match json(reply) {
            Ok(document) => return Ok(codec::from_slice(document)?),
            Err(refused) => refused,
        };
        // Not under a name of JSON's. What it holds decides, and where that fits nothing, its name was the fault.
        let Ok(text) = Text::decode(reply) else { return Err(refused) };
        let document = codec::from_slice(text.as_bytes()).ok();
        let bare = || if is_asked_for(reply) { codec::deserialize(Plain(text.trim())).ok() } else { None };
        document.or_else(bare).ok_or(refused)
    }
}

impl Decoder for AnyText {
    type Value = String;

    fn decode(reply: &Reply) -> Result<String, DecodeFailure> {
        match json(reply) {
            // Seen often: a bare text that is called JSON.
            Ok(document) => codec::from_slice(document).or_else(|_| Text::decode(reply)),
            Err(DecodeFailure::ContentType { found, .. }) if !is_asked_for(reply) => {
                Err(DecodeFailure::ContentType { expected: reply.spec().accept, found })
            }
            Err(_) => Text::decode(reply),
        }
    }
}

impl Decoder for Text {
    type Value = String;

    fn decode(reply: &Reply) -> Result<String, DecodeFailure> {
        let content_type = reply.content_type().unwrap_or_default();
        let charset = media::parameter(&content_type, "charset").unwrap_or_else(|| "utf-8".to_owned());
        match charset.as_str() {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => utf8(&reply.body),
            "iso-8859-1" | "latin1" | "latin-1" => Ok(reply.body.iter().copied().map(char::from).collect()),
            other => Err(undecodable(format!("the charset `{other}` is not supported"))),
        }
    }
}

impl Decoder for Binary {
    type Value = Bytes;

    fn decode(reply: &Reply) -> Result<Bytes, DecodeFailure> {
        Ok(reply.body.clone())
    }
}

impl Decoder for Empty {
    type Value = ();

    fn decode(_: &Reply) -> Result<(), DecodeFailure> {
        Ok(())
    }
}

impl Decoder for Undocumented {
    type Value = Infallible;

    fn decode(_: &Reply) -> Result<Infallible, DecodeFailure> {
        Err(DecodeFailure::Undocumented)
    }
}

/// Whether the reply comes in a media type that the operation asks for.
fn is_asked_for(reply: &Reply) -> bool {
    let found = reply.content_type().unwrap_or_default();
    reply.spec().accept.split(',').any(|range| media::matches(range, &found))
}

/// The bytes of a JSON body, without a byte order mark (RFC 8259 section 8.1).
fn json(reply: &Reply) -> Result<&[u8], DecodeFailure> {
    let found = reply.content_type();
    if found.as_deref().is_some_and(|found| !media::is_json(found)) {
        return Err(DecodeFailure::ContentType { expected: "application/json", found: found.map(Cow::into_owned) });
    }
    let body = reply.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&reply.body);
    match body.trim_ascii().is_empty() {
        true => Err(undecodable("expected JSON, the body is empty".to_owned())),
        false => Ok(body),
    }
}

fn utf8(body: &[u8]) -> Result<String, DecodeFailure> {
    let text = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let text = std::str::from_utf8(text);
    text.map(str::to_owned).map_err(|error| undecodable(format!("not UTF-8 after {} bytes", error.valid_up_to())))
}

fn undecodable(message: String) -> DecodeFailure {
    DecodeFailure::Body(DecodeError::of_body(message))
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

    use super::*;
    use crate::response::Trail;
    use crate::wire::Spec;

    static TEXT: Spec = Spec { accept: "application/json, text/plain", ..Spec::get("get", "/") };

    /// A reply of an operation that asks for JSON or text.
    pub(in crate::reply) fn reply(status: u16, content_type: &str, body: impl Into<Bytes>) -> Reply {
        let mut headers = HeaderMap::new();
        if !content_type.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_str(content_type).unwrap());
        }
        Reply::new(status.try_into().unwrap(), headers, body.into(), Box::new(Trail::new(&TEXT, Arc::default())))
    }

    #[test]
    fn json_is_read_under_its_types_only() {
        let decoded = |media_type: &str, body: &'static str| Json::<i32>::decode(&reply(200, media_type, body));
        for media_type in ["application/json", "application/problem+json; charset=utf-8", "", "text/json"] {
            assert_eq!(decoded(media_type, "\u{feff} 7 ").unwrap(), 7, "{media_type}");
        }
        for media_type in ["text/html", "application/octet-stream", "text/plain"] {
            let failure = decoded(media_type, "7").unwrap_err();
            assert_eq!(failure.to_string(), format!("expected application/json, found {media_type}"));
        }
        assert!(matches!(decoded("", "{"), Err(DecodeFailure::Body(_))));
        for empty in ["", " \r\n", "\u{feff}"] {
            assert_eq!(decoded("", empty).unwrap_err().to_string(), "expected JSON, the body is empty");
        }
    }

    #[test]
    fn json_is_read_under_any_type_where_it_is_documented_so() {
        let decoded = |media_type: &str, body: &'static str| AnyJson::<i32>::decode(&reply(200, media_type, body));
        for media_type in ["application/json", "", "text/plain; charset=utf-8", "application/octet-stream"] {
            assert_eq!(decoded(media_type, " 7 ").unwrap(), 7, "{media_type}");
        }
        assert!(matches!(decoded("application/json", "x"), Err(DecodeFailure::Body(_))));
        let failure = decoded("text/html", "<html>").unwrap_err();
        assert_eq!(failure.to_string(), "expected application/json, found text/html");
        let id = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        let bare = AnyJson::<crate::values::Uuid>::decode(&reply(200, "text/plain", id)).unwrap();
        assert!(AnyJson::<crate::values::Value>::decode(&reply(200, "application/xml", "<a/>")).is_err());
        assert_eq!(bare.to_string(), id);
        assert!(AnyJson::<crate::values::Uuid>::decode(&reply(200, "application/json", id)).is_err());
    }

    #[test]
    fn base64_is_read_as_it_is_though_it_spells_a_number() {
        let bytes = AnyJson::<crate::values::Base64>::decode(&reply(200, "text/plain", "1234\n")).unwrap();
        assert_eq!(bytes.0, [0xd7, 0x6d, 0xf8]);
    }

    #[test]
    fn a_text_is_a_json_string_where_the_reply_is_json() {
        let decoded = |media_type: &str, body: &'static str| AnyText::decode(&reply(200, media_type, body)).unwrap();
        assert_eq!(decoded("application/json", "\"a\\u00fc\""), "aü");
        assert_eq!(decoded("text/plain", "\"a\""), "\"a\"");
        assert_eq!(decoded("text/plain", "12"), "12");
        assert_eq!(decoded("application/json", "bare"), "bare");
        let other = AnyText::decode(&reply(200, "application/xml", "<a/>")).unwrap_err();
        assert_eq!(other.to_string(), "expected application/json, text/plain, found application/xml");
    }

    #[test]
    fn text_is_read_in_its_charset() {
        let decoded = |media_type: &str, body: &'static [u8]| Text::decode(&reply(200, media_type, body));
        assert_eq!(decoded("text/plain", "\u{feff}grün".as_bytes()).unwrap(), "grün");
        assert_eq!(decoded("text/plain; charset=\"UTF-8\"", "ü".as_bytes()).unwrap(), "ü");
        assert_eq!(decoded("text/plain; charset=ISO-8859-1", b"gr\xFCn").unwrap(), "grün");
        assert_eq!(decoded("text/plain", b"gr\xFCn").unwrap_err().to_string(), "not UTF-8 after 2 bytes");
        let unknown = decoded("text/plain; charset=ebcdic", b"x").unwrap_err();
        assert_eq!(unknown.to_string(), "the charset `ebcdic` is not supported");
    }

    #[test]
    fn bytes_and_nothing_take_any_type() {
        assert_eq!(Binary::decode(&reply(200, "a/b", vec![0, 255])).unwrap(), vec![0, 255]);
        assert!(Empty::decode(&reply(204, "text/html", "ignored")).is_ok());
    }

    #[test]
    fn replies_do_not_show_their_content() {
        let mut reply = reply(200, "text/plain", "hunter1");
        reply.headers.insert("x-token", HeaderValue::from_static("hunter2"));
        assert!(!format!("{reply:?}").contains("hunter"));
    }
}
