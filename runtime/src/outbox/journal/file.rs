//! The journal's files. Enters: a folder, batches. Leaves: batches that last, what was found on opening. Blocks: it runs on a thread of
//! its own. What stands in the folder:
//!
//! | file | is |
//! |---|---|
//! | `lock` | empty, locked by the process that has the outbox |
//! | `journal` | the journal; append-only, until a new one takes its place |
//! | `journal.new` | the next journal while it is written; of no meaning after a crash |
//! | `journal.damaged-1` ... | copies of what could not be read |

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use bytes::Bytes;

use super::disk::Disk;
use super::header::{HEADER, Header, NoHeader, Salt};
use super::hold::hold;
use super::record;
use super::scan::{Scan, Tail, scan};
use crate::outbox::{Change, EntryId, Loaded, OutboxError, OutboxErrorKind, Recovery, Stored};

/// How long one waits for the lock: this process may be about to let go of it.
const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(20);

/// What is to be done about damage in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// Nothing is touched.
    IsAnError,
    /// The whole file is copied, and what can be read of it is kept.
    IsLeftAside,
}

/// A journal that is open.
#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
    disk: Disk,
    /// None where the file is not known to hold what it should: a new one is written before anything else.
    file: Option<File>,
    length: u64,
    /// That of the file.
    salt: Salt,
    /// The number of the last record.
    last: u64,
    /// The number of the next entry.
    next: u64,
    /// What is to be there after a crash: entries with their marks.
    live: BTreeMap<EntryId, (Bytes, Bytes)>,
    /// Held for as long as the journal is open.
    _lock: File,
}

impl Journal {
    pub(super) fn open(folder: &Path, disk: Disk, damage: Damage) -> Result<(Self, Loaded), OutboxError> {
        let is_new = !folder.is_dir();
        make_folder(folder).map_err(|error| failed("make", folder, error))?;
        let lock = lock(folder)?;
        let path = folder.join("journal");
        let leftover = folder.join("journal.new");
        if leftover.exists() {
            fs::remove_file(&leftover).map_err(|error| failed("remove", &leftover, error))?;
        }
        let (folder, live) = (folder.to_owned(), BTreeMap::new());
        let salt = Salt::random();
        let mut journal = Self { folder, disk, file: None, length: 0, salt, last: 0, next: 1, live, _lock: lock };
        let mut recovery = Recovery::default();
        if path.exists() {
            journal.read(&path, damage, &mut recovery)?;
        } else {
            journal.rewrite()?;
        }
        if let Some(parent) = journal.folder.parent().filter(|_| is_new) {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            journal.disk.sync_folder(parent).map_err(|error| failed("sync", parent, error))?;
        }
        let stored = |(id, (entry, mark)): (&EntryId, &(Bytes, Bytes))| Stored {
            id: *id,
            entry: entry.clone(),
            mark: mark.clone(),
        };
        let loaded = Loaded { entries: journal.live.iter().map(stored).collect(), next: journal.next, recovery };
        Ok((journal, loaded))
    }

    fn read(&mut self, path: &Path, damage: Damage, recovery: &mut Recovery) -> Result<(), OutboxError> {
        let bytes = Bytes::from(fs::read(path).map_err(|error| failed("read", path, error))?);
        let Scan { header, batches, last, good, tail } = match scan(&bytes) {
            Ok(scan) => scan,
            Err(NoHeader::Version(version)) => {
                let message = format!("{} has version {version} of the format, which is not known", path.display());
                return Err(OutboxError::new(OutboxErrorKind::Version, message));
            }
            Err(NoHeader::Damaged) if damage == Damage::IsLeftAside => {
                (recovery.damaged_bytes, recovery.copy) = (bytes.len() as u64, Some(self.copy(&bytes)?));
                return self.rewrite();
            }
            Err(NoHeader::Damaged) => return Err(damaged(path, 0)),
        };
        (self.next, self.last, self.salt) = (header.next, last, header.salt);
        batches.into_iter().for_each(|batch| self.keep(batch));
        let left = (bytes.len() - good) as u64;
        match tail {
            Tail::Nothing => {}
            Tail::Torn => recovery.torn_bytes = left,
            Tail::Doubtful => {
                (recovery.damaged_bytes, recovery.copy) = (left, Some(self.copy(&bytes[good..])?));
            }
            Tail::Damaged if damage == Damage::IsAnError => return Err(damaged(path, good)),
            Tail::Damaged => {
                (recovery.damaged_bytes, recovery.copy) = (left, Some(self.copy(&bytes)?));
                return self.rewrite();
            }
        }
        let file = OpenOptions::new().append(true).open(path).map_err(|error| failed("open", path, error))?;
        if left > 0 {
            self.disk.truncate(&file, good as u64).map_err(|error| failed("cut", path, error))?;
            self.disk.sync(&file).map_err(|error| failed("sync", path, error))?;
        }
        (self.file, self.length) = (Some(file), good as u64);
        Ok(())
    }

    /// Keeps a copy of what cannot be read; gives its name.
    fn copy(&self, bytes: &[u8]) -> Result<String, OutboxError> {
        let names = (1..).map(|number: u32| format!("journal.damaged-{number}"));
        let name = names.into_iter().find(|name| !self.folder.join(name).exists()).unwrap_or_default();
        let path = self.folder.join(&name);
        let written = create(&path).and_then(|file| {
            self.disk.write(&file, bytes)?;
            self.disk.sync(&file)
        });
        written.and_then(|()| self.disk.sync_folder(&self.folder)).map_err(|error| failed("write", &path, error))?;
        Ok(name)
    }

    /// Applies a batch, so that it lasts.
    pub(super) fn apply(&mut self, changes: Vec<Change>) -> Result<(), OutboxError> {
        if self.file.is_none() {
            self.rewrite()?;
        }
        let path = self.folder.join("journal");
        let Some(record) = record::write(self.salt, self.last + 1, &changes) else {
            return Err(too_long());
        };
        let Some(file) = &self.file else {
            return Err(OutboxError::new(OutboxErrorKind::Io, "the journal is not open"));
        };
        if let Err(error) = self.disk.write(file, &record) {
            // What was written of it is no record, and would stand in the way of the next.
            if self.disk.truncate(file, self.length).is_err() {
                self.file = None;
            }
            return Err(failed("write", &path, error));
        }
        if let Err(error) = self.disk.sync(file) {
            // Nobody knows now what is on the disk, and asking again does not tell: systems forget what they could not write. Who opens
            // the file again is not to find what was refused.
            let _best_effort = self.disk.truncate(file, self.length);
            self.file = None;
            return Err(failed("sync", &path, error));
        }
        self.last += 1;
        self.length += record.len() as u64;
        self.keep(changes);
        let live = self.live_bytes();
        if self.length - HEADER as u64 > live.saturating_mul(2).max(live + self.disk.slack()) {
            // The old file has everything; that there is no new one now is nothing to fail for.
            let _tried_again_later = self.rewrite();
        }
        Ok(())
    }

    fn keep(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Put(id, entry) => {
                    self.next = self.next.max(id.get().saturating_add(1));
                    self.live.insert(id, (entry, Bytes::new()));
                }
                Change::Mark(id, mark) => {
                    if let Some((_, place)) = self.live.get_mut(&id) {
                        *place = mark;
                    }
                }
                Change::Remove(id) => drop(self.live.remove(&id)),
            }
        }
    }

    fn live_bytes(&self) -> u64 {
        self.live.values().map(|(entry, mark)| (entry.len() + mark.len() + 64) as u64).sum()
    }

    /// Writes what is live into a new file, which takes the journal's place when it lasts.
    fn rewrite(&mut self) -> Result<(), OutboxError> {
        let (new, path) = (self.folder.join("journal.new"), self.folder.join("journal"));
        // What was written under the former salt is nothing to this file, a copy of the former journal within a body too.
        let (salt, mut last) = (Salt::random(), self.last);
        let mut bytes = Header { next: self.next, before: self.last, salt }.write();
        for (id, (entry, mark)) in &self.live {
            last += 1;
            let changes = [Change::Put(*id, entry.clone()), Change::Mark(*id, mark.clone())];
            let record = record::write(salt, last, &changes[..if mark.is_empty() { 1 } else { 2 }]);
            bytes.extend_from_slice(&record.ok_or_else(too_long)?);
        }
        let file = create(&new).map_err(|error| failed("make", &new, error))?;
        let written = self.disk.write(&file, &bytes).and_then(|()| self.disk.sync(&file));
        if let Err(error) = written.and_then(|()| self.disk.rename(&new, &path)) {
            drop(file);
            let _of_no_meaning = fs::remove_file(&new);
            return Err(failed("write", &new, error));
        }
        // From here on this is the journal, whether or not its name lasts.
        (self.file, self.length, self.salt, self.last) = (Some(file), bytes.len() as u64, salt, last);
        if let Err(error) = self.disk.sync_folder(&self.folder) {
            self.file = None;
            return Err(failed("sync", &self.folder, error));
        }
        Ok(())
    }
}

/// Only the user's own: in it are bodies of requests.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    file.set_len(0)?;
    Ok(file)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn lock(folder: &Path) -> Result<File, OutboxError> {
    let path = folder.join("lock");
    let file = create(&path).map_err(|error| failed("make", &path, error))?;
    let mut waited = Duration::ZERO;
    loop {
        if hold(&file).map_err(|error| failed("lock", &path, error))? {
            return Ok(file);
        }
        if waited >= PATIENCE {
            let message = format!("the outbox in {} is open already, here or in another process", folder.display());
            return Err(OutboxError::new(OutboxErrorKind::InUse, message));
        }
        thread::sleep(PAUSE);
        waited += PAUSE;
    }
}

fn failed(what: &str, path: &Path, error: io::Error) -> OutboxError {
    let kind = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            OutboxErrorKind::Full
        }
        _ => OutboxErrorKind::Io,
    };
    OutboxError::new(kind, format!("cannot {what} {}", path.display())).caused_by(error)
}

fn too_long() -> OutboxError {
    OutboxError::new(OutboxErrorKind::Full, "more than the 4 GiB that a record of the journal can have")
}

fn damaged(path: &Path, at: usize) -> OutboxError {
    let message = format!(
        "{} is damaged at byte {at}, and has more behind that: `salvage` keeps a copy and goes on with what can be read",
        path.display()
    );
    OutboxError::new(OutboxErrorKind::Damaged, message)
}
