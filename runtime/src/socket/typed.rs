//! The socket as its user holds it: both halves together.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::{Sink, Stream};

use super::close::CloseReason;
use super::frame::{FromFrame, ToFrame};
use super::halves::{Rest, SocketReceiver, SocketSender};
use super::reconnect::{Reconnect, Verdict};
use crate::error::Error;

/// An open WebSocket (RFC 6455) that sends `S` and receives `R`: a `Stream` and a `Sink`, and two halves where both go on at once.
///
/// Nothing of it runs in a task of its own but a caretaker, which answers and sends pings while nobody polls. Both queues are
/// bounded: a receiver that does not keep up makes the server wait, a server that does not keep up makes `send` wait. Dropping the socket
/// says goodbye with close code 1001 and does not wait for the server; [`Socket::close`] ends it in agreement with the server.
///
/// ```
/// # use clientwright_runtime::{Error, Socket};
/// // `let mut room = client.chat().connect_to_chat("general").await?;`
/// async fn talk<E: 'static>(mut room: Socket<String, String, E>) -> Result<(), Error<E>> {
///     room.send("Hello, everyone!".to_owned()).await?;
///     while let Some(message) = room.next().await {
///         match message {
///             Ok(message) => println!("{message}"),
///             Err(error) => eprintln!("{error}"),
///         }
///     }
///     if let Some(reason) = room.close_reason() {
///         println!("closed: {reason}, {} messages may not have been sent", room.unsent().len());
///     }
///     Ok(())
/// }
/// ```
///
/// Settings are [`SocketOptions`](super::SocketOptions), on the call.
pub struct Socket<S, R, E> {
    pub(super) sender: SocketSender<S, E>,
    pub(super) receiver: SocketReceiver<R, E>,
}

impl<S, R, E> Socket<S, R, E> {
    /// The two halves, for two tasks. The connection lasts as long as one of them.
    pub fn split(self) -> (SocketSender<S, E>, SocketReceiver<R, E>) {
        (self.sender, self.receiver)
    }

    /// The subprotocol that the server has chosen of those that were offered.
    pub fn subprotocol(&self) -> Option<String> {
        self.sender.subprotocol()
    }

    /// As [`SocketSender::unsent`].
    pub fn unsent(&mut self) -> Vec<S> {
        self.sender.unsent()
    }

    /// How the socket ended, once it has.
    pub fn close_reason(&self) -> Option<CloseReason> {
        self.sender.close_reason()
    }

    /// As [`SocketSender::on_reconnect`].
    pub fn on_reconnect(&mut self, hook: impl FnMut(&mut Reconnect<'_, S>) -> Verdict + Send + 'static) {
        self.sender.on_reconnect(hook);
    }
}

impl<S: ToFrame, R, E> Socket<S, R, E> {
    /// As [`SocketSender::send`].
    ///
    /// # Errors
    /// As there.
    pub async fn send(&mut self, message: S) -> Result<(), Error<E>> {
        self.sender.send(message).await
    }

    /// As [`SocketSender::flush`].
    ///
    /// # Errors
    /// As there.
    pub async fn flush(&mut self) -> Result<(), Error<E>> {
        self.sender.flush().await
    }

    /// As [`SocketSender::close`]. As nobody can receive meanwhile, messages that come are there to be received as far as their
    /// queue has room; the others are thrown away.
    ///
    /// # Errors
    /// As there.
    pub async fn close(&mut self, code: u16, reason: &str) -> Result<CloseReason, Error<E>> {
        self.sender.end(code, reason, Rest::Discarded).await
    }
}

impl<S, R: FromFrame, E: 'static> Socket<S, R, E> {
    /// As [`SocketReceiver::next`].
    pub async fn next(&mut self) -> Option<Result<R, Error<E>>> {
        self.receiver.next().await
    }

    /// As [`SocketReceiver::listen`].
    ///
    /// # Errors
    /// As there.
    pub async fn listen(&mut self, on_message: impl FnMut(R)) -> Result<CloseReason, Error<E>> {
        self.receiver.listen(on_message).await
    }
}

impl<S, R: FromFrame, E: 'static> Stream for Socket<S, R, E> {
    type Item = Result<R, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.receiver).poll_next(cx)
    }
}

impl<S: ToFrame, R, E> Sink<S> for Socket<S, R, E> {
    type Error = Error<E>;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error<E>>> {
        Pin::new(&mut self.sender).poll_ready(cx)
    }

    fn start_send(mut self: Pin<&mut Self>, message: S) -> Result<(), Error<E>> {
        Pin::new(&mut self.sender).start_send(message)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error<E>>> {
        Pin::new(&mut self.sender).poll_flush(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error<E>>> {
        Pin::new(&mut self.sender).poll_close(cx)
    }
}

impl<S, R, E> fmt::Debug for Socket<S, R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").field("close_reason", &self.close_reason()).finish_non_exhaustive()
    }
}
