//! What a socket hangs on at the moment: a connection, the way to another one, or nothing any more.

use std::task::{Context, Poll, ready};

use tokio_websockets::{Error, Message};
use web_time::Instant;

use super::connect::{Fresh, Hold};
use super::framing::{Framing, Rest};
use crate::error::{AnyError, Failure};
use crate::future::BoxFuture;

/// A connection on its way.
pub(super) type Handshake = BoxFuture<'static, Result<Fresh, AnyError>>;

pub(super) enum Link {
    Open(Box<Open>),
    /// For the time of the next attempt.
    Waiting(BoxFuture<'static, ()>),
    /// For the hook.
    Asking,
    /// To a handshake; none while somebody polls it.
    Connecting(Option<Handshake>),
    /// The socket has ended because of what the peer sent. What else it sends is read and thrown away until it hangs up: closed with
    /// unread bytes, a TCP connection is reset, and the peer never sees why.
    Lingering(Rest),
    Over,
}

/// A connection.
pub(super) struct Open {
    framing: Framing,
    pub(super) stage: Stage,
    /// The framing holds something that is not known to be out.
    pub(super) dirty: bool,
    /// Answers to pings that are not known to be out.
    pub(super) pongs: usize,
    pub(super) next_ping: Option<Instant>,
    /// When the peer has to have shown life.
    pub(super) pong_by: Option<Instant>,
    /// The bytes that had come when the caretaker last looked.
    pub(super) heard: u64,
    hold: Box<dyn Hold>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Talking,
    /// Our close frame is under way, the peer's is awaited.
    Closing,
    /// Once everything is out, the connection ends.
    Parting,
}

impl Open {
    pub(super) fn new(fresh: Fresh, max_message: usize) -> Self {
        Self {
            framing: Framing::new(fresh.connection, max_message),
            stage: Stage::Talking,
            dirty: false,
            pongs: 0,
            next_ping: None,
            pong_by: None,
            heard: 0,
            hold: fresh.hold,
        }
    }

    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Message, Error>>> {
        self.framing.poll_next(cx)
    }

    pub(super) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.framing.poll_ready(cx)
    }

    pub(super) fn start_send(&mut self, message: Message) -> Result<(), Error> {
        self.dirty = true;
        self.framing.start_send(message)
    }

    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        ready!(self.framing.poll_flush(cx))?;
        (self.dirty, self.pongs) = (false, 0);
        Poll::Ready(Ok(()))
    }

    /// The number of bytes that have come.
    pub(super) fn received(&self) -> u64 {
        self.framing.received()
    }

    /// Nothing can be sent any more.
    pub(super) fn is_cut(&self) -> bool {
        self.framing.is_cut()
    }

    /// Ends the call that the connection is of. What is left can be read to its end.
    pub(super) fn end(self, failure: Option<&Failure>) -> Rest {
        self.hold.end(self.received(), failure);
        self.framing.into_rest()
    }
}
