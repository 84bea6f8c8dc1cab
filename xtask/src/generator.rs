//! The door to codegen: reads what a description needs, calls, and keeps a mistake of the generator from ending the program.
//! Files are only read here; nothing is written.

use std::any::Any;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use clientwright_codegen::{Diagnostics, Input, Loader, Output, Settings, Stage};

use crate::arguments::Warnings;
use crate::targets::Target;
use crate::vendored::{self, Vendored};

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
    /// What the user reads.
    pub(crate) fn render(&self, description: &str, color: bool) -> String {
        match self {
            Self::Errors(diagnostics) => diagnostics.render(color),
            Self::Unreadable(reason) => format!("error: {reason}\n"),
            Self::Panic(message) => {
                format!(
                    "error: the generator failed on {description}, which is a mistake in the generator: {message}\n"
                )
            }
        }
    }
}

/// The files of a target.
pub(crate) fn generate(root: &Path, target: &Target, warnings: Warnings) -> Result<Output, Refusal> {
    call(root, target, move |input, settings| match warnings {
        Warnings::Told => clientwright_codegen::generate(input, settings),
        Warnings::Denied => {
            let mut settings = settings.clone();
            settings.levels.deny_warnings();
            clientwright_codegen::generate(input, &settings)
        }
    })
}

/// One stage of a target as text.
pub(crate) fn dump(root: &Path, target: &Target, stage: Stage) -> Result<String, Refusal> {
    call(root, target, move |input, settings| clientwright_codegen::dump(stage, input, settings))
}

fn call<T: Send>(
    root: &Path,
    target: &Target,
    stage: impl FnOnce(&Input<'_>, &Settings) -> Result<T, Diagnostics> + Send,
) -> Result<T, Refusal> {
    call_with(root, target, &folder(root, target)?, stage)
}

/// Makes what a target needs of other files known to a loader; what is told of that.
pub(crate) fn read_with(root: &Path, target: &Target, loader: &(impl Loader + Sync)) -> Result<Diagnostics, Refusal> {
    call_with(root, target, loader, |input, settings| Ok(clientwright_codegen::check(input, settings)))
}

/// The files that a target may refer to.
pub(crate) fn folder(root: &Path, target: &Target) -> Result<Folder, Refusal> {
    let specs = root.join("specs");
    let vendored = Vendored::read(&specs, target.stem()).map_err(|error| Refusal::Unreadable(format!("{error:#}")))?;
    Ok(Folder { vendored: Some(vendored), ..Folder::new(specs.clone(), &specs) })
}

fn call_with<T: Send>(
    root: &Path,
    target: &Target,
    loader: &(impl Loader + Sync),
    stage: impl FnOnce(&Input<'_>, &Settings) -> Result<T, Diagnostics> + Send,
) -> Result<T, Refusal> {
    let text = read(root, &target.description)?.into();
    let settings = settings(root, target)?;
    let work = || stage(&Input { path: &target.description, text, loader }, &settings);
    guarded(work).map_err(Refusal::Panic)?.map_err(|diagnostics| Refusal::Errors(Box::new(diagnostics)))
}

/// The settings of a target, with its overlays.
pub(crate) fn settings(root: &Path, target: &Target) -> Result<Settings, Refusal> {
    let mut settings = match &target.settings {
        Some(path) => Settings::parse(path, &read(root, path)?, &target.name)
            .map_err(|diagnostics| Refusal::Errors(Box::new(diagnostics)))?,
        None => Settings::for_name(&target.name),
    };
    if !settings.lists_overlays()
        && let [first, others @ ..] = target.overlays.as_slice()
        && !others.is_empty()
    {
        let both = others.iter().fold(format!("specs/{first}"), |both, other| format!("{both} and specs/{other}"));
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
    let bytes =
        fs::read(root.join(path)).map_err(|error| Refusal::Unreadable(format!("cannot read {path}: {error}")))?;
    clientwright_codegen::decode(path, bytes).map_err(|diagnostics| Refusal::Errors(Box::new(diagnostics)))
}

/// Runs work of the generator on a stack of its own; a panic comes back as its message.
pub(crate) fn guarded<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
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
pub(crate) struct Folder {
    base: PathBuf,
    fence: Option<PathBuf>,
    vendored: Option<Vendored>,
}

impl Folder {
    /// Paths are relative to `base` and have to lead below `fence`.
    pub(crate) fn new(base: PathBuf, fence: &Path) -> Self {
        Self { base, fence: fence.canonicalize().ok(), vendored: None }
    }

    /// What was fetched.
    pub(crate) fn vendored(&self) -> Option<&Vendored> {
        self.vendored.as_ref()
    }

    /// For the description at a path below the folder, which is the fence.
    pub(crate) fn beside(folder: &Path, path: &str) -> Self {
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
