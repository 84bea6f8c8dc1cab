//! `cargo xtask`: from the arguments to the command and its exit code, nothing more.
//!
//! Exit codes: 0 done, 1 an error in what was worked on (or stale files, untidy places, a regression), 2 wrong usage.

use std::path::PathBuf;
use std::process::ExitCode;

use xtask::arguments::{self, Command, Usage};
use xtask::screen::Screen;
use xtask::{
    bench, browser, cache_tests, conformance, corpus, dump, engines, explain, generate, help, pins, process, soak,
    tidy, vendor,
};

/// A third of generating is to ask for memory and to give it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let screen = Screen::detect();
    let words = || std::env::args_os().skip(1);
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
        Command::Generate(options) => generate::run(&root, &options, screen),
        Command::Explain { mode, codes } => explain::run(&root, mode, &codes, screen),
        Command::Dump { stage, name } => dump::run(&root, stage, &name, screen),
        Command::Vendor { names } => vendor::run(&root, &checkout(), &names, screen),
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
