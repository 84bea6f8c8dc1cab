//! A server of HTTP/2 that can be told to misbehave: frames (RFC 9113 section 4.1) as they are written.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RST_STREAM: u8 = 3;
pub(crate) const SETTINGS: u8 = 4;
pub(crate) const GOAWAY: u8 = 7;
pub(crate) const WINDOW_UPDATE: u8 = 8;

pub(crate) const END_STREAM: u8 = 1;
const ACK: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;

pub(crate) const NO_ERROR: u32 = 0;
pub(crate) const INTERNAL_ERROR: u32 = 2;
pub(crate) const REFUSED_STREAM: u32 = 7;
pub(crate) const ENHANCE_YOUR_CALM: u32 = 11;

/// `:status: 200`, from the static table of HPACK (RFC 7541 appendix A).
pub(crate) const OK: &[u8] = &[0x88];

/// A frame.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) kind: u8,
    pub(crate) flags: u8,
    pub(crate) stream: u32,
    pub(crate) payload: Vec<u8>,
}

/// One connection, its settings exchanged.
pub(crate) struct Peer {
    stream: TcpStream,
    /// Whether this side says how much more it would take.
    pub(crate) opens_windows: bool,
}

impl Peer {
    async fn accept(stream: TcpStream) -> std::io::Result<Self> {
        let mut peer = Self { stream, opens_windows: true };
        let mut preface = [0; 24];
        peer.stream.read_exact(&mut preface).await?;
        peer.send(SETTINGS, 0, 0, &[]).await?;
        Ok(peer)
    }

    pub(crate) async fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> std::io::Result<()> {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
        self.stream.write_all(&[&head[..], payload].concat()).await
    }

    /// The next frame, once those about the connection itself are answered.
    pub(crate) async fn frame(&mut self) -> std::io::Result<Frame> {
        loop {
            let mut head = [0; 9];
            self.stream.read_exact(&mut head).await?;
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let mut payload = vec![0; usize::try_from(length).unwrap()];
            self.stream.read_exact(&mut payload).await?;
            let stream = u32::from_be_bytes(head[5..].try_into().unwrap());
            let frame = Frame { kind: head[3], flags: head[4], stream, payload };
            match frame.kind {
                SETTINGS if frame.flags & ACK == 0 => self.send(SETTINGS, ACK, 0, &[]).await?,
                SETTINGS | WINDOW_UPDATE => {}
                DATA if self.opens_windows && !frame.payload.is_empty() => {
                    for stream in [0, frame.stream] {
                        self.send(WINDOW_UPDATE, 0, stream, &length.to_be_bytes()).await?;
                    }
                    return Ok(frame);
                }
                _ => return Ok(frame),
            }
        }
    }

    /// The stream of the next request, all of it read.
    pub(crate) async fn request(&mut self) -> std::io::Result<u32> {
        loop {
            let frame = self.frame().await?;
            if matches!(frame.kind, HEADERS | DATA) && frame.flags & END_STREAM != 0 {
                return Ok(frame.stream);
            }
        }
    }

    pub(crate) async fn answer(&mut self, stream: u32) -> std::io::Result<()> {
        self.send(HEADERS, END_HEADERS, stream, OK).await?;
        self.send(DATA, END_STREAM, stream, br#"{"id":"1"}"#).await
    }

    pub(crate) async fn reset(&mut self, stream: u32, code: u32) -> std::io::Result<()> {
        self.send(RST_STREAM, 0, stream, &code.to_be_bytes()).await
    }

    pub(crate) async fn go_away(&mut self, last: u32, code: u32) -> std::io::Result<()> {
        self.send(GOAWAY, 0, 0, &[last.to_be_bytes(), code.to_be_bytes()].concat()).await
    }

    /// Reads on until the client has closed the connection.
    pub(crate) async fn drain(mut self) {
        while self.frame().await.is_ok() {}
    }
}

/// A server whose connections each go by what `talk` does; it is given the number of the connection.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) requests: Arc<AtomicUsize>,
    pub(crate) connections: Arc<AtomicUsize>,
}

/// What a conversation counts its requests with.
#[derive(Clone)]
pub(crate) struct Count(Arc<AtomicUsize>);

impl Count {
    pub(crate) fn one(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

impl Server {
    pub(crate) async fn start<F>(talk: impl Fn(Peer, usize, Count) -> F + Send + 'static) -> Self
    where
        F: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, connections) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
        let server = Self { address, requests: Arc::clone(&requests), connections: Arc::clone(&connections) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = connections.fetch_add(1, Ordering::SeqCst);
                let Ok(peer) = Peer::accept(stream).await else { continue };
                // An end before its time is the client's doing, which is what the tests are about.
                tokio::spawn(talk(peer, number, Count(Arc::clone(&requests))));
            }
        });
        server
    }

    /// Waits until so many requests are there.
    pub(crate) async fn reached(&self, hits: usize) {
        while self.hits() < hits {
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn hits(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}
