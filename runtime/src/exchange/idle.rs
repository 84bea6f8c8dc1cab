//! Notices silence. Enters: work, and signs of progress. Leaves: the work's output, or that nothing has happened for too
//! long.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use futures_util::{Stream, StreamExt};
use web_time::Instant;

use crate::clock::Clock;
use crate::future::{BodyStream, BoxError};
use crate::timeout::Expired;
use crate::wire::Body;

/// A limit of silence, and when it was last broken.
#[derive(Clone)]
pub(super) struct Idle {
    clock: Arc<dyn Clock>,
    limit: Duration,
    heard: Arc<Mutex<Instant>>,
}

impl Idle {
    pub(super) fn new(clock: &Arc<dyn Clock>, limit: Duration) -> Self {
        Self { clock: Arc::clone(clock), limit, heard: Arc::new(Mutex::new(clock.now())) }
    }

    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    /// How long it has been silent.
    pub(super) fn silence(&self) -> Duration {
        let heard = *self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        self.clock.now().saturating_duration_since(heard)
    }

    /// Something happened.
    fn hear(&self) {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = self.clock.now();
    }

    /// `work`, unless nothing is heard for as long as the limit. Its completion counts as something heard.
    ///
    /// One timer serves many signs: it is only asked again for what is left once it has rung.
    pub(super) async fn guard<T>(&self, mut work: impl Future<Output = T> + Unpin) -> Result<T, Expired> {
        loop {
            let left = self.limit.saturating_sub(self.silence());
            if let Either::Left((output, _)) = select(&mut work, self.clock.sleep(left)).await {
                self.hear();
                return Ok(output);
            }
            if self.silence() >= self.limit {
                return Err(Expired);
            }
        }
    }

    /// `body`, each piece of it that is taken a sign of progress. A body in memory is given as it is.
    pub(super) fn watch(&self, body: Body) -> Body {
        if body.is_empty() || body.as_bytes().is_some() {
            return body;
        }
        let length = body.len();
        let watched = Watched { stream: body.into_stream(), idle: self.clone() };
        match length {
            Some(length) => Body::sized_stream(length, watched),
            None => Body::stream(watched),
        }
    }
}

struct Watched {
    stream: BodyStream,
    idle: Idle,
}

impl Stream for Watched {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.stream.poll_next_unpin(cx);
        if polled.is_ready() {
            self.idle.hear();
        }
        polled
    }
}
