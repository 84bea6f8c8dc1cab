//! One side of a comparison: a description as a file, or as a commit has it, with its settings and what it refers to.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use clientwright_codegen::Surface;
use tempfile::TempDir;

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
    pub(super) fn read(root: &Path, word: &str) -> anyhow::Result<Self> {
        if Path::new(word).is_file() {
            return Self::of_file(Path::new(word));
        }
        if root.join(word).is_file() {
            return Self::of_file(&root.join(word));
        }
        match word.split_once(':') {
            Some((revision, path)) if !revision.is_empty() && !path.is_empty() && !revision.starts_with('-') => {
                Self::of_commit(root, revision, path)
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

    fn of_commit(root: &Path, revision: &str, path: &str) -> anyhow::Result<Self> {
        let top = git(root, &["rev-parse", "--show-toplevel"])?;
        let top = PathBuf::from(String::from_utf8_lossy(&top).trim_end().to_owned());
        // As git has it: a path is one from the top of the repository, unless it begins with `./`.
        let full = if path.starts_with("./") || path.starts_with("../") {
            let prefix = git(root, &["rev-parse", "--show-prefix"])?;
            generator::plain(&format!("{}{path}", String::from_utf8_lossy(&prefix).trim_end()))
        } else {
            path.to_owned()
        };
        let commit = format!("{revision}^{{commit}}");
        let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        let commit = commit.map_err(|_| Usage(format!("{revision} is no commit of this repository")))?;
        let commit = String::from_utf8_lossy(&commit).trim_end().to_owned();
        let folder = full.rsplit_once('/').map_or(".", |(folder, _)| folder);
        let kept = tempfile::tempdir().context("no folder for what the commit has")?;
        // The whole folder: the description may refer to anything in it. And the manifest of the workspace, from which crates take words.
        let listed = git(&top, &["ls-tree", "-r", "-z", "--name-only", &commit, "--", folder, "Cargo.toml"])?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let files: Vec<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
        if !files.contains(&full.as_str()) {
            bail!(Usage(format!("{revision} has no file {full}")));
        }
        for file in files {
            let bytes = git(&top, &["cat-file", "blob", &format!("{commit}:{file}")])?;
            let place = kept.path().join(file);
            fs::create_dir_all(place.parent().unwrap_or(kept.path()))?;
            fs::write(&place, bytes).with_context(|| format!("cannot keep {file}"))?;
        }
        let (root, target) = placed(&kept.path().canonicalize()?.join(&full))?;
        Ok(Self { root, target, working: Some((top, full)), _kept: Some(kept) })
    }

    /// Whether something beside the description says what its crate is like.
    pub(super) fn has_settings(&self) -> bool {
        let Target { settings, defaults, overlays, .. } = &self.target;
        settings.is_some() || defaults.is_some() || !overlays.is_empty()
    }

    /// What callers see. A file that has no settings has those of the lender; a commit has its own, or none.
    pub(super) fn version(&self, lender: &Self) -> Result<Version, Refusal> {
        let own = &self.target;
        let lends = !self.has_settings() && self.working.is_none();
        let borrowed = lends.then_some((lender.root.as_path(), &lender.target));
        let (root, target) = borrowed.unwrap_or((&self.root, own));
        let settings = generator::settings(root, target)?;
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

fn git(folder: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git").current_dir(folder).args(arguments).output().context("cannot run git")?;
    if !output.status.success() {
        bail!("git {}: {}", arguments.first().unwrap_or(&""), String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(output.stdout)
}
