//! A crate in somebody else's repository: a workspace with values that its members share, settings of all descriptions, and a runtime where
//! they say that it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clientwright_codegen::{Input, Settings, SettingsFile, Workspace, generate};

use super::fixture;
use super::workspace::{cargo, profile, run_in, write};

const TEXT: &str = "\
openapi: 3.0.4
info: {title: Pets, version: 1.0.0}
paths: {/pets: {get: {operationId: listPets, responses: {'200': {description: All., content: {application/json: {
  schema: {type: array, items: {type: string}}}}}}}}}
";

const WORKSPACE: &str = "\
[workspace]
resolver = \"2\"
members = [\"generated/*\"]

[workspace.package]
authors = [\"Ann <ann@example.com>\"]
edition = \"2021\"
license = \"MIT\"
rust-version = \"1.90\"
";

/// A workspace with the versions of this checkout.
fn workspace(name: &str) -> PathBuf {
    let root = fixture::root();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("elsewhere").join(name);
    write(&folder.join("Cargo.toml"), &format!("{WORKSPACE}{}", profile(&root)));
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the checkout has a Cargo.lock");
    folder
}

/// The files of a client whose runtime is where the settings of all descriptions say.
fn client(name: &str, runtime: &str) -> BTreeMap<String, String> {
    let text = format!("[package]\nruntime = {runtime}\n");
    let all = SettingsFile { path: "specs/clientwright.toml", text: &text };
    let settings = Settings::read(Some(all), None, name);
    let mut settings = settings.unwrap_or_else(|found| panic!("{}", found.render(false)));
    settings.place(&format!("generated/{name}"), Workspace::parse(WORKSPACE));
    let input = Input { path: "specs/pets.yaml", text: TEXT.into(), loader: &fixture::NoOtherFiles };
    generate(&input, &settings).unwrap_or_else(|found| panic!("{}", found.render(false))).files
}

fn put(workspace: &Path, name: &str, files: &BTreeMap<String, String>) {
    let folder = workspace.join("generated").join(name);
    files.iter().for_each(|(path, text)| write(&folder.join(path), text));
}

/// That of this checkout, as a settings file names it.
fn runtime() -> String {
    format!("{{ path = {:?} }}", fixture::root().join("runtime").display().to_string())
}

#[test]
fn a_client_elsewhere_compiles_with_what_its_workspace_shares() {
    let workspace = workspace("path");
    put(&workspace, "pets", &client("pets", &runtime()));
    run_in(&workspace, &["check", "--package", "pets"], &[]);
    let metadata = run_in(&workspace, &["metadata", "--no-deps", "--format-version", "1"], &[]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("metadata is JSON");
    let package = &metadata["packages"][0];
    let shared = [&package["edition"], &package["license"], &package["rust_version"], &package["authors"][0]];
    assert_eq!(shared, ["2021", "MIT", "1.90", "Ann <ann@example.com>"]);
}

/// A client and a runtime that do not belong together are told apart before anything else is, with what to do.
#[test]
fn a_runtime_of_another_time_is_told_with_what_to_run() {
    let workspace = workspace("times");
    let files = client("pets", &runtime());
    let root = &files["src/lib.rs"];
    let (_, rest) = root.split_once("fits!(").expect("a client looks whether its runtime fits");
    let number = rest.split_once(')').and_then(|(number, _)| number.parse::<u32>().ok()).expect("by a number");
    let told = |name: &str, other: u32| {
        let mut files = client(name, &runtime());
        files.insert("src/lib.rs".to_owned(), root.replace(&format!("fits!({number})"), &format!("fits!({other})")));
        put(&workspace, name, &files);
        let output = cargo(&workspace, &["check", "--package", name], &[]);
        assert!(!output.status.success(), "a runtime that does not fit {other} is taken");
        let said = String::from_utf8_lossy(&output.stderr);
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let older = told("older", number - 1);
    assert!(older.contains("generated for an older clientwright-runtime"), "{older}");
    assert!(older.contains("`clientwright generate`") && older.contains("`cargo xtask generate`"), "{older}");
    let newer = told("newer", number + 1);
    assert!(newer.contains("generated for a newer clientwright-runtime"), "{newer}");
    assert!(newer.contains("`cargo update -p clientwright-runtime`"), "{newer}");
}

/// A repository of Git, of which Cargo looks for the runtime in all folders. It is a copy of what the runtime is made of, so that what is not
/// committed counts as well; Cargo keeps its own copies of it beside the build.
#[test]
#[cfg(unix)]
fn a_runtime_of_git_is_that_of_its_revision() {
    let workspace = workspace("git");
    let repository = workspace.join("repository");
    let Some(rev) = committed(&repository) else { return };
    let url = format!("file://{}", repository.display());
    put(&workspace, "pets", &client("pets", &format!("{{ git = {url:?}, rev = {rev:?} }}")));
    // What Cargo would write of the runtime: so nothing else is looked for anywhere.
    let name = "name = \"clientwright-runtime\"\nversion = \"0.1.0\"\n";
    let lock = fs::read_to_string(workspace.join("Cargo.lock")).expect("it was copied");
    let lock = lock.replace(name, &format!("{name}source = \"git+{url}?rev={rev}#{rev}\"\n"));
    write(&workspace.join("Cargo.lock"), &lock);
    let home = home(&workspace);
    let environment = [("CARGO_HOME", home.as_str()), ("CARGO_NET_OFFLINE", "false")];
    run_in(&workspace, &["check", "--package", "pets"], &environment);
}

/// Copies the runtime into a new repository; the commit. `None` where there is no Git.
#[cfg(unix)]
fn committed(repository: &Path) -> Option<String> {
    let root = fixture::root();
    let _ = fs::remove_dir_all(repository);
    let mut waiting = vec![PathBuf::from("runtime/src")];
    let mut files = vec![PathBuf::from("Cargo.toml"), PathBuf::from("runtime/Cargo.toml")];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(root.join(&folder)).expect("a folder of the runtime") {
            let path = folder.join(entry.expect("an entry").file_name());
            if root.join(&path).is_dir() { waiting.push(path) } else { files.push(path) }
        }
    }
    for path in files {
        fs::create_dir_all(repository.join(&path).parent()?).expect("a folder can be made");
        fs::copy(root.join(&path), repository.join(&path)).expect("a file of the runtime can be copied");
    }
    let git = |arguments: &[&str]| {
        let who = [("NAME", "Ann"), ("EMAIL", "ann@example.com"), ("DATE", "2026-01-01T00:00:00Z")];
        let who = who.iter().flat_map(|(what, value)| {
            ["AUTHOR", "COMMITTER"].map(|as_whom| (format!("GIT_{as_whom}_{what}"), (*value).to_owned()))
        });
        let output = super::Command::new("git").args(arguments).current_dir(repository).envs(who).output().ok()?;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {} says:\n{said}", arguments.join(" "));
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    git(&["init", "--quiet"])?;
    git(&["add", "."])?;
    git(&["commit", "--quiet", "--no-gpg-sign", "--message", "runtime"])?;
    git(&["rev-parse", "HEAD"])
}

/// A home of Cargo that has what is downloaded, and repositories of its own.
#[cfg(unix)]
fn home(workspace: &Path) -> String {
    let given = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let usual = || std::env::home_dir().map(|home| home.join(".cargo"));
    let given = given.or_else(usual).expect("Cargo has a home");
    let home = workspace.join("home");
    fs::create_dir_all(&home).expect("a folder can be made");
    for shared in ["registry", "config.toml"] {
        let _ = std::os::unix::fs::symlink(given.join(shared), home.join(shared));
    }
    home.display().to_string()
}
