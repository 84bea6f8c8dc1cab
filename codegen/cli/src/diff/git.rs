//! What a commit of a repository has, by git.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::generator::plain;
use crate::usage::Usage;

/// A repository, seen from a folder in it.
pub(super) struct Repository<'a> {
    folder: &'a Path,
}

/// A file of a commit.
pub(super) struct File {
    /// From the top, with `/`.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// Whether the bytes are the path that a link leads to.
    pub(super) is_link: bool,
}

impl<'a> Repository<'a> {
    pub(super) fn around(folder: &'a Path) -> Self {
        Self { folder }
    }

    /// The folder that paths begin at.
    pub(super) fn top(&self) -> anyhow::Result<PathBuf> {
        self.line(&["rev-parse", "--show-toplevel"]).map(PathBuf::from)
    }

    /// A path as `REV:PATH` has it, from the top: there it begins, unless it begins with `./` or `../`, and so in the current folder.
    pub(super) fn path(&self, path: &str) -> anyhow::Result<String> {
        if path.starts_with("./") || path.starts_with("../") {
            return Ok(plain(&format!("{}{path}", self.line(&["rev-parse", "--show-prefix"])?)));
        }
        Ok(plain(path))
    }

    /// The commit that a revision names.
    pub(super) fn commit(&self, revision: &str) -> anyhow::Result<String> {
        let commit = format!("{revision}^{{commit}}");
        let found = self.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        Ok(found.map_err(|_| Usage(format!("{revision} is no commit of this repository")))?)
    }

    /// The files of a commit in these places, by one process. What is another repository there has none.
    pub(super) fn files(&self, commit: &str, places: &[&str]) -> anyhow::Result<Vec<File>> {
        let top = self.top()?;
        let list = run(&top, &[&["ls-tree", "-r", "-z", commit, "--"], places].concat())?;
        let list = String::from_utf8_lossy(&list).into_owned();
        // `100644 blob 1f0c4e2\tspecs/pets.yaml`
        let entry = |entry: &str| {
            let (kind, path) = entry.split_once('\t')?;
            let [mode, "blob", hash] = kind.split(' ').collect::<Vec<_>>()[..] else { return None };
            Some((path.to_owned(), mode == "120000", hash.to_owned()))
        };
        let entries: Vec<_> = list.split('\0').filter_map(entry).collect();
        let hashes = entries.iter().fold(String::new(), |text, (_, _, hash)| text + hash + "\n");
        let mut git = Command::new("git")
            .current_dir(&top)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run git")?;
        let mut input = git.stdin.take().context("git takes no input")?;
        // Both pipes may be full, so that one of them has a thread of its own.
        let writer = std::thread::spawn(move || input.write_all(hashes.as_bytes()));
        let mut output = BufReader::new(git.stdout.take().context("git gives no output")?);
        let mut files = Vec::new();
        for (path, is_link, _) in entries {
            let mut head = String::new();
            output.read_line(&mut head).context("git gives no output")?;
            let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
            let size = size.with_context(|| format!("git has no {path}: {}", head.trim_end()))?;
            let mut bytes = vec![0; size + 1];
            output.read_exact(&mut bytes).with_context(|| format!("git has not all of {path}"))?;
            bytes.pop();
            files.push(File { path, bytes, is_link });
        }
        let _ = writer.join();
        git.wait().context("git does not end")?;
        Ok(files)
    }

    fn line(&self, arguments: &[&str]) -> anyhow::Result<String> {
        Ok(String::from_utf8_lossy(&run(self.folder, arguments)?).trim_end().to_owned())
    }
}

fn run(folder: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git").current_dir(folder).args(arguments).output().context("cannot run git")?;
    if !output.status.success() {
        bail!("git {}: {}", arguments.first().unwrap_or(&""), String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(output.stdout)
}
