//! `clientwright watch`: generates, and again whenever a file changes that something is generated from.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::Context;
use notify_debouncer_mini::new_debouncer;
use notify_debouncer_mini::notify::RecursiveMode;

use crate::generate::{self, Options};
use crate::screen::Screen;
use crate::targets::SPECS;

/// Editors write a file in several steps; so long nothing may have changed before it is read.
const REST: Duration = Duration::from_millis(200);

/// The command. It ends with the program: an error in a description is told, and the next change may mend it.
///
/// # Errors
/// Where nothing can be watched.
pub(crate) fn run(root: &Path, options: &Options, screen: &Screen) -> anyhow::Result<bool> {
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
            Ok(events) if events.iter().any(|event| is_source(&event.path, options)) => once(root, options, screen),
            Ok(_) => {}
            Err(error) => screen.warning(&format!("a change was not told: {error}")),
        }
    }
    Ok(true)
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
