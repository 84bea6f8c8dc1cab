//! The times of a socket: pings, the silence after them, the limit of the closing handshake, the closing of the client. Enters: the
//! caretaker's looks. Leaves: pings, and the end of what has lasted too long.

use std::task::{Context, Poll, ready};

use tokio_websockets::Message;
use web_time::Instant;

use super::Driver;
use crate::error::Failure;
use crate::socket::close::CloseReason;
use crate::socket::link::{Link, Stage, poll_linger};
use crate::timeout::Phase;

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
        let interval = self.options.ping?;
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
        if let Link::Lingering(wire) = &mut self.link
            && poll_linger(wire, cx).is_ready()
        {
            self.link = Link::Over;
        }
    }

    /// Whether the client closes.
    pub(in crate::socket) fn poll_client(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Link::Open(open) = &mut self.link else { return Poll::Pending };
        let Some(closing) = &mut open.closing else { return Poll::Pending };
        ready!(closing.as_mut().poll(cx));
        open.closing = None;
        Poll::Ready(())
    }
}
