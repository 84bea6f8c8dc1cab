//! Where entries are kept. Enters: changes, in batches. Leaves: that they will be there after a crash. What they mean is not a store's
//! business: to it they are bytes under a number.

use std::fmt;
use std::future::ready;

use bytes::Bytes;

use super::entry::EntryId;
use crate::future::{BoxError, BoxFuture, MaybeSend, MaybeSync};

/// What keeps the entries of an [`Outbox`](super::Outbox): a file here, a database of the platform's, IndexedDB in a browser.
///
/// An outbox asks [`OutboxStore::load`] once, before anything else, and has one [`OutboxStore::apply`] at a time under way: what comes
/// meanwhile is handed over together, so that a store which takes a while to make sure of something does so once for many.
pub trait OutboxStore: MaybeSend + MaybeSync + fmt::Debug + 'static {
    /// Everything that is kept, in any order.
    fn load(&self) -> BoxFuture<'static, Result<Loaded, OutboxError>>;

    /// Applies `changes` in order, all of them or none, and is done once they outlast a crash. The work goes on where the future is dropped, or
    /// has not begun.
    fn apply(&self, changes: Vec<Change>) -> BoxFuture<'static, Result<(), OutboxError>>;
}

/// One change of what is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Change {
    /// An entry of that number, in place of one that there may be; its mark is empty.
    Put(EntryId, Bytes),
    /// What has become of the entry so far, in place of what was said before. Of one that is not there nothing is kept.
    Mark(EntryId, Bytes),
    /// The entry is no longer needed.
    Remove(EntryId),
}

/// Shows lengths alone: in entries are bodies.
impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Put(id, entry) => write!(f, "Put({id}, {} bytes)", entry.len()),
            Self::Mark(id, mark) => write!(f, "Mark({id}, {} bytes)", mark.len()),
            Self::Remove(id) => write!(f, "Remove({id})"),
        }
    }
}

/// What a store has.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// All entries.
    pub entries: Vec<Stored>,
    /// A number that no entry has ever had, nor any behind it. One more than the highest that is there will do for a store that does not
    /// know of entries which are gone.
    pub next: u64,
    /// What had to be left aside.
    pub recovery: Recovery,
}

/// One entry of a store.
#[derive(Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its number.
    pub id: EntryId,
    /// What was put there.
    pub entry: Bytes,
    /// Its mark; empty for none.
    pub mark: Bytes,
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stored({}, {} bytes)", self.id, self.entry.len())
    }
}

/// What was found when a store was opened, beside its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recovery {
    /// Bytes of a write that a crash has cut short. Nothing was promised of them; they are gone.
    pub torn_bytes: u64,
    /// Bytes that are neither whole nor torn, which may have held what was promised. They were copied.
    pub damaged_bytes: u64,
    /// The name of the copy, beside the journal.
    pub copy: Option<String>,
    /// Entries that are there and cannot be read.
    pub unreadable: Vec<EntryId>,
}

/// Why an outbox, or its store, cannot do what it is asked. Where a call fails for it, it is the source of the call's error.
#[derive(Debug)]
pub struct OutboxError {
    kind: OutboxErrorKind,
    message: String,
    source: Option<BoxError>,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OutboxErrorKind {
    /// The call cannot be kept: its body can be sent once only, or it has credentials of its own.
    Unfit,
    /// The entry was discarded.
    Discarded,
    /// There is no room: a limit of the outbox's is reached, or the disk is full.
    Full,
    /// Another process has it.
    InUse,
    /// What is there is not what was written.
    Damaged,
    /// It was written by a version that this one does not know.
    Version,
    /// Anything else.
    Io,
}

impl OutboxError {
    /// An error in words.
    pub fn new(kind: OutboxErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    /// The same, with what it follows from.
    #[must_use]
    pub fn caused_by(self, source: impl Into<BoxError>) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// What is wrong.
    pub fn kind(&self) -> OutboxErrorKind {
        self.kind
    }

    /// The same for one more who waits for it, its cause in words.
    pub(crate) fn shared(&self) -> Self {
        Self { kind: self.kind, message: self.to_string(), source: None }
    }
}

impl fmt::Display for OutboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for OutboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as _)
    }
}

/// Keeps nothing: the outbox has all of it in memory.
#[derive(Debug)]
pub(super) struct Nothing;

impl OutboxStore for Nothing {
    fn load(&self) -> BoxFuture<'static, Result<Loaded, OutboxError>> {
        Box::pin(ready(Ok(Loaded { next: 1, ..Loaded::default() })))
    }

    fn apply(&self, _changes: Vec<Change>) -> BoxFuture<'static, Result<(), OutboxError>> {
        Box::pin(ready(Ok(())))
    }
}
