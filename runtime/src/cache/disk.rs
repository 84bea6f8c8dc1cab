//! Responses in files. Enters: keys and what is stored under them. Leaves: the same, also after a crash, and to other processes. What is done to
//! files is the business of `folder`; here is who does it when.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::runtime::Handle;

use super::entry::CacheEntry;
use super::key::{CacheKey, CachePartition};
use super::store::CacheStore;
use crate::future::{BoxError, BoxFuture};
use crate::sync::{Mutex, lock};

mod folder;

use folder::Folder;

pub(super) struct Disk(Arc<Shared>);

struct Shared {
    folder: Folder,
    pending: Mutex<Pending>,
    /// Held while files get and lose their names, so that what came last stays.
    naming: Mutex<()>,
}

/// What is on its way to the disk.
#[derive(Default)]
struct Pending {
    next: u64,
    /// None: it is being removed.
    entries: BTreeMap<CacheKey, (u64, Option<CacheEntry>)>,
}

impl Disk {
    pub(super) fn new(path: PathBuf, max_bytes: u64) -> Self {
        let (folder, pending, naming) = (Folder::new(path, max_bytes), Mutex::default(), Mutex::new(()));
        Self(Arc::new(Shared { folder, pending, naming }))
    }

    /// Does `work` on a thread that may wait. It is done, whether or not somebody waits for it.
    fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> io::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, BoxError>> {
        let shared = Arc::clone(&self.0);
        let Ok(runtime) = Handle::try_current() else {
            let missing = "files are read and written inside of a tokio runtime only";
            return Box::pin(std::future::ready(Err(missing.into())));
        };
        let task = runtime.spawn_blocking(move || work(&shared));
        Box::pin(async move { Ok(task.await.map_err(io::Error::other)??) })
    }

    /// Has `entry` be what is there from now on, and gives what takes it there.
    fn settle(&self, key: CacheKey, entry: Option<CacheEntry>) -> BoxFuture<'static, Result<(), BoxError>> {
        let number = {
            let mut pending = lock(&self.0.pending);
            pending.next += 1;
            let number = pending.next;
            pending.entries.insert(key, (number, entry));
            number
        };
        self.work(move |shared| {
            let settled = shared.settle(key, number);
            let mut pending = lock(&shared.pending);
            if pending.entries.get(&key).is_some_and(|(last, _)| *last == number) {
                pending.entries.remove(&key);
            }
            settled
        })
    }
}

impl Shared {
    /// Brings to the disk what is pending under that number; nothing where there is something newer.
    fn settle(&self, key: CacheKey, number: u64) -> io::Result<()> {
        let entry = match lock(&self.pending).entries.get(&key) {
            Some((last, entry)) if *last == number => entry.clone(),
            Some(_) | None => return Ok(()),
        };
        let written = entry.as_ref().map(|entry| self.folder.write(key, entry)).transpose()?.flatten();
        {
            let _one_by_one = lock(&self.naming);
            let is_last = lock(&self.pending).entries.get(&key).is_some_and(|(last, _)| *last == number);
            match written {
                Some(written) if is_last => written.name()?,
                None if is_last => self.folder.remove(key)?,
                // Dropped, it goes.
                Some(_) | None => {}
            }
        }
        self.folder.trim()
    }
}

impl CacheStore for Disk {
    fn get(&self, key: CacheKey) -> BoxFuture<'_, Result<Option<CacheEntry>, BoxError>> {
        if let Some((_, entry)) = lock(&self.0.pending).entries.get(&key) {
            return Box::pin(std::future::ready(Ok(entry.clone())));
        }
        self.work(move |shared| shared.folder.read(key))
    }

    fn put(&self, key: CacheKey, entry: CacheEntry) -> BoxFuture<'_, Result<(), BoxError>> {
        // On its way it is what it will be there.
        self.settle(key, Some(entry.written()))
    }

    fn remove(&self, key: CacheKey) -> BoxFuture<'_, Result<(), BoxError>> {
        self.settle(key, None)
    }

    fn clear(&self, partition: CachePartition) -> BoxFuture<'_, Result<(), BoxError>> {
        lock(&self.0.pending).entries.retain(|key, _| key.partition() != partition);
        self.work(move |shared| {
            let _one_by_one = lock(&shared.naming);
            shared.folder.clear(partition)
        })
    }

    fn size(&self) -> BoxFuture<'_, Result<u64, BoxError>> {
        self.work(|shared| shared.folder.size())
    }
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Disk").field(&self.0.folder).finish()
    }
}
