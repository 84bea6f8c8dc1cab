//! The times of a socket: pings, the silence after them, the limit of the closing handshake, the closing of the client. Enters: the
//! caretaker's looks. Leaves: pings, and the end of what has lasted too long.

use std::task::{Context, Poll};

use tokio_websockets::Message;
use web_time::Instant;

use super::Driver;
use crate::error::Failure;
use crate::kind::ErrorKind;
use crate::socket::close::{self, CloseReason, GOING_AWAY};
use crate::socket::framing::PINGS;
use crate::socket::link::{Link, Stage};
use crate::timeout::Phase;
use crate::transport::Sent;

const CLIENT_CLOSED: &str = "the client is closed";

impl Driver {
    /// Keeps the times: pings what has been silent, ends what was silent for too long.
    pub(in crate::socket) fn look(&mut self, now: Instant) {
        if self.close_by.is_some_and(|limit| limit <= now) {
            self.close_by = None;
            return match self.link {
                Link::Lingering(_) => self.link = Link::Over,
                _ => drop(self.end(CloseReason::abnormal("the closing handshake took too long"), None)),
            };
        }
        let next = self.next_ping(now);
        let limit = self.options.pong;
        let Link::Open(open) = &mut self.link else { return };
        if open.stage != Stage::Talking || self.is_closing {
            (open.next_ping, open.pong_by) = (None, None);
            return;
        }
        let reads = self.inbox.has_room() || self.discards;
        if open.heard != open.received() {
            (open.heard, open.pong_by) = (open.received(), None);
        } else if open.pong_by.is_some_and(|by| by <= now) {
            if reads {
                let failure = Failure::timeout(Phase::Read, limit, limit);
                let reason = CloseReason::abnormal("the server does not answer pings");
                return drop(self.end(reason, Some(failure.into())));
            }
            open.pong_by = now.checked_add(limit);
        }
        if open.next_ping.is_some_and(|at| at <= now) {
            open.next_ping = next;
            if reads && open.start_send(Message::ping("")).is_ok() {
                open.pong_by = open.pong_by.or_else(|| now.checked_add(limit));
            }
        }
    }

    pub(super) fn next_ping(&self, now: Instant) -> Option<Instant> {
        let interval = self.options.ping.filter(|_| PINGS)?;
        now.checked_add(interval.mul_f64(0.9 + 0.2 * self.chance.unit()))
    }

    /// The next time to look.
    pub(in crate::socket) fn due(&self) -> Option<Instant> {
        let of_link = match &self.link {
            Link::Open(open) => [open.next_ping, open.pong_by],
            _ => [None, None],
        };
        of_link.into_iter().chain([self.close_by]).flatten().min()
    }

    pub(in crate::socket) fn poll_linger(&mut self, cx: &mut Context<'_>) {
        if let Link::Lingering(rest) = &mut self.link
            && rest.poll_end(cx).is_ready()
        {
            self.link = Link::Over;
        }
    }

    /// Begins to close once the client closes. Where there is no connection, there will be none.
    pub(in crate::socket) fn poll_client(&mut self, cx: &mut Context<'_>) {
        let Some(Poll::Ready(())) = self.closing.as_mut().map(|closing| closing.as_mut().poll(cx)) else { return };
        self.closing = None;
        match (&self.link, close::frame(GOING_AWAY, "")) {
            (Link::Open(_), Ok(farewell)) => self.close(GOING_AWAY, "", farewell),
            (Link::Lingering(_) | Link::Over, _) => {}
            (Link::Open(_) | Link::Waiting(_) | Link::Asking | Link::Connecting(_), _) => {
                let failure = Failure::local(ErrorKind::Closed, CLIENT_CLOSED).with_sent(Sent::Yes);
                self.finish(CloseReason::abnormal(CLIENT_CLOSED), Some(failure.into()));
            }
        }
    }

    /// Nobody looks after the socket any more. It ends so where the client is closed; says whether that is so.
    pub(in crate::socket) fn forsake(&mut self) -> bool {
        let is_forsaken = self.closing.is_none();
        match &self.link {
            Link::Lingering(_) if is_forsaken => self.link = Link::Over,
            Link::Over => {}
            _ if is_forsaken => drop(self.end(CloseReason::abnormal(CLIENT_CLOSED), None)),
            _ => {}
        }
        is_forsaken
    }
}
