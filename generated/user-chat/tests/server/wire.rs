//! The connections of the server, each of which a test can break in the midst of a message or keep silent: what no
//! framework offers, since it is what networks do. What travels over them is not looked at.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Accepts connections and remembers those that are open.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) listener: TcpListener,
    pub(super) wires: Wires,
}

impl axum::serve::Listener for Listener {
    type Addr = SocketAddr;
    type Io = Wire;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = axum::serve::Listener::accept(&mut self.listener).await;
        (self.wires.add(stream), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Every connection that is open.
#[derive(Clone, Debug, Default)]
pub(super) struct Wires(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    wires: Vec<Weak<Mutex<Ends>>>,
    /// New connections are kept silent too.
    is_frozen: bool,
}

impl Wires {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, stream: TcpStream) -> Wire {
        let mut known = self.known();
        let ends = Ends { stream: Some(stream), held: known.is_frozen, ..Ends::default() };
        let wire = Wire(Arc::new(Mutex::new(ends)));
        known.wires.retain(|wire| wire.strong_count() > 0);
        known.wires.push(Arc::downgrade(&wire.0));
        wire
    }

    pub(super) fn all(&self) -> Vec<Wire> {
        self.known().wires.iter().filter_map(Weak::upgrade).map(Wire).collect()
    }

    /// Holds all connections, those too that are to come.
    pub(super) fn freeze(&self) {
        self.known().is_frozen = true;
        self.all().iter().for_each(Wire::hold);
    }

    /// Lets new connections be as usual. Those that are held stay so.
    pub(super) fn thaw(&self) {
        self.known().is_frozen = false;
    }
}

/// A connection, and a handle on it.
#[derive(Clone, Debug)]
pub(super) struct Wire(Arc<Mutex<Ends>>);

#[derive(Debug, Default)]
struct Ends {
    /// Nothing once the connection is broken.
    stream: Option<TcpStream>,
    held: bool,
    /// How many bytes are still sent before the connection breaks.
    left: Option<usize>,
    flushes: u64,
    reader: Option<Waker>,
    writer: Option<Waker>,
    flushed: Option<Waker>,
}

impl Wire {
    fn ends(&self) -> MutexGuard<'_, Ends> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the connection at once, without a word.
    pub(super) fn cut(&self) {
        self.ends().cut();
    }

    /// The same by a reset (RST), as the system does it for a process that is killed.
    pub(super) fn reset(&self) {
        let mut ends = self.ends();
        // Where that is not to be had, the connection ends all the same.
        let _ = ends.stream.as_ref().map(TcpStream::set_zero_linger);
        ends.cut();
    }

    /// Ends the connection once so many more bytes were sent.
    pub(super) fn cut_after(&self, bytes: usize) {
        self.ends().left = Some(bytes);
    }

    /// Neither reads nor writes until [`release`](Self::release), with the connection open.
    pub(super) fn hold(&self) {
        self.ends().held = true;
    }

    /// Ends [`hold`](Self::hold).
    pub(super) fn release(&self) {
        let mut ends = self.ends();
        ends.held = false;
        ends.wake();
    }

    /// Completes once all that was written before has been sent.
    pub(super) async fn flushed(&self) {
        let before = self.ends().flushes;
        std::future::poll_fn(|cx| {
            let mut ends = self.ends();
            if ends.flushes > before || ends.stream.is_none() {
                return Poll::Ready(());
            }
            ends.flushed = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl Ends {
    fn cut(&mut self) {
        self.stream = None;
        self.wake();
    }

    fn wake(&mut self) {
        for waker in [self.reader.take(), self.writer.take(), self.flushed.take()].into_iter().flatten() {
            waker.wake();
        }
    }

    fn write(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let stream = self.stream.as_mut().ok_or_else(broken)?;
        self.writer = Some(cx.waker().clone());
        if self.held {
            return Poll::Pending;
        }
        let bytes = &bytes[..bytes.len().min(self.left.unwrap_or(usize::MAX))];
        let written = std::task::ready!(Pin::new(stream).poll_write(cx, bytes))?;
        if let Some(left) = &mut self.left {
            *left -= written;
            if *left == 0 {
                self.cut();
            }
        }
        Poll::Ready(Ok(written))
    }
}

fn broken() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let mut ends = self.ends();
        ends.reader = Some(cx.waker().clone());
        let held = ends.held;
        let stream = ends.stream.as_mut().ok_or_else(broken)?;
        if held { Poll::Pending } else { Pin::new(stream).poll_read(cx, buffer) }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.ends().write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut ends = self.ends();
        std::task::ready!(Pin::new(ends.stream.as_mut().ok_or_else(broken)?).poll_flush(cx))?;
        ends.flushes += 1;
        if let Some(waker) = ends.flushed.take() {
            waker.wake();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.ends().stream.as_mut() {
            Some(stream) => Pin::new(stream).poll_shutdown(cx),
            None => Poll::Ready(Ok(())),
        }
    }
}

impl Connected<IncomingStream<'_, Listener>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        stream.io().clone()
    }
}
