//! The state machine of a socket. Enters: polls, by whoever polls a half, and the caretaker's looks at the time. Leaves: messages, and how
//! the socket ended. It knows messages, not values; who is to be woken, it says.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::HeaderMap;
use tokio_websockets::{Error, Message};
use web_time::Instant;

use super::close::CloseReason;
use super::connect::{Connect, Fresh, Renewal};
use super::inbox::Inbox;
use super::link::{Handshake, Link, Open, Stage};
use super::options::SocketOptions;
use super::outbox::Outbox;
use crate::clock::{Chance, Clock};
use crate::error::AnyError;
use crate::future::BoxFuture;

mod ending;
mod times;

/// Answers to pings that may wait to go out; a peer that pings and does not read is not read any more.
const PONGS: usize = 64;

pub(super) struct Driver {
    link: Link,
    pub(super) options: Arc<SocketOptions>,
    connect: Box<dyn Connect>,
    /// Done when the client closes; none once it has.
    closing: Option<BoxFuture<'static, ()>>,
    clock: Arc<dyn Clock>,
    chance: Arc<Chance>,
    pub(super) inbox: Inbox,
    pub(super) outbox: Outbox,
    /// The headers of the last handshake.
    pub(super) headers: HeaderMap,
    /// A hook decides on each new connection.
    pub(super) is_hooked: bool,
    /// Nobody receives any more: all that comes is thrown away.
    pub(super) is_deaf: bool,
    /// What the queue has no room for is thrown away.
    pub(super) discards: bool,
    /// Our wish to close, until its frame is under way.
    farewell: Option<Message>,
    /// This side wants the end: there will be no other connection.
    is_closing: bool,
    /// By when the closing handshake has to be done.
    close_by: Option<Instant>,
    /// What the connection ends with, where that is known before it has ended.
    parting: Option<(CloseReason, Option<AnyError>)>,
    /// How the last connection ended, while there is to be another one.
    last: Option<(CloseReason, Option<AnyError>)>,
    /// Attempts since a connection was last of use.
    attempt: u32,
    reason: Option<CloseReason>,
    /// For the receiver, after the last message.
    failure: Option<AnyError>,
    news: News,
}

/// Whom what has happened concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    pub(super) reader: bool,
    pub(super) writer: bool,
    /// A time to keep has been set.
    pub(super) caretaker: bool,
}

impl News {
    const ALL: Self = Self { reader: true, writer: true, caretaker: true };
}

impl Driver {
    pub(super) fn new(
        fresh: Fresh,
        options: Arc<SocketOptions>,
        connect: Box<dyn Connect>,
        closing: BoxFuture<'static, ()>,
        clock: Arc<dyn Clock>,
        chance: Arc<Chance>,
    ) -> Self {
        let mut driver = Self {
            link: Link::Over,
            inbox: Inbox::new(options.received),
            outbox: Outbox::new(options.sent),
            options,
            connect,
            closing: Some(closing),
            clock,
            chance,
            headers: HeaderMap::new(),
            is_hooked: false,
            is_deaf: false,
            discards: false,
            farewell: None,
            is_closing: false,
            close_by: None,
            parting: None,
            last: None,
            attempt: 0,
            reason: None,
            failure: None,
            news: News::default(),
        };
        driver.take_over(fresh);
        driver
    }

    /// The next message, or the end with what went wrong, told once.
    pub(super) fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Result<Message, Option<AnyError>>> {
        if let Some(message) = self.inbox.pop() {
            return Poll::Ready(Ok(message));
        }
        match self.poll_turn(cx) {
            Poll::Ready(Some(message)) => Poll::Ready(Ok(message)),
            Poll::Ready(None) => Poll::Ready(Err(self.failure.take())),
            Poll::Pending => Poll::Pending,
        }
    }

    /// Does what can be done without anybody to receive: messages that come go into the queue.
    pub(super) fn advance(&mut self, cx: &mut Context<'_>) {
        loop {
            if self.is_full() && matches!(self.link, Link::Open(_)) {
                self.write(cx);
                return;
            }
            let Poll::Ready(Some(message)) = self.poll_turn(cx) else { return };
            if self.inbox.has_room() && !self.is_deaf {
                self.inbox.push(message);
                self.news.reader = true;
            }
        }
    }

    /// Nothing is read before the receiver takes something.
    pub(super) fn is_full(&self) -> bool {
        !self.inbox.has_room() && !self.discards
    }

    /// Sends what can be sent without waiting.
    pub(super) fn write(&mut self, cx: &mut Context<'_>) {
        if let Err(error) = self.try_write(cx) {
            self.broke(&error);
        }
    }

    /// Whether there is anything to be written, or to be done once it is.
    #[inline]
    fn has_to_write(&self) -> bool {
        let Link::Open(open) = &self.link else { return false };
        open.dirty || self.outbox.has_waiting() || self.farewell.is_some() || open.stage == Stage::Parting
    }

    fn try_write(&mut self, cx: &mut Context<'_>) -> Result<(), Error> {
        let Link::Open(open) = &mut self.link else { return Ok(()) };
        if open.is_cut() {
            // What has come is still read, the peer's farewell perhaps.
            if open.stage == Stage::Parting {
                self.part();
            }
            return Ok(());
        }
        if open.stage == Stage::Talking {
            while self.outbox.has_waiting() && open.poll_ready(cx)?.is_ready() {
                self.outbox.begin().map_or(Ok(()), |message| open.start_send(message))?;
            }
            if let Some(farewell) = self.farewell.take_if(|_| !self.outbox.has_waiting()) {
                open.start_send(farewell)?;
                open.stage = Stage::Closing;
            }
        }
        if open.dirty && open.poll_flush(cx)?.is_ready() {
            self.outbox.flushed();
            self.news.writer = true;
        }
        if open.stage == Stage::Parting && !open.dirty {
            self.part();
        }
        Ok(())
    }

    /// Turns the wheel: a message, or nothing once the socket is over.
    fn poll_turn(&mut self, cx: &mut Context<'_>) -> Poll<Option<Message>> {
        loop {
            match &mut self.link {
                Link::Open(_) => {
                    if self.has_to_write() {
                        self.write(cx);
                    }
                    if let Poll::Ready(Some(message)) = self.poll_read(cx) {
                        return Poll::Ready(Some(message));
                    }
                    // What came may have to be answered.
                    if self.owes_answer() {
                        self.write(cx);
                        if self.owes_answer() {
                            return Poll::Pending;
                        }
                    } else if matches!(self.link, Link::Open(_)) {
                        return Poll::Pending;
                    }
                }
                Link::Waiting(time) => {
                    ready!(time.as_mut().poll(cx));
                    self.link = Link::Asking;
                    self.news = News::ALL;
                    if !self.is_hooked {
                        self.connect(Renewal::default(), std::iter::empty());
                    }
                }
                // For somebody without the lock.
                Link::Asking | Link::Connecting(_) => return Poll::Pending,
                Link::Lingering(_) | Link::Over => return Poll::Ready(None),
            }
        }
    }

    fn owes_answer(&self) -> bool {
        match &self.link {
            Link::Open(open) => open.dirty && (open.pongs > 0 || open.stage == Stage::Parting),
            Link::Waiting(_) | Link::Asking | Link::Connecting(_) | Link::Lingering(_) | Link::Over => false,
        }
    }

    /// A message from the connection; nothing where the connection has ended or is about to.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Option<Message>> {
        loop {
            let Link::Open(open) = &mut self.link else { return Poll::Ready(None) };
            if open.stage == Stage::Parting || open.pongs >= PONGS {
                return Poll::Pending;
            }
            match ready!(open.poll_next(cx)) {
                Some(Ok(message)) if message.is_text() || message.is_binary() => {
                    self.attempt = 0;
                    return Poll::Ready(Some(message));
                }
                Some(Ok(message)) if message.is_ping() => (open.pongs, open.dirty) = (open.pongs + 1, true),
                Some(Ok(message)) if message.is_close() => self.hear_farewell(&message),
                Some(Ok(_pong)) => self.attempt = 0,
                Some(Err(error)) => self.broke(&error),
                None => drop(self.end(CloseReason::abnormal("the server hung up"), Some(ending::hung_up()))),
            }
        }
    }

    fn take_over(&mut self, mut fresh: Fresh) {
        self.headers = std::mem::take(&mut fresh.headers);
        let mut open = Open::new(fresh, self.options.max_message);
        open.next_ping = self.next_ping(self.clock.now());
        self.link = Link::Open(Box::new(open));
        self.last = None;
        self.news = News::ALL;
    }

    /// The attempt that the hook is to decide on, and why there is to be one.
    pub(super) fn asking(&self) -> Option<(u32, CloseReason)> {
        match (&self.link, &self.last) {
            (Link::Asking, Some((last, _))) => Some((self.attempt, last.clone())),
            _ => None,
        }
    }

    pub(super) fn connect(&mut self, renewal: Renewal, first: impl Iterator<Item = Message>) {
        if matches!(self.link, Link::Asking) {
            self.outbox.begin_with(first);
            self.link = Link::Connecting(Some(self.connect.connect(renewal)));
            self.news = News::ALL;
        }
    }

    /// The handshake that is to be polled.
    pub(super) fn take_handshake(&mut self) -> Option<Handshake> {
        match &mut self.link {
            Link::Connecting(handshake) => handshake.take(),
            Link::Open(_) | Link::Waiting(_) | Link::Asking | Link::Lingering(_) | Link::Over => None,
        }
    }

    /// Keeps the handshake, which is not done; unless the socket has ended meanwhile.
    pub(super) fn put_back(&mut self, handshake: Handshake) {
        if let Link::Connecting(place) = &mut self.link {
            *place = Some(handshake);
        }
    }

    /// The handshake is done.
    pub(super) fn connected(&mut self, connection: Result<Fresh, AnyError>) {
        match (connection, &self.link) {
            (Ok(fresh), Link::Connecting(_)) => self.take_over(fresh),
            (Err(error), Link::Connecting(_)) => self.refused(error),
            // The socket has ended meanwhile.
            (_, Link::Open(_) | Link::Waiting(_) | Link::Asking | Link::Lingering(_) | Link::Over) => {}
        }
    }

    /// There is to be no other connection.
    pub(super) fn abort(&mut self) {
        if let Some((reason, failure)) =
            self.last.take_if(|_| matches!(self.link, Link::Asking | Link::Connecting(None)))
        {
            self.finish(reason, failure);
        }
    }

    /// Something is to be done that may not wait for the user.
    pub(super) fn is_pressing(&self) -> bool {
        match &self.link {
            Link::Open(open) => {
                open.dirty || self.outbox.has_waiting() || self.is_closing || open.stage != Stage::Talking
            }
            Link::Waiting(_) | Link::Asking | Link::Connecting(_) | Link::Lingering(_) => true,
            Link::Over => false,
        }
    }

    /// Nothing will happen any more.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.link, Link::Over)
    }

    /// How the socket ended, once it has.
    pub(super) fn reason(&self) -> Option<&CloseReason> {
        self.reason.as_ref()
    }

    /// No message is taken any more.
    pub(super) fn is_closed(&self) -> bool {
        self.is_closing || self.reason.is_some()
    }

    /// There is room for another sender.
    pub(super) fn tell_senders(&mut self) {
        self.news.writer = true;
    }

    pub(super) fn take_news(&mut self) -> News {
        std::mem::take(&mut self.news)
    }
}
