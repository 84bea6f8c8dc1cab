//! One part of a multipart body: a content with a file name, a content type and headers of its own.
//!
//! In come what callers have (bytes, texts, files, streams), out goes what `multipart` frames. Which content types the
//! operation allows is decided there.

use bytes::Bytes;
use futures_util::Stream;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::body::Body;
use crate::future::{BoxError, MaybeSend};

/// A part of a multipart body, such as an uploaded file.
#[derive(Clone, Debug)]
pub struct Part {
    pub(crate) body: Body,
    /// Its name, where it is not that of its property.
    pub(crate) name: Option<String>,
    pub(crate) file_name: Option<String>,
    /// Whether it has a file name in any case: that of its property where it has none.
    pub(crate) is_file: bool,
    pub(crate) content_type: Option<String>,
    /// The content type was concluded from a file name, not said by the caller.
    pub(crate) guessed: bool,
    pub(crate) default_type: &'static str,
    pub(crate) headers: Vec<(String, String)>,
}

impl Part {
    /// Bytes in memory.
    #[must_use]
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::body(Body::from(bytes.into()))
    }

    /// Text, `text/plain` unless said otherwise.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let default_type = if text.is_ascii() { "text/plain" } else { "text/plain; charset=utf-8" };
        Self { default_type, ..Self::body(text.into()) }
    }

    /// A stream of unknown length, sent once: the call cannot be retried after the stream was polled.
    #[must_use]
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + MaybeSend + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::body(Body::stream(stream))
    }

    /// Any content, such as a [`Body::factory`], of the content type that it has.
    #[must_use]
    pub fn body(body: Body) -> Self {
        Self {
            content_type: body.media_type().map(str::to_owned),
            body,
            name: None,
            file_name: None,
            is_file: false,
            guessed: false,
            default_type: "application/octet-stream",
            headers: Vec::new(),
        }
    }

    /// The file name that the server is told. Files without one are sent under the name of their property.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The content type; it must be one that the operation allows.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self.guessed = false;
        self
    }

    /// A further header of this part. `Content-Type` is the one that [`Part::content_type`] sets: a part has one.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        if name.eq_ignore_ascii_case(CONTENT_TYPE.as_str()) {
            return self.content_type(value);
        }
        self.headers.push((name, value));
        self
    }

    pub(crate) fn into_file(self) -> Self {
        Self { is_file: true, ..self }
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<Bytes> for Part {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for Part {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Body> for Part {
    fn from(body: Body) -> Self {
        Self::body(body)
    }
}

/// A JSON document.
impl From<Value> for Part {
    fn from(value: Value) -> Self {
        Self::text(value.to_string()).content_type("application/json")
    }
}
