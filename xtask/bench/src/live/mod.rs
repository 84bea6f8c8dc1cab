//! A socket's messages: those of the runtime's `Socket`, of tokio-websockets alone and of tokio-tungstenite alone. Each message is a
//! user as [`page`](crate::page) has it, 180 bytes of JSON in one text frame: by the runtime's codec on our side, by serde's derive on the others.
//!
//! | work | is |
//! |---|---|
//! | exchange | a message sent, and one received that answers it |
//! | send | a message of many that are sent one behind the other, without waiting for any |
//! | receive | a message of many that the peer sends by itself |
//! | idle | a socket that has sent one message, has received one, and waits for the next |
//!
//! JSON alone is measured too, and so it can be told which part of a message is the socket. All else goes over one of two connections, with no opening handshake, which is no part of what a message costs:
//!
//! | connection | the peer is | says |
//! |---|---|---|
//! | [`memory`] | a count of bytes and one frame, which answers on the next turn of the executor, as a reactor tells of bytes | what the socket itself costs, to the instruction |
//! | [`tcp`] | a process of its own on the loopback interface | what a program sees: with tokio's reactor and the system's calls |
//!
//! `tokio::io::duplex` is neither: a peer that reads and writes frames at its other end would work in the process that is measured,
//! and its work would hide what is to be seen.

mod alone;
mod ours;
mod tokio_websockets;
mod tungstenite;

pub mod frame;
pub mod memory;
pub mod tcp;
pub mod work;

use std::any::Any;
use std::str::FromStr;

use anyhow::{Result, bail};
use tokio::io::{AsyncRead, AsyncWrite};

use work::Work;

/// Whose socket is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// The runtime's `Socket`.
    Ours,
    /// What that is built on, alone.
    TokioWebsockets,
    /// Another one that many programs use.
    Tungstenite,
}

impl Library {
    /// All, ours first.
    pub const ALL: [Self; 3] = [Self::Ours, Self::TokioWebsockets, Self::Tungstenite];

    /// As the programs are asked for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::TokioWebsockets => "tokio-websockets",
            Self::Tungstenite => "tungstenite",
        }
    }
}

impl FromStr for Library {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> Result<Self> {
        match Self::ALL.into_iter().find(|library| library.word() == word) {
            Some(library) => Ok(library),
            None => bail!("`{word}` is none of {}", Self::ALL.map(Self::word).join(", ")),
        }
    }
}

/// Bytes both ways.
pub trait Connection: AsyncRead + AsyncWrite + Unpin + Send + 'static {}

impl<C: AsyncRead + AsyncWrite + Unpin + Send + 'static> Connection for C {}

/// What all three can do. Users are those of each side's own type. One that is sent is there already, and stays there: to make
/// and to drop a value is no part of sending it.
pub(crate) trait Socket: 'static {
    type User;
    type Kept: Clone + From<Self::User>;

    /// Sends one, and does not wait to do so.
    async fn send(&mut self, user: Self::Kept) -> Result<()>;

    /// Sends one behind others, together with them where that is less work.
    async fn feed(&mut self, user: Self::Kept) -> Result<()>;

    /// Waits until all that was fed is with the system.
    async fn flush(&mut self) -> Result<()>;

    /// The next one.
    async fn next(&mut self) -> Result<Self::User>;

    /// The JSON of a user, as sending makes it.
    fn written(user: &Self::Kept) -> Result<String>;

    /// The user of the JSON, as receiving makes it.
    fn read(json: &str) -> Result<Self::User>;
}

/// A socket that has been opened, and does `work` so many times.
///
/// # Errors
/// The socket fails.
pub async fn run(library: Library, connection: impl Connection, work: Work, times: u32) -> Result<()> {
    match library {
        Library::Ours => work.on(&mut ours::open(connection).await?, times).await,
        Library::TokioWebsockets => work.on(&mut tokio_websockets::open(connection), times).await,
        Library::Tungstenite => work.on(&mut tungstenite::open(connection).await, times).await,
    }
}

/// What of the work is JSON, so many times.
///
/// # Errors
/// It cannot be read or written.
pub fn json(library: Library, work: Work, times: u32) -> Result<()> {
    match library {
        Library::Ours => work.of_json::<ours::Ours>(times),
        Library::TokioWebsockets => work.of_json::<tokio_websockets::Framing>(times),
        Library::Tungstenite => work.of_json::<tungstenite::Framing>(times),
    }
}

/// So many idle sockets, which last as long as what is given.
///
/// # Errors
/// One of them fails.
pub async fn idle<C: Connection>(
    library: Library,
    count: usize,
    connect: impl AsyncFn() -> Result<C>,
) -> Result<Box<dyn Any>> {
    Ok(match library {
        Library::Ours => work::idle(count, connect, ours::open).await?,
        Library::TokioWebsockets => work::idle(count, connect, async |it| Ok(tokio_websockets::open(it))).await?,
        Library::Tungstenite => work::idle(count, connect, async |it| Ok(tungstenite::open(it).await)).await?,
    })
}

#[cfg(test)]
mod tests {
    use clientwright_runtime::codec;
    use tokio::runtime::Builder;

    use super::memory::Memory;
    use super::*;
    use crate::bare;

    #[test]
    fn all_write_the_message_as_the_peer_has_it() {
        let json = frame::json();
        let ours: user_chat::types::User = codec::from_slice(json.as_bytes()).unwrap();
        let bare: bare::User = serde_json::from_str(&json).unwrap();
        assert_eq!(codec::to_vec(&ours).unwrap(), json.as_bytes());
        assert_eq!(serde_json::to_string(&bare).unwrap(), json);
    }

    #[test]
    fn each_library_does_all_that_is_measured() {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        for library in Library::ALL {
            for work in [Work::Exchange, Work::Send, Work::Receive] {
                // More than one read takes, so that a frame comes in pieces.
                runtime.block_on(run(library, Memory::new(work.peer(1_000)), work, 1_000)).unwrap();
            }
            runtime.block_on(idle(library, 2, async || Ok(Memory::new(work::Peer::ECHO)))).unwrap();
        }
    }
}
