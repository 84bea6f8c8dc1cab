//! A connection whose peer is in memory and works as little as it can: it counts bytes and answers with the same frame. What is
//! counted of a socket on it is the socket's.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::frame;
use super::work::Peer;

/// The client's end.
#[derive(Debug)]
pub struct Memory {
    peer: Peer,
    frame: Vec<u8>,
    length_of_client: usize,
    written: usize,
    read: usize,
    /// The reader knows of the bytes that are there.
    is_told: bool,
    reader: Option<Waker>,
}

impl Memory {
    /// A connection with such a peer.
    #[must_use]
    pub fn new(peer: Peer) -> Self {
        Self {
            peer,
            frame: frame::of_server(),
            length_of_client: frame::length_of_client(),
            written: 0,
            read: 0,
            is_told: false,
            reader: None,
        }
    }

    /// The bytes that the peer has sent and nobody has read.
    fn unread(&self) -> usize {
        self.peer.answers_to(self.written / self.length_of_client) * self.frame.len() - self.read
    }

    fn take(&mut self, bytes: usize) -> Poll<io::Result<usize>> {
        self.written += bytes;
        if self.unread() > 0
            && let Some(reader) = self.reader.take()
        {
            reader.wake();
        }
        Poll::Ready(Ok(bytes))
    }
}

impl AsyncRead for Memory {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let mut unread = self.unread();
        if unread == 0 {
            self.reader = Some(cx.waker().clone());
            return Poll::Pending;
        }
        if !self.is_told {
            self.is_told = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        while unread > 0 && buffer.remaining() > 0 {
            let at = self.read % self.frame.len();
            let count = (self.frame.len() - at).min(buffer.remaining());
            buffer.put_slice(&self.frame[at..at + count]);
            (self.read, unread) = (self.read + count, unread - count);
        }
        self.is_told = unread > 0;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Memory {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.take(bytes.len())
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.take(bytes.iter().map(|bytes| bytes.len()).sum())
    }

    /// As TCP does.
    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
