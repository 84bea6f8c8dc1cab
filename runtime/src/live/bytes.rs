//! A body as bytes, while they arrive.
//!
//! In comes an open call, out go its pieces as the connection brings them, and word of how far it has got.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use http::header::CONTENT_LENGTH;

use super::body::LiveBody;
use super::open::{Live, Open};
use crate::clock::Clock;
use crate::error::Error;
use crate::reply::{Decoder, Reply};
use crate::wire::{DecodeFailure, Progress};

/// The bytes of a body, piece by piece while they arrive.
///
/// Read it with [`ByteStream::next`], as a [`Stream`], or whole with [`ByteStream::collect`]. After an error there is nothing more.
/// Dropping the stream cancels the call.
///
/// ```
/// # use clientwright_runtime::{ByteStream, Error};
/// // `let file = client.files().download("42").stream().await?;`
/// async fn save<E>(mut file: ByteStream<E>, into: &mut Vec<u8>) -> Result<(), Error<E>> {
///     while let Some(piece) = file.next().await {
///         into.extend_from_slice(&piece?);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "bytes come when they are asked for"]
pub struct ByteStream<E> {
    body: LiveBody,
    total: Option<u64>,
    clock: Arc<dyn Clock>,
    progress: Option<Progress>,
    error: PhantomData<fn() -> E>,
}

impl<E> ByteStream<E> {
    /// How many bytes there are in all, where the server has said so; of a body that is decompressed on the way it cannot.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Calls `report` with the bytes that have been taken from the stream, as they are once decompressed, and with their
    /// [`total`](Self::total).
    ///
    /// Two calls are at least 64 KiB or 100 ms apart, the one at the end aside, which is never left out.
    pub fn progress(mut self, report: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.progress = Some(Progress::new(Arc::new(report), Some(Arc::clone(&self.clock)), self.total));
        self
    }

    /// The next piece, none after the last. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error<E>>> {
        poll_fn(|cx| self.poll_piece(cx)).await
    }

    /// All that is left, in memory.
    ///
    /// # Errors
    /// The error that the stream ends with.
    pub async fn collect(mut self) -> Result<Bytes, Error<E>> {
        let Some(first) = self.next().await.transpose()? else { return Ok(Bytes::new()) };
        let Some(second) = self.next().await.transpose()? else { return Ok(first) };
        let mut all = BytesMut::from(&first[..]);
        all.extend_from_slice(&second);
        while let Some(piece) = self.next().await.transpose()? {
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error<E>>>> {
        let polled = ready!(self.body.poll_next_unpin(cx));
        if let Some(progress) = &mut self.progress {
            match &polled {
                Some(Ok(piece)) => progress.pass(piece.len()),
                Some(Err(_)) => self.progress = None,
                None => progress.end(),
            }
        }
        Poll::Ready(polled.map(|piece| piece.map_err(Error::from)))
    }
}

impl<E> Stream for ByteStream<E> {
    type Item = Result<Bytes, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(cx)
    }
}

impl<F: Decoder> Open<F> for ByteStream<F::Value> {
    /// Bytes are of any type.
    fn fits(_: &Reply) -> Result<(), DecodeFailure> {
        Ok(())
    }

    fn open(live: Live) -> Self {
        let Live { call, head, body } = live;
        let total = head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        let clock = Arc::clone(&call.setup().clock);
        Self { body, total, clock, progress: None, error: PhantomData }
    }
}

impl<E> fmt::Debug for ByteStream<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("body", &self.body).field("total", &self.total).finish_non_exhaustive()
    }
}
