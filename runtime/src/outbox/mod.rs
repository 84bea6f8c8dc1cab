//! Mutations that are kept until a server has taken them. Enters: calls without credentials, and how sending them has ended. Leaves: what
//! to send next, in order; what lasts when the process does not. How entries are sent is the business of `delivery`.
//!
//! ```text
//! reserve > writer > store > admit > begin > (sent) > writer > store > gone
//! ```

use std::fmt;
use std::sync::Arc;

mod bell;
mod conflict;
mod core;
mod driving;
mod entry;
mod event;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
mod indexed_db;
#[cfg(all(feature = "fs", not(target_family = "wasm")))]
mod journal;
mod options;
mod overlay;
mod pending;
mod promise;
mod queues;
mod store;
mod writer;

pub use conflict::{Conflict, Resolution, Revision};
pub use entry::EntryId;
pub use event::{OutboxEvent, OutboxEvents};
#[cfg(all(feature = "testing", feature = "fs", not(target_family = "wasm")))]
pub use journal::{DiskFault, DiskFaults, DiskStep};
pub use options::OutboxBuilder;
pub use overlay::{OVERLAID, Overlay, Read};
pub use pending::{Pending, PendingState, Waits};
pub use queues::AfterFailure;
pub use store::{Change, Loaded, OutboxError, OutboxErrorKind, OutboxStore, Recovery, Stored};

pub(crate) use self::core::{Attached, Core, Effect, Ending};
pub(crate) use driving::{Driving, Start};
pub(crate) use entry::{Entry, LONGEST, Mark, Operation};
pub(crate) use promise::Promised;
pub(crate) use queues::{Pause, Wake};

use options::Options;

/// Calls that are kept until their server has taken them: made offline, sent in order when there is a network, whatever becomes of the
/// process meanwhile. Copies are one outbox; it belongs to one client at a time, which is given it by `outbox` of its builder.
///
/// Entries of one queue are sent strictly one after another, each with its idempotency key, which all repetitions carry, with the same
/// bytes: a server that knows keys applies each once. Queues know nothing of one another.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("../testing/example.txt")]
/// use clientwright_runtime::{Connectivity, Outbox};
/// # use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
/// # let clock = VirtualClock::new();
/// # let server = MockTransport::new(&clock);
/// # server.on("GET", "/users/1").reply(Answer::json(200, r#"{"id":"1"}"#));
/// # clock.run(async {
/// // Or `Outbox::journal(folder)`, which outlasts the process.
/// let outbox = Outbox::in_memory().open().await?;
/// let network = Connectivity::new();
/// network.set_online(false);
///
/// let builder = Client::builder().bearer("the-token").outbox(outbox.clone()).connectivity(network.clone());
/// # let builder = builder.transport(server).clock(clock.clone()).spawner(clock.clone());
/// let client = builder.build()?;
/// // Done once it is kept.
/// let queued = client.get_user().enqueue("user/1").await?;
/// assert_eq!(outbox.pending().len(), 1);
///
/// network.set_online(true);
/// // What the call itself would have given.
/// let user = queued.delivered().await?;
/// # assert_eq!(user["id"], "1");
/// assert!(outbox.pending().is_empty());
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// # })
/// # }
/// ```
#[derive(Clone)]
pub struct Outbox {
    pub(crate) core: Arc<Core>,
}

impl Outbox {
    /// An outbox that is gone with the process.
    pub fn in_memory() -> OutboxBuilder {
        OutboxBuilder::of(Arc::new(store::Nothing))
    }

    /// An outbox in a folder, which is made where there is none, with files that only the user may read. One process has it at a time. What is in
    /// it has no credentials, and else what was sent: bodies are not encrypted.
    ///
    /// The disk's work is done on a thread of the outbox's own. `runtime/OUTBOX.md` has the format, and what holds after which crash.
    #[cfg(all(feature = "fs", not(target_family = "wasm")))]
    pub fn journal(folder: impl Into<std::path::PathBuf>) -> OutboxBuilder {
        OutboxBuilder::journal(journal::JournalStore::new(folder.into()))
    }

    /// An outbox in a database of the browser's (IndexedDB), which other databases of that name are nothing to. One page or worker of the
    /// origin has it at a time, by a lock of the browser's that only secure contexts have (https, and this machine). What is in it has no
    /// credentials, and else what was sent. The browser keeps it as long as other data of the origin: `navigator.storage.persist()` asks
    /// it to keep it when space gets short.
    #[cfg(all(feature = "fetch", target_arch = "wasm32"))]
    pub fn indexed_db(name: impl Into<String>) -> OutboxBuilder {
        OutboxBuilder::of(Arc::new(indexed_db::IndexedDbStore::new(name.into())))
    }

    /// An outbox that is kept by a store of the app's own.
    #[expect(clippy::new_ret_no_self, reason = "the store is asked before there is an outbox")]
    pub fn new(store: impl OutboxStore) -> OutboxBuilder {
        OutboxBuilder::of(Arc::new(store))
    }

    /// What waits or is on its way, oldest first.
    pub fn pending(&self) -> Vec<Pending> {
        self.core.pending()
    }

    /// What was refused for good, oldest first. It is kept until it is retried or discarded.
    pub fn dead(&self) -> Vec<Pending> {
        self.core.dead()
    }

    /// Sends a dead letter again, from its place in the queue, with the same key; of an entry that waits, its queue goes on at once.
    /// Whether there is such an entry that is not being retried or discarded already.
    ///
    /// # Errors
    /// The store's; the entry is as it was then.
    pub async fn retry(&self, id: EntryId) -> Result<bool, OutboxError> {
        self.core.retry(id).await
    }

    /// Drops an entry. Whether there was one that could be dropped: one on its way cannot be, as the server may have taken it.
    ///
    /// # Errors
    /// The store's; the entry is as it was then.
    pub async fn discard(&self, id: EntryId) -> Result<bool, OutboxError> {
        self.core.discard(id).await
    }

    /// What happens from here on.
    pub fn events(&self) -> OutboxEvents {
        self.core.readers.join()
    }

    /// Tries at once what waits for its next try, and is done when nothing is left that can be sent now, and the store has been told: offline,
    /// without a client, and while the server has asked for time, nothing can. Where no task of the client's sends, this does. The number of
    /// entries that are left, dead letters aside.
    pub async fn flush(&self) -> usize {
        self.core.flush().await
    }

    /// What was found when the outbox was opened, beside its entries.
    pub fn recovery(&self) -> &Recovery {
        &self.core.recovery
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pending, dead) = (self.pending().len(), self.dead().len());
        f.debug_struct("Outbox").field("pending", &pending).field("dead", &dead).finish_non_exhaustive()
    }
}
