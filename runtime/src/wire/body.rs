//! The body of a request: what is sent, how long it is, whether it can be sent again.
//!
//! In come bytes, streams and factories of streams; out goes a stream for each attempt. A stream that is longer or shorter
//! than was said ends with an error, so that a wrong `Content-Length` never reaches a server unnoticed.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use smallvec::SmallVec;

use super::progress::{Progress, Report};
use super::stream::{Chained, Chunk, Converted, Measured, Once, Watched};
use crate::clock::Clock;
use crate::future::{BodyStream, BoxError, MaybeSend};

/// A larger piece is a file, not a field.
const LARGE: usize = 64 * 1024;

/// The body of a request.
///
/// Cloning shares the content. Bytes and factories can be sent any number of times; a stream once.
#[derive(Clone, Default)]
pub struct Body {
    content: Content,
    media_type: Option<Arc<str>>,
    watch: Option<Box<Watch>>,
}

/// Who follows the body, by whose time.
#[derive(Clone)]
struct Watch {
    report: Report,
    clock: Option<Arc<dyn Clock>>,
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

impl Body {
    /// No body at all.
    #[must_use]
    pub const fn empty() -> Self {
        Self { content: Content::Empty, media_type: None, watch: None }
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
        let make = move || -> BodyStream { Box::pin(Converted::new(make())) };
        Self::from(Content::Factory(length, Arc::new(make)))
    }

    /// The media type of the content, for operations that take several.
    #[must_use]
    pub fn content_type(mut self, media_type: &str) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Calls `report` with the bytes that are sent and their total, where that is known.
    ///
    /// Sent is what the connection has taken. Two calls are at least 64 KiB or 100 ms apart, the one at the end aside,
    /// which is never left out; an attempt that follows another one begins at zero. A later `report` replaces an earlier one.
    #[must_use]
    pub fn progress(mut self, report: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.watch = Some(Box::new(Watch { report: Arc::new(report), clock: None }));
        self
    }

    /// The same body, its progress timed by `clock`.
    #[must_use]
    pub(crate) fn timed(mut self, clock: &Arc<dyn Clock>) -> Self {
        if let Some(watch) = &mut self.watch {
            watch.clock = Some(Arc::clone(clock));
        }
        if let Content::Chain(bodies) = &self.content
            && bodies.iter().any(|body| body.watch.is_some())
        {
            self.content = Content::Chain(bodies.iter().map(|body| body.clone().timed(clock)).collect());
        }
        self
    }

    /// The same body. Of one that is empty the progress is told now: no transport needs to ask for what it holds.
    #[must_use]
    pub(crate) fn told_if_empty(mut self) -> Self {
        if self.len() == Some(0)
            && let Some(watch) = self.watch.take()
        {
            Progress::new(watch.report, watch.clock, Some(0)).end();
        }
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

    /// The content, where it is in memory in one piece and nobody follows its progress.
    #[must_use]
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) if self.watch.is_none() => Some(bytes),
            Content::Bytes(_) | Content::Empty | Content::Factory(..) | Content::Once(..) | Content::Chain(_) => None,
        }
    }

    /// The pieces of the content that are in memory, large ones of several aside.
    pub(crate) fn pieces(&self) -> SmallVec<[Bytes; 1]> {
        let mut pieces = SmallVec::new();
        self.each_piece(&mut |piece| pieces.push(piece.clone()));
        pieces
    }

    fn each_piece(&self, visit: &mut dyn FnMut(&Bytes)) {
        match &self.content {
            Content::Bytes(bytes) => visit(bytes),
            Content::Chain(bodies) => bodies.iter().for_each(|body| {
                body.each_piece(&mut |piece| {
                    if piece.len() <= LARGE {
                        visit(piece);
                    }
                });
            }),
            Content::Empty | Content::Factory(..) | Content::Once(..) => {}
        }
    }

    /// Whether the body can be sent from its start now. A stream can until some attempt has polled it.
    #[must_use]
    pub fn replayable(&self) -> bool {
        match &self.content {
            Content::Empty | Content::Bytes(_) | Content::Factory(..) => true,
            Content::Once(_, once) => !once.is_taken(),
            Content::Chain(bodies) => bodies.iter().all(Self::replayable),
        }
    }

    /// Whether the content is there any number of times.
    #[cfg(feature = "outbox")]
    pub(crate) fn repeats(&self) -> bool {
        match &self.content {
            Content::Empty | Content::Bytes(_) | Content::Factory(..) => true,
            Content::Once(..) => false,
            Content::Chain(bodies) => bodies.iter().all(Self::repeats),
        }
    }

    /// The content from its start.
    #[must_use]
    pub fn into_stream(self) -> BodyStream {
        let length = self.len();
        let stream: BodyStream = match self.content {
            Content::Empty => Box::pin(Chunk::new(None)),
            Content::Bytes(bytes) => Box::pin(Chunk::new(Some(bytes))),
            Content::Factory(_, make) => make(),
            Content::Once(_, once) => Box::pin(once.take_when_polled()),
            Content::Chain(bodies) => {
                let bodies: Vec<Self> = bodies.iter().cloned().collect();
                Box::pin(Chained::new(bodies.into_iter().map(Self::into_stream)))
            }
        };
        let stream = match length {
            Some(length) => Box::pin(Measured::new(stream, length)),
            None => stream,
        };
        match self.watch {
            Some(watch) => Box::pin(Watched::new(stream, Progress::new(watch.report, watch.clock, length))),
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
        let stream: BodyStream = Box::pin(Converted::new(stream));
        Self::from(Content::Once(length, Arc::new(Once::new(stream))))
    }
}

impl From<Content> for Body {
    fn from(content: Content) -> Self {
        Self { content, media_type: None, watch: None }
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
