//! The bodies of requests, as hyper asks for them. Enters: a body of ours. Leaves: one of reqwest's, which marks its request as taken once
//! a connection asks for it; and a place where its own error can be found: over HTTP/2 nothing is heard of it but that the stream was
//! reset.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::StreamExt;
use http_body::{Frame, SizeHint};

use super::mark::Mark;
use crate::future::{BodyStream, BoxError};
use crate::wire::Body;

/// The error of a body that has failed. Bodies in memory have no place for it.
#[derive(Default)]
pub(super) struct Failed(Option<Arc<Mutex<Option<BoxError>>>>);

impl Failed {
    pub(super) fn take(&self) -> Option<BoxError> {
        self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

pub(super) fn outgoing(body: Body, mark: Mark) -> (reqwest::Body, Failed) {
    let held = if body.is_empty() { Some(Bytes::new()) } else { body.as_bytes().cloned() };
    match held {
        Some(left) => (reqwest::Body::wrap(Held { left, mark }), Failed::default()),
        None => {
            let (left, failed) = (body.len(), Arc::default());
            let stream = Mutex::new(body.into_stream());
            (reqwest::Body::wrap(Streamed { stream, left, failed: Arc::clone(&failed), mark }), Failed(Some(failed)))
        }
    }
}

/// Bytes in memory, if any.
struct Held {
    left: Bytes,
    mark: Mark,
}

impl http_body::Body for Held {
    type Data = Bytes;
    type Error = Ended;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Ended>>> {
        if !self.mark.take() {
            return Poll::Ready(Some(Err(Ended)));
        }
        let left = std::mem::take(&mut self.left);
        Poll::Ready((!left.is_empty()).then(|| Ok(Frame::data(left))))
    }

    /// A connection asks this first, and nobody else does. One that comes too late is to ask for the body too, which fails.
    fn is_end_stream(&self) -> bool {
        self.mark.take() && self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}

/// A stream as hyper wants it: with its length, and `Sync`, which the lock makes it without ever being waited for.
struct Streamed {
    stream: Mutex<BodyStream>,
    left: Option<u64>,
    failed: Arc<Mutex<Option<BoxError>>>,
    mark: Mark,
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = Ended;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Ended>>> {
        if !self.mark.take() {
            return Poll::Ready(Some(Err(Ended)));
        }
        let polled = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(cx);
        polled.map(|piece| match piece? {
            Ok(piece) => {
                if let Some(left) = &mut self.left {
                    *left = left.saturating_sub(piece.len() as u64);
                }
                Some(Ok(Frame::data(piece)))
            }
            Err(error) => {
                *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Some(Err(Ended))
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        self.mark.take();
        false
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// What hyper is told of a body that has failed.
#[derive(Debug)]
struct Ended;

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body of the request failed")
    }
}

impl Error for Ended {}
