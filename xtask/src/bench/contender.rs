//! Generators side by side, ours first: how each is run, and what its crate needs to stand alone. What they cost is measured
//! elsewhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::document::Document;
use super::lab::Lab;

/// A generator of clients in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contender {
    Ours,
    Oas3Gen,
    OpenapiToRust,
}

/// All of them, in the order of columns.
pub(super) const CONTENDERS: [Contender; 3] = [Contender::Ours, Contender::Oas3Gen, Contender::OpenapiToRust];

/// One generator at one description, ready to be run.
#[derive(Debug)]
pub(super) struct Run {
    contender: Contender,
    program: PathBuf,
    /// Where everything of this run is.
    folder: PathBuf,
    /// The name of the crate.
    pub(super) name: String,
    ending: String,
}

impl Contender {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ours => "clientwright",
            Self::Oas3Gen => "oas3-gen",
            Self::OpenapiToRust => "openapi-to-rust",
        }
    }

    /// The program, where it is installed.
    pub(super) fn program(self, lab: &Lab<'_>) -> anyhow::Result<Option<PathBuf>> {
        match self {
            Self::Ours => lab.generator().map(|program| Some(program.to_owned())),
            Self::Oas3Gen | Self::OpenapiToRust => Ok(lab.installed(self.name())),
        }
    }

    /// Writes the description where the generator finds it.
    pub(super) fn prepare(self, lab: &Lab<'_>, program: &Path, document: &Document) -> anyhow::Result<Run> {
        // Some are called by a word of Rust, which no crate can be.
        let name = format!("{}-client", document.name);
        let folder = lab.folder.join(self.name()).join(&name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let run = Run { contender: self, program: program.to_owned(), folder, name, ending: document.ending.clone() };
        fs::create_dir_all(run.folder.join("specs"))?;
        fs::write(run.description(), &document.text)?;
        if let Some(settings) = &document.settings {
            fs::write(run.description().with_extension("toml"), settings)?;
        }
        for (behind, text) in &document.companions {
            // Overlays are called after the description; what it refers to is where it says.
            let stem = if behind.starts_with('/') { &document.name } else { &run.name };
            let path = run.folder.join("specs").join(format!("{stem}{behind}"));
            fs::create_dir_all(path.parent().unwrap_or(&run.folder))?;
            fs::write(path, text)?;
        }
        Ok(run)
    }
}

impl Run {
    fn description(&self) -> PathBuf {
        self.folder.join("specs").join(format!("{}.{}", self.name, self.ending))
    }

    /// Where the crate is when it is generated.
    pub(super) fn package(&self) -> PathBuf {
        self.folder.join("generated").join(&self.name)
    }

    /// The command that generates the crate, which is not there yet.
    pub(super) fn command(&self) -> anyhow::Result<Command> {
        if self.package().exists() {
            fs::remove_dir_all(self.package())?;
        }
        let mut command = Command::new(&self.program);
        let description = self.description();
        match self.contender {
            Contender::Ours => command.args(["generate", "--root"]).arg(&self.folder),
            Contender::Oas3Gen => command
                .args(["generate", "client-mod", "--workspace", "--input"])
                .arg(description)
                .arg("--output")
                .arg(self.package()),
            Contender::OpenapiToRust => {
                command.arg("generate").arg(description).arg("--output-dir").arg(self.package().join("src/generated"))
            }
        };
        command.current_dir(&self.folder);
        Ok(command)
    }

    /// How many lines of Rust the crate has.
    pub(super) fn lines(&self) -> anyhow::Result<u64> {
        let mut lines = 0;
        let mut waiting = vec![self.package().join("src")];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
                let path = entry?.path();
                if path.is_dir() {
                    waiting.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    lines += fs::read_to_string(&path)?.lines().count() as u64;
                }
            }
        }
        Ok(lines)
    }

    /// Makes the crate one that is alone in the world.
    pub(super) fn stand_alone(&self, lab: &Lab<'_>) -> anyhow::Result<()> {
        let package = self.package();
        let manifest = package.join("Cargo.toml");
        let text = match self.contender {
            Contender::Ours => {
                fs::copy(lab.root.join("Cargo.lock"), package.join("Cargo.lock")).context("there is no Cargo.lock")?;
                crate::corpus::with_runtime(&fs::read_to_string(&manifest)?, &lab.root.join("runtime"))
            }
            Contender::Oas3Gen => fs::read_to_string(&manifest)?,
            // It writes modules, and says what they need.
            Contender::OpenapiToRust => {
                fs::write(package.join("src/lib.rs"), "pub mod generated;\n")?;
                let needed = fs::read_to_string(package.join("src/generated/REQUIRED_DEPS.toml")).unwrap_or_default();
                format!("[package]\nname = {:?}\nedition = \"2024\"\n\n{needed}", self.name)
            }
        };
        fs::write(&manifest, format!("{text}\n[workspace]\n"))?;
        Ok(())
    }

    /// Where what all crates of this generator need is compiled, once.
    pub(super) fn target(&self, lab: &Lab<'_>) -> PathBuf {
        lab.folder.join(self.contender.name()).join("target")
    }
}

/// A dependency on a folder, as a manifest says it.
pub(super) fn path_to(folder: &Path) -> String {
    format!("path = {:?}", folder.display().to_string())
}
