//! What is done with a socket, and what its peer does meanwhile. Whose socket it is makes no difference here.

use std::any::Any;
use std::future::poll_fn;
use std::hint::black_box;
use std::pin::pin;
use std::str::FromStr;
use std::task::Poll;

use anyhow::{Result, bail, ensure};

use super::{Connection, Socket, frame};

/// What is done many times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A message is sent, and its answer received.
    Exchange,
    /// A message of many is sent.
    Send,
    /// A message of many is received.
    Receive,
}

/// What the other end does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// It answers so many messages with one; 0 where it sends without being asked.
    pub every: usize,
    /// It answers so many times, and then is silent.
    pub answers: usize,
}

impl Peer {
    /// Answers each message.
    pub const ECHO: Self = Self { every: 1, answers: usize::MAX };

    /// The answers that so many messages have.
    #[must_use]
    pub fn answers_to(self, messages: usize) -> usize {
        messages.checked_div(self.every).map_or(self.answers, |answers| answers.min(self.answers))
    }
}

impl FromStr for Work {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> Result<Self> {
        Ok(match word {
            "exchange" => Self::Exchange,
            "send" => Self::Send,
            "receive" => Self::Receive,
            _ => bail!("`{word}` is none of exchange, send, receive"),
        })
    }
}

impl Work {
    /// The peer that it takes.
    #[must_use]
    pub fn peer(self, times: u32) -> Peer {
        let times = times as usize;
        match self {
            Self::Exchange => Peer { every: 1, answers: times },
            // One answer at the end, so that all has come by then.
            Self::Send => Peer { every: times, answers: 1 },
            Self::Receive => Peer { every: 0, answers: times },
        }
    }

    pub(crate) async fn on<S: Socket>(self, socket: &mut S, times: u32) -> Result<()> {
        ensure!(times > 0, "nothing is to be done");
        let user = S::Kept::from(S::read(&frame::json())?);
        match self {
            Self::Exchange => {
                for _ in 0..times {
                    socket.send(user.clone()).await?;
                    socket.next().await?;
                }
            }
            Self::Send => {
                for _ in 0..times {
                    socket.feed(user.clone()).await?;
                }
                socket.flush().await?;
                socket.next().await?;
            }
            Self::Receive => {
                for _ in 0..times {
                    socket.next().await?;
                }
            }
        }
        Ok(())
    }
}

impl Work {
    pub(crate) fn of_json<S: Socket>(self, times: u32) -> Result<()> {
        let json = frame::json();
        let user = S::Kept::from(S::read(&json)?);
        for _ in 0..times {
            match self {
                Self::Exchange => _ = black_box(S::read(black_box(&S::written(black_box(&user))?))?),
                Self::Send => _ = black_box(S::written(black_box(&user))?),
                Self::Receive => _ = black_box(S::read(black_box(&json))?),
            }
        }
        Ok(())
    }
}

/// Sockets that have exchanged one message, and wait for another.
pub(crate) async fn idle<C: Connection, S: Socket>(
    count: usize,
    connect: impl AsyncFn() -> Result<C>,
    open: impl AsyncFn(C) -> Result<S>,
) -> Result<Box<dyn Any>> {
    let mut sockets = Vec::with_capacity(count);
    for _ in 0..count {
        let connection = connect().await?;
        let mut socket = open(connection).await?;
        Work::Exchange.on(&mut socket, 1).await?;
        let waits = {
            let mut next = pin!(socket.next());
            poll_fn(|cx| Poll::Ready(next.as_mut().poll(cx).is_pending())).await
        };
        ensure!(waits, "a message came that nobody has sent");
        sockets.push(socket);
    }
    tokio::task::yield_now().await;
    Ok(Box::new(sockets))
}
