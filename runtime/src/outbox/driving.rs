//! Sends while somebody waits. Enters: one who waits for an entry, or for all. Leaves: the task that sends, polled by the one who waits, where
//! nothing else runs it. What that task does is the business of `delivery`.

use std::task::Context;

use super::Core;
use crate::future::{BoxFuture, MaybeSend, MaybeSync};

/// What begins the task of a client.
pub(crate) trait Start: MaybeSend + MaybeSync {
    /// Has the task run; or gives it, where nothing runs tasks. None too where there is one already.
    fn start(&self) -> Option<BoxFuture<'static, ()>>;
}

/// The task of one who waits. Where they go, what it had under way waits again, and the next one who waits goes on.
#[derive(Default)]
pub(crate) struct Driving(Option<BoxFuture<'static, ()>>);

impl Driving {
    pub(crate) fn poll(&mut self, core: &Core, cx: &mut Context<'_>) {
        loop {
            let seen = core.bell.rings();
            self.0 = self.0.take().or_else(|| core.start());
            match &mut self.0 {
                Some(task) => {
                    if task.as_mut().poll(cx).is_ready() {
                        self.0 = None;
                    }
                    return;
                }
                // Another one who waits has it, and may go.
                None if core.is_lent() && core.bell.poll(seen, cx).is_ready() => {}
                None => return,
            }
        }
    }
}
