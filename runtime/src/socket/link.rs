//! What a socket hangs on at the moment: a connection, the way to another one, or nothing any more.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::{Sink, Stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_websockets::{ClientBuilder, Error, Limits, Message, WebSocketStream};
use web_time::Instant;

use super::connect::{Fresh, Hold};
use super::wire::Wire;
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
    Lingering(Wire),
    Over,
}

/// A connection.
pub(super) struct Open {
    framing: WebSocketStream<Wire>,
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
        let limits = Limits::default().max_payload_len(Some(max_message));
        Self {
            framing: ClientBuilder::new().limits(limits).take_over(Wire::new(fresh.connection)),
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
        Pin::new(&mut self.framing).poll_next(cx)
    }

    pub(super) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.framing).poll_ready(cx)
    }

    pub(super) fn start_send(&mut self, message: Message) -> Result<(), Error> {
        self.dirty = true;
        Pin::new(&mut self.framing).start_send(message)
    }

    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        ready!(Pin::new(&mut self.framing).poll_flush(cx))?;
        (self.dirty, self.pongs) = (false, 0);
        Poll::Ready(Ok(()))
    }

    /// The number of bytes that have come.
    pub(super) fn received(&self) -> u64 {
        self.framing.get_ref().received()
    }

    /// Nothing can be sent any more.
    pub(super) fn is_cut(&self) -> bool {
        self.framing.get_ref().is_cut()
    }

    /// Ends the call that the connection is of. What is left can be read to its end.
    pub(super) fn end(self, failure: Option<&Failure>) -> Wire {
        self.hold.end(self.received(), failure);
        self.framing.into_inner()
    }
}

/// Says goodbye on a connection that has been closed above, and reads it to its end.
pub(super) fn poll_linger(wire: &mut Wire, cx: &mut Context<'_>) -> Poll<()> {
    // Whether the peer has hung up shows below.
    let _ = Pin::new(&mut *wire).poll_shutdown(cx);
    let mut scratch = [0; 4096];
    loop {
        let mut buffer = ReadBuf::new(&mut scratch);
        match ready!(Pin::new(&mut *wire).poll_read(cx, &mut buffer)) {
            Ok(()) if !buffer.filled().is_empty() => {}
            Ok(()) | Err(_) => return Poll::Ready(()),
        }
    }
}
