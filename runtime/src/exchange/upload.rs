//! A body on its way out. Enters: a body. Leaves: the same, and word of whose turn it is: the transport's, which has not taken the next
//! piece, or the caller's, whose own stream has nothing to give yet.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use web_time::Instant;

use super::flow::{Flow, Running};
use crate::clock::Clock;
use crate::future::{BodyStream, BoxError};
use crate::timeout::StallGuard;
use crate::wire::Body;

/// A body in memory up to this is not watched: transports take it at once.
const AT_ONCE: usize = 256 * 1024;

/// A longer one is taken in such pieces.
const PIECE: usize = 64 * 1024;

/// How far a body has got.
#[derive(Clone)]
pub(super) struct Upload(Arc<Shared>);

/// Behind a pointer, as calls have room for it and most have none.
struct Shared {
    clock: Arc<dyn Clock>,
    guard: Option<StallGuard>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    turn: Turn,
    /// The bytes that are still to be taken, where that is known: with the last of them it is over, asked for its end or not.
    left: Option<u64>,
    flow: Flow,
    /// When the transport has asked last.
    asked: Option<Instant>,
    /// The time from its first question to its last one.
    busy: Duration,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Turn {
    /// The transport has a piece, or has not asked for the first one.
    #[default]
    Transport,
    Caller,
    /// It has been taken whole.
    Over,
}

impl State {
    fn ask(&mut self, now: Instant) {
        if let Some(last) = self.asked.replace(now) {
            self.busy += now.saturating_duration_since(last);
        }
    }

    /// So many bytes are taken. Whether they are the last.
    fn take(&mut self, bytes: usize) -> bool {
        self.left = self.left.map(|left| left.saturating_sub(bytes as u64));
        self.left == Some(0)
    }

    /// What has become of a question.
    fn answer(&mut self, polled: &Poll<Option<Result<Bytes, BoxError>>>, guard: Option<StallGuard>, now: Instant) {
        self.ask(now);
        self.turn = match polled {
            Poll::Ready(Some(Ok(piece))) if self.take(piece.len()) => {
                self.flow.end();
                Turn::Over
            }
            Poll::Ready(Some(Ok(piece))) => {
                self.flow.bring(piece.len(), guard, || now);
                self.flow.wait(|| now);
                Turn::Transport
            }
            Poll::Ready(Some(Err(_)) | None) => {
                self.flow.end();
                Turn::Over
            }
            Poll::Pending => {
                self.flow.rest(now);
                Turn::Caller
            }
        };
    }
}

impl Upload {
    /// `body`, watched where that tells anything.
    pub(super) fn watch(body: Body, clock: &Arc<dyn Clock>, guard: Option<StallGuard>) -> (Body, Option<Self>) {
        let length = body.len();
        let stream: BodyStream = match body.as_bytes() {
            Some(bytes) if bytes.len() > AT_ONCE => Box::pin(stream::iter(pieces(bytes.clone()).map(Ok))),
            None if !body.is_empty() => body.into_stream(),
            Some(_) | None => return (body, None),
        };
        let state = Mutex::new(State { left: length, ..State::default() });
        let upload = Self(Arc::new(Shared { clock: Arc::clone(clock), guard, state }));
        let watched = Watched { stream, upload: upload.clone() };
        let body = match length {
            Some(length) => Body::sized_stream(length, watched),
            None => Body::stream(watched),
        };
        (body, Some(upload))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time that was spent on it, waits for the caller included.
    pub(super) fn busy(&self, now: Instant) -> Duration {
        let state = self.lock();
        match (state.turn, state.asked) {
            (Turn::Caller, Some(since)) => state.busy + now.saturating_duration_since(since),
            _ => state.busy,
        }
    }

    /// When it last got on; now, where the caller is waited for; none before it has begun.
    pub(super) fn moved(&self, now: Instant) -> Option<Instant> {
        let state = self.lock();
        if state.turn == Turn::Caller { Some(now) } else { state.asked }
    }

    /// The limit of slowness.
    pub(super) fn slowness(&self, now: Instant) -> Option<Running> {
        self.lock().flow.slowness(self.0.guard, now)
    }
}

/// Bytes in pieces, none of them copied.
fn pieces(mut bytes: Bytes) -> impl Iterator<Item = Bytes> {
    std::iter::from_fn(move || {
        let length = bytes.len().min(PIECE);
        (length > 0).then(|| bytes.split_to(length))
    })
}

struct Watched {
    stream: BodyStream,
    upload: Upload,
}

impl Stream for Watched {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.stream.poll_next_unpin(cx);
        let Shared { clock, guard, .. } = self.upload.0.as_ref();
        self.upload.lock().answer(&polled, *guard, clock.now());
        polled
    }
}
