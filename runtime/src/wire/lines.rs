//! Bodies of many JSON values: JSON Lines and JSON text sequences.
//!
//! In come values, as a list, an iterator or a stream; out goes a body, of which no more is in memory than is being sent,
//! lists aside.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use futures_util::{Stream, StreamExt};

use super::body::Body;
use super::many::{self, Frame, Framed};
use crate::codec::{self, Encode, EncodeError};
use crate::future::{BoxError, MaybeSend};

/// What stands around each value.
#[derive(Clone, Copy)]
enum Framing {
    Lines,
    /// RFC 7464 section 2.2.
    Sequence,
}

impl<T: Encode> Frame<T> for Framing {
    fn write(&self, value: &T, into: &mut Vec<u8>) -> Result<(), EncodeError> {
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
                Self::of(Ok(many::iter(Framing::$framing, values)))
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
                Self::of(Ok(Body::stream(Framed::new(Framing::$framing, values))))
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
                Self::of(many::list(&Framing::$framing, values))
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
