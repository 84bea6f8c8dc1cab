//! Responses in files. Enters: keys and what is stored under them. Leaves: the same, also after a crash, and to other processes. What is done to
//! files is the business of `folder`; here is who does it when.

use std::collections::HashMap;
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

use folder::{Folder, Written};

pub(super) struct Disk(Arc<Shared>);

struct Shared {
    folder: Folder,
    pending: Mutex<Pending>,
    /// Held while files get and lose their names, so that what came last stays.
    naming: Mutex<()>,
}

/// What is not on the disk as it is to be.
#[derive(Default)]
struct Pending {
    next: u64,
    entries: HashMap<CacheKey, (u64, ToBe)>,
}

/// What is to be in a file.
#[derive(Clone)]
enum ToBe {
    Entry(CacheEntry),
    Nothing,
    /// Nothing, though it may be there still: nobody has got to it, or it could not be removed. It is not read any more.
    Stuck,
}

/// One change on its way. Dropped before it is made, as by a runtime that ends, it leaves nothing that is read: neither what has not come to the
/// disk, nor what it was to replace.
struct OnItsWay {
    shared: Arc<Shared>,
    key: CacheKey,
    number: u64,
    is_made: bool,
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

    /// Has `to_be` be what is there from now on, and gives what takes it there.
    fn settle(&self, key: CacheKey, to_be: ToBe) -> BoxFuture<'static, Result<(), BoxError>> {
        let change = self.begin(key, to_be);
        self.work(move |_| change.make())
    }

    fn begin(&self, key: CacheKey, to_be: ToBe) -> OnItsWay {
        let number = lock(&self.0.pending).put(key, to_be);
        OnItsWay { shared: Arc::clone(&self.0), key, number, is_made: false }
    }
}

impl Pending {
    fn put(&mut self, key: CacheKey, to_be: ToBe) -> u64 {
        self.next += 1;
        self.entries.insert(key, (self.next, to_be));
        self.next
    }

    /// What is to be there, where nothing has come since that has this number.
    fn last(&mut self, key: CacheKey, number: u64) -> Option<&mut ToBe> {
        self.entries.get_mut(&key).filter(|(last, _)| *last == number).map(|(_, to_be)| to_be)
    }

    fn stuck(&self) -> Vec<(CacheKey, u64)> {
        let stuck = self.entries.iter().filter(|(_, (_, to_be))| matches!(to_be, ToBe::Stuck));
        stuck.map(|(key, (number, _))| (*key, *number)).collect()
    }
}

impl OnItsWay {
    /// Makes it; does nothing where there is something newer.
    fn make(mut self) -> io::Result<()> {
        let shared = Arc::clone(&self.shared);
        let Some(to_be) = lock(&shared.pending).last(self.key, self.number).cloned() else { return Ok(()) };
        let written = match &to_be {
            ToBe::Entry(entry) => shared.folder.write(self.key, entry),
            ToBe::Nothing | ToBe::Stuck => Ok(None),
        };
        self.name(written)?;
        drop(self);
        shared.free();
        shared.folder.trim()
    }

    /// Has what was written be what is there. Where it could not be written, what it was to replace goes all the same.
    fn name(&mut self, written: io::Result<Option<Written>>) -> io::Result<()> {
        let (folder, key) = (&self.shared.folder, self.key);
        let _one_by_one = lock(&self.shared.naming);
        if lock(&self.shared.pending).last(key, self.number).is_none() {
            // Dropped, what was written goes.
            return Ok(());
        }
        let (named, removed) = match written.and_then(|written| written.map(Written::name).transpose()) {
            Ok(Some(())) => (Ok(()), Ok(())),
            Ok(None) => (Ok(()), folder.remove(key)),
            Err(error) => (Err(error), folder.remove(key)),
        };
        self.is_made = removed.is_ok();
        named.and(removed)
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        let mut pending = lock(&self.shared.pending);
        let Some(to_be) = pending.last(self.key, self.number) else { return };
        let former = std::mem::replace(to_be, ToBe::Stuck);
        if self.is_made {
            pending.entries.remove(&self.key);
        }
        drop(pending);
        drop(former);
    }
}

impl Shared {
    /// Removes what has to be gone and is not, where that is possible by now.
    fn free(&self) {
        let _one_by_one = lock(&self.naming);
        let stuck = lock(&self.pending).stuck();
        for (key, number) in stuck {
            if self.folder.remove(key).is_ok() {
                self.forget(key, number);
            }
        }
    }

    /// Nothing is pending any more that has this number.
    fn forget(&self, key: CacheKey, number: u64) {
        let mut pending = lock(&self.pending);
        if pending.last(key, number).is_some() {
            pending.entries.remove(&key);
        }
    }
}

impl CacheStore for Disk {
    fn get(&self, key: CacheKey) -> BoxFuture<'_, Result<Option<CacheEntry>, BoxError>> {
        if let Some((_, to_be)) = lock(&self.0.pending).entries.get(&key) {
            let entry = match to_be {
                ToBe::Entry(entry) => Some(entry.clone()),
                ToBe::Nothing | ToBe::Stuck => None,
            };
            return Box::pin(std::future::ready(Ok(entry)));
        }
        self.work(move |shared| shared.folder.read(key))
    }

    fn put(&self, key: CacheKey, entry: CacheEntry) -> BoxFuture<'_, Result<(), BoxError>> {
        // On its way it is what it will be there.
        self.settle(key, ToBe::Entry(entry.written()))
    }

    fn remove(&self, key: CacheKey) -> BoxFuture<'_, Result<(), BoxError>> {
        self.settle(key, ToBe::Nothing)
    }

    fn clear(&self, partition: CachePartition) -> BoxFuture<'_, Result<(), BoxError>> {
        let stuck = {
            let mut pending = lock(&self.0.pending);
            let all: Vec<_> = pending.entries.keys().filter(|key| key.partition() == partition).copied().collect();
            all.into_iter().map(|key| (key, pending.put(key, ToBe::Stuck))).collect::<Vec<_>>()
        };
        self.work(move |shared| {
            let _one_by_one = lock(&shared.naming);
            shared.folder.clear(partition)?;
            stuck.into_iter().for_each(|(key, number)| shared.forget(key, number));
            Ok(())
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

#[cfg(all(test, not(loom)))]
mod tests {
    use std::fs;

    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};
    use tokio::runtime::{Builder, Runtime};
    use url::Url;
    use web_time::SystemTime;

    use super::super::freshness::Times;
    use super::super::selecting::Selecting;
    use super::super::stored::{Kind, Stored};
    use super::*;

    const PART: &str = "ann";

    fn key(path: &str) -> CacheKey {
        CacheKey::new(CachePartition::new(Some(PART), 0), &Url::parse("http://h/").unwrap().join(path).unwrap())
    }

    fn entry(body: &'static str) -> CacheEntry {
        let at = SystemTime::UNIX_EPOCH;
        let stored = Stored {
            kind: Kind::Get,
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::from_static(body.as_bytes()),
            times: Times { requested: at, received: at },
            selecting: Selecting::Never,
            asker: None,
        };
        CacheEntry { responses: vec![Arc::new(stored)] }
    }

    fn runtime() -> Runtime {
        Builder::new_current_thread().build().unwrap()
    }

    /// A disk on which the key has the entry "old".
    fn disk() -> (tempfile::TempDir, Disk, Runtime) {
        let folder = tempfile::tempdir().unwrap();
        let (disk, runtime) = (Disk::new(folder.path().to_owned(), 1 << 20), runtime());
        runtime.block_on(async { disk.put(key("a"), entry("old")).await }).unwrap();
        (folder, disk, runtime)
    }

    fn is_pending(disk: &Disk) -> bool {
        !lock(&disk.0.pending).entries.is_empty()
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_of_what_it_was_to_replace() {
        let (_folder, disk, runtime) = disk();
        let mut change = disk.begin(key("a"), ToBe::Entry(entry("new")));
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert_eq!(change.name(Err(full)).unwrap_err().kind(), io::ErrorKind::StorageFull);
        drop(change);
        assert!(!is_pending(&disk) && !disk.0.folder.has(key("a")));
        assert_eq!(runtime.block_on(async { disk.get(key("a")).await }).unwrap(), None);
    }

    #[test]
    fn what_can_neither_be_replaced_nor_removed_is_not_read_any_more() {
        let (folder, disk, runtime) = disk();
        let path = folder.path().join("v1").join(key("a").partition().name()).join(key("a").name());
        fs::remove_file(&path).unwrap();
        fs::create_dir_all(path.join("in the way")).unwrap();
        assert!(runtime.block_on(async { disk.put(key("a"), entry("new")).await }).is_err());
        assert_eq!(runtime.block_on(async { disk.get(key("a")).await }).unwrap(), None);
        fs::remove_dir_all(&path).unwrap();
        runtime.block_on(async { disk.put(key("b"), entry("other")).await }).unwrap();
        assert!(!is_pending(&disk), "it is looked at again with the next that is written");
    }

    #[test]
    fn what_never_gets_to_the_disk_is_not_read_nor_what_it_was_to_replace() {
        let (_folder, disk, runtime) = disk();
        // Without a runtime.
        assert!(futures_util::FutureExt::now_or_never(disk.put(key("a"), entry("new"))).unwrap().is_err());
        assert!(matches!(lock(&disk.0.pending).entries[&key("a")], (_, ToBe::Stuck)), "its body is not kept");
        assert_eq!(runtime.block_on(async { disk.get(key("a")).await }).unwrap(), None);
        runtime.block_on(async { disk.put(key("a"), entry("newer")).await }).unwrap();
        assert_eq!(runtime.block_on(async { disk.get(key("a")).await }).unwrap(), Some(entry("newer")));
        assert!(!is_pending(&disk));
    }

    #[test]
    fn what_is_being_written_when_all_is_cleared_is_not_there_afterwards() {
        let (_folder, disk, runtime) = disk();
        let mut change = disk.begin(key("b"), ToBe::Entry(entry("new")));
        let written = disk.0.folder.write(key("b"), &entry("new"));
        runtime.block_on(async { disk.clear(key("b").partition()).await }).unwrap();
        change.name(written).unwrap();
        drop(change);
        assert!(!is_pending(&disk) && disk.0.folder.size().unwrap() == 0);
        // What has come after it is.
        let written = disk.0.folder.write(key("b"), &entry("new"));
        let clear = runtime.block_on(async { disk.clear(key("b").partition()).await });
        let mut change = disk.begin(key("b"), ToBe::Entry(entry("new")));
        clear.unwrap();
        assert!(change.name(written).is_err(), "its file went along");
        drop(change);
        runtime.block_on(async { disk.put(key("b"), entry("newer")).await }).unwrap();
        assert_eq!(runtime.block_on(async { disk.get(key("b")).await }).unwrap(), Some(entry("newer")));
    }
}
