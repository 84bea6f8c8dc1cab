//! The streams that bodies are sent as.
//!
//! In come chunks from wherever, out go chunks in one type, held to what the body promised: its length, and that a
//! one-shot stream is sent once.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;

use super::progress::Progress;
use crate::future::{BodyStream, BoxError};

type Chunked = Option<Result<Bytes, BoxError>>;

/// Bytes in memory.
pub(super) struct Chunk(Option<Bytes>);

impl Chunk {
    pub(super) const fn new(bytes: Option<Bytes>) -> Self {
        Self(bytes)
    }
}

impl Stream for Chunk {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Chunked> {
        Poll::Ready(self.0.take().filter(|bytes| !bytes.is_empty()).map(Ok))
    }
}

/// A stream of the user's, with its items in our types.
pub(super) struct Converted<S>(Pin<Box<S>>);

impl<S> Converted<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Box::pin(stream))
    }
}

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Chunked> {
        let item = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(item.map(|item| item.map(Into::into).map_err(Into::into)))
    }
}

/// A stream that can be taken only once; taken means polled, not merely attached to a request.
pub(super) struct Once {
    taken: AtomicBool,
    stream: Mutex<Option<BodyStream>>,
}

impl Once {
    pub(super) fn new(stream: BodyStream) -> Self {
        Self { taken: AtomicBool::new(false), stream: Mutex::new(Some(stream)) }
    }

    pub(super) fn is_taken(&self) -> bool {
        self.taken.load(Ordering::Acquire)
    }

    /// A handle that takes the stream at its first poll.
    pub(super) fn take_when_polled(self: Arc<Self>) -> Taking {
        Taking { once: self, stream: None }
    }
}

pub(super) struct Taking {
    once: Arc<Once>,
    stream: Option<BodyStream>,
}

impl Stream for Taking {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Chunked> {
        if self.stream.is_none() {
            self.once.taken.store(true, Ordering::Release);
            let taken = self.once.stream.lock().unwrap_or_else(PoisonError::into_inner).take();
            self.stream = taken;
        }
        match &mut self.stream {
            Some(stream) => stream.as_mut().poll_next(cx),
            None => Poll::Ready(Some(Err("the stream was sent before and cannot be sent again".into()))),
        }
    }
}

/// Streams one after the other.
pub(super) struct Chained<I> {
    left: I,
    current: Option<BodyStream>,
}

impl<I> Chained<I> {
    pub(super) const fn new(streams: I) -> Self {
        Self { left: streams, current: None }
    }
}

impl<I: Iterator<Item = BodyStream> + Unpin> Stream for Chained<I> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Chunked> {
        loop {
            if let Some(current) = &mut self.current {
                match ready!(current.as_mut().poll_next(cx)) {
                    None => self.current = None,
                    item => return Poll::Ready(item),
                }
            }
            match self.left.next() {
                Some(stream) => self.current = Some(stream),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Holds a stream to its length.
pub(super) struct Measured {
    stream: BodyStream,
    length: u64,
    sent: u64,
}

impl Measured {
    pub(super) const fn new(stream: BodyStream, length: u64) -> Self {
        Self { stream, length, sent: 0 }
    }
}

impl Stream for Measured {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Chunked> {
        let item = ready!(self.stream.as_mut().poll_next(cx));
        let length = self.length;
        Poll::Ready(match item {
            Some(Ok(bytes)) => {
                self.sent = self.sent.saturating_add(bytes.len() as u64);
                match self.sent > length {
                    true => Some(Err(format!("the body is longer than the {length} bytes that were announced").into())),
                    false => Some(Ok(bytes)),
                }
            }
            None if self.sent < length => {
                let sent = std::mem::replace(&mut self.sent, length);
                Some(Err(format!("the body ended after {sent} of {length} bytes").into()))
            }
            other => other,
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (usize::from(self.sent < self.length), None)
    }
}

/// Tells how far a stream has got.
pub(super) struct Watched {
    stream: BodyStream,
    progress: Progress,
    /// What is left of a piece that is given on in smaller ones, so that something can be told in between.
    left: Bytes,
}

impl Watched {
    /// Bytes of the pieces that are given on.
    const PIECE: usize = 64 * 1024;

    pub(super) const fn new(stream: BodyStream, progress: Progress) -> Self {
        Self { stream, progress, left: Bytes::new() }
    }
}

impl Stream for Watched {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Chunked> {
        if self.left.is_empty() {
            match ready!(self.stream.as_mut().poll_next(cx)) {
                Some(Ok(piece)) => self.left = piece,
                None => {
                    self.progress.end();
                    return Poll::Ready(None);
                }
                failed => return Poll::Ready(failed),
            }
        }
        let length = self.left.len().min(Self::PIECE);
        let piece = self.left.split_to(length);
        self.progress.pass(length);
        Poll::Ready(Some(Ok(piece)))
    }
}
