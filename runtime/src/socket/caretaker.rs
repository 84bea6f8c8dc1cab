//! The one task of a socket. Enters: the time, and whether anybody polls. Leaves: pings sent and answered, deadlines kept, and a
//! socket that goes on while its user is busy with something else. Not on the path of messages: it sleeps for seconds at a time.

use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use web_time::Instant;

use super::fan::{Fan, Role};
use super::frame::ToFrame;
use super::shared::{Shared, State};
use crate::clock::Clock;
use crate::future::BoxFuture;

/// How often the caretaker looks whether anybody polls.
const WATCH: Duration = Duration::from_secs(3);

pub(super) struct Caretaker<S: ToFrame + Send + 'static> {
    /// Nothing once all handles are gone.
    shared: Weak<Shared<S>>,
    fan: Arc<Fan>,
    clock: Arc<dyn Clock>,
    timer: Option<(Instant, BoxFuture<'static, ()>)>,
    /// When to look next whether anybody polls.
    watch: Instant,
    polls: u64,
    /// Nobody has polled between two looks.
    is_idle: bool,
    /// The socket is over.
    is_done: bool,
}

impl<S: ToFrame + Send + 'static> Caretaker<S> {
    pub(super) fn new(shared: Weak<Shared<S>>, fan: Arc<Fan>, clock: Arc<dyn Clock>) -> Self {
        let watch = clock.now() + WATCH;
        Self { shared, fan, clock, timer: None, watch, polls: 0, is_idle: false, is_done: false }
    }

    /// Does what is due, and what nobody else does.
    fn tend(&mut self, state: &mut State<S>, now: Instant, cx: &mut Context<'_>) {
        self.is_idle &= state.polls == self.polls;
        let is_due = state.driver.due().is_some_and(|due| due <= now);
        if self.watch <= now {
            self.is_idle = state.polls == self.polls;
            self.polls = state.polls;
            self.watch = now + WATCH;
        }
        if is_due {
            // What has come is read before anybody is called silent.
            state.driver.advance(cx);
            state.driver.look(now);
        }
        if self.is_idle || is_due || state.driver.is_pressing() {
            state.driver.advance(cx);
        }
        self.fan.tend(self.is_idle || state.driver.is_pressing());
    }
}

impl<S: ToFrame + Send + 'static> Future for Caretaker<S> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let Some(shared) = this.shared.upgrade() else { return Poll::Ready(()) };
        let mut own = Context::from_waker(cx.waker());
        loop {
            let now = this.clock.now();
            let tended = shared.poll_as(Role::Caretaker, cx, &mut |state, fan| {
                state.driver.poll_client(&mut own);
                this.tend(state, now, fan);
                state.driver.poll_linger(&mut own);
                if state.driver.is_over() { Poll::Ready(()) } else { Poll::Pending }
            });
            if tended.is_ready() {
                this.is_done = true;
                return Poll::Ready(());
            }
            let next = shared.lock().driver.due().map_or(this.watch, |due| due.min(this.watch));
            if this.timer.as_ref().is_none_or(|(at, _)| *at > next) {
                this.timer = Some((next, this.clock.sleep(next.saturating_duration_since(now))));
            }
            let rings = this.timer.as_mut().is_some_and(|(_, timer)| timer.as_mut().poll(cx).is_ready());
            if !rings {
                return Poll::Pending;
            }
            this.timer = None;
        }
    }
}

/// Whatever ran it may end before the socket does: a runtime that is shut down. Then another one goes on, run by those who poll; unless the
/// client is closed, which has cut it off: then the socket ends too.
impl<S: ToFrame + Send + 'static> Drop for Caretaker<S> {
    fn drop(&mut self) {
        if let (false, Some(shared)) = (self.is_done, self.shared.upgrade()) {
            let is_forsaken = shared.lock().driver.forsake();
            if !is_forsaken {
                shared.adopt(Box::pin(Self::new(
                    Weak::clone(&self.shared),
                    Arc::clone(&self.fan),
                    Arc::clone(&self.clock),
                )));
            }
            self.fan.rouse(Role::Reader);
            self.fan.rouse(Role::Writer);
        }
    }
}
