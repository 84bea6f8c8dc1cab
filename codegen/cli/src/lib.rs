//! The program `clientwright` as a library: what stands behind its commands, for an `xtask` of your own.
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//!     clientwright::Program::new("cargo xtask").run(std::env::args_os().skip(1))
//! }
//! ```
//!
//! | feature | is for | off |
//! |---|---|---|
//! | `fetch` | `vendor`, which fetches what descriptions refer to at other addresses | no HTTP client is compiled, and `vendor` says so |
//! | `watch` | `watch`, which generates whenever something changes | there is no such command |
//!
//! This is the only place that reads and writes files; what a description means is the business of `clientwright-codegen` alone.
//! [`events`] has what `--message-format json` prints.

mod arguments;
mod diff;
mod dump;
pub mod events;
mod explain;
mod generate;
mod generator;
mod guide;
mod init;
mod interrupt;
mod lock;
mod project;
mod runtime;
mod screen;
mod sync;
mod targets;
mod usage;
mod vendor;
mod vendored;
#[cfg(feature = "watch")]
mod watch;
mod workspace;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use arguments::{Arguments, Command};
use events::Event;
pub use screen::{Color, MessageFormat, Screen};
pub use usage::Usage;

/// What this repository's own commands share with those of the program.
#[doc(hidden)]
pub mod inner {
    pub use crate::arguments::is_command;
    pub use crate::explain::Example;
    pub use crate::generator::{Folder, guarded};
    pub use crate::sync::{Files, MARK, below};
    pub use crate::targets::{Target, crate_name, find};
    pub use crate::usage::meant;
}

/// The program, under the name that its user calls it by.
#[derive(Debug)]
pub struct Program {
    name: String,
    root: Option<PathBuf>,
    screen: Screen,
}

impl Program {
    /// Called as `name` in messages and help: `clientwright`, `cargo xtask`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), root: None, screen: Screen::detect().program(name) }
    }

    /// The folder that has `specs/` and `generated/`, where `--root` names no other. By default it is the nearest one that has `specs/`, from
    /// the current folder upwards.
    #[must_use]
    pub fn root(mut self, folder: impl Into<PathBuf>) -> Self {
        self.root = Some(folder.into());
        self
    }

    /// Where everything is told, instead of on the terminal.
    #[must_use]
    pub fn screen(mut self, screen: Screen) -> Self {
        self.screen = screen.program(&self.name);
        self
    }

    /// Runs the command that the words make, which are those behind the program's name. The exit code is 0 where all is well, 1 where something
    /// is wrong with what was worked on, and 2 where the words make no command.
    pub fn run(mut self, words: impl IntoIterator<Item = OsString>) -> ExitCode {
        ExitCode::from(self.ended(words))
    }

    fn ended(&mut self, words: impl IntoIterator<Item = OsString>) -> u8 {
        let words: Vec<OsString> = words.into_iter().collect();
        // Help is painted as well, and so is what cannot be read.
        let (color, format) = arguments::look(&words);
        self.screen.set(color, false, format);
        let definition = arguments::definition(&self.name, self.screen.width());
        let arguments = match arguments::parse(definition, words) {
            Ok(arguments) => arguments,
            Err(told) => return self.refuse(&told),
        };
        let common = &arguments.common;
        self.screen.set(common.color, common.quiet, common.message_format);
        let code = match self.work(arguments) {
            Ok(true) if !self.screen.is_deaf() => 0,
            Ok(_) => 1,
            Err(error) if error.is::<Usage>() => {
                self.screen.error(&format!("{error}\n\nFor more information, try '--help'."));
                2
            }
            Err(error) => {
                self.screen.error(&format!("{error:#}"));
                1
            }
        };
        self.screen.event(&Event::Finished { success: code == 0, code });
        code
    }

    /// What clap has to say: help and the version on stdout, what is wrong on stderr.
    fn refuse(&self, told: &clap::Error) -> u8 {
        if told.use_stderr() && self.screen.is_json() {
            self.screen.error(told.render().to_string().trim_start_matches("error: ").trim_end());
            self.screen.event(&Event::Finished { success: false, code: 2 });
            return 2;
        }
        let text = told.render();
        let text = if self.screen.has_color() { text.ansi().to_string() } else { text.to_string() };
        if told.use_stderr() {
            self.screen.put(&text);
            2
        } else {
            self.screen.print(&self.screen.named(&text));
            0
        }
    }

    /// Whether all is well; an error where the command could not do its work at all.
    fn work(&self, arguments: Arguments) -> anyhow::Result<bool> {
        let Arguments { common, command } = arguments;
        let screen = &self.screen;
        interrupt::listen();
        let root = || project::root(common.root.as_deref().or(self.root.as_deref()));
        match command {
            Command::Init(given) => {
                let folder = match common.root.as_deref() {
                    Some(root) => &root.join(&given.folder),
                    None => &given.folder,
                };
                let from = given.from.as_deref();
                init::run(&init::Options { folder, from, runtime: given.runtime.as_deref() }, screen)
            }
            Command::Generate(given) => generate::run(&root()?, &given.what.options(given.check), screen),
            Command::Check(given) => generate::run(&root()?, &given.what.options(true), screen),
            Command::Diff(arguments::DiffArguments { old, new, format, deny }) => diff::run(
                &project::current(common.root.as_deref())?,
                &root()?,
                &diff::Options { old, new, format, deny },
                screen,
            ),
            Command::Explain { codes } => explain::run(&codes, screen).map(|()| true),
            Command::Guide { chapter } => guide::run(chapter.as_deref(), screen).map(|()| true),
            Command::Dump { stage, name } => dump::run(&root()?, stage.into(), &name, screen),
            Command::Vendor { names } => vendor::run(&root()?, &names, screen),
            #[cfg(feature = "watch")]
            Command::Watch(given) => watch::run(&root()?, &given.what.options(given.check), screen),
            Command::Completions { shell } => {
                let mut script = Vec::new();
                let mut definition = arguments::definition(&self.name, None);
                // A command of Cargo has no words of its own to complete.
                let file = if self.name.contains(' ') { "clientwright" } else { &self.name };
                definition = definition.bin_name(file);
                clap_complete::generate(shell, &mut definition, file, &mut script);
                let script = String::from_utf8_lossy(&script);
                screen.say(&script);
                screen.event(&Event::Text { text: &script });
                Ok(true)
            }
        }
    }
}

impl arguments::What {
    fn options(self, check: bool) -> generate::Options {
        let Self { names, out, deny_warnings, all } = self;
        generate::Options { names, out, check, deny_warnings, all }
    }
}
