//! A folder of responses. Enters: keys, and what is stored under them. Leaves: files, each whole or not there, none beyond the limit for long.
//! All of it waits for the disk.
//!
//! ```text
//! <folder>/v1/<partition>/<name>                    a response, as `encoded` writes it; its time of change is that of its last use
//! <folder>/v1/<partition>/<name>.<at random>.new    one that is being written; removed by whoever finds it an hour later
//! ```

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use super::super::entry::CacheEntry;
use super::super::key::{CacheKey, CachePartition};
use crate::sync::{Mutex, lock};

/// What a file takes is a multiple of this.
const BLOCK: u64 = 4096;

/// Nobody writes a file for so long.
const LEFT_BEHIND: Duration = Duration::from_secs(60 * 60);

/// So often a part of the folder is cleared until nobody has put something there meanwhile.
const CLEARED: u32 = 8;

#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    max_bytes: u64,
    known: Mutex<Known>,
}

/// What is known of the bytes below the folder.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// What there was when it was looked at last, and what was written since. What others write, and what was written over, is not known.
    total: Option<u64>,
    since: u64,
}

/// A file of the folder.
struct Item {
    path: PathBuf,
    used: SystemTime,
    bytes: u64,
}

impl Folder {
    pub(super) fn new(path: PathBuf, max_bytes: u64) -> Self {
        Self { root: path.join("v1"), max_bytes, known: Mutex::default() }
    }

    fn part(&self, partition: CachePartition) -> PathBuf {
        self.root.join(partition.name())
    }

    fn path(&self, key: CacheKey) -> PathBuf {
        self.part(key.partition()).join(key.name())
    }

    /// What is there. What is broken goes.
    pub(super) fn read(&self, key: CacheKey) -> io::Result<Option<CacheEntry>> {
        let path = self.path(key);
        // Where it can be read only, its time of change stays what it is.
        let opened = OpenOptions::new().read(true).write(true).open(&path).or_else(|_| File::open(&path));
        let mut file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let entry = CacheEntry::from_bytes(&Bytes::from(bytes));
        match entry {
            // Where the time cannot be set, it goes sooner than it had to.
            Some(_) => drop(file.set_modified(SystemTime::now())),
            None => {
                drop(file);
                gone(fs::remove_file(&path))?;
            }
        }
        Ok(entry)
    }

    /// Writes a file that has no name yet; none where it is larger than all may be, and then nothing is to be there.
    pub(super) fn write(&self, key: CacheKey, entry: &CacheEntry) -> io::Result<Option<Written>> {
        let bytes = entry.to_bytes();
        let taken = (bytes.len() as u64).next_multiple_of(BLOCK);
        if taken > self.max_bytes {
            return Ok(None);
        }
        let name = self.path(key);
        if let Some(parent) = name.parent() {
            make(parent)?;
        }
        let path = name.with_extension(format!("{:016x}.new", fastrand::u64(..)));
        let mut file = create(&path)?;
        let written = Written { path: Some(path), name };
        file.write_all(&bytes)?;
        // What has a name is to be whole, whenever the power goes.
        file.sync_all()?;
        let known = &mut *lock(&self.known);
        known.since += taken;
        Ok(Some(written))
    }

    pub(super) fn remove(&self, key: CacheKey) -> io::Result<()> {
        gone(fs::remove_file(self.path(key)))
    }

    pub(super) fn clear(&self, partition: CachePartition) -> io::Result<()> {
        let part = self.part(partition);
        // Whoever is writing meanwhile has files there, which get no name.
        (1..CLEARED).fold(gone(fs::remove_dir_all(&part)), |cleared, _| match cleared {
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => gone(fs::remove_dir_all(&part)),
            cleared => cleared,
        })
    }

    #[cfg(test)]
    pub(super) fn has(&self, key: CacheKey) -> bool {
        self.path(key).exists()
    }

    pub(super) fn size(&self) -> io::Result<u64> {
        Ok(self.items()?.iter().map(|item| item.bytes).sum())
    }

    /// Removes what was used longest ago, where there is more than there may be. It looks only where that is possible.
    pub(super) fn trim(&self) -> io::Result<()> {
        let Known { total, since } = *lock(&self.known);
        let is_within = total.is_some_and(|total| total + since <= self.max_bytes);
        if is_within && since <= self.max_bytes / 8 {
            return Ok(());
        }
        let mut items = self.items()?;
        let mut total: u64 = items.iter().map(|item| item.bytes).sum();
        *lock(&self.known) = Known { total: Some(total), since: 0 };
        if total <= self.max_bytes {
            return Ok(());
        }
        // Somewhat more than has to go, so that it need not be looked at for each that comes.
        let goal = self.max_bytes / 10 * 9;
        items.sort_by(|one, other| (one.used, &one.path).cmp(&(other.used, &other.path)));
        let mut stuck = Ok(());
        for item in items {
            if total <= goal {
                break;
            }
            // One that cannot go keeps no other there.
            match gone(fs::remove_file(&item.path)) {
                Ok(()) => total -= item.bytes,
                Err(error) => stuck = stuck.and(Err(error)),
            }
        }
        *lock(&self.known) = Known { total: Some(total), since: 0 };
        stuck
    }

    /// All files that have a name. What somebody has left behind who did not get to name it goes.
    fn items(&self) -> io::Result<Vec<Item>> {
        let mut items = Vec::new();
        for part in entries(&self.root)? {
            for path in entries(&part)? {
                // Another process may have removed it meanwhile.
                let Ok(metadata) = fs::metadata(&path) else { continue };
                let used = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                let is_new = path.extension().is_some_and(|extension| extension == "new");
                if !is_new {
                    items.push(Item { path, used, bytes: metadata.len().next_multiple_of(BLOCK) });
                } else if used.elapsed().is_ok_and(|passed| passed > LEFT_BEHIND) {
                    drop(fs::remove_file(&path));
                }
            }
        }
        Ok(items)
    }
}

/// A file without a name; gone when it is dropped without one.
pub(super) struct Written {
    path: Option<PathBuf>,
    name: PathBuf,
}

impl Written {
    /// Puts it in its place, at once for all who look.
    pub(super) fn name(mut self) -> io::Result<()> {
        let path = self.path.take().unwrap_or_default();
        fs::rename(&path, &self.name).inspect_err(|_| self.path = Some(path))
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        let _gone_or_an_hour_later = self.path.take().map(fs::remove_file);
    }
}

/// What is in a folder; nothing where it is not there.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// That something is gone, whoever has removed it.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

#[cfg(unix)]
fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
