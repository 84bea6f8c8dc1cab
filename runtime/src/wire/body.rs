//! The body of a request: what is sent, how long it is, whether it can be sent again.
//!
//! In come bytes, streams and factories of streams; out goes a stream for each attempt. A stream that is longer or shorter
//! than was said ends with an error, so that a wrong `Content-Length` never reaches a server unnoticed.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;

use crate::future::{BodyStream, BoxError, MaybeSend};

/// The body of a request.
///
/// Cloning shares the content. Bytes and factories can be sent any number of times; a stream once.
#[derive(Clone, Default)]
pub struct Body {
    content: Content,
    media_type: Option<Arc<str>>,
}

#[derive(Clone, Default)]
enum Content {
    #[default]
    Empty,
    Bytes(Bytes),
    Factory(Option<u64>, Arc<dyn Fn() -> BodyStream + Send + Sync>),
    Once(Option<u64>, Arc<Once>),
    Chain(Arc<[Body]>),
}

/// A stream that can be taken only once; taken means polled, not merely attached to a request.
struct Once {
    taken: AtomicBool,
    stream: Mutex<Option<BodyStream>>,
}

impl Body {
    /// No body at all.
    #[must_use]
    pub const fn empty() -> Self {
        Self { content: Content::Empty, media_type: None }
    }

    /// A stream of unknown length that can be sent once: the call cannot be retried after the stream was polled.
    #[must_use]
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + MaybeSend + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::once(None, stream)
    }

    /// The same, of exactly `length` bytes.
    #[must_use]
    pub fn sized_stream<S, B, E>(length: u64, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + MaybeSend + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::once(Some(length), stream)
    }

    /// A body whose stream is made anew for each attempt; `length` is its exact length in bytes, where known.
    #[must_use]
    pub fn factory<F, S, B, E>(length: Option<u64>, make: F) -> Self
    where
        F: Fn() -> S + Send + Sync + 'static,
        S: Stream<Item = Result<B, E>> + MaybeSend + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        let make = move || -> BodyStream { Box::pin(Converted(Box::pin(make()))) };
        Self::from(Content::Factory(length, Arc::new(make)))
    }

    /// The media type of the content, for operations that take several.
    #[must_use]
    pub fn content_type(mut self, media_type: &str) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Whether there is no body; a body of no bytes is one.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self.content, Content::Empty)
    }

    /// The exact length in bytes, where known.
    #[must_use]
    pub fn len(&self) -> Option<u64> {
        match &self.content {
            Content::Empty => Some(0),
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Factory(length, _) | Content::Once(length, _) => *length,
            Content::Chain(bodies) => bodies.iter().try_fold(0u64, |sum, body| sum.checked_add(body.len()?)),
        }
    }

    /// The content, where it is in memory in one piece.
    #[must_use]
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Empty | Content::Factory(..) | Content::Once(..) | Content::Chain(_) => None,
        }
    }

    /// Whether the body can be sent from its start now. A stream can until some attempt has polled it.
    #[must_use]
    pub fn replayable(&self) -> bool {
        match &self.content {
            Content::Empty | Content::Bytes(_) | Content::Factory(..) => true,
            Content::Once(_, once) => !once.taken.load(Ordering::Acquire),
            Content::Chain(bodies) => bodies.iter().all(Self::replayable),
        }
    }

    /// The content from its start.
    #[must_use]
    pub fn into_stream(self) -> BodyStream {
        let length = self.len();
        let stream: BodyStream = match self.content {
            Content::Empty => Box::pin(Chunk(None)),
            Content::Bytes(bytes) => Box::pin(Chunk(Some(bytes))),
            Content::Factory(_, make) => make(),
            Content::Once(_, once) => Box::pin(Taking { once, stream: None }),
            Content::Chain(bodies) => Box::pin(Chained { left: bodies.iter().cloned().collect(), current: None }),
        };
        match length {
            Some(length) => Box::pin(Measured { stream, length, sent: 0 }),
            None => stream,
        }
    }

    /// Several contents as one.
    pub(crate) fn chain(bodies: Vec<Self>) -> Self {
        Self::from(Content::Chain(bodies.into()))
    }

    pub(crate) fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    fn once<S, B, E>(length: Option<u64>, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + MaybeSend + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        let stream: BodyStream = Box::pin(Converted(Box::pin(stream)));
        let once = Once { taken: AtomicBool::new(false), stream: Mutex::new(Some(stream)) };
        Self::from(Content::Once(length, Arc::new(once)))
    }
}

impl From<Content> for Body {
    fn from(content: Content) -> Self {
        Self { content, media_type: None }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::from(Content::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }
}

/// Never shows the content.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.content {
            Content::Empty => return f.write_str("Body::empty"),
            Content::Bytes(_) => "bytes",
            Content::Factory(..) => "factory",
            Content::Once(..) => "stream",
            Content::Chain(_) => "chain",
        };
        match self.len() {
            Some(length) => write!(f, "Body({kind}, {length} bytes)"),
            None => write!(f, "Body({kind})"),
        }
    }
}

type Chunked = Option<Result<Bytes, BoxError>>;

struct Chunk(Option<Bytes>);

impl Stream for Chunk {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Chunked> {
        Poll::Ready(self.0.take().filter(|bytes| !bytes.is_empty()).map(Ok))
    }
}

/// A stream of the user's, with its items in our types.
struct Converted<S>(Pin<Box<S>>);

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

struct Taking {
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

struct Chained {
    left: VecDeque<Body>,
    current: Option<BodyStream>,
}

impl Stream for Chained {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Chunked> {
        loop {
            if let Some(current) = &mut self.current {
                match ready!(current.as_mut().poll_next(cx)) {
                    None => self.current = None,
                    item => return Poll::Ready(item),
                }
            }
            match self.left.pop_front() {
                Some(body) => self.current = Some(body.into_stream()),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Holds a stream to its length.
struct Measured {
    stream: BodyStream,
    length: u64,
    sent: u64,
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
