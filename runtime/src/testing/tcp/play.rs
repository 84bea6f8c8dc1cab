//! A connection of the scripted server, as it plays its script.

use std::io;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::framing::Rest;
use super::message::RequestHead;
use super::script::{Script, Step};
use super::server::Shared;
use super::written;
use crate::testing::answer::{Outcome, Piece};
use crate::testing::{Answer, Recorded};
#[cfg(feature = "websocket")]
use crate::transport::ResponseBody;

/// How often the others get their turn between two pieces: a reader that waits has read by then.
const TURNS: usize = 8;

/// There is room for so many bytes of a body at one time.
const AT_ONCE: usize = 64 << 10;

/// What becomes of the connection behind a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Step,
    End,
}

pub(super) struct Connection<'s> {
    stream: TcpStream,
    number: usize,
    server: &'s Shared,
    read: BytesMut,
    /// The last request with its number, its body as far as it was read, and what is still to be read of it.
    request: Option<(usize, Recorded)>,
    body: BytesMut,
    rest: Rest,
}

impl<'s> Connection<'s> {
    pub(super) fn new(stream: TcpStream, number: usize, server: &'s Shared) -> Self {
        Self { stream, number, server, read: BytesMut::new(), request: None, body: BytesMut::new(), rest: Rest::Done }
    }

    /// Until the script or the client ends the connection.
    pub(super) async fn play(mut self, script: Option<Script>) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        let script = script.unwrap_or_default();
        loop {
            for step in &script.steps {
                if self.step(step).await? == Next::End {
                    return Ok(());
                }
            }
            if !script.repeats || script.steps.is_empty() {
                return self.unscripted().await;
            }
        }
    }

    async fn step(&mut self, step: &Step) -> io::Result<Next> {
        match step {
            Step::Head => return self.head().await,
            Step::Body => self.body(usize::MAX).await?,
            Step::BodyPart(bytes) => self.body(*bytes).await?,
            Step::Write(bytes) => self.write(bytes).await?,
            Step::Answer(answer) => return self.answer(answer.clone()).await,
            Step::AnswerWith(make) => {
                let Some((_, request)) = &self.request else { return Ok(Next::End) };
                let answer = make(&Recorded { body: self.body.clone().freeze(), ..request.clone() });
                return self.answer(answer).await;
            }
            Step::Wait => self.server.released().await,
            Step::After(wait) => tokio::time::sleep(*wait).await,
            Step::UntilLeft => return self.until_left().await,
            Step::HalfClose => self.stream.shutdown().await?,
            Step::Close => return self.close().await,
            Step::Reset => {
                self.stream.set_zero_linger()?;
                return Ok(Next::End);
            }
            Step::Stall => std::future::pending().await,
        }
        Ok(Next::Step)
    }

    async fn head(&mut self) -> io::Result<Next> {
        let Some(head) = RequestHead::read(&mut self.stream, &mut self.read).await? else { return Ok(Next::End) };
        self.begin(head);
        if self.request.as_ref().is_some_and(|(_, request)| request.header("expect").is_some()) {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        Ok(Next::Step)
    }

    fn begin(&mut self, head: RequestHead) {
        self.rest = head.rest();
        self.body.clear();
        let request = head.recorded();
        self.request = Some((self.server.record(request.clone()), request));
    }

    /// Reads on until the body is there, or so many bytes of it.
    async fn body(&mut self, bytes: usize) -> io::Result<()> {
        let (mut travelled, mut body) = (0, BytesMut::new());
        loop {
            travelled += self.rest.take(&mut self.read, &mut body)?.len();
            if let Some((number, _)) = &self.request
                && !body.is_empty()
            {
                let more = body.split();
                self.body.extend_from_slice(&more);
                self.server.record_body(*number, &more);
            }
            if self.rest.is_done() || travelled >= bytes {
                return Ok(());
            }
            self.read.reserve(AT_ONCE);
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    async fn write(&mut self, bytes: &Bytes) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await?;
        for _ in 0..TURNS {
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    async fn answer(&mut self, answer: Answer) -> io::Result<Next> {
        if !answer.delay.is_zero() {
            tokio::time::sleep(answer.delay).await;
        }
        let (status, headers, pieces) = match answer.outcome {
            Outcome::Response { status, headers, pieces } => (status, headers, pieces),
            // There is a connection already: all that is left of never having one is silence.
            Outcome::Silence | Outcome::Connecting => return self.until_left().await,
            Outcome::Error { .. } => return Box::pin(self.step(&Step::Reset)).await,
            #[cfg(feature = "websocket")]
            Outcome::Upgrade { headers, connections } => return self.upgrade(headers, (connections.0)()).await,
        };
        let has_body = self.request.as_ref().is_none_or(|(_, request)| written::has_body(&request.method, status));
        let (head, framed) = written::head(status, &headers, &pieces);
        self.write(&head).await?;
        for piece in pieces.iter().filter(|_| has_body) {
            match piece {
                Piece::Bytes(wait, bytes) => {
                    if !wait.is_zero() {
                        tokio::time::sleep(*wait).await;
                    }
                    self.write(&framed.piece(bytes)).await?;
                }
                Piece::Miscoded => self.write(&framed.piece(&written::MISCODED)).await?,
                Piece::Silence => return self.until_left().await,
                Piece::Broken => return self.close().await,
            }
        }
        Ok(Next::Step)
    }

    /// The opening handshake of a WebSocket (RFC 6455 section 4.2.2), and from then on whatever the other end says.
    #[cfg(feature = "websocket")]
    async fn upgrade(&mut self, headers: http::HeaderMap, other: crate::transport::Upgraded) -> io::Result<Next> {
        let key = self.request.as_ref().and_then(|(_, request)| request.header("sec-websocket-key"));
        let agreed = crate::testing::mock::agreed(key, headers, other);
        let (head, _) = written::head(agreed.status(), agreed.headers(), &[]);
        self.write(&head).await?;
        let ResponseBody::Upgraded(mut other) = agreed.into_body() else { return Ok(Next::End) };
        other.write_all(&self.read).await?;
        tokio::io::copy_bidirectional(&mut self.stream, &mut other).await?;
        Ok(Next::End)
    }

    async fn until_left(&mut self) -> io::Result<Next> {
        while self.stream.read_buf(&mut self.read).await? > 0 {
            self.read.clear();
        }
        Ok(Next::End)
    }

    /// What has come and nobody has read would turn the end into a reset.
    async fn close(&mut self) -> io::Result<Next> {
        self.stream.shutdown().await?;
        let mut unread = [0; 4096];
        while self.stream.try_read(&mut unread).is_ok_and(|count| count > 0) {}
        Ok(Next::End)
    }

    /// Whatever comes now is one too many.
    async fn unscripted(&mut self) -> io::Result<()> {
        if !self.rest.is_done() {
            self.body(usize::MAX).await?;
        }
        let Some(head) = RequestHead::read(&mut self.stream, &mut self.read).await? else { return Ok(()) };
        let why = format!("no script is left on connection {} for {} {}", self.number, head.method, head.target);
        self.begin(head);
        if let Some((number, _)) = &self.request {
            self.server.record_unscripted(*number);
        }
        self.body(usize::MAX).await?;
        let refused = Answer::status(501).header("content-type", "text/plain").header("connection", "close");
        self.answer(refused.body(why)).await?;
        self.close().await.map(drop)
    }
}
