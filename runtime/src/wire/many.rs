//! Values one behind the other as one body.
//!
//! In come values and what stands around each of them; out go bytes, of values that are at hand many at once.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};

use super::body::Body;
use crate::codec::EncodeError;
use crate::future::{BoxError, MaybeSend};

/// Values that are at hand are sent together up to this many bytes.
const BATCH: usize = 16 * 1024;

/// How values stand in a body.
pub(super) trait Frame<T>: Clone {
    /// Writes one value, and what stands around it.
    fn write(&self, value: &T, into: &mut Vec<u8>) -> Result<(), EncodeError>;

    /// Writes what stands behind the last value.
    fn end(&self, into: &mut Vec<u8>) {
        let _ = into;
    }
}

/// The body of a list, in memory.
pub(super) fn list<T>(frame: &impl Frame<T>, values: &[T]) -> Result<Body, EncodeError> {
    let mut bytes = Vec::new();
    values.iter().try_for_each(|value| frame.write(value, &mut bytes))?;
    frame.end(&mut bytes);
    Ok(bytes.into())
}

/// The body of an iterator, which is cloned for each attempt.
pub(super) fn iter<T, I, F>(frame: F, values: I) -> Body
where
    T: 'static,
    I: IntoIterator<Item = T, IntoIter: MaybeSend> + Clone + Send + Sync + 'static,
    F: Frame<T> + Unpin + Send + Sync + 'static,
{
    let make = move || Framed::new(frame.clone(), stream::iter(values.clone()).map(Ok::<T, Infallible>));
    Body::factory(None, make)
}

/// The bytes of values that come one by one.
pub(super) struct Framed<F, S> {
    /// Nothing behind the last.
    values: Option<Pin<Box<S>>>,
    frame: F,
    count: u64,
    /// To be told behind the values before.
    failed: Option<BoxError>,
}

impl<F, S> Framed<F, S> {
    pub(super) fn new(frame: F, values: S) -> Self {
        Self { values: Some(Box::pin(values)), frame, count: 0, failed: None }
    }
}

impl<F, S, T, E> Stream for Framed<F, S>
where
    F: Frame<T> + Unpin,
    S: Stream<Item = Result<T, E>>,
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
                    self.frame.end(&mut batch);
                    break;
                }
                Some(Ok(value)) => {
                    let count = self.count;
                    self.frame.write(&value, &mut batch).map_err(|error| format!("value {count}: {error}").into())
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
