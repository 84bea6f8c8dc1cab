//! A multipart body as a stream of typed parts.
//!
//! In comes an open call, out go parts one by one. One that does not decode is an error of its own, and the next one follows;
//! what breaks the body itself is the last item.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Stream;

use super::boundary::boundary;
use super::received::{FromPart, ReceivedPart};
use super::splitter::{RawPart, Splitter};
use crate::codec::DecodeError;
use crate::error::{Error, Failure};
use crate::live::{Live, LiveBody, Open};
use crate::operation::undecodable;
use crate::reply::{Decoder, Reply};
use crate::wire::{DecodeFailure, media};

/// The parts of a multipart body (RFC 2046 section 5.1), one by one while they arrive.
///
/// Read it with [`PartStream::next`] or as a [`Stream`]; both give `Result<ReceivedPart<T>, Error<E>>`. A part that does not decode
/// is an error, whose headers and body are those of the part, and the ones behind it follow. After any other error, among them
/// a part of more than 16 MiB, there is nothing more. Dropping the stream cancels the call.
#[must_use = "parts come when they are asked for"]
pub struct PartStream<T, E> {
    parts: RawParts,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T, E> PartStream<T, E> {
    /// Sets how many bytes the body of one part may have, in place of 16 MiB; a longer one ends the stream with an error.
    pub fn part_limit(mut self, bytes: usize) -> Self {
        self.parts.splitter.set_limit(bytes);
        self
    }
}

impl<T: FromPart, E> PartStream<T, E> {
    /// The next part, none after the last. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<ReceivedPart<T>, Error<E>>> {
        poll_fn(|cx| self.poll_part(cx)).await
    }

    fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<ReceivedPart<T>, Error<E>>>> {
        let polled = ready!(self.parts.poll(cx));
        Poll::Ready(polled.map(|part| {
            let RawPart { headers, body } = part?;
            let part = Reply { headers, body, ..self.parts.head.clone() };
            match T::from_part(&part) {
                Ok(body) => Ok(ReceivedPart { headers: part.headers, body }),
                Err(failure) => Err(self.parts.undecodable(part, failure).into()),
            }
        }))
    }
}

impl<T: FromPart, E> Stream for PartStream<T, E> {
    type Item = Result<ReceivedPart<T>, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_part(cx)
    }
}

impl<T, F: Decoder> Open<F> for PartStream<T, F::Value> {
    fn fits(head: &Reply) -> Result<(), DecodeFailure> {
        let found = head.content_type();
        if !found.as_deref().is_some_and(|found| media::matches("multipart/*", found)) {
            let found = found.map(std::borrow::Cow::into_owned);
            return Err(DecodeFailure::ContentType { expected: head.spec().accept, found });
        }
        match found.as_deref().and_then(boundary) {
            Some(_) => Ok(()),
            None => Err(DecodeError::of_body("the content type names no boundary").into()),
        }
    }

    fn open(live: Live) -> Self {
        let Live { head, body, .. } = live;
        let boundary = head.content_type().as_deref().and_then(boundary);
        let splitter = Splitter::new(&boundary.unwrap_or_default());
        Self { parts: RawParts { head, body, splitter }, types: PhantomData }
    }
}

impl<T, E> fmt::Debug for PartStream<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartStream").field("body", &self.parts.body).finish_non_exhaustive()
    }
}

/// The parts of a body, not read yet: the same for all types.
struct RawParts {
    head: Reply,
    body: LiveBody,
    splitter: Splitter,
}

impl RawParts {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<RawPart, Failure>>> {
        loop {
            if let Some(part) = self.splitter.next() {
                return Poll::Ready(Some(part.map_err(|fault| {
                    let error = DecodeError::of_body(fault.to_string());
                    let failure = self.undecodable(self.head.clone(), error.into());
                    if fault.is_final() {
                        self.body.end_failed(&failure);
                    }
                    failure
                })));
            }
            match ready!(self.body.poll_open(cx)) {
                Some(Ok(piece)) => self.splitter.push(&piece),
                // All parts are there: what happens to the rest is nobody's loss.
                Some(Err(_)) | None if self.splitter.is_over() => {
                    self.body.end();
                    return Poll::Ready(None);
                }
                Some(Err(failure)) => {
                    self.splitter.abandon();
                    return Poll::Ready(Some(Err(failure)));
                }
                None => self.splitter.finish(),
            }
        }
    }

    #[cold]
    fn undecodable(&self, part: Reply, failure: DecodeFailure) -> Failure {
        self.body.fail(undecodable(part, failure))
    }
}
