//! Entries in a file. Enters: a folder, changes. Leaves: a store whose promises hold after a crash. Its work is done on a thread of its
//! own, which ends with the store: no runtime is blocked by a disk, and none is needed.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::promise::{Promise, promise};
use super::{Change, Loaded, OutboxError, OutboxErrorKind, OutboxStore};
use crate::future::BoxFuture;
use crate::sync::{Mutex, lock};

mod disk;
#[cfg(feature = "testing")]
mod faults;
mod file;
mod header;
mod hold;
mod record;
mod scan;

#[cfg(feature = "testing")]
pub use faults::{DiskFault, DiskFaults, DiskStep};

pub(super) use disk::Disk;
pub(super) use file::Damage;

/// A journal that is opened when it is loaded.
#[derive(Debug)]
pub(super) struct JournalStore {
    pub(super) folder: PathBuf,
    pub(super) disk: Disk,
    pub(super) damage: Damage,
    /// The way to its thread, once there is one.
    thread: Mutex<Option<Sender<Job>>>,
}

enum Job {
    Load(Promise<Result<Loaded, OutboxError>>),
    Apply(Vec<Change>, Promise<Result<(), OutboxError>>),
}

impl JournalStore {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, disk: Disk::default(), damage: Damage::IsAnError, thread: Mutex::new(None) }
    }

    /// What becomes of a job on the thread.
    fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(Promise<Result<T, OutboxError>>) -> Job,
    ) -> BoxFuture<'static, Result<T, OutboxError>> {
        let (promise, promised) = promise();
        let sent = lock(&self.thread).as_ref().is_some_and(|thread| thread.send(job(promise)).is_ok());
        Box::pin(async move {
            let gone = || OutboxError::new(OutboxErrorKind::Io, "the journal's thread is gone");
            if sent { promised.await.unwrap_or_else(|| Err(gone())) } else { Err(gone()) }
        })
    }

    fn start(&self) -> std::io::Result<()> {
        let (sender, jobs) = channel();
        let (folder, disk, damage) = (self.folder.clone(), self.disk.clone(), self.damage);
        thread::Builder::new().name("outbox".to_owned()).spawn(move || work(&jobs, &folder, &disk, damage))?;
        *lock(&self.thread) = Some(sender);
        Ok(())
    }
}

impl OutboxStore for JournalStore {
    fn load(&self) -> BoxFuture<'static, Result<Loaded, OutboxError>> {
        match self.start() {
            Ok(()) => self.ask(Job::Load),
            Err(error) => {
                let refused = OutboxError::new(OutboxErrorKind::Io, "no thread for the journal").caused_by(error);
                Box::pin(std::future::ready(Err(refused)))
            }
        }
    }

    fn apply(&self, changes: Vec<Change>) -> BoxFuture<'static, Result<(), OutboxError>> {
        self.ask(|promise| Job::Apply(changes, promise))
    }
}

/// Ends when the store is gone, or the journal cannot be opened.
fn work(jobs: &Receiver<Job>, folder: &std::path::Path, disk: &Disk, damage: Damage) {
    let mut journal = None;
    while let Ok(job) = jobs.recv() {
        match job {
            Job::Load(promise) => match file::Journal::open(folder, disk.clone(), damage) {
                Ok((open, loaded)) => {
                    journal = Some(open);
                    promise.keep(Ok(loaded));
                }
                Err(error) => {
                    promise.keep(Err(error));
                    return;
                }
            },
            Job::Apply(changes, promise) => match &mut journal {
                Some(journal) => promise.keep(journal.apply(changes)),
                None => drop(promise),
            },
        }
    }
}
