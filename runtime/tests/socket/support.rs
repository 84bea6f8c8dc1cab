//! Sockets to test, and peers for them: one that follows a script frame by frame.

use std::sync::{Arc, Mutex};

use clientwright_runtime::testing::{Opening, VirtualClock, open_socket};
use clientwright_runtime::{Frame, Socket, SocketOptions, TransportError, TransportErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

pub(crate) type Raw = Socket<Frame, Frame, ()>;
pub(crate) type Texts = Socket<String, String, ()>;

pub(crate) const TEXT: u8 = 1;
pub(crate) const BINARY: u8 = 2;
pub(crate) const CLOSE: u8 = 8;
pub(crate) const PING: u8 = 9;
pub(crate) const PONG: u8 = 10;

/// The server's end of a connection.
pub(crate) struct Peer(DuplexStream);

/// A frame as the client sent it, unmasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Got {
    pub(crate) is_final: bool,
    pub(crate) opcode: u8,
    pub(crate) payload: Vec<u8>,
}

impl Got {
    pub(crate) fn close_code(&self) -> Option<u16> {
        let code = self.payload.get(..2).filter(|_| self.opcode == CLOSE)?;
        Some(u16::from_be_bytes(code.try_into().unwrap()))
    }
}

impl Peer {
    pub(crate) fn new(stream: DuplexStream) -> Self {
        Self(stream)
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) -> bool {
        self.0.write_all(bytes).await.is_ok()
    }

    pub(crate) async fn send(&mut self, opcode: u8, payload: impl AsRef<[u8]>) -> bool {
        self.write(&frame(true, opcode, payload.as_ref())).await
    }

    pub(crate) async fn close(&mut self, code: u16, reason: &str) -> bool {
        self.send(CLOSE, [&code.to_be_bytes()[..], reason.as_bytes()].concat()).await
    }

    /// The next frame; nothing once the client has hung up.
    pub(crate) async fn frame(&mut self) -> Option<Got> {
        let first = self.0.read_u8().await.ok()?;
        let second = self.0.read_u8().await.ok()?;
        assert!(second & 0x80 != 0, "what a client sends is masked");
        let length = match second & 0x7F {
            126 => u64::from(self.0.read_u16().await.ok()?),
            127 => self.0.read_u64().await.ok()?,
            length => u64::from(length),
        };
        let mut mask = [0; 4];
        self.0.read_exact(&mut mask).await.ok()?;
        let mut payload = vec![0; length.try_into().unwrap()];
        self.0.read_exact(&mut payload).await.ok()?;
        payload.iter_mut().zip(mask.iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
        Some(Got { is_final: first & 0x80 != 0, opcode: first & 0x0F, payload })
    }

    /// The next frame that is no ping.
    pub(crate) async fn message(&mut self) -> Option<Got> {
        loop {
            let frame = self.frame().await?;
            if frame.opcode != PING {
                return Some(frame);
            }
        }
    }

    /// Plays a server that does nothing but close when the client does.
    pub(crate) async fn agree(&mut self) {
        while let Some(frame) = self.frame().await {
            if frame.opcode == CLOSE {
                self.send(CLOSE, frame.payload).await;
                return;
            }
        }
    }
}

/// A frame as a server sends it.
pub(crate) fn frame(is_final: bool, opcode: u8, payload: &[u8]) -> Vec<u8> {
    let first = u8::from(is_final) << 7 | opcode;
    let mut bytes = match payload.len() {
        length @ ..=125 => vec![first, u8::try_from(length).unwrap()],
        length @ ..=0xFFFF => [&[first, 126][..], &u16::try_from(length).unwrap().to_be_bytes()].concat(),
        length => [&[first, 127][..], &(length as u64).to_be_bytes()].concat(),
    };
    bytes.extend_from_slice(payload);
    bytes
}

/// A socket and its peer, on a clock that stands still.
pub(crate) async fn pair<S, R>(clock: &VirtualClock, options: SocketOptions) -> (Socket<S, R, ()>, Peer)
where
    S: clientwright_runtime::ToFrame + Send + 'static,
    R: clientwright_runtime::FromFrame,
{
    pair_with_room(clock, options, 1 << 16).await
}

/// The same, over a connection that holds so many bytes each way.
pub(crate) async fn pair_with_room<S, R>(
    clock: &VirtualClock,
    options: SocketOptions,
    room: usize,
) -> (Socket<S, R, ()>, Peer)
where
    S: clientwright_runtime::ToFrame + Send + 'static,
    R: clientwright_runtime::FromFrame,
{
    let (ours, theirs) = duplex(room);
    let mut ours = Some(ours);
    let socket = open_socket(clock.clone(), clock.clone(), options, move |_| {
        let next = ours.take().ok_or_else(refused);
        Box::pin(async move { next })
    });
    (socket.await.unwrap(), Peer::new(theirs))
}

pub(crate) fn refused() -> TransportError {
    TransportError::new(TransportErrorKind::Connect, "refused")
}

/// A server that can be connected to any number of times: `accept` gets the peer of each connection, or none to refuse it.
pub(crate) async fn server<S, R>(
    clock: &VirtualClock,
    options: SocketOptions,
    mut accept: impl FnMut(&Opening) -> Option<DuplexStream> + Send + 'static,
) -> (Socket<S, R, ()>, Arc<Mutex<Vec<Opening>>>)
where
    S: clientwright_runtime::ToFrame + Send + 'static,
    R: clientwright_runtime::FromFrame,
{
    let openings = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&openings);
    let socket = open_socket(clock.clone(), clock.clone(), options, move |opening| {
        let connection = accept(&opening).ok_or_else(refused);
        seen.lock().unwrap().push(opening);
        Box::pin(async move { connection })
    });
    (socket.await.unwrap(), openings)
}
