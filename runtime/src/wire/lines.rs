//! Bodies of many JSON values: JSON Lines and JSON text sequences.
//!
//! In come values, as a list, an iterator or a stream; out goes a body, of which no more is in memory than is being sent,
//! lists aside.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};

use super::body::Body;
use crate::codec::{self, Encode, EncodeError};
use crate::future::{BoxError, MaybeSend};

/// Values that are at hand are sent together up to this many bytes.
const BATCH: usize = 16 * 1024;

/// What stands around each value.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    Lines,
    /// RFC 7464 section 2.2.
    Sequence,
}

impl Framing {
    fn write(self, value: &dyn Encode, into: &mut Vec<u8>) -> Result<(), EncodeError> {
        // What the codec writes has no line feed in it.
        let json = codec::to_vec(value)?;
        into.reserve(json.len() + 2);
        match self {
            Self::Lines => {}
            Self::Sequence => into.push(0x1E),
        }
        into.extend_from_slice(&json);
        into.push(b'\n');
        Ok(())
    }

    fn list<T: Encode>(self, values: &[T]) -> Result<Body, EncodeError> {
        let mut bytes = Vec::new();
        values.iter().try_for_each(|value| self.write(value, &mut bytes))?;
        Ok(bytes.into())
    }

    fn stream<S, T, E>(self, values: S) -> Encoded<S>
    where
        S: Stream<Item = Result<T, E>>,
    {
        Encoded { values: Some(Box::pin(values)), framing: self, count: 0, failed: None }
    }
}

/// The bytes of values that come one by one.
struct Encoded<S> {
    /// Nothing behind the last.
    values: Option<Pin<Box<S>>>,
    framing: Framing,
    count: u64,
    /// To be told behind the values before.
    failed: Option<BoxError>,
}

impl<S, T, E> Stream for Encoded<S>
where
    S: Stream<Item = Result<T, E>>,
    T: Encode,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut batch = Vec::new();
        while batch.len() < BATCH {
            let Some(values) = &mut self.values else { break };
            let value = match values.as_mut().poll_next(cx) {
                Poll::Pending if batch.is_empty() => return Poll::Pending,
                Poll::Pending => break,
                Poll::Ready(value) => value,
            };
            self.count += 1;
            let written = match value {
                None => {
                    self.values = None;
                    break;
                }
                Some(Ok(value)) => {
                    let (framing, count) = (self.framing, self.count);
                    framing.write(&value, &mut batch).map_err(|error| format!("value {count}: {error}").into())
                }
                Some(Err(error)) => Err(error.into()),
            };
            if let Err(error) = written {
                (self.values, self.failed) = (None, Some(error));
            }
        }
        match batch.is_empty() {
            false => Poll::Ready(Some(Ok(batch.into()))),
            true => Poll::Ready(self.failed.take().map(Err)),
        }
    }
}

macro_rules! values {
    ($($(#[$doc:meta])* $name:ident, $framing:ident, $text:literal;)*) => { $(
        $(#[$doc])*
        ///
        /// A list is written at once, and so has a length; an iterator is written while it is sent, and anew when it is sent again; a
        /// stream can be sent once. A value that cannot be written fails the call.
        pub struct $name<T> {
            body: Result<Body, EncodeError>,
            values: PhantomData<fn(T)>,
        }

        impl<T: Encode + 'static> $name<T> {
            /// The values of an iterator, which is cloned for each attempt.
            #[must_use]
            pub fn iter<I>(values: I) -> Self
            where
                I: IntoIterator<Item = T, IntoIter: MaybeSend> + Clone + Send + Sync + 'static,
            {
                let make = move || Framing::$framing.stream(stream::iter(values.clone()).map(Ok::<T, Infallible>));
                Self::of(Ok(Body::factory(None, make)))
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
                Self::of(Ok(Body::stream(Framing::$framing.stream(values))))
            }
        }

        impl<T> $name<T> {
            const fn of(body: Result<Body, EncodeError>) -> Self {
                Self { body, values: PhantomData }
            }

            pub(crate) fn into_body(self) -> Result<Body, EncodeError> {
                self.body
            }
        }

        impl<T: Encode> From<Vec<T>> for $name<T> {
            fn from(values: Vec<T>) -> Self {
                Self::from(values.as_slice())
            }
        }

        impl<T: Encode> From<&[T]> for $name<T> {
            fn from(values: &[T]) -> Self {
                Self::of(Framing::$framing.list(values))
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                Self::of(self.body.clone())
            }
        }

        /// Never shows the values.
        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple($text).field(&self.body).finish()
            }
        }
    )* };
}

values! {
    /// A body of JSON Lines, also known as NDJSON: each value in a line of its own.
    JsonLines, Lines, "JsonLines";
    /// A body that is a JSON text sequence (RFC 7464): each value between a record separator and a line feed.
    JsonSequence, Sequence, "JsonSequence";
}
