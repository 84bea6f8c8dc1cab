//! Many files at once: all of them as they should be, or, where something fails, all of them as they were.
//!
//! Enters: changes. Leaves: a disk on which they are done, or an error. What should be written where is not its business.
//!
//! | step | what | where it fails |
//! |---|---|---|
//! | 1 | every text goes into a new file beside its place: a full disk is met here | those are deleted again |
//! | 2 | what is there gets a second name, and the new file its place, one after the other | they get their old names back, the last one first |
//! | 3 | second names, and folders that are empty now, are deleted | nothing is lost, and the next run finds them |
//!
//! A run that is killed within step 2 leaves some files new and some old, which the next run puts right.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Disk, UNFINISHED, named};

/// What is to be done to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// It has this text afterwards; folders on the way are made.
    Write {
        /// The file.
        path: PathBuf,
        /// Its whole text.
        text: String,
    },
    /// It is gone afterwards, and so are its folders if they are empty then, but not the last one.
    Remove {
        /// The file.
        path: PathBuf,
        /// The folder that stays.
        up_to: PathBuf,
    },
}

impl Change {
    fn path(&self) -> &Path {
        match self {
            Self::Write { path, .. } | Self::Remove { path, .. } => path,
        }
    }
}

/// Does all of them.
///
/// # Errors
/// Where a file cannot be written, put in its place or deleted: then everything is as it was before.
pub(crate) fn apply(disk: &impl Disk, changes: &[Change]) -> io::Result<()> {
    begin(disk, changes).map(Begun::finish)
}

/// Does all of them in a way that they can be taken back, for work that goes on from there and may fail.
///
/// # Errors
/// As [`apply`] has them.
pub(crate) fn begin<'a, D: Disk>(disk: &'a D, changes: &'a [Change]) -> io::Result<Begun<'a, D>> {
    let mut run = Run { disk, number: RUNS.fetch_add(1, Ordering::Relaxed), undo: Vec::new() };
    match run.prepare(changes).and_then(|ready| run.put(changes, &ready)) {
        Ok(()) => Ok(Begun { run, changes }),
        Err(error) => {
            run.undo();
            Err(error)
        }
    }
}

/// Changes that are done, of which nothing is forgotten yet.
#[must_use]
pub(crate) struct Begun<'a, D> {
    run: Run<'a, D>,
    changes: &'a [Change],
}

impl<D: Disk> Begun<'_, D> {
    /// They stay.
    pub(crate) fn finish(self) {
        self.run.tidy(self.changes);
    }

    /// Everything is as it was before, unless the disk refuses.
    pub(crate) fn take_back(mut self) {
        self.run.undo();
    }
}

/// How many there were in this program: two at a time may have files on their way in one folder.
static RUNS: AtomicUsize = AtomicUsize::new(0);

/// How a step is taken back.
enum Undo {
    RemoveFolder(PathBuf),
    Remove(PathBuf),
    /// The second name of what was at a place.
    PutBack {
        kept: PathBuf,
        path: PathBuf,
    },
}

struct Run<'a, D> {
    disk: &'a D,
    number: usize,
    undo: Vec<Undo>,
}

impl<D: Disk> Run<'_, D> {
    /// Step 1; the new files, none for what is deleted.
    fn prepare(&mut self, changes: &[Change]) -> io::Result<Vec<Option<PathBuf>>> {
        let mut ready = Vec::new();
        for (number, change) in changes.iter().enumerate() {
            let Change::Write { path, text } = change else {
                ready.push(None);
                continue;
            };
            self.folders(path.parent().unwrap_or(Path::new(".")))?;
            let new = self.beside(path, &format!("{number}"));
            self.undo.push(Undo::Remove(new.clone()));
            self.disk.create(&new, text.as_bytes()).map_err(|error| named(&error, "write", path))?;
            ready.push(Some(new));
        }
        Ok(ready)
    }

    /// Makes a folder with all that it is in.
    fn folders(&mut self, folder: &Path) -> io::Result<()> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.folders(parent)?;
        }
        self.disk.create_folder(folder).map_err(|error| named(&error, "create the folder", folder))?;
        self.undo.push(Undo::RemoveFolder(folder.to_owned()));
        Ok(())
    }

    /// Step 2.
    fn put(&mut self, changes: &[Change], ready: &[Option<PathBuf>]) -> io::Result<()> {
        for (number, (change, new)) in changes.iter().zip(ready).enumerate() {
            let path = change.path();
            let kept = self.beside(path, &format!("{number}-old"));
            let is_there = path.symlink_metadata().is_ok();
            if is_there {
                let keep = self.disk.keep(path, &kept);
                // Part of a copy may be there.
                self.undo.push(Undo::Remove(kept.clone()));
                keep.map_err(|error| named(&error, "keep", path))?;
            }
            let done = match new {
                Some(new) => self.disk.replace(new, path),
                None => self.disk.remove(path),
            };
            done.map_err(|error| named(&error, if new.is_some() { "write" } else { "remove" }, path))?;
            self.undo.push(match is_there {
                true => Undo::PutBack { kept, path: path.to_owned() },
                false => Undo::Remove(path.to_owned()),
            });
        }
        Ok(())
    }

    /// Step 3. What cannot be deleted harms nobody.
    fn tidy(&self, changes: &[Change]) {
        for undo in &self.undo {
            if let Undo::PutBack { kept, .. } = undo {
                let _ = self.disk.remove(kept);
            }
        }
        let mut emptied = BTreeSet::new();
        for change in changes {
            if let Change::Remove { path, up_to } = change {
                let inner = path.ancestors().skip(1).take_while(|folder| folder != up_to && folder.starts_with(up_to));
                emptied.extend(inner.filter(|folder| *folder != up_to.join("src")).map(Path::to_owned));
            }
        }
        // The inner ones first: what has something in it cannot be deleted.
        for folder in emptied.iter().rev() {
            let _ = self.disk.remove_folder(folder);
        }
    }

    /// Takes everything back, the last step first. What fails on the way back cannot be helped.
    fn undo(&mut self) {
        while let Some(undo) = self.undo.pop() {
            let _ = match undo {
                Undo::RemoveFolder(folder) => self.disk.remove_folder(&folder),
                Undo::Remove(path) => self.disk.remove(&path),
                Undo::PutBack { kept, path } => self.disk.replace(&kept, &path),
            };
        }
    }

    /// A name for a file that is on its way, in the folder of another, and of nobody else who runs now.
    fn beside(&self, path: &Path, name: &str) -> PathBuf {
        path.with_file_name(format!("{UNFINISHED}{}-{}-{name}", std::process::id(), self.number))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeMap;
    use std::fs;

    use super::super::{RealDisk, below};
    use super::*;

    /// A disk on which one step fails, and before that, of a text, only half is written.
    struct Failing {
        left: Cell<usize>,
    }

    impl Failing {
        fn step(&self, full: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
            let left = self.left.get();
            self.left.set(left.wrapping_sub(1));
            if left == 0 { Err(io::Error::from(io::ErrorKind::StorageFull)) } else { full() }
        }
    }

    impl Disk for Failing {
        fn create_folder(&self, path: &Path) -> io::Result<()> {
            self.step(|| RealDisk.create_folder(path))
        }

        fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            if self.left.get() == 0 {
                RealDisk.create(path, &bytes[..bytes.len() / 2])?;
            }
            self.step(|| RealDisk.create(path, bytes))
        }

        fn keep(&self, path: &Path, kept: &Path) -> io::Result<()> {
            self.step(|| RealDisk.keep(path, kept))
        }

        fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.step(|| RealDisk.replace(from, to))
        }

        fn remove(&self, path: &Path) -> io::Result<()> {
            self.step(|| RealDisk.remove(path))
        }

        fn remove_folder(&self, path: &Path) -> io::Result<()> {
            self.step(|| RealDisk.remove_folder(path))
        }
    }

    fn tree(root: &Path) -> BTreeMap<String, String> {
        let files = below(root, ".").unwrap();
        files.into_iter().map(|path| (path.clone(), fs::read_to_string(root.join(path)).unwrap())).collect()
    }

    fn folders(root: &Path) -> usize {
        fs::read_dir(root).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
    }

    /// Two files that change, one that is new in new folders, one that goes with its folder.
    fn prepared() -> (tempfile::TempDir, Vec<Change>) {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir_all(at("src/old")).unwrap();
        for path in ["Cargo.toml", "src/lib.rs", "src/old/gone.rs", "src/kept.rs"] {
            fs::write(at(path), format!("old {path}")).unwrap();
        }
        let write = |path: &str| Change::Write { path: at(path), text: format!("new {path}") };
        let changes = vec![
            write("Cargo.toml"),
            write("src/lib.rs"),
            write("src/new/deep/born.rs"),
            Change::Remove { path: at("src/old/gone.rs"), up_to: root.path().to_owned() },
        ];
        (root, changes)
    }

    #[test]
    fn all_is_done() {
        let (root, changes) = prepared();
        apply(&RealDisk, &changes).unwrap();
        let expected = [
            ("./Cargo.toml", "new Cargo.toml"),
            ("./src/kept.rs", "old src/kept.rs"),
            ("./src/lib.rs", "new src/lib.rs"),
            ("./src/new/deep/born.rs", "new src/new/deep/born.rs"),
        ];
        assert_eq!(tree(root.path()), expected.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
        assert!(!root.path().join("src/old").exists(), "an empty folder is left");
    }

    #[test]
    fn whichever_step_fails_the_tree_is_the_old_one_or_the_new_one() {
        let (done, changes) = prepared();
        apply(&RealDisk, &changes).unwrap();
        let new = tree(done.path());
        let (mut failed, mut step) = (0, 0);
        loop {
            let (root, changes) = prepared();
            let old = tree(root.path());
            let disk = Failing { left: Cell::new(step) };
            let result = apply(&disk, &changes);
            let tree = tree(root.path());
            match result {
                Err(error) => {
                    failed += 1;
                    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
                    assert_eq!(tree, old, "step {step}");
                    assert_eq!(folders(&root.path().join("src")), 1, "step {step}: a folder is left");
                }
                Ok(()) => {
                    let mut without_rest = tree;
                    without_rest.retain(|path, _| !path.contains(UNFINISHED));
                    assert_eq!(without_rest, new, "step {step}");
                }
            }
            if disk.left.get() < usize::MAX / 2 {
                break;
            }
            step += 1;
        }
        assert!(failed > 8, "only {failed} steps failed");
    }

    #[test]
    fn what_is_done_can_be_taken_back_with_what_came_after() {
        let (root, changes) = prepared();
        let old = tree(root.path());
        let begun = begin(&RealDisk, &changes).unwrap();
        let more = [Change::Write { path: root.path().join("src/lib.rs"), text: "newer".to_owned() }];
        begin(&RealDisk, &more).unwrap().take_back();
        assert_eq!(tree(root.path())["./src/lib.rs"], "new src/lib.rs");
        begun.take_back();
        assert_eq!(tree(root.path()), old);
        assert_eq!(folders(&root.path().join("src")), 1, "a folder is left");
    }

    #[cfg(unix)]
    #[test]
    fn a_written_file_can_be_read_by_others_as_any_new_file_can() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        fs::write(folder.path().join("plain"), "").unwrap();
        apply(&RealDisk, &[Change::Write { path: folder.path().join("written"), text: String::new() }]).unwrap();
        assert_eq!(mode("written"), mode("plain"));
    }
}
