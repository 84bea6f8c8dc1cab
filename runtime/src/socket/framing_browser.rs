//! Messages on a socket of the browser, which frames them itself. Enters: the socket. Leaves: messages both ways. What is asked of a
//! framing and a page cannot do: to ping, to hear pings, to hold back what comes.

use std::io;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio_websockets::{CloseCode, Error, Message};

use super::connect::Connection;
use crate::clock::{BrowserClock, Clock};
use crate::future::BoxFuture;
use crate::transport::Event;

/// Whether pings can be sent.
pub(super) const PINGS: bool = false;
/// How many bytes may wait in the browser before a message has to wait here.
const MOST_UNSENT: u32 = 1 << 20;
/// How long until it is worth looking again whether the browser has sent more: it does not tell.
const LOOK: Duration = Duration::from_millis(20);

/// Whether a page may close with a code; what the runtime itself closes with is sent without one where it may not.
pub(super) fn may_close_with(code: u16) -> Result<(), String> {
    match code {
        1000 | 3000..=4999 => Ok(()),
        _ => Err(format!("close code {code}: not one that a browser lets a page send (1000, 3000 to 4999)")),
    }
}

pub(super) struct Framing {
    /// None once it has ended.
    socket: Connection,
    max_message: usize,
    received: u64,
    look: Option<BoxFuture<'static, ()>>,
}

impl Framing {
    pub(super) fn new(socket: Connection, max_message: usize) -> Self {
        Self { socket, max_message, received: 0, look: None }
    }

    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Message, Error>>> {
        let Some(socket) = &mut self.socket else { return Poll::Ready(None) };
        let (length, message) = match ready!(socket.poll_event(cx)) {
            Event::Text(text) => (text.len(), Message::text(text)),
            Event::Binary(bytes) => (bytes.len(), Message::binary(bytes)),
            Event::Closed { code, reason, is_clean } => {
                self.socket = None;
                return Poll::Ready(Some(closed(code, &reason, is_clean)));
            }
        };
        self.received += length as u64;
        Poll::Ready(Some(match length > self.max_message {
            true => Err(Error::PayloadTooLong { len: length, max_len: self.max_message }),
            false => Ok(message),
        }))
    }

    pub(super) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.poll_unsent(MOST_UNSENT, cx)
    }

    pub(super) fn start_send(&mut self, message: Message) -> Result<(), Error> {
        let Some(socket) = &self.socket else { return Err(broken("the socket has ended")) };
        let sent = match (message.as_text(), message.as_close()) {
            (Some(text), _) => socket.send_text(text),
            (None, Some((code, reason))) => socket.close(code.into(), reason),
            (None, None) if message.is_binary() => socket.send_binary(message.as_payload()),
            // The browser answers pings itself, and sends none.
            (None, None) => Ok(()),
        };
        sent.map_err(|why| broken(&why))
    }

    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.poll_unsent(0, cx)
    }

    /// Done when no more bytes than these wait in the browser.
    fn poll_unsent(&mut self, most: u32, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        loop {
            let is_sent = self.socket.as_ref().is_none_or(|socket| socket.unsent() <= most || socket.has_ended());
            if is_sent {
                self.look = None;
                return Poll::Ready(Ok(()));
            }
            let look = self.look.get_or_insert_with(|| BrowserClock.sleep(LOOK));
            ready!(look.as_mut().poll(cx));
            self.look = None;
        }
    }

    /// The number of bytes that have come.
    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// Nothing can be sent any more.
    pub(super) fn is_cut(&self) -> bool {
        self.socket.is_none()
    }

    /// What is left of the connection.
    pub(super) fn into_rest(self) -> Rest {
        Rest(self.socket)
    }
}

/// How the browser says that a socket has ended.
fn closed(code: u16, reason: &str, is_clean: bool) -> Result<Message, Error> {
    match is_clean {
        true => Ok(Message::close(CloseCode::try_from(code).ok().filter(|code| !code.is_reserved()), reason)),
        false => Err(broken("the connection broke without the closing handshake")),
    }
}

fn broken(why: &str) -> Error {
    Error::Io(io::Error::other(why.to_owned()))
}

/// A connection that has been closed above.
pub(super) struct Rest(Connection);

impl Rest {
    /// Waits for the closing handshake, which is the browser's.
    pub(super) fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while let Some(socket) = &mut self.0 {
            if let Event::Closed { .. } = ready!(socket.poll_event(cx)) {
                self.0 = None;
            }
        }
        Poll::Ready(())
    }
}
