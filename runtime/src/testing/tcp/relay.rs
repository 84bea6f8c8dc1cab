//! A connection through the proxy. Enters: a client's connection. Leaves: its requests to the server and the answers back, except for what a
//! fault does to them. One request is under way at a time, as clients of HTTP/1.1 have it; after a change of protocol all bytes pass.

use std::io;
use std::pin::pin;

use bytes::BytesMut;
use futures_util::future::{Either, select};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::fault::Fault;
use super::framing::Rest;
use super::message::{RequestHead, ResponseHead};
use super::proxy::Shared;

/// How often all others get their turn between two bytes that trickle.
const TURNS: usize = 2;

/// What a server does not say.
const GARBAGE: &[u8] = b"SSH-2.0-OpenSSH_9.2\r\n\r\n";

/// Where the answer to the present request is.
enum Answer {
    /// None is under way.
    None,
    Head {
        is_to_head: bool,
    },
    Body(Rest),
    /// It is no HTTP any more.
    Bytes,
}

struct Relay<'p> {
    client: TcpStream,
    server: TcpStream,
    proxy: &'p Shared,
    from_client: BytesMut,
    from_server: BytesMut,
    /// What is to come of the request.
    rest: Rest,
    answer: Answer,
    fault: Option<Fault>,
    /// How many bytes of the answer have passed.
    passed: usize,
}

/// What becomes of the two connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    GoOn,
    Close,
    Reset,
}

/// Until either end, or a fault, ends the connection.
pub(super) async fn relay(client: TcpStream, proxy: &Shared) -> io::Result<()> {
    client.set_nodelay(true)?;
    let server = TcpStream::connect(proxy.upstream).await?;
    server.set_nodelay(true)?;
    let (from_client, from_server) = (BytesMut::new(), BytesMut::new());
    let (rest, answer) = (Rest::Done, Answer::None);
    let mut relay = Relay { client, server, proxy, from_client, from_server, rest, answer, fault: None, passed: 0 };
    loop {
        match relay.step().await? {
            Next::GoOn => {}
            Next::Close => return relay.close().await,
            Next::Reset => return relay.client.set_zero_linger(),
        }
    }
}

impl Relay<'_> {
    async fn step(&mut self) -> io::Result<Next> {
        let is_of_client = {
            let client = pin!(self.client.read_buf(&mut self.from_client));
            let server = pin!(self.server.read_buf(&mut self.from_server));
            match select(client, server).await {
                Either::Left((count, _)) => (count? > 0).then_some(true),
                Either::Right((count, _)) => (count? > 0).then_some(false),
            }
        };
        match is_of_client {
            None => Ok(Next::Close),
            Some(true) => self.ask().await,
            Some(false) => self.answer().await,
        }
    }

    /// Passes on what has come from the client.
    async fn ask(&mut self) -> io::Result<Next> {
        if matches!(self.answer, Answer::Bytes) {
            self.server.write_all(&self.from_client.split()).await?;
            return Ok(Next::GoOn);
        }
        if self.rest.is_done() {
            let Some(head) = RequestHead::take(&mut self.from_client)? else { return Ok(Next::GoOn) };
            self.fault = self.proxy.meets(&head);
            self.passed = 0;
            self.rest = head.rest();
            self.answer = Answer::Head { is_to_head: head.method == http::Method::HEAD };
            match self.fault {
                Some(Fault::Refuse) => {
                    self.proxy.refuse();
                    return Ok(Next::Reset);
                }
                Some(Fault::ResetBefore) => return Ok(Next::Reset),
                Some(Fault::CloseBefore) => return Ok(Next::Close),
                Some(Fault::ResetWithin) => {
                    self.server.write_all(&head.bytes[..head.bytes.len() / 2]).await?;
                    self.server.set_zero_linger()?;
                    return Ok(Next::Reset);
                }
                Some(_) | None => self.server.write_all(&head.bytes).await?,
            }
        }
        let travelled = self.rest.take(&mut self.from_client, &mut BytesMut::new())?;
        self.server.write_all(&travelled).await?;
        Ok(Next::GoOn)
    }

    /// Passes on what has come from the server.
    async fn answer(&mut self) -> io::Result<Next> {
        loop {
            match &mut self.answer {
                // Nobody has asked.
                Answer::None | Answer::Bytes => {
                    let bytes = self.from_server.split();
                    return self.pass(&bytes).await;
                }
                Answer::Head { is_to_head } => {
                    let is_to_head = *is_to_head;
                    let Some(head) = ResponseHead::take(&mut self.from_server)? else { return Ok(Next::GoOn) };
                    self.answer = match head.status {
                        101 => Answer::Bytes,
                        100..200 => Answer::Head { is_to_head },
                        status => Answer::Body(Rest::of_response(status, is_to_head, &head.headers)),
                    };
                    let next = self.begin(&head.bytes).await?;
                    if next != Next::GoOn {
                        return Ok(next);
                    }
                }
                Answer::Body(rest) => {
                    let travelled = rest.take(&mut self.from_server, &mut BytesMut::new())?;
                    let is_done = rest.is_done();
                    let next = self.pass(&travelled).await?;
                    if !is_done || next != Next::GoOn {
                        return Ok(next);
                    }
                    self.answer = Answer::None;
                    return Ok(match self.fault {
                        Some(Fault::CloseAfter) => Next::Close,
                        Some(Fault::ResetBehind) => Next::Reset,
                        Some(_) | None => Next::GoOn,
                    });
                }
            }
        }
    }

    /// Passes the head of the answer, where it is to be passed.
    async fn begin(&mut self, head: &[u8]) -> io::Result<Next> {
        match self.fault {
            Some(Fault::ResetAfter) => return Ok(Next::Reset),
            Some(Fault::Garbage) => {
                self.client.write_all(GARBAGE).await?;
                return Ok(Next::Close);
            }
            Some(Fault::Delay(turns)) => wait(turns).await,
            Some(_) | None => {}
        }
        self.pass(head).await
    }

    async fn pass(&mut self, bytes: &[u8]) -> io::Result<Next> {
        match self.fault {
            Some(Fault::Stall) => return Ok(Next::GoOn),
            Some(Fault::Cut(length)) => {
                let left = length.saturating_sub(self.passed).min(bytes.len());
                self.client.write_all(&bytes[..left]).await?;
                self.passed += left;
                return Ok(if self.passed >= length { Next::Close } else { Next::GoOn });
            }
            Some(Fault::Trickle) => {
                for byte in bytes {
                    self.client.write_all(&[*byte]).await?;
                    wait(TURNS).await;
                }
            }
            Some(_) | None => self.client.write_all(bytes).await?,
        }
        Ok(Next::GoOn)
    }

    /// What has come and nobody has read would turn the end into a reset.
    async fn close(mut self) -> io::Result<()> {
        let mut unread = [0; 4096];
        while self.client.try_read(&mut unread).is_ok_and(|count| count > 0) {}
        self.client.shutdown().await
    }
}

/// Until all others had their turn so often.
async fn wait(turns: usize) {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
}
