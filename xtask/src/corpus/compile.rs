//! Compiles, lints and documents what was generated, and compiles its examples, one crate after the other in a scratch folder, against the runtime of this
//! checkout. The crates share what they are built from; nothing is fetched.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::child::COST;
use super::examples;
use super::outcome::Verdict;
use crate::arguments::Check;
use crate::process;

/// How a manifest begins to say where the runtime is, and what may come behind that.
const RUNTIME: &str = "clientwright-runtime = { ";
const FEATURES: [&str; 2] = [", default-features", ", features"];

/// Where crates are compiled, one at a time.
#[derive(Debug)]
pub(crate) struct Workshop {
    folder: PathBuf,
    runtime: PathBuf,
    lock: PathBuf,
}

impl Workshop {
    /// A folder beside what Cargo builds otherwise, for one of those who work at the same time.
    pub(crate) fn open(root: &Path, job: usize) -> anyhow::Result<Self> {
        let folder = super::target_folder(root).join("corpus").join(job.to_string());
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder: folder.canonicalize()?,
            runtime: root.join("runtime").canonicalize()?,
            lock: root.join("Cargo.lock"),
        })
    }

    /// Where the files of a crate go.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.folder.join("crates").join(name)
    }

    /// Makes the crate in the folder one that is alone in the world, with the runtime where it really is.
    pub(crate) fn settle(&self, folder: &Path) -> anyhow::Result<()> {
        let path = folder.join("Cargo.toml");
        let manifest = fs::read_to_string(&path).context("there is no Cargo.toml")?;
        fs::write(path, with_runtime(&manifest, &self.runtime) + "\n[workspace]\n")?;
        fs::copy(&self.lock, folder.join("Cargo.lock")).context("there is no Cargo.lock")?;
        Ok(())
    }

    /// Runs one check on the crate in the folder.
    pub(crate) fn check(&self, folder: &Path, check: Check) -> anyhow::Result<Verdict> {
        let cost = self.folder.join("cost");
        if cost.exists() {
            fs::remove_file(&cost)?;
        }
        // rustdoc reads and writes an index of all crates that are documented in one place.
        let documented = self.folder.join("target/doc");
        if check == Check::Doc && documented.exists() {
            fs::remove_dir_all(&documented)?;
        }
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        if check == Check::Examples {
            examples::write(folder)?;
        }
        cargo.arg(match check {
            Check::Compile => "check",
            Check::Clippy => "clippy",
            Check::Doc => "doc",
            Check::Examples => "check",
        });
        cargo
            .args(["--offline", "--quiet", "--message-format", "short"])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0");
        match check {
            Check::Compile => cargo.env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?).env(COST, &cost),
            Check::Clippy => cargo.args(["--", "-D", "warnings"]),
            Check::Doc => cargo.arg("--no-deps").env("RUSTDOCFLAGS", "-D warnings"),
            Check::Examples => cargo.args(["--example", examples::NAME]),
        };
        let output = cargo.output().context("cannot run cargo")?;
        let mut verdict = verdict(check, output.status.success(), &String::from_utf8_lossy(&output.stderr));
        verdict.cost = fs::read_to_string(&cost).ok().and_then(|text| process::read(&text));
        Ok(verdict)
    }
}

/// A generated manifest, with the runtime where it really is, wherever it is said to be, for the crate and for its tests.
pub(crate) fn with_runtime(manifest: &str, runtime: &Path) -> String {
    let path = format!("path = {:?}", runtime.display().to_string());
    let line = |line: &str| match line.strip_prefix(RUNTIME) {
        Some(dependency) => {
            let features = FEATURES.iter().filter_map(|it| dependency.find(it)).min();
            let features = features.map_or(" }\n", |at| &dependency[at..]);
            format!("{RUNTIME}{path}{features}")
        }
        None => line.to_owned(),
    };
    manifest.split_inclusive('\n').map(line).collect()
}

/// Reads the short form of messages: `src/lib.rs:1:2: error[E0425]: ..`. Those of other crates are not of interest.
fn verdict(check: Check, success: bool, messages: &str) -> Verdict {
    let of = |kind: &str| {
        let marks = [format!(": {kind}: "), format!(": {kind}[")];
        let is_own = |line: &str| line.starts_with("src/") || line.starts_with("examples/");
        let wanted = move |line: &&str| is_own(line) && marks.iter().any(|mark| line.contains(mark.as_str()));
        messages.lines().filter(wanted).collect::<Vec<_>>()
    };
    let errors = of("error");
    let first_line = || messages.lines().find(|line| line.contains("error")).map(str::to_owned);
    let first_error = if success { None } else { errors.first().map(|line| (*line).to_owned()).or_else(first_line) };
    Verdict { check, success, errors: errors.len(), warnings: of("warning").len(), first_error, cost: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtime_is_one_for_a_crate_and_for_its_tests() {
        let manifest = "[dependencies]\nclientwright-runtime = { path = \"../../runtime\", version = \"0.1.0\", default-features = false, \
                        features = [\"sse\"] }\n\n[dev-dependencies]\n\
                        clientwright-runtime = { path = \"../../runtime\", features = [\"cache\"] }\nserde = \"1\"\n";
        let moved = "[dependencies]\nclientwright-runtime = { path = \"/r\", default-features = false, features = [\"sse\"] }\n\n\
                     [dev-dependencies]\nclientwright-runtime = { path = \"/r\", features = [\"cache\"] }\nserde = \"1\"\n";
        assert_eq!(with_runtime(manifest, Path::new("/r")), moved);
    }

    #[test]
    fn messages_are_counted_by_kind() {
        let messages = "/r/src/lib.rs:1:1: warning: unused\nsrc/a.rs:1:2: warning: unused: x\nsrc/b.rs:3:4: error[E0425]: no `x`\n\
                        error: could not compile `a`\n";
        let error = Some("src/b.rs:3:4: error[E0425]: no `x`".to_owned());
        let of = |success, messages| verdict(Check::Compile, success, messages);
        let said = of(false, messages);
        assert_eq!((said.success, said.errors, said.warnings, said.first_error), (false, 1, 1, error));
        let said = of(true, "");
        assert_eq!((said.success, said.errors, said.warnings, said.first_error), (true, 0, 0, None));
        let said = of(false, "error: no matching package\n");
        assert_eq!(said.first_error.as_deref(), Some("error: no matching package"));
    }
}
