//! The connections of a call. Enters: the call. Leaves: its body, as often as it is asked for.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::Abortable;
use web_time::Instant;

use super::follow::{Connection, Pieces, Source, Stop};
use crate::call::Call;
use crate::clock::Clock;
use crate::error::Failure;
use crate::exchange::Opened;
use crate::future::BoxFuture;
use crate::live::{Live, LiveBody};
use crate::operation;
use crate::setup::Lasts;
use crate::transport::Sent;

/// Sends a call for what a stream reads.
pub(super) type Opener = fn(Call) -> BoxFuture<'static, Result<Opened, Failure>>;

/// A call that is made again for each connection.
pub(super) struct Again {
    call: Call,
    open: Opener,
    idle: Option<Option<Duration>>,
    /// By when the stream has to end, over all of its connections.
    deadline: Option<Instant>,
}

impl Again {
    /// What is there of a call, and the call to make again. `idle` is the limit of silence where it is not the call's.
    pub(super) fn of(live: Live, open: Opener, idle: Option<Option<Duration>>) -> (Self, Connection) {
        let Live { mut call, head, mut body } = live;
        if let Some(limit) = idle {
            body.set_idle(limit);
        }
        // A limit of the whole call is one of the stream, and does not begin anew with the next connection.
        let client = Arc::clone(call.setup());
        let begun = client.clock.now().checked_sub(head.trail.elapsed);
        let options = call.options_mut();
        let limit = options.timeout.take().or(options.timeouts.unwrap_or(client.timeouts).operation);
        let limit = begun.zip(limit).and_then(|(begun, limit)| begun.checked_add(limit));
        let deadline = [limit, options.deadline].into_iter().flatten().min();
        options.deadline = deadline;
        (Self { call, open, idle, deadline }, Connection { head, body: Box::new(body) })
    }

    fn clock(&self) -> &dyn Clock {
        self.call.setup().clock.as_ref()
    }
}

impl Source for Again {
    fn open(&self, last_event_id: &str) -> BoxFuture<'static, Result<Connection, Stop>> {
        let mut call = self.call.clone();
        call.options_mut().set_last_event_id(last_event_id);
        let (opened, idle) = ((self.open)(call), self.idle);
        Box::pin(async move {
            match opened.await {
                Ok(Opened::Open(_, head, body, guard)) => {
                    let mut body = LiveBody::new(body, guard);
                    if let Some(limit) = idle {
                        body.set_idle(limit);
                    }
                    Ok(Connection { head, body: Box::new(body) })
                }
                Ok(Opened::Reply(reply)) => Err(Stop::Refused(reply)),
                Ok(Opened::Misfit(answered, misfit)) => Err(Stop::Failure(operation::misfit(answered, misfit))),
                // The call, whose stream goes on by this one, was answered.
                Err(failure) => Err(Stop::Failure(failure.known_sent(Sent::Yes))),
            }
        })
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()> {
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(self.clock().now()));
        let sleep = self.clock().sleep(left.map_or(wait, |left| left.min(wait)));
        let gate = Arc::clone(&self.call.setup().gate);
        Box::pin(async move {
            // A client that closes wakes it up; then nothing is opened any more.
            if let Some((ticket, _)) = gate.enter() {
                let _passed = Abortable::new(sleep, ticket.renew(Lasts::Forever)).await;
            }
        })
    }

    fn unit(&self) -> f64 {
        self.call.setup().chance.unit()
    }
}

impl Pieces for LiveBody {
    fn end(&mut self) {
        Self::end(self);
    }

    fn end_failed(&mut self, failure: &Failure) {
        Self::end_failed(self, failure);
    }

    fn elapsed(&self) -> Option<Duration> {
        Self::elapsed(self)
    }
}
