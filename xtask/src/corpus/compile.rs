//! Compiles what was generated, one crate after the other in a scratch folder, against the runtime of this checkout.
//! The crates share what they are built from; nothing is fetched.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::sync::Files;

/// How a generated manifest names the runtime.
const RUNTIME: &str = "path = \"../../runtime\"";

/// Where crates are compiled.
#[derive(Debug)]
pub(crate) struct Workshop {
    folder: PathBuf,
    runtime: PathBuf,
    lock: PathBuf,
}

/// What the compiler said.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) success: bool,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) first_error: Option<String>,
}

impl Workshop {
    /// A folder beside what Cargo builds otherwise.
    pub(crate) fn open(root: &Path) -> anyhow::Result<Self> {
        let folder = super::target_folder(root).join("corpus");
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder: folder.canonicalize()?,
            runtime: root.join("runtime").canonicalize()?,
            lock: root.join("Cargo.lock"),
        })
    }

    /// Writes the crate and runs `cargo check` on it.
    pub(crate) fn check(&self, name: &str, files: &Files) -> anyhow::Result<Verdict> {
        let folder = self.folder.join("crates").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&folder))?;
            fs::write(&path, text)?;
        }
        let manifest = files.get("Cargo.toml").context("there is no Cargo.toml")?;
        fs::write(folder.join("Cargo.toml"), self.manifest(manifest))?;
        fs::copy(&self.lock, folder.join("Cargo.lock")).context("there is no Cargo.lock")?;
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["check", "--offline", "--quiet", "--message-format", "short"])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .output()
            .context("cannot run cargo")?;
        Ok(verdict(output.status.success(), &String::from_utf8_lossy(&output.stderr)))
    }

    /// The manifest as that of a crate alone in the world, with the runtime where it really is.
    fn manifest(&self, text: &str) -> String {
        let runtime = self.runtime.display().to_string();
        format!("{}\n[workspace]\n", text.replace(RUNTIME, &format!("path = {runtime:?}")))
    }
}

/// Reads the short form of messages: `src/lib.rs:1:2: error[E0425]: ..`. Those of other crates are not of interest.
fn verdict(success: bool, messages: &str) -> Verdict {
    let of = |kind: &str| {
        let marks = [format!(": {kind}: "), format!(": {kind}[")];
        let wanted =
            move |line: &&str| line.starts_with("src/") && marks.iter().any(|mark| line.contains(mark.as_str()));
        messages.lines().filter(wanted).collect::<Vec<_>>()
    };
    let errors = of("error");
    let first_line = || messages.lines().find(|line| line.contains("error")).map(str::to_owned);
    let first_error = if success { None } else { errors.first().map(|line| (*line).to_owned()).or_else(first_line) };
    Verdict { success, errors: errors.len(), warnings: of("warning").len(), first_error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_counted_by_kind() {
        let messages = "/r/src/lib.rs:1:1: warning: unused\nsrc/a.rs:1:2: warning: unused: x\nsrc/b.rs:3:4: error[E0425]: no `x`\n\
                        error: could not compile `a`\n";
        let error = Some("src/b.rs:3:4: error[E0425]: no `x`".to_owned());
        assert_eq!(verdict(false, messages), Verdict { success: false, errors: 1, warnings: 1, first_error: error });
        assert_eq!(verdict(true, ""), Verdict { success: true, errors: 0, warnings: 0, first_error: None });
        assert_eq!(
            verdict(false, "error: no matching package\n").first_error.as_deref(),
            Some("error: no matching package")
        );
    }
}
