//! The limits of one attempt, by one timer. Enters: what is under way. Leaves: its output, or the limit that was reached.
//!
//! Until the head of the response: the attempt's limit, which the time of an upload does not count for, and silence. Behind it: silence
//! and slowness, for as long as somebody waits for a piece. Slowness of the upload counts throughout.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use web_time::Instant;

use super::flow::{Flow, Running, soonest};
use super::upload::Upload;
use crate::clock::Clock;
use crate::error::Failure;
use crate::future::{BodyStream, BoxError};
use crate::timeout::{Phase, Timeouts};
use crate::transport::Sent;
use crate::wire::Body;

/// What is looked after no more often than this, so that a limit of zero which is not under way keeps nobody busy.
const OFTEN: Duration = Duration::from_millis(1);

/// The limits of an attempt, and how far it is.
pub(super) struct Pace {
    limits: Timeouts,
    is_limited: bool,
    state: Mutex<State>,
}

struct State {
    started: Instant,
    has_head: bool,
    /// Of the response, its head included.
    incoming: Flow,
    upload: Option<Upload>,
}

impl Pace {
    pub(super) fn new(limits: Timeouts, now: Instant) -> Self {
        let is_limited = limits.attempt.is_some() || limits.read.is_some() || limits.stall.is_some();
        let state = State { started: now, has_head: false, incoming: Flow::default(), upload: None };
        Self { limits, is_limited, state: Mutex::new(state) }
    }

    pub(super) fn limits(&self) -> &Timeouts {
        &self.limits
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An attempt begins.
    pub(super) fn begin(&self, now: Instant) {
        *self.lock() = State { started: now, has_head: false, incoming: Flow::default(), upload: None };
    }

    /// A request goes out; its body, as it is to be sent.
    pub(super) fn send(&self, body: Body, clock: &Arc<dyn Clock>, now: Instant) -> Body {
        if !self.is_limited {
            return body;
        }
        let (body, upload) = Upload::watch(body, clock, self.limits.stall);
        let mut state = self.lock();
        (state.has_head, state.upload) = (false, upload);
        state.incoming.end();
        state.incoming.wait(|| now);
        body
    }

    /// The head of the response is there.
    pub(super) fn answer(&self) {
        let mut state = self.lock();
        state.has_head = true;
        state.incoming.end();
    }

    /// There is no response to wait for.
    pub(super) fn fail(&self) {
        self.lock().incoming.end();
    }

    /// The next piece of a response's body.
    pub(super) async fn next(&self, stream: &mut BodyStream, clock: &dyn Clock) -> Option<Result<Bytes, BoxError>> {
        poll_fn(|cx| {
            let polled = stream.poll_next_unpin(cx);
            if self.is_limited {
                let incoming = &mut self.lock().incoming;
                match &polled {
                    Poll::Pending => incoming.wait(|| clock.now()),
                    Poll::Ready(Some(Ok(piece))) => incoming.bring(piece.len(), self.limits.stall, || clock.now()),
                    Poll::Ready(Some(Err(_)) | None) => incoming.end(),
                }
            }
            polled
        })
        .await
    }

    /// Does `work` within the limits. It is polled first, so a result that is ready beats a limit that is reached too.
    pub(super) async fn keep<T>(
        &self,
        clock: &dyn Clock,
        mut work: impl Future<Output = Result<T, Failure>> + Unpin,
    ) -> Result<T, Failure> {
        let Some(step) = step(&self.limits) else { return work.await };
        let mut left = step;
        loop {
            if let Either::Left((output, _)) = select(&mut work, clock.sleep(left)).await {
                return output;
            }
            left = self.left(clock.now())?.unwrap_or(step).min(step).max(OFTEN);
        }
    }

    fn left(&self, now: Instant) -> Result<Option<Duration>, Failure> {
        let state = self.lock();
        let sent = if state.has_head { Sent::Yes } else { Sent::Maybe };
        soonest(state.running(&self.limits, now)).map_err(|reached| reached.failure().with_sent(sent))
    }
}

/// The shortest of the limits; none where there are none. Whatever comes under way is reached after it at the earliest, so that a timer
/// which never waits longer misses none of them.
fn step(limits: &Timeouts) -> Option<Duration> {
    [limits.attempt, limits.read, limits.stall.map(|guard| guard.grace)].into_iter().flatten().min()
}

impl State {
    /// The limits that are under way. Of two that are reached at once the first is told.
    fn running(&self, limits: &Timeouts, now: Instant) -> [Option<Running>; 4] {
        let upload = self.upload.as_ref();
        let attempt = limits.attempt.filter(|_| !self.has_head).map(|limit| {
            let busy = upload.map_or(Duration::ZERO, |upload| upload.busy(now));
            let passed = now.saturating_duration_since(self.started).saturating_sub(busy);
            Running { phase: Phase::Attempt, limit, passed }
        });
        let silence = limits.read.zip(self.incoming.waiting()).map(|(limit, since)| {
            let since = upload.and_then(|upload| upload.moved(now)).map_or(since, |moved| moved.max(since));
            Running { phase: Phase::Read, limit, passed: now.saturating_duration_since(since) }
        });
        let slowness =
            limits.stall.filter(|_| self.has_head).and_then(|guard| self.incoming.slowness(Some(guard), now));
        [attempt, silence, slowness, upload.and_then(|upload| upload.slowness(now))]
    }
}
