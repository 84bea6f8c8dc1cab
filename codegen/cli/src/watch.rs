//! `clientwright watch`: generates, and again whenever a file changes that something is generated from.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use notify_debouncer_mini::new_debouncer;
use notify_debouncer_mini::notify::RecursiveMode;

use crate::generate::{self, Options};
use crate::screen::Screen;
use crate::targets::{self, SPECS};

/// Editors write a file in several steps; so long nothing may have changed before it is read.
const REST: Duration = Duration::from_millis(200);

/// The command. It ends with the program: an error in a description is told, and the next change may mend it.
///
/// # Errors
/// Where nothing can be watched.
pub(crate) fn run(root: &Path, options: &Options, screen: &Screen) -> anyhow::Result<bool> {
    // What the words do not name cannot come to be by a change.
    generate::understood(options)?;
    if options.out.is_none() {
        targets::select(root, targets::find(root)?, &options.names)?;
    }
    let mut seen = Seen { begun: SystemTime::now(), stamps: BTreeMap::new() };
    let (sender, changes) = mpsc::channel();
    let mut debouncer = new_debouncer(REST, sender).context("the system does not tell what changes")?;
    let folder = watched(root, options);
    let shown = folder.display();
    let watching = debouncer.watcher().watch(&folder, RecursiveMode::Recursive);
    watching.with_context(|| format!("cannot watch {shown}"))?;
    once(root, options, screen);
    screen.tell(&format!("watching {shown}; Ctrl-C ends it"));
    while let Ok(change) = changes.recv() {
        match change {
            Ok(events) => {
                let sources = events.iter().map(|event| &*event.path).filter(|path| is_source(path, options));
                // All of them are looked at: what has changed once has not changed again.
                if sources.filter(|path| seen.has_changed(path)).count() > 0 {
                    once(root, options, screen);
                }
            }
            Err(error) => screen.warning(&format!("a change was not told: {error}")),
        }
    }
    Ok(true)
}

/// Files as they were when they were looked at last. The system also tells of files that were only read, as they are by generating.
struct Seen {
    begun: SystemTime,
    stamps: BTreeMap<PathBuf, Option<Stamp>>,
}

/// When a file was written, and how long it is.
type Stamp = (SystemTime, u64);

impl Seen {
    /// Whether a file is another one than when it was looked at last, or was written since the beginning.
    fn has_changed(&mut self, path: &Path) -> bool {
        let stamp = fs::metadata(path).ok().and_then(|file| Some((file.modified().ok()?, file.len())));
        match self.stamps.insert(path.to_owned(), stamp) {
            Some(last) => last != stamp,
            None => stamp.is_none_or(|(modified, _)| modified >= self.begun),
        }
    }
}

fn once(root: &Path, options: &Options, screen: &Screen) {
    if let Err(error) = generate::run(root, options, screen) {
        screen.error(&format!("{error:#}"));
    }
}

/// Whether something may be generated from a file: the crate itself, and what compiling it leaves, may be in the same folder.
fn is_source(path: &Path, options: &Options) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let out = options.out.as_ref().and_then(|out| out.canonicalize().ok());
    ["yaml", "yml", "json", "toml"].contains(&ending.as_str()) && !out.is_some_and(|out| path.starts_with(out))
}

/// The folder of all that is read.
fn watched(root: &Path, options: &Options) -> PathBuf {
    match (&options.out, options.names.as_slice()) {
        (Some(_), [file]) => {
            let folder = Path::new(file).parent().filter(|folder| !folder.as_os_str().is_empty());
            folder.unwrap_or(Path::new(".")).to_owned()
        }
        _ => root.join(SPECS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_has_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pets.yaml");
        fs::write(&path, "a").unwrap();
        let later = fs::metadata(&path).unwrap().modified().unwrap() + Duration::from_secs(1);
        let mut seen = Seen { begun: later, stamps: BTreeMap::new() };
        assert!(!seen.has_changed(&path), "it was there before");
        fs::read(&path).unwrap();
        assert!(!seen.has_changed(&path), "it was read");
        fs::write(&path, "ab").unwrap();
        assert!(seen.has_changed(&path) && !seen.has_changed(&path), "it was written once");
        fs::remove_file(&path).unwrap();
        assert!(seen.has_changed(&path) && !seen.has_changed(&path), "it is gone");
        fs::write(&path, "ab").unwrap();
        assert!(seen.has_changed(&path), "it is there again");
    }
}
