//! The page of the chat, built. Enters: the tools. Leaves: a folder with its files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::tools::{TARGET, Tools, package, target, tool};

/// What its name becomes in those of files.
const NAME: &str = "user_chat_web";

/// Builds it as small as it gets.
pub(super) async fn build(tools: &Tools) -> anyhow::Result<PathBuf> {
    let bindgen = tool(&["wasm-bindgen"])?;
    let mut cargo = tools.cargo_with_std();
    cargo.current_dir(source()).args(["build", "--quiet", "--locked", "--release", "--target", TARGET]);
    anyhow::ensure!(cargo.status().await.context("cannot run cargo")?.success(), "the page does not compile");

    let folder = target().join("web");
    let wasm = target().join("wasm").join(TARGET).join("release").join(format!("{NAME}.wasm"));
    let mut bindgen = tokio::process::Command::new(bindgen);
    bindgen.args([
        "--target",
        "web",
        "--no-typescript",
        "--remove-name-section",
        "--remove-producers-section",
        "--out-dir",
    ]);
    bindgen.arg(&folder).arg(wasm);
    anyhow::ensure!(bindgen.status().await.context("cannot run wasm-bindgen")?.success(), "wasm-bindgen has failed");
    for file in ["index.html", "style.css", "worker.js"] {
        fs::copy(source().join(file), folder.join(file)).with_context(|| format!("cannot copy {file}"))?;
    }
    Ok(folder)
}

/// Where the page is written.
pub(super) fn source() -> PathBuf {
    Path::new(package()).join("../../generated/user-chat/examples/web")
}
