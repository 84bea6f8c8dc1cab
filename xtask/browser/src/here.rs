//! What runs beside the browser. Enters: the tools that are there. Leaves: whether the tests held, or a page to look at.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use tokio::process::Command;

use self::server::Server;
use self::size::Sizes;
use self::web::{Outcome, sign_in};

mod built;
#[path = "../../../generated/user-chat/examples/chat/furnish.rs"]
mod furnish;
mod impossible;
mod page;
mod screenshots;
#[path = "../../../generated/user-chat/tests/server/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests of the crate use more of the server")]
mod server;
#[path = "../../../generated/user-chat/examples/tour/session.rs"]
mod session;
mod silent;
mod size;
mod stages;
mod web;

const TARGET: &str = "wasm32-unknown-unknown";
/// What installs what is missing.
const SETUP: &str = "bash xtask/wasm-setup.sh";

/// Does what the words of the command line ask for; `cargo xtask` has checked them.
#[tokio::main]
pub(crate) async fn run() -> anyhow::Result<ExitCode> {
    let words: Vec<String> = env::args().skip(1).collect();
    let tools = Tools::find()?;
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["web", port] => web::run(&tools, port.parse()?).await?,
        words => {
            let has = |word| words.contains(&word);
            let held = tests(&tools).await? && page_tests(&tools, has("--write"), has("--screenshots")).await?;
            return Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs the tests of the client, which are compiled for the browser.
async fn tests(tools: &Tools) -> anyhow::Result<bool> {
    impossible::check(tools).await?;
    let (server, silent, stages) = (Server::start().await, silent::start().await?, stages::start().await?);
    let mut tests = tools.tests()?;
    tests.env("USER_CHAT_SERVER", server.url()).env("SILENT_SERVER", silent).env("STAGES_SERVER", stages);
    Ok(tests.status().await.context("cannot run cargo")?.success())
}

/// Builds the page, weighs it, and runs the tests that look at it as people do.
async fn page_tests(tools: &Tools, writes: bool, keeps: bool) -> anyhow::Result<bool> {
    let folder = built::build(tools).await?;
    let sizes = Sizes::measure(&folder)?;
    print!("{sizes}");
    if writes {
        sizes.record()?
    } else {
        sizes.hold()?
    }
    let held = driven(&folder)?.status().await.context("cannot run cargo")?.success();
    if held && keeps {
        screenshots::keep()?;
    }
    Ok(held)
}

/// Programs that compile for a browser and run there.
struct Tools {
    compiler: PathBuf,
    sysroot: PathBuf,
    linker: PathBuf,
}

impl Tools {
    fn find() -> anyhow::Result<Self> {
        // Debian's compiler, whose std for the browser `wasm-setup.sh` builds: that of rustup has none.
        let compiler = env::var_os("WASM_RUSTC").map_or_else(|| PathBuf::from("/usr/bin/rustc"), PathBuf::from);
        anyhow::ensure!(compiler.is_file(), "there is no {}: {SETUP}", compiler.display());
        let sysroot = std::process::Command::new(&compiler).args(["--print", "sysroot"]).output()?.stdout;
        let sysroot = PathBuf::from(String::from_utf8(sysroot)?.trim());
        let std = sysroot.join("lib/rustlib").join(TARGET);
        anyhow::ensure!(std.is_dir(), "{} has no std for {TARGET}: {SETUP}", compiler.display());
        Ok(Self { compiler, sysroot, linker: tool(&["wasm-ld", "wasm-ld-22"])? })
    }

    /// Cargo, compiling for the browser.
    fn cargo(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        self.settle(&mut cargo);
        cargo.current_dir(package());
        cargo
    }

    fn settle(&self, cargo: &mut Command) {
        cargo.env("CARGO_TARGET_DIR", target().join("wasm")).env("RUSTC", &self.compiler);
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &self.linker);
        // Another Rust compiles here than there.
        cargo.env_remove("RUSTUP_TOOLCHAIN");
    }

    /// The same, and std is compiled with the rest where its source is: without a word of any panic, which is most of what it would bring
    /// along.
    fn cargo_with_std(&self) -> Command {
        if !self.sysroot.join("lib/rustlib/src/rust/library/Cargo.lock").is_file() {
            return self.cargo();
        }
        let mut cargo = Command::new(self.compiler.with_file_name("cargo"));
        self.settle(&mut cargo);
        cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort");
        // Flags of the target would count instead.
        cargo.env_remove("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        cargo
    }

    fn tests(&self) -> anyhow::Result<Command> {
        let mut cargo = self.cargo();
        cargo.args(["test", "--package", "browser", "--no-fail-fast", "--test", "client", "--test", "transports"]);
        cargo
            .args(["--target", TARGET])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tool(&["wasm-bindgen-test-runner"])?);
        // Of all tests of a file, in seconds.
        cargo.env("CHROMEDRIVER", driver()?).env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        Ok(cargo)
    }
}

/// The tests that drive the browser from outside, one after the other: each has a browser or two of its own.
fn driven(folder: &Path) -> anyhow::Result<Command> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(package()).args(["test", "--package", "browser", "--test", "page", "--", "--test-threads=1"]);
    cargo.env("CHROMEDRIVER", driver()?).env("USER_CHAT_PAGE", folder).env("SCREENSHOTS", screenshots::folder());
    Ok(cargo)
}

fn driver() -> anyhow::Result<PathBuf> {
    tool(&["chromedriver"])
}

/// The first of these programs that is there, in the folder that the script fills or on the way.
fn tool(names: &[&str]) -> anyhow::Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = [target().join("tools/bin")].into_iter().chain(env::split_paths(&path)).collect();
    let all = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|program| program.is_file()).with_context(|| format!("there is no {}: {SETUP}", names[0]))
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where what is compiled goes.
fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| package().join("../../target"), PathBuf::from)
}
