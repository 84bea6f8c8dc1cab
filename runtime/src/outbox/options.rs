//! How an outbox is to be. Enters: what the app says. Leaves: an outbox that is open, or why not.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::conflict::{Conflict, Resolution, Resolve};
use super::core::Core;
#[cfg(all(feature = "fs", not(target_family = "wasm")))]
use super::journal::{Damage, JournalStore};
use super::overlay::Overlay;
use super::queues::AfterFailure;
use super::{Outbox, OutboxError, OutboxStore};
use crate::future::MaybeSend;
use crate::future::MaybeSync;

/// What an outbox is to be like; [`OutboxBuilder::open`] makes it.
#[must_use = "an outbox is there when it is opened"]
pub struct OutboxBuilder {
    kind: Kind,
    options: Options,
}

enum Kind {
    Store(Arc<dyn OutboxStore>),
    #[cfg(all(feature = "fs", not(target_family = "wasm")))]
    Journal(JournalStore),
}

/// The same, decided.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) max_entries: usize,
    pub(crate) max_bytes: usize,
    pub(crate) max_age: Option<Duration>,
    pub(crate) at_once: usize,
    pub(crate) after_failure: AfterFailure,
    pub(crate) on_conflict: Option<Arc<dyn Resolve>>,
    pub(crate) overlay: Option<Arc<dyn Overlay>>,
}

impl OutboxBuilder {
    pub(super) fn of(store: Arc<dyn OutboxStore>) -> Self {
        Self { kind: Kind::Store(store), options: Options::new() }
    }

    #[cfg(all(feature = "fs", not(target_family = "wasm")))]
    pub(super) fn journal(store: JournalStore) -> Self {
        Self { kind: Kind::Journal(store), options: Options::new() }
    }

    /// The most entries that are kept, dead letters among them; one more is refused. Default: 10,000.
    pub fn max_entries(mut self, limit: usize) -> Self {
        self.options.max_entries = limit;
        self
    }

    /// The most bytes of bodies, URLs and headers that are kept; what does not fit is refused, and an entry that other content by
    /// [`Resolution::RetryWith`] does not fit for becomes a dead letter. All of them are in memory too. Default: 64 MiB. One entry has 512 MiB
    /// at most, whatever this is.
    pub fn max_bytes(mut self, limit: usize) -> Self {
        self.options.max_bytes = limit;
        self
    }

    /// An entry that is older, by the calendar, when its turn comes becomes a dead letter unsent. Default: none is too old.
    ///
    /// A server that forgets keys after a while may apply an entry twice that was sent, and for want of an answer is sent again after
    /// that: let this be less.
    pub fn max_age(mut self, limit: Duration) -> Self {
        self.options.max_age = Some(limit);
        self
    }

    /// From so many queues something is sent at once; at least one. Default: 4.
    pub fn at_once(mut self, queues: usize) -> Self {
        self.options.at_once = queues.max(1);
        self
    }

    /// What a queue does behind an entry that was refused for good. Default: [`AfterFailure::GoOn`], as the entry is kept and told of, and
    /// one bad message had better not stop a chat. Where what comes later needs what came before, such as an edit the creation,
    /// [`AfterFailure::Halt`] is right.
    pub fn after_failure(mut self, after: AfterFailure) -> Self {
        self.options.after_failure = after;
        self
    }

    /// Asks what to do with an entry that the server answers with 409 or 412; its queue waits meanwhile. Default: it becomes a dead letter.
    ///
    /// Not asked where a 409 says that the first request with that key is still at work, by `Retry-After`, a link that names the idempotency
    /// key, or problem details that name it and say so (draft-ietf-httpapi-idempotency-key-header section 2.7): the entry is sent again
    /// later then. After 60 such answers in a row it is asked all the same.
    pub fn on_conflict<F, R>(mut self, ask: F) -> Self
    where
        F: Fn(Conflict) -> R + MaybeSend + MaybeSync + 'static,
        R: Future<Output = Resolution> + MaybeSend + 'static,
    {
        self.options.on_conflict = Some(Arc::new(ask));
        self
    }

    /// Shows reads with what is pending.
    pub fn overlay(mut self, overlay: impl Overlay) -> Self {
        self.options.overlay = Some(Arc::new(overlay));
        self
    }

    /// Opens a journal that is damaged in the middle, too: it is copied as it is, and what can be read of it goes on. By default it is an
    /// error, and nothing is touched. Means nothing to other stores.
    #[cfg(all(feature = "fs", not(target_family = "wasm")))]
    pub fn salvage(mut self) -> Self {
        if let Kind::Journal(store) = &mut self.kind {
            store.damage = Damage::IsLeftAside;
        }
        self
    }

    /// Lets a test break the disk under a journal. Means nothing to other stores.
    #[cfg(all(feature = "testing", feature = "fs", not(target_family = "wasm")))]
    pub fn disk_faults(mut self, faults: super::DiskFaults) -> Self {
        if let Kind::Journal(store) = &mut self.kind {
            store.disk.faults = Some(faults);
        }
        self
    }

    /// Opens the outbox and reads what is in it. Needs no runtime.
    ///
    /// # Errors
    /// The store's: it is damaged, another process has it, it cannot be read.
    pub async fn open(self) -> Result<Outbox, OutboxError> {
        #[cfg_attr(
            not(all(feature = "fs", not(target_family = "wasm"))),
            expect(clippy::infallible_destructuring_match, reason = "with files there is another kind")
        )]
        let store = match self.kind {
            Kind::Store(store) => store,
            #[cfg(all(feature = "fs", not(target_family = "wasm")))]
            Kind::Journal(store) => Arc::new(store),
        };
        let loaded = store.load().await?;
        Ok(Outbox { core: Arc::new(Core::new(store, self.options, loaded)) })
    }
}

impl Options {
    const fn new() -> Self {
        Self {
            max_entries: 10_000,
            max_bytes: 64 << 20,
            max_age: None,
            at_once: 4,
            after_failure: AfterFailure::GoOn,
            on_conflict: None,
            overlay: None,
        }
    }
}

impl fmt::Debug for OutboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("OutboxBuilder");
        match &self.kind {
            Kind::Store(store) => debug.field("store", store),
            #[cfg(all(feature = "fs", not(target_family = "wasm")))]
            Kind::Journal(store) => debug.field("store", store),
        };
        debug.field("max_entries", &self.options.max_entries).field("max_bytes", &self.options.max_bytes);
        debug.finish_non_exhaustive()
    }
}
