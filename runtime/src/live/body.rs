//! A body on its way in. Enters: the pieces of a response, and what holds its call open. Leaves: the pieces, until the body or one
//! of the call's limits ends.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::Abortable;
use futures_util::{Stream, StreamExt, stream};

use crate::error::Failure;
use crate::exchange::{Flow, Guard, soonest};
use crate::future::{BodyStream, BoxFuture};
use crate::transport::ResponseBody;

/// The pieces of a body. Ends behind the first error; dropping it cancels the call.
///
/// Between two pieces passes at most the call's limit of silence, and they are no slower than its stall guard wants, both counted while
/// somebody asks for the next one. The call's deadline and the closing of the client end it with an error.
pub struct LiveBody {
    /// Nothing once it has ended.
    open: Option<Box<Open>>,
}

struct Open {
    guard: Guard,
    pieces: Pieces,
    received: u64,
    /// Whether the last piece has come.
    is_read: bool,
    idle: Option<Duration>,
    flow: Flow,
    /// Rings when silence or slowness may have reached its limit.
    timer: Option<BoxFuture<'static, ()>>,
    deadline: Option<BoxFuture<'static, ()>>,
}

enum Pieces {
    Stream(Abortable<BodyStream>),
    #[cfg(feature = "websocket")]
    Upgraded(crate::transport::Upgraded),
}

impl LiveBody {
    pub(crate) fn new(body: ResponseBody, mut guard: Guard) -> Self {
        let pieces = match body {
            ResponseBody::Stream(stream) => Pieces::stream(stream, &mut guard),
            ResponseBody::Whole(bytes) | ResponseBody::Cut(bytes) => {
                let pieces = Some(bytes).filter(|bytes| !bytes.is_empty()).map(Ok);
                Pieces::stream(Box::pin(stream::iter(pieces)), &mut guard)
            }
            #[cfg(feature = "websocket")]
            ResponseBody::Upgraded(connection) => Pieces::Upgraded(connection),
        };
        let deadline = guard.remaining().map(|left| guard.clock().sleep(left));
        let idle = guard.read;
        Self {
            open: Some(Box::new(Open {
                guard,
                pieces,
                received: 0,
                is_read: false,
                idle,
                flow: Flow::default(),
                timer: None,
                deadline,
            })),
        }
    }

    /// Sets the limit of silence; none: it may be silent for ever.
    #[cfg(feature = "sse")]
    pub(crate) fn set_idle(&mut self, limit: Option<Duration>) {
        if let Some(open) = &mut self.open {
            (open.idle, open.timer) = (limit, None);
        }
    }

    /// Lets go of the connection, of the body as far as it was wanted.
    pub(crate) fn end(&mut self) {
        if let Some(open) = self.open.take() {
            open.guard.end(open.received, None);
        }
    }

    /// The same where what has come cannot be read on: the call has failed so.
    pub(crate) fn end_failed(&mut self, failure: &Failure) {
        if let Some(open) = self.open.take() {
            open.guard.end(open.received, Some(failure));
        }
    }

    /// The next piece. Behind the last one the call stays open, for whoever reads on to say how it ended.
    pub(crate) fn poll_open(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        let Some(open) = &mut self.open else { return Poll::Ready(None) };
        let polled = open.poll_piece(cx);
        if let Poll::Ready(Some(Err(failure))) = &polled {
            self.end_failed(failure);
        }
        polled
    }

    /// `failure` as one of this call; unknown where the body has ended.
    pub(crate) fn fail(&self, failure: Failure) -> Failure {
        match &self.open {
            Some(open) => open.guard.fail(failure),
            None => failure,
        }
    }

    /// The time since the call began; none where the body has ended.
    #[cfg(feature = "sse")]
    pub(crate) fn elapsed(&self) -> Option<Duration> {
        self.open.as_ref().map(|open| open.guard.elapsed())
    }

    /// The connection, where the response handed it over, and what holds its call open.
    #[cfg(feature = "websocket")]
    pub(crate) fn into_upgraded(mut self) -> Option<(crate::transport::Upgraded, Guard)> {
        match *self.open.take()? {
            Open { pieces: Pieces::Upgraded(connection), guard, .. } => Some((connection, guard)),
            Open { pieces: Pieces::Stream(_), .. } => None,
        }
    }
}

impl Pieces {
    fn stream(stream: BodyStream, guard: &mut Guard) -> Self {
        let cut = guard.take_cut().unwrap_or_else(|| futures_util::future::AbortHandle::new_pair().1);
        Self::Stream(Abortable::new(stream, cut))
    }
}

impl Open {
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        if self.is_read {
            return Poll::Ready(None);
        }
        let polled = self.poll(cx);
        self.is_read = matches!(polled, Poll::Ready(None));
        polled
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        let polled = match &mut self.pieces {
            Pieces::Stream(stream) => match stream.poll_next_unpin(cx) {
                Poll::Ready(None) if stream.is_aborted() => return Poll::Ready(Some(Err(self.guard.closed()))),
                polled => polled,
            },
            #[cfg(feature = "websocket")]
            Pieces::Upgraded(_) => Poll::Ready(None),
        };
        match polled {
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Ready(Some(Ok(piece))) => {
                self.flow.bring(piece.len(), self.guard.stall, || self.guard.clock().now());
                self.received += piece.len() as u64;
                Poll::Ready(Some(Ok(piece)))
            }
            Poll::Ready(Some(Err(source))) => Poll::Ready(Some(Err(self.guard.fail(Failure::broken_body(source))))),
            Poll::Pending => self.poll_limits(cx).map(|failure| Some(Err(failure))),
        }
    }

    fn poll_limits(&mut self, cx: &mut Context<'_>) -> Poll<Failure> {
        if self.deadline.as_mut().is_some_and(|deadline| deadline.as_mut().poll(cx).is_ready()) {
            return Poll::Ready(self.guard.expired());
        }
        if self.idle.is_none() && self.guard.stall.is_none() {
            return Poll::Pending;
        }
        let clock = self.guard.clock();
        self.flow.wait(|| clock.now());
        // One timer serves many pieces: it is asked again for what is left once it has rung.
        loop {
            let now = clock.now();
            let left = match soonest([self.flow.silence(self.idle, now), self.flow.slowness(self.guard.stall, now)]) {
                Ok(left) => left.unwrap_or(Duration::MAX),
                Err(reached) => return Poll::Ready(self.guard.fail(reached.failure())),
            };
            let timer = self.timer.get_or_insert_with(|| clock.sleep(left));
            if timer.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.timer = None;
        }
    }
}

impl Stream for LiveBody {
    type Item = Result<Bytes, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.poll_open(cx);
        if let Poll::Ready(None) = &polled {
            self.end();
        }
        polled
    }
}

impl fmt::Debug for LiveBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let received = self.open.as_ref().map(|open| open.received);
        f.debug_struct("LiveBody").field("received", &received).finish_non_exhaustive()
    }
}
