//! A part that has arrived, and what it can be read as.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

use crate::codec::{self, Decode};
use crate::reply::{Decoder, Json, Reply};
use crate::wire::{DecodeFailure, media};

/// One part of a multipart body.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ReceivedPart<T> {
    /// Its own headers; those that are malformed would have failed it.
    pub headers: HeaderMap,
    /// What it holds.
    pub body: T,
}

/// Shows the names of the headers only.
impl<T: fmt::Debug> fmt::Debug for ReceivedPart<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().collect();
        f.debug_struct("ReceivedPart").field("headers", &names).field("body", &self.body).finish()
    }
}

/// What the body of a part can be read as: [`Bytes`], whatever it is, and every type that JSON is read as.
///
/// Of a part that is text, as one without a content type is (RFC 2046 section 5.1), the text may be JSON or the value itself.
pub trait FromPart: Sized {
    /// Reads a part, which is given as a reply of its own.
    ///
    /// # Errors
    /// It is of another content type, or does not decode.
    #[doc(hidden)]
    fn from_part(part: &Reply) -> Result<Self, DecodeFailure>;
}

impl FromPart for Bytes {
    fn from_part(part: &Reply) -> Result<Self, DecodeFailure> {
        Ok(part.body.clone())
    }
}

impl<T: Decode> FromPart for T {
    fn from_part(part: &Reply) -> Result<Self, DecodeFailure> {
        let is_text =
            part.content_type().is_none_or(|found| media::matches("text/*", &found) && !media::is_json(&found));
        if !is_text {
            return Json::decode(part);
        }
        let bare = || codec::from_value(&Value::from(std::str::from_utf8(&part.body).ok()?)).ok();
        codec::from_slice(&part.body).or_else(|error| bare().ok_or(error.into()))
    }
}
