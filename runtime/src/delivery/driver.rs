//! The task that sends. Enters: a client and its outbox. Leaves: deliveries, as many at once as are allowed, whenever something may be
//! sent. It ends with the client; what is not delivered then stays.

use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};

use futures_util::future::poll_fn;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, Stream, StreamExt};

use super::deliver::deliver;
use crate::clock::Clock;
use crate::connectivity::Connectivity;
use crate::future::BoxFuture;
use crate::outbox::{Attached, Core, Wake};
use crate::setup::{Gate, Setup};

/// The right to send: one task of the client has it.
pub(super) struct Wheel {
    core: Arc<Core>,
    number: u64,
}

impl Wheel {
    /// None where a task has it.
    pub(super) fn take(attached: &Attached) -> Option<Self> {
        let (core, number) = (Arc::clone(&attached.core), attached.number);
        // Not made where it is not taken: to drop one is to let go of it.
        core.take_wheel(number).then(|| Self { core, number })
    }
}

impl Drop for Wheel {
    fn drop(&mut self) {
        self.core.leave_wheel(self.number);
    }
}

/// Sends for as long as there is the client.
pub(super) async fn drive(client: Weak<Setup>, wheel: Wheel) {
    let core = Arc::clone(&wheel.core);
    let Some((clock, connectivity, gate)) = client.upgrade().map(|client| parts(&client)) else { return };
    let mut under_way: FuturesUnordered<BoxFuture<'static, ()>> = FuturesUnordered::new();
    let mut changes = connectivity.changes();
    // What it is now is no news.
    let _now = changes.next().now_or_never();
    loop {
        let seen = core.bell.rings();
        if !core.is_attached(wheel.number) {
            return;
        }
        let is_closed = gate.is_closed();
        let is_free = !is_closed && connectivity.is_online();
        while is_free && let Some(entry) = core.begin(clock.now()) {
            match client.upgrade() {
                Some(client) => under_way.push(Box::pin(deliver(client, Arc::clone(&core), entry))),
                None => return core.release(entry.id),
            }
        }
        if is_closed && under_way.is_empty() {
            client.upgrade().iter().filter_map(|client| client.outbox.as_ref()).for_each(Attached::part);
            return;
        }
        let soonest = core.soonest().filter(|_| is_free);
        let mut rings = soonest.map(|at| clock.sleep(at.saturating_duration_since(clock.now())));
        let mut closing = (!is_closed).then(|| gate.closing());
        poll_fn(|cx| {
            core.write();
            let mut is_changed = core.bell.poll(seen, cx).is_ready();
            is_changed |= matches!(under_way.poll_next_unpin(cx), Poll::Ready(Some(())));
            is_changed |= rings.as_mut().is_some_and(|rings| rings.as_mut().poll(cx).is_ready());
            is_changed |= closing.as_mut().is_some_and(|closing| Pin::new(closing).poll(cx).is_ready());
            is_changed |= has_network(&mut changes, &core, cx);
            if is_changed { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

fn parts(client: &Setup) -> (Arc<dyn Clock>, Connectivity, Arc<Gate>) {
    (Arc::clone(&client.clock), client.connectivity.clone(), Arc::clone(&client.gate))
}

/// Whether the network has come or gone; where it has come, nothing waits for the next try any more.
fn has_network(changes: &mut (impl Stream<Item = bool> + Unpin), core: &Core, cx: &mut Context<'_>) -> bool {
    match changes.poll_next_unpin(cx) {
        Poll::Ready(Some(is_online)) => {
            if is_online {
                core.wake(Wake::Online);
            }
            true
        }
        Poll::Ready(None) | Poll::Pending => false,
    }
}
