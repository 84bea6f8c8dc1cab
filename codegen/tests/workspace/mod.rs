//! Workspaces of generated crates beside the build: against the runtime of this checkout, with the versions of its `Cargo.lock`, and without
//! a network.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use crate::fixture;

/// How a generated manifest begins to say where the runtime is, and ends it.
const RUNTIME: &str = "clientwright-runtime = { ";
const FEATURES: &str = ", default-features";

/// Every warning counts.
const WORKSPACE: &str = "\
[workspace]
resolver = \"3\"
members = [\"crates/*\"]

[workspace.lints.rust]
warnings = \"deny\"

[workspace.lints.clippy]
all = \"deny\"
";

/// Where this checkout is built. The crates have the profile of its `Cargo.toml`, so that what they depend on is not compiled again.
pub(crate) static BUILT: LazyLock<&Path> =
    LazyLock::new(|| Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder of a build has folders"));

/// Makes a workspace of the crates with these files, and deletes others.
pub(crate) fn complete(folder: &Path, wanted: &BTreeSet<PathBuf>) {
    let root = fixture::root();
    remove_others(&folder.join("crates"), wanted);
    write(&folder.join("Cargo.toml"), &format!("{WORKSPACE}{}", profile(&root)));
    let lock = folder.join("Cargo.lock");
    if !lock.exists() || modified(&lock) < modified(&root.join("Cargo.lock")) {
        fs::copy(root.join("Cargo.lock"), &lock).expect("the checkout has a Cargo.lock");
    }
}

/// How the checkout is compiled; of what is compiled once, nothing is kept for another time.
pub(crate) fn profile(root: &Path) -> String {
    let text = fs::read_to_string(root.join("Cargo.toml")).expect("the checkout has a Cargo.toml");
    let mut manifest: toml::Table = text.parse().expect("it is TOML");
    let mut profiles = manifest.remove("profile").expect("it has profiles");
    let mut dev =
        profiles.as_table_mut().and_then(|profiles| profiles.remove("dev")).expect("it has one for development");
    dev.as_table_mut().expect("a profile is a table").insert("incremental".to_owned(), false.into());
    let inner = |key: &str, value| toml::Table::from_iter([(key.to_owned(), value)]);
    format!("\n{}", inner("profile", inner("dev", dev).into()))
}

/// The manifest, with the runtime of this checkout, wherever it is said to be.
pub(crate) fn manifest(text: &str) -> String {
    let (before, dependency) = text.split_once(RUNTIME).expect("a generated crate has a runtime");
    let (_, features) = dependency.split_once(FEATURES).expect("a client chooses the features of its runtime");
    let runtime = fixture::root().join("runtime").display().to_string();
    format!("{before}{RUNTIME}path = {runtime:?}{FEATURES}{features}\n[lints]\nworkspace = true\n")
}

pub(crate) fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

/// Deletes files of earlier runs, and folders that hold none of the wanted ones.
fn remove_others(folder: &Path, wanted: &BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() && wanted.iter().any(|file| file.starts_with(&path)) {
            remove_others(&path, wanted);
        } else if path.is_dir() {
            gone(fs::remove_dir_all(&path));
        } else if !wanted.contains(&path) {
            gone(fs::remove_file(&path));
        }
    }
}

/// Another process may be clearing up as well.
fn gone(removed: io::Result<()>) {
    if let Err(error) = removed {
        assert!(error.kind() == io::ErrorKind::NotFound, "what is old cannot be removed: {error}");
    }
}

fn modified(path: &Path) -> std::time::SystemTime {
    fs::metadata(path).and_then(|metadata| metadata.modified()).expect("a file has a time")
}

/// Runs Cargo in a workspace and fails with what it says; what it prints.
#[track_caller]
pub(crate) fn run_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let output = cargo(folder, arguments, environment);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {} in {} says:\n{said}", arguments.join(" "), folder.display());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs Cargo in a workspace.
pub(crate) fn cargo(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--quiet"])
        .current_dir(folder)
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_BUILD_BUILD_DIR", *BUILT)
        .env_remove("RUSTFLAGS")
        .env_remove("RUSTDOCFLAGS")
        .envs(environment.iter().copied())
        .output()
        .expect("cargo runs")
}
