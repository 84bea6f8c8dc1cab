//! A call whose success stays open. Enters: a call. Leaves: the head of its success, with the body on its way and what
//! holds the call open; or the reply that is no such success, read whole.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::AbortRegistration;
use http::Response;
use web_time::Instant;

use super::buffer::{Room, collect};
use super::pace::Pace;
use super::{Answered, Exchange, Mode, prepare};
use crate::call::Call;
use crate::clock::Clock;
use crate::error::{BODY_LIMIT, Failure};
use crate::future::BoxFuture;
use crate::reply::Reply;
use crate::response::Trail;
use crate::setup::{Lasts, Setup, Ticket};
use crate::timeout::{Phase, StallGuard, Timeouts};
use crate::trace::Span;
use crate::transport::{ResponseBody, Sent};
use crate::wire::DecodeFailure;

/// What a call got that asked for a stream.
pub(crate) enum Opened {
    /// A success that fits: the call again, its head, its body, and what holds it open.
    Open(Call, Reply, ResponseBody, Guard),
    /// No success, read whole.
    Reply(Reply),
    /// A success of another kind, as far as an error keeps it.
    Misfit(Answered, DecodeFailure),
}

/// Sends `call` and leaves its success open. `fits` says of a head whether its body is what was asked for.
pub(crate) fn open(
    call: Call,
    mode: Mode,
    lasts: Lasts,
    fits: fn(&Reply) -> Result<(), DecodeFailure>,
) -> BoxFuture<'static, Result<Opened, Failure>> {
    Box::pin(async move {
        let client = Arc::clone(call.setup());
        let exchange = Exchange { mode, ..Exchange::new(&client, call.spec(), call.security(), call.options()) };
        let mut request = match prepare(&call) {
            Ok(request) => request,
            Err(failure) => return Err(failure.on(*exchange.into_trail())),
        };
        let span = exchange.begin(&request);
        let (started, limit, deadline, timeouts) =
            (exchange.started, exchange.limit, exchange.deadline, *exchange.pace.limits());
        let entered = client.gate.enter();
        let (ticket, outcome) = match entered {
            Some((ticket, cut)) => (Some(ticket), span.instrument(pin!(exchange.limited(&mut request, cut))).await),
            None => (None, Err(super::closed())),
        };
        let (response, ticket) = match (outcome, ticket) {
            (Ok(response), Some(ticket)) if mode.leaves_open(response.status()) => (response, ticket),
            (outcome, _) => {
                let reply = exchange.conclude(outcome);
                span.end(&reply);
                return reply.map(Opened::Reply);
            }
        };
        let (head, body) = response.into_parts();
        let mut head = exchange.conclude(Ok(Response::from_parts(head, ResponseBody::default())))?;
        if let Err(misfit) = fits(&head) {
            (head.body, head.trail.truncated) = beginning(body, &client, timeouts).await;
            let reply = Ok(head);
            span.end(&reply);
            return reply.map(|reply| Opened::Misfit(Answered { reply, span }, misfit));
        }
        span.open(&head, lasts);
        let guard = Guard {
            cut: Some(ticket.renew(lasts)),
            trail: head.trail.clone(),
            client,
            started,
            limit,
            deadline,
            read: timeouts.read,
            stall: timeouts.stall.filter(|_| lasts == Lasts::ToItsEnd),
            span,
            _ticket: ticket,
        };
        Ok(Opened::Open(call, head, body, guard))
    })
}

/// What an error keeps of a body, and whether that is not all: a body that breaks or falls silent is as far as it came.
async fn beginning(body: ResponseBody, client: &Setup, limits: Timeouts) -> (bytes::Bytes, bool) {
    let body = match body {
        ResponseBody::Stream(stream) => {
            let clock = client.clock.as_ref();
            let pace = Pace::new(limits, clock.now());
            pace.answer();
            let reading = pin!(collect(stream, Room::Beginning(BODY_LIMIT), &pace, clock));
            pace.keep(clock, reading).await.unwrap_or(ResponseBody::Cut(bytes::Bytes::new()))
        }
        body => body,
    };
    let truncated = !matches!(body, ResponseBody::Whole(_));
    (super::read_bytes(body), truncated)
}

/// Holds a call open for as long as its stream lives: its place in the client, its deadline, its record and its span.
pub(crate) struct Guard {
    pub(crate) client: Arc<Setup>,
    /// Done once the client closes; taken by what waits for that.
    cut: Option<AbortRegistration>,
    trail: Box<Trail>,
    started: Instant,
    limit: Option<Duration>,
    deadline: Option<Instant>,
    /// The limits that the call has of silence, and of slowness where that can be told from having nothing to say.
    pub(crate) read: Option<Duration>,
    pub(crate) stall: Option<StallGuard>,
    span: Span,
    _ticket: Ticket,
}

impl Guard {
    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.client.clock
    }

    /// What is to be cut off once the client closes. There is one.
    pub(crate) fn take_cut(&mut self) -> Option<AbortRegistration> {
        self.cut.take()
    }

    /// The time that is left until the deadline; none where there is no deadline.
    pub(crate) fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(self.clock().now()))
    }

    /// The deadline has passed.
    pub(crate) fn expired(&self) -> Failure {
        self.fail(Failure::timeout(Phase::Operation, self.limit.unwrap_or_default(), self.elapsed()))
    }

    /// The client is closed.
    pub(crate) fn closed(&self) -> Failure {
        self.fail(super::closed())
    }

    /// `failure` as one of this call.
    pub(crate) fn fail(&self, failure: Failure) -> Failure {
        let trail = Trail { elapsed: self.elapsed(), ..(*self.trail).clone() };
        failure.with_sent(Sent::Yes).on(trail)
    }

    /// The time since the call began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.clock().now().saturating_duration_since(self.started)
    }

    /// Writes down how the stream ended, after so many bytes.
    pub(crate) fn end(&self, bytes: u64, failure: Option<&Failure>) {
        self.span.end_stream(bytes, self.elapsed(), failure, &self.trail.veil);
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("trail", &self.trail).finish_non_exhaustive()
    }
}
