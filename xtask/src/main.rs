//! `cargo xtask`: from the arguments to the command and its exit code, nothing more. Commands that users of clientwright have as well go to
//! its library.
//!
//! Exit codes: 0 done, 1 an error in what was worked on (or stale files, untidy places, a regression), 2 wrong usage.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{self as system, ExitCode};

use anyhow::Context;
use clientwright::inner::is_command;
use clientwright::{Program, Screen};
use xtask::arguments::{self, Command, Usage};
use xtask::{bench, browser, cache_tests, conformance, corpus, engines, explain, help, pins, process, soak, tidy};

/// A third of generating is to ask for memory and to give it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let screen = Screen::detect().program("cargo xtask");
    let words = || std::env::args_os().skip(1);
    match words().find(|word| !word.as_encoded_bytes().starts_with(b"-")) {
        Some(word) if is_shared(&word, words()) => return shared(&word, &screen),
        _ => {}
    }
    let ended = match process::parent(words()).or_else(|| corpus::asked(words())) {
        Some(ended) => ended,
        None => run(&screen).map(|well| if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
    };
    match ended {
        Ok(code) => code,
        Err(error) if error.is::<Usage>() => {
            screen.error(&format!("{error}\n{}", arguments::HINT));
            ExitCode::from(2)
        }
        Err(error) => {
            screen.error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether a command is one of the library's: all that it has but `explain --write`, and `help`, which is of all.
fn is_shared(word: &OsString, mut words: impl Iterator<Item = OsString>) -> bool {
    let is_own = word == "help" || (word == "explain" && words.any(|word| word == "--write"));
    !is_own && word.to_str().is_some_and(is_command)
}

/// Runs a command of the library.
fn shared(word: &OsString, screen: &Screen) -> ExitCode {
    let words = std::env::args_os().skip(1);
    if word != "vendor" {
        return Program::new("cargo xtask").root(checkout()).run(words);
    }
    // HTTP is compiled for those who fetch, not for all.
    let mut cargo = system::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--package", "clientwright", "--bin", "clientwright", "--"]).args(words);
    match cargo.current_dir(checkout()).status().context("cannot run cargo") {
        Ok(status) => status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => {
            screen.error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether all is well; an error where the command could not do its work at all.
fn run(screen: &Screen) -> anyhow::Result<bool> {
    let arguments = arguments::parse(std::env::args_os().skip(1))?;
    let root = arguments.root.unwrap_or_else(checkout);
    match arguments.command {
        Command::Help(command) => {
            screen.say(help::of(command));
            Ok(true)
        }
        Command::Version => {
            screen.say(concat!("clientwright ", env!("CARGO_PKG_VERSION")));
            Ok(true)
        }
        Command::Explain => explain::run(&root, screen),
        Command::Tidy => tidy::run(&root, screen),
        Command::Corpus(options) => corpus::run(&root, &options, screen),
        Command::Conformance(options) => conformance::run(&root, &options, screen),
        Command::Bench(options) => bench::run(&root, &options, screen),
        Command::Engines { mode, files } => engines::run(&root, mode, &files, screen),
        Command::Browser(options) => browser::run(&root, options),
        Command::CacheTests(mode) => cache_tests::run(&root, mode),
        Command::Web { port } => browser::web(&root, port),
        Command::Pins(task) => pins::run(&root, &task),
        Command::Soak(options) => soak::run(&root, options),
    }
}

/// The checkout that this program was built in. Cargo says so anew at each run, which stays right when the checkout moved.
fn checkout() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or_else(|| PathBuf::from("."), PathBuf::from)
}
