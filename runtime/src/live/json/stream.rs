//! A body of JSON values as a stream of typed ones.
//!
//! In comes an open call, out go values one by one. One that does not decode is an error of its own, with its place in the
//! body, and the next one follows; what breaks the body itself is the last item.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;

use super::elements::Elements;
use super::frames::{Frame, Frames, Place};
use super::lines::Lines;
use super::sequence::Sequence;
use crate::codec::{self, Decode, DecodeError};
use crate::error::{Error, Failure};
use crate::live::{Live, LiveBody, Open};
use crate::operation::undecodable;
use crate::reply::{Decoder, Reply};
use crate::wire::{DecodeFailure, media};

/// Values that arrive one by one: of JSON Lines, of a JSON text sequence (RFC 7464), or the elements of one JSON array.
///
/// Read it with [`JsonStream::next`] or as a [`Stream`]; both give `Result<T, Error<E>>`. A value that does not decode is an error,
/// and the ones behind it follow: [`Error::decode_error`] tells its place in the body, of an element also its index, and
/// [`Error::body`] is the value alone. After any other error, among them a value of more than 16 MiB, there is nothing more.
/// Dropping the stream cancels the call.
///
/// ```
/// # use clientwright_runtime::{Error, JsonStream, Value};
/// // `let rows = client.rooms().export("general").await?;`
/// async fn count<E>(mut rows: JsonStream<Value, E>) -> Result<usize, Error<E>> {
///     let mut count = 0;
///     while let Some(row) = rows.next().await {
///         match row {
///             Ok(_) => count += 1,
///             // A row that is not as described does not hide the ones behind it.
///             Err(error) if error.decode_error().is_some() => eprintln!("{error}"),
///             Err(error) => return Err(error),
///         }
///     }
///     Ok(count)
/// }
/// ```
#[must_use = "values come when they are asked for"]
pub struct JsonStream<T, E> {
    values: Values,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T, E> JsonStream<T, E> {
    /// Sets how many bytes one value may have, in place of 16 MiB; a longer one ends the stream with an error.
    pub fn value_limit(mut self, bytes: usize) -> Self {
        self.values.frames.set_limit(bytes);
        self
    }
}

impl<T: Decode, E> JsonStream<T, E> {
    /// The next value, none after the last. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|cx| self.poll_value(cx)).await
    }

    fn poll_value(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        let polled = ready!(self.values.poll(cx));
        Poll::Ready(polled.map(|value| {
            let (value, place) = value?;
            codec::from_slice(&value).map_err(|error| self.values.undecodable(value, error, place).into())
        }))
    }
}

impl<T: Decode, E> Stream for JsonStream<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_value(cx)
    }
}

impl<T, F: Decoder> Open<F> for JsonStream<T, F::Value> {
    fn fits(head: &Reply) -> Result<(), DecodeFailure> {
        match Format::of(head) {
            Some(_) => Ok(()),
            None => Err(DecodeFailure::ContentType {
                expected: head.spec().accept,
                found: head.content_type().map(std::borrow::Cow::into_owned),
            }),
        }
    }

    fn open(live: Live) -> Self {
        Self { values: Values::new(live), types: PhantomData }
    }
}

impl<T, E> fmt::Debug for JsonStream<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Values { format, body, .. } = &self.values;
        f.debug_struct("JsonStream").field("format", format).field("body", body).finish_non_exhaustive()
    }
}

/// How the values stand in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Lines,
    Sequence,
    Elements,
}

impl Format {
    /// What the content type says. Lines and sequences are also known to be called JSON; then, and where it says nothing, the
    /// operation tells what it has asked for.
    fn of(head: &Reply) -> Option<Self> {
        let asked = || head.spec().accept.split(',').find_map(Self::named);
        match head.content_type() {
            None => asked(),
            Some(found) if media::is_json(&found) && Self::named(&found) == Some(Self::Elements) => {
                let is_asked_for = head.spec().accept.split(',').any(media::is_json);
                if is_asked_for { Some(Self::Elements) } else { asked().or(Some(Self::Elements)) }
            }
            Some(found) => Self::named(&found),
        }
    }

    fn named(media_type: &str) -> Option<Self> {
        if media::is_json_lines(media_type) {
            Some(Self::Lines)
        } else if media::is_json_sequence(media_type) {
            Some(Self::Sequence)
        } else {
            media::is_json(media_type).then_some(Self::Elements)
        }
    }
}

/// The values of a body, not read yet: the same for all types.
struct Values {
    head: Reply,
    body: LiveBody,
    frames: Frames,
    format: Format,
}

impl Values {
    fn new(live: Live) -> Self {
        let Live { head, body, .. } = live;
        let format = Format::of(&head).unwrap_or(Format::Lines);
        let frames = match format {
            Format::Lines => Frames::new(Lines),
            Format::Sequence => Frames::new(Sequence::new()),
            Format::Elements => Frames::new(Elements::new()),
        };
        Self { head, body, frames, format }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(Bytes, Place), Failure>>> {
        loop {
            if let Some(Frame { value, place }) = self.frames.next() {
                return Poll::Ready(Some(value.map(|value| (value, place)).map_err(|fault| {
                    let error = DecodeError::of_body(fault.to_string());
                    let failure = self.undecodable(Bytes::new(), error, place);
                    if fault.is_final() {
                        self.body.end_failed(&failure);
                    }
                    failure
                })));
            }
            if self.frames.is_over() {
                self.body.end();
                return Poll::Ready(None);
            }
            match ready!(self.body.poll_open(cx)) {
                Some(Ok(piece)) => self.frames.push(piece),
                Some(Err(failure)) => {
                    self.frames.abandon();
                    return Poll::Ready(Some(Err(failure)));
                }
                None => self.frames.finish(),
            }
        }
    }

    /// The error of `value`, which stands in the body at `place`.
    #[cold]
    fn undecodable(&self, value: Bytes, error: DecodeError, place: Place) -> Failure {
        let step = (self.format == Format::Elements && !value.is_empty()).then_some(place.index);
        let error = error.within(place.line, place.column, step);
        self.body.fail(undecodable(Reply { body: value, ..self.head.clone() }, DecodeFailure::Body(error)))
    }
}
