//! What runs beside the browser. Enters: the tools that are there. Leaves: whether the tests held.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use tokio::process::Command;

use self::server::Server;

mod impossible;
#[path = "../../../generated/user-chat/tests/server/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests of the crate use more of the server")]
mod server;
mod silent;
mod stages;

const TARGET: &str = "wasm32-unknown-unknown";
/// What installs what is missing.
const SETUP: &str = "bash xtask/wasm-setup.sh";

/// Runs the tests.
#[tokio::main]
pub(crate) async fn run() -> anyhow::Result<ExitCode> {
    let tools = Tools::find()?;
    impossible::check(&tools).await?;
    let (server, silent, stages) = (Server::start().await, silent::start().await?, stages::start().await?);
    let mut tests = tools.tests();
    tests.env("USER_CHAT_SERVER", server.url()).env("SILENT_SERVER", silent).env("STAGES_SERVER", stages);
    let status = tests.status().await.context("cannot run cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Programs that compile for a browser and run there.
struct Tools {
    compiler: PathBuf,
    linker: PathBuf,
    runner: PathBuf,
    driver: PathBuf,
}

impl Tools {
    fn find() -> anyhow::Result<Self> {
        // Debian's compiler, whose std for the browser `wasm-setup.sh` builds: that of rustup has none.
        let compiler = env::var_os("WASM_RUSTC").map_or_else(|| PathBuf::from("/usr/bin/rustc"), PathBuf::from);
        anyhow::ensure!(compiler.is_file(), "there is no {}: {SETUP}", compiler.display());
        Ok(Self {
            compiler,
            linker: tool(&["wasm-ld", "wasm-ld-22"])?,
            runner: tool(&["wasm-bindgen-test-runner"])?,
            driver: tool(&["chromedriver"])?,
        })
    }

    /// Cargo as it compiles for the browser.
    fn cargo(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(package()).env("CARGO_TARGET_DIR", target().join("wasm")).env("RUSTC", &self.compiler);
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &self.linker);
        // Another Rust compiles here than there.
        cargo.env_remove("RUSTUP_TOOLCHAIN");
        cargo
    }

    fn tests(&self) -> Command {
        let mut cargo = self.cargo();
        cargo.args(["test", "--package", "browser", "--no-fail-fast", "--test", "client", "--test", "transports"]);
        cargo.args(["--target", TARGET]).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &self.runner);
        // Of all tests of a file, in seconds.
        cargo.env("CHROMEDRIVER", &self.driver).env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        cargo
    }
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
