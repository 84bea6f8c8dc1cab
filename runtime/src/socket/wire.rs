//! A connection as the framing sees it. Enters: bytes. Leaves: the same, and two things that the framing does not tell: how many bytes have
//! come, which shows that a peer is alive that is in the middle of a large message; and what came before the connection broke
//! for those that write, a peer's farewell perhaps.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::connect::Connection;

pub(super) struct Wire {
    connection: Connection,
    received: u64,
    is_cut: bool,
    /// Why nothing can be sent any more: told once everything is read that has come.
    fault: Option<io::Error>,
}

impl Wire {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, received: 0, is_cut: false, fault: None }
    }

    /// The number of bytes that have come.
    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// Nothing can be sent any more.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    fn write<T>(
        &mut self,
        cx: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut Connection>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if self.is_cut {
            return Poll::Pending;
        }
        match write(Pin::new(&mut self.connection), cx) {
            Poll::Ready(Err(fault)) => {
                (self.is_cut, self.fault) = (true, Some(fault));
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            polled => polled,
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.connection).poll_read(cx, buffer);
        self.received += buffer.filled().len().saturating_sub(before) as u64;
        match (polled, &mut self.fault) {
            (Poll::Pending, fault @ Some(_)) => Poll::Ready(fault.take().map_or(Ok(()), Err)),
            (polled, _) => polled,
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.write(cx, |connection, cx| connection.poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.write(cx, |connection, cx| connection.poll_write_vectored(cx, bytes))
    }

    fn is_write_vectored(&self) -> bool {
        self.connection.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.write(cx, |connection, cx| connection.poll_flush(cx))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_shutdown(cx)
    }
}
