//! The checkout itself: what is committed is what would be generated, and keeps the house rules.

use std::path::Path;
use std::process::Command;

/// Runs a command on this checkout and fails with what it says.
#[track_caller]
fn succeeds(arguments: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the checkout");
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).arg("--root").arg(root).output().expect("xtask runs");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success(), "cargo xtask {} says:\n{said}", arguments.join(" "));
}

#[test]
fn generated_is_fresh() {
    succeeds(&["generate", "--check"]);
}

#[test]
fn a_client_needs_no_other_rust_than_the_runtime() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the checkout");
    let oldest = |manifest: &str| {
        let text = std::fs::read_to_string(root.join(manifest)).expect("the manifest is there");
        text.lines().find_map(|line| line.strip_prefix("rust-version = ").map(str::to_owned)).expect("it says so")
    };
    assert_eq!(oldest("generated/user-chat/Cargo.toml"), oldest("runtime/Cargo.toml"));
}

#[test]
fn tree_is_tidy() {
    succeeds(&["tidy"]);
}
