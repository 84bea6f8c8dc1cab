//! Programs that compile for a browser and run there. Enters: what is installed. Leaves: Cargo as it compiles for the browser, and where things
//! are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tokio::process::Command;

pub(super) const TARGET: &str = "wasm32-unknown-unknown";
/// What installs what is missing.
const SETUP: &str = "bash xtask/wasm-setup.sh";
/// No words for panics, and the rounds of SHA-256 as a loop.
const SMALL: &str = "-Zunstable-options -Cpanic=immediate-abort --cfg sha2_backend_soft=\"compact\"";

/// What compiles.
pub(super) struct Tools {
    compiler: PathBuf,
    sysroot: PathBuf,
    linker: PathBuf,
}

impl Tools {
    pub(super) fn find() -> anyhow::Result<Self> {
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
    pub(super) fn cargo(&self) -> Command {
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
    pub(super) fn cargo_with_std(&self) -> Command {
        if !self.sysroot.join("lib/rustlib/src/rust/library/Cargo.lock").is_file() {
            return self.cargo();
        }
        let mut cargo = Command::new(self.compiler.with_file_name("cargo"));
        self.settle(&mut cargo);
        cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", SMALL);
        // Flags of the target would count instead.
        cargo.env_remove("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        cargo
    }

    pub(super) fn tests(&self) -> anyhow::Result<Command> {
        let mut cargo = self.cargo();
        cargo.args([
            "test",
            "--package",
            "browser",
            "--no-fail-fast",
            "--test",
            "client",
            "--test",
            "stores",
            "--test",
            "transports",
        ]);
        cargo
            .args(["--target", TARGET])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tool(&["wasm-bindgen-test-runner"])?);
        // Of all tests of a file, in seconds.
        cargo.env("CHROMEDRIVER", driver()?).env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        Ok(cargo)
    }
}

pub(super) fn driver() -> anyhow::Result<PathBuf> {
    tool(&["chromedriver"])
}

/// The first of these programs that is there, in the folder that the script fills or on the way.
pub(super) fn tool(names: &[&str]) -> anyhow::Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = [target().join("tools/bin")].into_iter().chain(env::split_paths(&path)).collect();
    let all = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|program| program.is_file()).with_context(|| format!("there is no {}: {SETUP}", names[0]))
}

pub(super) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where what is compiled goes.
pub(super) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| package().join("../../target"), PathBuf::from)
}
