//! Bodies of `multipart/mixed`: values one behind the other, each a part of its own (RFC 2046 section 5.1).
//!
//! In come values, as a list, an iterator or a stream; out goes a body with its boundary. Parts under names are the business
//! of `multipart`.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};

use super::body::Body;
use super::many::{self, Frame, Framed};
use super::multipart;
use crate::codec::{self, Encode, EncodeError};
use crate::future::{BoxError, MaybeSend};

/// What can be sent as a part: [`Bytes`] as they are, and every type that is written as JSON.
pub trait ToPart {
    /// The content type of the part.
    #[doc(hidden)]
    const MEDIA_TYPE: &'static str;

    /// Writes what the part holds.
    ///
    /// # Errors
    /// The value cannot be written.
    #[doc(hidden)]
    fn write_part(&self, into: &mut Vec<u8>) -> Result<(), EncodeError>;
}

impl ToPart for Bytes {
    const MEDIA_TYPE: &'static str = "application/octet-stream";

    fn write_part(&self, into: &mut Vec<u8>) -> Result<(), EncodeError> {
        into.extend_from_slice(self);
        Ok(())
    }
}

impl<T: Encode> ToPart for T {
    const MEDIA_TYPE: &'static str = "application/json";

    fn write_part(&self, into: &mut Vec<u8>) -> Result<(), EncodeError> {
        into.extend_from_slice(&codec::to_vec(self)?);
        Ok(())
    }
}

/// A boundary that no value has in it.
#[derive(Clone)]
struct Boundary(Arc<str>);

impl Boundary {
    fn new() -> Self {
        Self(multipart::boundary().into())
    }
}

impl<T: ToPart> Frame<T> for Boundary {
    fn write(&self, value: &T, into: &mut Vec<u8>) -> Result<(), EncodeError> {
        let start = into.len();
        into.extend_from_slice(format!("--{}\r\nContent-Type: {}\r\n\r\n", self.0, T::MEDIA_TYPE).as_bytes());
        // Half a part would be read as one.
        value.write_part(into).inspect_err(|_| into.truncate(start))?;
        into.extend_from_slice(b"\r\n");
        Ok(())
    }

    fn end(&self, into: &mut Vec<u8>) {
        into.extend_from_slice(format!("--{}--\r\n", self.0).as_bytes());
    }
}

/// A body of `multipart/mixed`: each value is a part, JSON or, of [`Bytes`], `application/octet-stream`.
///
/// A list is written at once, and so has a length; an iterator is written while it is sent, and anew when it is sent again; a
/// stream can be sent once. A value that cannot be written fails the call. A body without values is its closing boundary alone.
pub struct MixedParts<T> {
    body: Result<Body, EncodeError>,
    boundary: Boundary,
    values: PhantomData<fn(T)>,
}

impl<T: ToPart + 'static> MixedParts<T> {
    /// The values of an iterator, which is cloned for each attempt.
    #[must_use]
    pub fn iter<I>(values: I) -> Self
    where
        I: IntoIterator<Item = T, IntoIter: MaybeSend> + Clone + Send + Sync + 'static,
    {
        Self::of(|boundary| Ok(many::iter(boundary.clone(), values)))
    }

    /// The values of a stream, each sent as soon as it is there: the call cannot be retried after the stream was polled.
    #[must_use]
    pub fn stream<S>(values: S) -> Self
    where
        S: Stream<Item = T> + MaybeSend + 'static,
    {
        Self::try_stream(values.map(Ok::<T, Infallible>))
    }

    /// The same of a stream that may fail, which fails the call.
    #[must_use]
    pub fn try_stream<S, E>(values: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + MaybeSend + 'static,
        E: Into<BoxError> + 'static,
    {
        Self::of(|boundary| Ok(Body::stream(Framed::new(boundary.clone(), values))))
    }
}

impl<T> MixedParts<T> {
    fn of(body: impl FnOnce(&Boundary) -> Result<Body, EncodeError>) -> Self {
        let boundary = Boundary::new();
        Self { body: body(&boundary), boundary, values: PhantomData }
    }

    /// The body and its boundary.
    pub(crate) fn into_body(self) -> (Result<Body, EncodeError>, Arc<str>) {
        (self.body, self.boundary.0)
    }
}

impl<T: ToPart> From<Vec<T>> for MixedParts<T> {
    fn from(values: Vec<T>) -> Self {
        Self::from(values.as_slice())
    }
}

impl<T: ToPart> From<&[T]> for MixedParts<T> {
    fn from(values: &[T]) -> Self {
        Self::of(|boundary| many::list(boundary, values))
    }
}

impl<T> Clone for MixedParts<T> {
    fn clone(&self) -> Self {
        Self { body: self.body.clone(), boundary: self.boundary.clone(), values: PhantomData }
    }
}

/// Never shows the values.
impl<T> fmt::Debug for MixedParts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MixedParts").field(&self.body).finish()
    }
}
