//! One side of a comparison: a description as a file, or as a commit has it, with its settings and what it refers to.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clientwright_codegen::Surface;
use tempfile::TempDir;

use super::git::{File, Repository};
use crate::generator::{self, Refusal};
use crate::targets::{self, Target};
use crate::usage::Usage;

/// A description that is there.
pub(super) struct Side {
    root: PathBuf,
    pub(super) target: Target,
    /// The file that it is the past of.
    working: Option<(PathBuf, String)>,
    /// What a commit has, as files, for as long as they are read.
    _kept: Option<TempDir>,
}

/// What callers of its crate see.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) surface: Surface,
    /// The version of the crate.
    pub(super) version: String,
}

impl Side {
    /// A word of the command line: the path of a file, or `REV:PATH`.
    ///
    /// # Errors
    /// [`Usage`] where it is neither; an error where git does not do as told.
    pub(super) fn read(folder: &Path, root: &Path, word: &str) -> anyhow::Result<Self> {
        if Path::new(word).is_file() {
            return Self::of_file(Path::new(word));
        }
        if root.join(word).is_file() {
            return Self::of_file(&root.join(word));
        }
        match word.split_once(':') {
            Some((revision, path)) if !revision.is_empty() && !path.is_empty() && !revision.starts_with('-') => {
                Self::of_commit(folder, revision, path)
            }
            _ => bail!(Usage(format!("{word} is no file, and no REV:PATH of a repository"))),
        }
    }

    /// The file as it is now, where this is what a commit has.
    pub(super) fn working(&self) -> Option<anyhow::Result<Self>> {
        let (root, path) = self.working.as_ref()?;
        Some(match root.join(path).is_file() {
            true => Self::of_file(&root.join(path)),
            false => Err(Usage(format!("{path} is not there any more: say what to compare with")).into()),
        })
    }

    fn of_file(path: &Path) -> anyhow::Result<Self> {
        // The crate of a description in `specs/` is where it is generated; that of another has no folder.
        let found = path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
        let (root, target) = placed(&found)?;
        Ok(Self { root, target, working: None, _kept: None })
    }

    fn of_commit(folder: &Path, revision: &str, path: &str) -> anyhow::Result<Self> {
        let repository = Repository::around(folder);
        let top = repository.top()?;
        let full = repository.path(path)?;
        let commit = repository.commit(revision)?;
        let beside = full.rsplit_once('/').map_or(".", |(folder, _)| folder);
        let kept = tempfile::tempdir().context("no folder for what the commit has")?;
        // The whole folder: the description may refer to anything in it. And the manifest of the workspace, from which crates take words.
        let files = repository.files(&commit, &[beside, "Cargo.toml"])?;
        if !files.iter().any(|file| file.path == full) {
            bail!(Usage(format!(
                "{revision} has no file {full}\nhelp: PATH begins at the top of the repository; one that begins in the current folder is \
                 written {revision}:./PATH"
            )));
        }
        for File { path, bytes, is_link } in files {
            let place = kept.path().join(&path);
            fs::create_dir_all(place.parent().unwrap_or(kept.path()))?;
            let done = if is_link { link(&bytes, &place) } else { fs::write(&place, bytes) };
            done.with_context(|| format!("cannot keep {path}"))?;
        }
        let found = kept.path().canonicalize()?.join(&full);
        if !found.is_file() {
            bail!(Usage(format!("{revision}:{full} is a link that leads out of its folder")));
        }
        let (root, target) = placed(&found)?;
        Ok(Self { root, target, working: Some((top, full)), _kept: Some(kept) })
    }

    /// Whether something beside the description says what its crate is like.
    pub(super) fn has_settings(&self) -> bool {
        let Target { settings, defaults, overlays, .. } = &self.target;
        settings.is_some() || defaults.is_some() || !overlays.is_empty()
    }

    /// Whether it is no description of a project, whose crate has a name.
    pub(super) fn is_alone(&self) -> bool {
        self.target.is_alone()
    }

    /// What callers see. A file that stands alone and has no settings has those of the lender; a commit, and what is in `specs/`, has its own,
    /// or none. The first is called as the crate of the namer: that a file has another name says nothing of its crate.
    pub(super) fn version(&self, lender: &Self, namer: &Self) -> Result<Version, Refusal> {
        let own = &self.target;
        let lends = self.is_alone() && !self.has_settings() && self.working.is_none();
        let borrowed = lends.then_some((lender.root.as_path(), &lender.target));
        let (root, target) = borrowed.unwrap_or((&self.root, own));
        let mut settings = generator::settings(root, target)?;
        if self.is_alone() {
            settings.name = generator::settings(&namer.root, &namer.target)?.name;
        }
        let version = settings.version().to_owned();
        let surface = generator::surface(&self.root, own, &settings, borrowed)?;
        Ok(Version { surface, version })
    }
}

/// The target of a description, which has its folder in `generated/` where it is in `specs/`.
fn placed(path: &Path) -> anyhow::Result<(PathBuf, Target)> {
    if let Some(root) = path.parent().filter(|folder| folder.ends_with(targets::SPECS)).and_then(Path::parent) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let shown = format!("{}/{name}", targets::SPECS);
        if let Some(target) =
            targets::find(root).ok().and_then(|all| all.into_iter().find(|target| target.description == shown))
        {
            return Ok((root.to_owned(), target));
        }
    }
    targets::alone(path, &path.with_extension(""))
}

/// A link as the commit has it, where the system has such.
#[cfg(unix)]
fn link(to: &[u8], place: &Path) -> io::Result<()> {
    use std::os::unix::ffi::OsStrExt as _;
    std::os::unix::fs::symlink(std::ffi::OsStr::from_bytes(to), place)
}

#[cfg(not(unix))]
fn link(to: &[u8], place: &Path) -> io::Result<()> {
    fs::write(place, to)
}
