//! Messages on a connection of bytes (RFC 6455 section 5). Enters: a connection. Leaves: messages both ways, by `tokio_websockets`.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::{Sink, Stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_websockets::{ClientBuilder, Error, Limits, Message, WebSocketStream};

use super::connect::Connection;
use super::wire::Wire;

/// Whether pings can be sent.
pub(super) const PINGS: bool = true;

/// Whether a caller may close with a code; all that RFC 6455 allows may be sent.
#[expect(clippy::unnecessary_wraps, reason = "where a browser frames messages, it may not")]
pub(super) const fn may_close_with(_: u16) -> Result<(), String> {
    Ok(())
}

pub(super) struct Framing(WebSocketStream<Wire>);

impl Framing {
    pub(super) fn new(connection: Connection, max_message: usize) -> Self {
        let limits = Limits::default().max_payload_len(Some(max_message));
        Self(ClientBuilder::new().limits(limits).take_over(Wire::new(connection)))
    }

    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Message, Error>>> {
        Pin::new(&mut self.0).poll_next(cx)
    }

    pub(super) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.0).poll_ready(cx)
    }

    pub(super) fn start_send(&mut self, message: Message) -> Result<(), Error> {
        Pin::new(&mut self.0).start_send(message)
    }

    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    /// The number of bytes that have come.
    pub(super) fn received(&self) -> u64 {
        self.0.get_ref().received()
    }

    /// Nothing can be sent any more.
    pub(super) fn is_cut(&self) -> bool {
        self.0.get_ref().is_cut()
    }

    /// What is left of the connection.
    pub(super) fn into_rest(self) -> Rest {
        Rest(self.0.into_inner())
    }
}

/// A connection that has been closed above.
pub(super) struct Rest(Wire);

impl Rest {
    /// Says goodbye, and reads the connection to its end.
    pub(super) fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        // Whether the peer has hung up shows below.
        let _ = Pin::new(&mut self.0).poll_shutdown(cx);
        let mut scratch = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut scratch);
            match ready!(Pin::new(&mut self.0).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {}
                Ok(()) | Err(_) => return Poll::Ready(()),
            }
        }
    }
}
