//! How what is kept in an outbox is sent. Enters: calls that are to be kept, and entries whose turn it is. Leaves: entries, and how sending
//! them has ended. What is kept, and in which order, is the business of `outbox`; the way there that of `exchange`.

use std::sync::Arc;

use crate::setup::Setup;

mod deliver;
mod driver;
mod judge;
mod kept;
mod queued;
mod specs;

pub use queued::{Delivery, Enqueueing, Queued};

pub(crate) use queued::enqueue;

/// Has the client's outbox sent from here on, where it has one and nothing of it does already. Where nothing runs tasks, the next call that is
/// kept tries again.
pub(crate) fn start(client: &Arc<Setup>) {
    let Some(attached) = &client.outbox else { return };
    if let Some(wheel) = driver::Wheel::take(attached) {
        use crate::clock::Spawner;
        let refused = client.tasks.spawn(Box::pin(driver::drive(Arc::downgrade(client), wheel)));
        drop(refused);
    }
}
