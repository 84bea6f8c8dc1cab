//! How what is kept in an outbox is sent. Enters: calls that are to be kept, and entries whose turn it is. Leaves: entries, and how sending
//! them has ended. What is kept, and in which order, is the business of `outbox`; the way there that of `exchange`.

use std::sync::{Arc, Weak};

use crate::clock::Spawner;
use crate::future::BoxFuture;
use crate::outbox::Start;
use crate::setup::Setup;

mod deliver;
mod driver;
mod judge;
mod kept;
mod queued;
mod specs;

pub use queued::{Delivery, Enqueueing, Queued};

pub(crate) use queued::enqueue;

use driver::{Wheel, drive};

/// Has the client's outbox sent from here on, where it has one and nothing of it does already. Where nothing runs tasks, those who wait for
/// an entry do, and the next call that is kept tries again.
pub(crate) fn start(client: &Arc<Setup>) {
    let Some(attached) = &client.outbox else { return };
    let start = Starts(Arc::downgrade(client));
    drop(start.start());
    attached.core.started_by(attached.number, Arc::new(start));
}

/// Begins the task of a client.
struct Starts(Weak<Setup>);

impl Start for Starts {
    fn start(&self) -> Option<BoxFuture<'static, ()>> {
        let client = self.0.upgrade()?;
        let wheel = Wheel::take(client.outbox.as_ref()?)?;
        client.tasks.spawn(Box::pin(drive(Weak::clone(&self.0), wheel)))
    }
}
