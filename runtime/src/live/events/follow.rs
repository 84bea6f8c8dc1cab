//! Follows a stream over the connections that it takes. Enters: bodies, opened one after the other. Leaves: events as the stream has
//! them, and what ends it. What an event means is not its business.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use http::StatusCode;

use super::decoder::{Decoder, Frame, TooLong};
use super::options::EventOptions;
use super::reconnect::Reconnect;
use crate::codec::DecodeError;
use crate::error::{Failure, Repeat};
use crate::future::{BoxFuture, MaybeSend};
use crate::operation::undecodable;
use crate::reply::Reply;

#[cfg(all(test, feature = "testing"))]
mod tests;

/// The pieces of one body.
pub(super) trait Pieces: Stream<Item = Result<Bytes, Failure>> + MaybeSend + Unpin {
    /// Lets go of the connection, as there is as much as was wanted.
    fn end(&mut self);
    /// The same where what has come cannot be read on.
    fn end_failed(&mut self, failure: &Failure);
    /// The time since its call began; none where it has ended.
    fn elapsed(&self) -> Option<Duration>;
}

/// A body on its way, behind its head.
pub(super) struct Connection {
    pub(super) head: Reply,
    pub(super) body: Box<dyn Pieces>,
}

/// Why there is no connection, or no event.
#[derive(Debug)]
pub(super) enum Stop {
    /// A connection broke, there was none, or what came was of another kind.
    Failure(Failure),
    /// The server answered with no success.
    Refused(Reply),
    /// An event is longer than the limit.
    TooLong(TooLong),
}

/// Where connections come from, and what waits and draws lots between them.
pub(super) trait Source: MaybeSend {
    /// Opens the stream again behind the event with that id; with none where it is empty.
    fn open(&self, last_event_id: &str) -> BoxFuture<'static, Result<Connection, Stop>>;
    /// Completes after so long.
    fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()>;
    /// A number in `[0, 1)`.
    fn unit(&self) -> f64;
}

/// A stream of events over however many connections.
pub(super) struct Follow {
    source: Box<dyn Source>,
    decoder: Decoder,
    reconnect: Reconnect,
    /// The head of the last connection.
    head: Reply,
    state: State,
}

enum State {
    /// The body, and what was not read yet of the piece that came last.
    Open(Box<dyn Pieces>, Bytes),
    Waiting(BoxFuture<'static, ()>),
    Opening(BoxFuture<'static, Result<Connection, Stop>>),
    Ended,
}

impl Follow {
    pub(super) fn new(
        source: Box<dyn Source>,
        connection: Connection,
        options: &EventOptions,
        reconnect: Reconnect,
    ) -> Self {
        let mut decoder = Decoder::new(options.max_event_bytes);
        decoder.set_last_id(options.last_event_id.clone());
        let Connection { head, body } = connection;
        let state = state(&head, body);
        Self { source, decoder, reconnect, head, state }
    }

    pub(super) fn last_event_id(&self) -> &str {
        self.decoder.last_id()
    }

    pub(super) fn reconnection(&self) -> Option<Duration> {
        self.decoder.reconnection()
    }

    /// The head of the connection that is open, or was last, for an error of now.
    pub(super) fn head(&self) -> Reply {
        let mut head = self.head.clone();
        if let State::Open(body, _) = &self.state
            && let Some(elapsed) = body.elapsed()
        {
            head.trail.elapsed = elapsed;
        }
        head
    }

    /// Lets go of the connection; nothing comes any more.
    pub(super) fn end(&mut self) {
        if let State::Open(body, _) = &mut self.state {
            body.end();
        }
        self.state = State::Ended;
    }

    /// The next event. Nothing comes behind an error.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame, Stop>>> {
        loop {
            match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Open(body, piece) => {
                    match self.decoder.decode(piece) {
                        Ok(Some(frame)) => {
                            self.reconnect.succeed();
                            return Poll::Ready(Some(Ok(frame)));
                        }
                        Ok(None) => {}
                        Err(too_long) => return Poll::Ready(self.stop(Some(Stop::TooLong(too_long)))),
                    }
                    match ready!(Pin::new(body).poll_next(cx)) {
                        Some(Ok(next)) => *piece = next,
                        ended => {
                            let stop = ended.and_then(Result::err).map(Stop::Failure);
                            if let Some(end) = self.lose(stop) {
                                return Poll::Ready(end);
                            }
                        }
                    }
                }
                State::Waiting(wait) => {
                    ready!(wait.as_mut().poll(cx));
                    self.state = State::Opening(self.source.open(self.decoder.last_id()));
                }
                State::Opening(opening) => match ready!(opening.as_mut().poll(cx)) {
                    Ok(Connection { head, body }) => {
                        self.state = state(&head, body);
                        self.head = head;
                        self.decoder.restart();
                    }
                    Err(stop) => {
                        if let Some(end) = self.lose(Some(stop)) {
                            return Poll::Ready(end);
                        }
                    }
                },
            }
        }
    }

    /// There is no connection any more, or none yet: the next one is waited for, or the stream ends so.
    fn lose(&mut self, stop: Option<Stop>) -> Option<Option<Result<Frame, Stop>>> {
        let may_pass = stop.as_ref().is_none_or(Stop::may_pass);
        let asked = stop.as_ref().and_then(Stop::retry_after);
        let wait = match may_pass {
            true => self.reconnect.next(self.decoder.reconnection(), asked, self.source.unit()),
            false => None,
        };
        let Some(wait) = wait else { return Some(self.stop(stop)) };
        self.state = State::Waiting(self.source.sleep(wait));
        None
    }

    fn stop(&mut self, stop: Option<Stop>) -> Option<Result<Frame, Stop>> {
        self.head = self.head();
        if let (State::Open(body, _), Some(Stop::TooLong(too_long))) = (&mut self.state, &stop) {
            let error = DecodeError::of_body(too_long.to_string());
            body.end_failed(&undecodable(self.head.clone(), error.into()));
        }
        self.end();
        stop.map(Err)
    }
}

/// Status 204 says that there will be nothing more (section 9.2.3).
fn state(head: &Reply, body: Box<dyn Pieces>) -> State {
    if head.status == StatusCode::NO_CONTENT { State::Ended } else { State::Open(body, Bytes::new()) }
}

impl Stop {
    /// Whether opening the stream again may help.
    fn may_pass(&self) -> bool {
        match self {
            Self::Failure(failure) => failure.is_retryable() || failure.repeat() != Repeat::Never,
            Self::Refused(reply) => reply.trail.retryable,
            Self::TooLong(_) => false,
        }
    }

    /// How long the server has asked to wait.
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Failure(failure) => failure.retry_after(),
            Self::Refused(reply) => reply.trail.retry_after,
            Self::TooLong(_) => None,
        }
    }
}

impl fmt::Debug for Follow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.state {
            State::Open(..) => "open",
            State::Waiting(_) => "waiting to open again",
            State::Opening(_) => "opening again",
            State::Ended => "ended",
        };
        f.debug_struct("Follow").field("state", &state).field("reconnect", &self.reconnect).finish_non_exhaustive()
    }
}
