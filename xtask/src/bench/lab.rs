//! Where is measured, and with what: folders, our own programs as they are released, rivals, the compiler.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::callgrind;
use super::figure::Figure;
use crate::process::{self, Cost};
use clientwright::Screen;

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Company {
    /// We and others.
    Rivals,
    /// We alone, where only our counts are of interest.
    Alone,
}

/// Everything that measuring needs besides what is measured.
#[derive(Debug)]
pub(super) struct Lab<'a> {
    pub(super) root: PathBuf,
    /// Beside what Cargo builds otherwise.
    pub(super) folder: PathBuf,
    pub(super) screen: &'a Screen,
    pub(super) company: Company,
    target: PathBuf,
    /// This program, as it runs.
    ourselves: PathBuf,
    valgrind: OnceCell<bool>,
    generator: OnceCell<PathBuf>,
}

impl<'a> Lab<'a> {
    pub(super) fn open(root: &Path, company: Company, screen: &'a Screen) -> anyhow::Result<Self> {
        let target = crate::corpus::target_folder(root);
        let folder = target.join("bench");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self {
            root: root.canonicalize()?,
            folder: folder.canonicalize()?,
            screen,
            company,
            target: target.canonicalize()?,
            ourselves: std::env::current_exe()?,
            valgrind: OnceCell::new(),
            generator: OnceCell::new(),
        })
    }

    /// Whether instructions can be counted; told once where not.
    pub(super) fn counts_instructions(&self) -> bool {
        *self.valgrind.get_or_init(|| {
            let here = callgrind::is_here();
            if !here {
                self.screen.warning("valgrind is not installed: no instructions are counted");
            }
            here
        })
    }

    /// Says what was measured, since the whole table may be long in coming.
    pub(super) fn done(&self, who: &str, what: &str, figures: &[Figure]) {
        let figures: Vec<String> = figures.iter().map(ToString::to_string).collect();
        self.screen.tell(&format!("{who}, {what}: {}", figures.join(", ")));
    }

    /// Says that something of a contender cannot be measured, in its first and its last words.
    pub(super) fn failed(&self, who: &str, what: &str, error: &anyhow::Error) {
        let text = format!("{error:#}");
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let (first, last) = (lines.first().copied().unwrap_or_default(), lines.last().copied().unwrap_or_default());
        let last = if lines.len() > 1 { format!(": {last}") } else { String::new() };
        self.screen.tell(&format!("{who}, {what}: not measured: {first}{last}"));
    }

    /// What a program uses.
    pub(super) fn cost(&self, command: &Command) -> anyhow::Result<Cost> {
        process::cost(&self.ourselves, command)
    }

    /// The instructions of a program, where they can be counted.
    pub(super) fn instructions(&self, command: &Command) -> anyhow::Result<Option<u64>> {
        self.counts_instructions().then(|| callgrind::instructions(command)).transpose()
    }

    pub(super) fn cargo(&self) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root);
        cargo
    }

    /// This program as it is released.
    pub(super) fn generator(&self) -> anyhow::Result<&Path> {
        if let Some(program) = self.generator.get() {
            return Ok(program);
        }
        let program = self.released("xtask", "xtask")?;
        Ok(self.generator.get_or_init(|| program))
    }

    /// A program of the workspace as it is released.
    pub(super) fn released(&self, package: &str, program: &str) -> anyhow::Result<PathBuf> {
        let mut cargo = self.cargo();
        cargo.args(["build", "--release", "--quiet", "--package", package, "--bin", program]);
        process::run(cargo.env("CARGO_TARGET_DIR", &self.target))?;
        Ok(self.target.join("release").join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
    }

    /// A program of others, where they are measured: where searches look, where `cargo install` puts it, or in `bin/` of our folder.
    pub(super) fn installed(&self, name: &str) -> Option<PathBuf> {
        if self.company == Company::Alone {
            return None;
        }
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        let searched = std::env::var_os("PATH");
        let searched = searched.iter().flat_map(std::env::split_paths);
        let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from);
        let cargo = cargo.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
        let folders = searched.chain(cargo.map(|folder| folder.join("bin"))).chain([self.folder.join("bin")]);
        folders.map(|folder| folder.join(&file)).find(|path| path.is_file())
    }

    /// The compiler that counts of instructions and bodies depend on, and for what machine it compiles.
    pub(super) fn compiler(&self) -> anyhow::Result<String> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let said = process::output(Command::new(rustc).arg("-vV").current_dir(&self.root))?;
        let of = |key: &str| said.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
        Ok(format!("{} {}", of("release: "), of("host: ")))
    }
}
