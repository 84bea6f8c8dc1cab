//! The door to codegen: reads what a description needs, calls, and keeps a mistake of the generator from ending the program.
//! Files are only read here; nothing is written.

use std::any::Any;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use clientwright_codegen::{Diagnostics, Input, Loader, Output, Runtime, Settings, SettingsFile, Surface};

use crate::lock::Sources;
use crate::screen::Screen;
use crate::targets::Target;
use crate::vendored::{self, Vendored};
use crate::workspace;

/// Descriptions nest as deep as their authors like, and so do the calls that walk them. Only what is used is taken.
const STACK: usize = 512 * 1024 * 1024;

/// Why there is no output.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The description, or its settings, has errors.
    Errors(Box<Diagnostics>),
    /// A file could not be read.
    Unreadable(String),
    /// The generator has a mistake.
    Panic(String),
}

impl Refusal {
    /// Tells it.
    pub(crate) fn tell(&self, target: &Target, all: bool, screen: &Screen) {
        match self {
            Self::Errors(diagnostics) => screen.diagnostics(Some(&target.name), diagnostics, all),
            Self::Unreadable(reason) => screen.error(reason),
            Self::Panic(message) => screen.error(&format!(
                "the generator failed on {}, which is a mistake in the generator: {message}",
                target.description
            )),
        }
    }
}

/// What a target becomes.
#[derive(Debug)]
pub(crate) struct Generated {
    pub(crate) output: Output,
    /// Every file that it was made of.
    pub(crate) sources: Sources,
    /// Where the crate has its runtime from.
    pub(crate) runtime: Runtime,
}

/// Turns a target into the files of its crate.
pub(crate) fn generate(root: &Path, target: &Target, deny_warnings: bool) -> Result<Generated, Refusal> {
    let sources = Mutex::<Sources>::default();
    let note = |path: String, bytes: &[u8]| sources.lock().unwrap_or_else(PoisonError::into_inner).add(path, bytes);
    let mut settings = settings(root, target)?;
    if deny_warnings {
        settings.levels.deny_warnings();
    }
    let bytes = read_bytes(root, &target.description)?;
    note(target.description.clone(), &bytes);
    for path in target.settings.iter().chain(&target.defaults) {
        note(path.clone(), &read_bytes(root, path)?);
    }
    let asked = |path: &str, bytes: Option<&[u8]>| {
        let Some(bytes) = bytes else { return };
        let shown = if vendored::is_address(path) { path.to_owned() } else { target.beside(&plain(path)) };
        note(shown, bytes);
    };
    let files = Watched { files: &folder(root, target)?, asked: &asked };
    let text = decoded(&target.description, bytes)?.into();
    let output = called(target, text, &files, &settings, clientwright_codegen::generate)?;
    let sources = sources.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Generated { output, sources, runtime: settings.runtime() })
}

/// A stage of a target, on a stack of its own.
pub(crate) fn call<T: Send>(
    root: &Path,
    target: &Target,
    stage: impl FnOnce(&Input<'_>, &Settings) -> Result<T, Diagnostics> + Send,
) -> Result<T, Refusal> {
    call_with(root, target, &folder(root, target)?, stage)
}

/// What callers of the crate of a target see, under settings that may be those of another target, whose files are at hand then.
pub(crate) fn surface(
    root: &Path,
    target: &Target,
    settings: &Settings,
    other: Option<(&Path, &Target)>,
) -> Result<Surface, Refusal> {
    let other = other.map(|(root, target)| folder(root, target)).transpose()?;
    let files = Either { own: folder(root, target)?, other };
    called(target, read(root, &target.description)?.into(), &files, settings, clientwright_codegen::surface)
}

/// Files of a target, and where it has not one of them, those of another.
struct Either {
    own: Folder,
    other: Option<Folder>,
}

impl Loader for Either {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        let own = self.own.load(path);
        match &self.other {
            Some(other) if own.is_err() => other.load(path).or(own),
            _ => own,
        }
    }

    fn location(&self, path: &str) -> Option<String> {
        self.own.location(path).or_else(|| self.other.as_ref()?.location(path))
    }
}

/// Files of a target, and who is told of each that is asked for, with what is in it where it can be read.
struct Watched<'a> {
    files: &'a Folder,
    asked: &'a (dyn Fn(&str, Option<&[u8]>) + Sync),
}

impl Loader for Watched<'_> {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        let answer = self.files.load(path);
        (self.asked)(path, answer.as_deref().ok());
        answer
    }

    fn location(&self, path: &str) -> Option<String> {
        self.files.location(path)
    }
}

/// A path without `.` and `..`.
pub(crate) fn plain(path: &str) -> String {
    let mut steps = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Makes what a target needs of other files known to a loader; what is told of that.
pub(crate) fn read_with(root: &Path, target: &Target, loader: &(impl Loader + Sync)) -> Result<Diagnostics, Refusal> {
    call_with(root, target, loader, |input, settings| Ok(clientwright_codegen::check(input, settings)))
}

/// The files that a description refers to, relative to its folder, and addresses.
pub(crate) fn referred(root: &Path, target: &Target) -> Result<BTreeSet<String>, Refusal> {
    let paths = Mutex::<BTreeSet<String>>::default();
    let asked = |path: &str, _: Option<&[u8]>| {
        paths.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
    };
    read_with(root, target, &Watched { files: &folder(root, target)?, asked: &asked })?;
    Ok(paths.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// A description with its settings, its overlays and all files that it refers to: path from its folder, and text.
///
/// # Errors
/// Where one of them cannot be read.
pub(crate) fn with_parts(root: &Path, target: &Target) -> Result<Vec<(String, String)>, Refusal> {
    let own =
        [&target.description].into_iter().chain(&target.settings).map(|path| path.rsplit('/').next().unwrap_or(path));
    let mut paths: BTreeSet<String> = own.map(str::to_owned).collect();
    let parts = referred(root, target)?;
    paths.extend(parts.iter().filter(|path| !vendored::is_address(path)).map(|path| plain(path)));
    let vendored = folder(root, target)?.vendored.map(|vendored| vendored.files()).unwrap_or_default();
    paths.extend(vendored.iter().map(|path| format!("{}/{path}", target.stem())));
    paths.into_iter().map(|path| Ok((path.clone(), read(root, &target.beside(&path))?))).collect()
}

/// The files that a target may refer to.
pub(crate) fn folder(root: &Path, target: &Target) -> Result<Folder, Refusal> {
    let base = target.base(root);
    // As `vendor` takes it.
    let name = if target.is_alone() { &target.description } else { target.stem() };
    let vendored = Vendored::read(&base, &target.beside(target.stem()), target.stem()).map(|found| found.called(name));
    let vendored = vendored.map_err(|error| Refusal::Unreadable(format!("{error:#}")))?;
    Ok(Folder { vendored: Some(vendored), ..Folder::new(base.clone(), &base) })
}

fn call_with<T: Send>(
    root: &Path,
    target: &Target,
    loader: &(impl Loader + Sync),
    stage: impl FnOnce(&Input<'_>, &Settings) -> Result<T, Diagnostics> + Send,
) -> Result<T, Refusal> {
    called(target, read(root, &target.description)?.into(), loader, &settings(root, target)?, stage)
}

fn called<T: Send>(
    target: &Target,
    text: Arc<str>,
    loader: &(impl Loader + Sync),
    settings: &Settings,
    stage: impl FnOnce(&Input<'_>, &Settings) -> Result<T, Diagnostics> + Send,
) -> Result<T, Refusal> {
    let work = || stage(&Input { path: &target.description, text, loader }, settings);
    guarded(work).map_err(Refusal::Panic)?.map_err(|diagnostics| Refusal::Errors(Box::new(diagnostics)))
}

/// The settings of a target, with its overlays and with what is around its crate.
pub(crate) fn settings(root: &Path, target: &Target) -> Result<Settings, Refusal> {
    let text = |path: &Option<String>| path.as_ref().map(|path| read(root, path)).transpose();
    let (all, own) = (text(&target.defaults)?, text(&target.settings)?);
    let file = |path, text| Some(SettingsFile { path: Option::as_deref(path)?, text: Option::as_deref(text)? });
    let settings = Settings::read(file(&target.defaults, &all), file(&target.settings, &own), &target.name);
    let mut settings = settings.map_err(|diagnostics| Refusal::Errors(Box::new(diagnostics)))?;
    settings.place(&target.folder, workspace::around(&root.join(&target.folder)));
    if !settings.lists_overlays()
        && let [first, others @ ..] = target.overlays.as_slice()
        && !others.is_empty()
    {
        let join = |both, other: &String| format!("{both} and {}", target.beside(other));
        let both = others.iter().fold(target.beside(first), join);
        return Err(Refusal::Unreadable(format!(
            "{both} would each be the overlay of {}\n\
             help: delete all but one, or list those that apply, in their order, under `overlays` in {}",
            target.description,
            target.settings_path()
        )));
    }
    settings.usual_overlays(target.overlays.clone());
    Ok(settings)
}

fn read(root: &Path, path: &str) -> Result<String, Refusal> {
    decoded(path, read_bytes(root, path)?)
}

fn read_bytes(root: &Path, path: &str) -> Result<Vec<u8>, Refusal> {
    fs::read(root.join(path)).map_err(|error| Refusal::Unreadable(format!("cannot read {path}: {error}")))
}

fn decoded(path: &str, bytes: Vec<u8>) -> Result<String, Refusal> {
    clientwright_codegen::decode(path, bytes).map_err(|diagnostics| Refusal::Errors(Box::new(diagnostics)))
}

/// Runs work of the generator on a stack of its own; a panic comes back as its message.
///
/// # Errors
/// What the work has panicked with.
pub fn guarded<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("generator".to_owned()).stack_size(STACK).spawn_scoped(scope, work);
        let thread = thread.map_err(|error| format!("no thread could be started: {error}"))?;
        thread.join().map_err(|panic| message_of(panic.as_ref()))
    })
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("it gave no reason").to_owned()
}

/// Other files that a description refers to: those below one folder, and no others, because a description is not to be
/// trusted with the rest of the disk; and what was fetched for it.
#[derive(Debug)]
pub struct Folder {
    base: PathBuf,
    fence: Option<PathBuf>,
    vendored: Option<Vendored>,
}

impl Folder {
    /// Paths are relative to `base` and have to lead below `fence`.
    #[must_use]
    pub fn new(base: PathBuf, fence: &Path) -> Self {
        Self { base, fence: fence.canonicalize().ok(), vendored: None }
    }

    /// What was fetched.
    pub(crate) fn vendored(&self) -> Option<&Vendored> {
        self.vendored.as_ref()
    }

    /// For the description at a path below the folder, which is the fence.
    #[must_use]
    pub fn beside(folder: &Path, path: &str) -> Self {
        let base = folder.join(path).parent().map_or_else(|| folder.to_owned(), Path::to_owned);
        Self::new(base, folder)
    }
}

impl Loader for Folder {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        if vendored::is_address(path) {
            let vendored = self.vendored.as_ref().ok_or("nothing is fetched for this description")?;
            return vendored.load(path);
        }
        let file = self.base.join(path).canonicalize().map_err(|error| format!("cannot read {path}: {error}"))?;
        if !self.fence.as_ref().is_some_and(|fence| file.starts_with(fence)) {
            return Err(format!("{path} is outside of the folder that descriptions may refer to"));
        }
        fs::read(&file).map_err(|error| format!("cannot read {path}: {error}"))
    }

    fn location(&self, path: &str) -> Option<String> {
        self.vendored.as_ref()?.location(path).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_comes_back_as_its_message() {
        assert_eq!(guarded(|| -> u8 { panic!("no such {}", "type") }), Err("no such type".to_owned()));
        assert_eq!(guarded(|| 3), Ok(3));
    }

    #[test]
    fn only_files_below_the_fence_are_loaded() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("specs/parts")).unwrap();
        fs::write(root.path().join("specs/parts/pet.yaml"), "type: object").unwrap();
        fs::write(root.path().join("secret"), "s").unwrap();
        let specs = root.path().join("specs");
        let folder = Folder::new(specs.clone(), &specs);
        assert_eq!(folder.load("parts/pet.yaml").unwrap(), b"type: object");
        assert!(folder.load("../secret").unwrap_err().contains("outside"));
        assert!(folder.load("none.yaml").unwrap_err().contains("cannot read"));
    }
}
