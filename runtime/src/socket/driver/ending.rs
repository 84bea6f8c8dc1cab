//! How connections end, and sockets with them. Enters: close frames of either side, broken connections, failed handshakes.
//! Leaves: another connection to come, or the reason that the socket ended for.

use std::time::Duration;

use std::task::Context;

use tokio_websockets::proto::ProtocolError;
use tokio_websockets::{Error, Message};

use super::{Driver, News};
use crate::error::{AnyError, Failure};
use crate::kind::ErrorKind;
use crate::socket::close::{self, CloseReason, ClosedBy};
use crate::socket::framing::Rest;
use crate::socket::link::{Link, Stage};
use crate::transport::Sent;

impl Driver {
    pub(super) fn hear_farewell(&mut self, message: &Message) {
        let Link::Open(open) = &mut self.link else { return };
        match open.stage {
            Stage::Talking | Stage::Parting => {
                // The framing has put the answer behind what it holds.
                (open.stage, open.dirty) = (Stage::Parting, true);
                self.parting = Some((CloseReason::read(message, ClosedBy::Server), None));
                self.close_within_limit();
            }
            Stage::Closing => drop(self.end(CloseReason::read(message, ClosedBy::Client), None)),
        }
    }

    /// The connection failed, or the peer has broken the protocol, which it is told.
    pub(super) fn broke(&mut self, error: &Error) {
        let Link::Open(open) = &mut self.link else { return };
        let (code, kind) = match error {
            Error::Protocol(ProtocolError::InvalidUtf8) => (1007, ErrorKind::Protocol),
            Error::PayloadTooLong { .. } => (1009, ErrorKind::Socket),
            Error::Protocol(_) => (1002, ErrorKind::Protocol),
            other => {
                let failure = Failure::local(ErrorKind::Io, innermost(other)).with_sent(Sent::Yes);
                return drop(self.end(CloseReason::abnormal(innermost(other)), Some(failure.into())));
            }
        };
        let message = error.to_string();
        let reason = CloseReason::new(code, message.clone(), ClosedBy::Client);
        if open.stage != Stage::Talking {
            return drop(self.end(reason, None));
        }
        // Where the framing has already said so, it takes no other frame.
        let _ = close::frame(code, "").map(|farewell| open.start_send(farewell));
        (open.stage, open.dirty) = (Stage::Parting, true);
        self.parting = Some((reason, Some(Failure::local(kind, message).with_sent(Sent::Yes).into())));
        self.close_within_limit();
    }

    /// Everything is out that was to be said on this connection.
    pub(super) fn part(&mut self) {
        let is_fault = self.parting.as_ref().is_some_and(|(_, failure)| failure.is_some());
        let wire = self.end(CloseReason::abnormal(""), None);
        if let (true, Some(wire), Link::Over) = (is_fault, wire, &self.link) {
            self.link = Link::Lingering(wire);
            self.close_within_limit();
        }
    }

    /// The connection is over. Another one follows, or the socket is over too. What is left of the connection is given.
    pub(super) fn end(&mut self, reason: CloseReason, failure: Option<AnyError>) -> Option<Rest> {
        let (reason, failure) = self.parting.take().unwrap_or((reason, failure));
        self.close_by = None;
        let wire = match std::mem::replace(&mut self.link, Link::Over) {
            Link::Open(open) => Some(open.end(failure.as_ref().map(AnyError::as_failure))),
            Link::Waiting(_) | Link::Asking | Link::Connecting(_) | Link::Lingering(_) | Link::Over => None,
        };
        self.outbox.broken();
        self.news = News::ALL;
        let again = !self.is_closing && self.options.reconnect.is_some_and(|policy| policy.allows(&reason));
        if again {
            self.retry(reason, failure, None)
        } else {
            self.finish(reason, failure)
        }
        wire
    }

    fn retry(&mut self, last: CloseReason, failure: Option<AnyError>, asked: Option<Duration>) {
        self.attempt += 1;
        let policy = self.options.reconnect.unwrap_or_default();
        if policy.attempts.is_some_and(|limit| self.attempt > limit) {
            return self.finish(last, failure);
        }
        let wait = policy.wait(self.attempt, self.chance.unit(), asked);
        self.last = Some((last, failure));
        self.link = Link::Waiting(self.clock.sleep(wait));
        self.news = News::ALL;
    }

    pub(super) fn finish(&mut self, reason: CloseReason, failure: Option<AnyError>) {
        self.link = Link::Over;
        self.outbox.clear();
        let unwell = || reason.by == ClosedBy::Server && !reason.is_normal();
        let told = |reason: &CloseReason| Failure::local(ErrorKind::Socket, format!("closed by the server: {reason}"));
        self.failure = match failure {
            _ if self.is_closing => None,
            None if unwell() => Some(told(&reason).with_sent(Sent::Yes).into()),
            failure => failure,
        };
        self.reason = Some(reason);
        self.news = News::ALL;
    }

    /// The handshake failed.
    pub(super) fn refused(&mut self, error: AnyError) {
        let reason = CloseReason::abnormal(error.to_string());
        let forgives = self.options.reconnect.is_some_and(|policy| policy.forgives(error.as_failure()));
        let asked = error.retry_after();
        if forgives { self.retry(reason, Some(error), asked) } else { self.finish(reason, Some(error)) }
    }

    /// Begins to close, unless that has begun.
    pub(in crate::socket) fn close(&mut self, code: u16, reason: &str, farewell: Message) {
        if self.is_closing || self.reason.is_some() {
            return;
        }
        self.is_closing = true;
        match &self.link {
            Link::Open(_) => {
                self.farewell = Some(farewell);
                self.close_within_limit();
            }
            Link::Waiting(_) | Link::Asking | Link::Connecting(_) | Link::Lingering(_) | Link::Over => {
                self.finish(CloseReason::new(code, reason, ClosedBy::Client), None);
            }
        }
    }

    pub(super) fn close_within_limit(&mut self) {
        self.close_by = self.close_by.or_else(|| self.clock.now().checked_add(self.options.close));
        self.news.caretaker = true;
    }

    /// All handles are gone. Tells the peer, if that can be done at once.
    pub(in crate::socket) fn abandon(&mut self) {
        let Link::Open(mut open) = std::mem::replace(&mut self.link, Link::Over) else { return };
        if let (Stage::Talking, Ok(farewell)) = (open.stage, close::frame(close::GOING_AWAY, "")) {
            let mut cx = Context::from_waker(std::task::Waker::noop());
            let _ = open.start_send(farewell).map(|()| open.poll_flush(&mut cx));
        }
        open.end(None);
    }
}

pub(super) fn hung_up() -> AnyError {
    Failure::local(ErrorKind::Io, "the server hung up without closing the socket").with_sent(Sent::Yes).into()
}

fn innermost(error: &Error) -> String {
    match error {
        Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}
