//! The programs of the table, as compilers see them: two crates that have the old and the new crates of all rows as modules, and a program for
//! each row against either.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::table::{Row, Version};
use crate::together;
use crate::workspace::{cargo, complete, manifest, write};

/// What a version is called.
fn name(version: Version) -> &'static str {
    match version {
        Version::Old => "before",
        Version::New => "after",
    }
}

/// Writes the workspace of all programs, and gives its folder.
pub(crate) fn assemble(rows: &[Row]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("changes");
    let mut wanted = BTreeSet::new();
    let mut put = |path: PathBuf, text: &str| {
        write(&path, text);
        wanted.insert(path);
    };
    for version in [Version::Old, Version::New] {
        let outputs: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.output(version).files)).collect();
        let crates: Vec<_> = outputs.iter().map(|(name, files)| (*name, files)).collect();
        let library = folder.join("crates").join(name(version));
        for (path, text) in together::as_modules(name(version), &crates) {
            let text = if path == "Cargo.toml" { library_manifest(&text, &outputs) } else { text };
            put(library.join(path), &text);
        }
        let programs = folder.join("crates").join(format!("callers-{}", name(version)));
        put(programs.join("Cargo.toml"), &programs_manifest(name(version)));
        for row in rows.iter().filter(|row| row.caller.is_some()) {
            put(programs.join(format!("src/bin/{}.rs", row.name)), &program(row, name(version)));
        }
    }
    complete(&folder, &wanted);
    folder
}

/// The manifest of all crates as one, with all that any of them needs of the runtime.
fn library_manifest(text: &str, outputs: &[(&str, BTreeMap<String, String>)]) -> String {
    let needed = |files: &BTreeMap<String, String>| -> Vec<String> {
        let runtime = files["Cargo.toml"].lines().find(|line| line.starts_with("clientwright-runtime = "));
        let features = runtime.and_then(|line| line.split("features = [").nth(1)).unwrap_or_default();
        features.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let features: BTreeSet<String> = outputs.iter().flat_map(|(_, files)| needed(files)).collect();
    let features: Vec<_> = features.iter().map(|feature| format!("{feature:?}")).collect();
    let text = manifest(text).replace("\n[lints]\nworkspace = true\n", "");
    let lines = text.lines().map(|line| match line.starts_with("clientwright-runtime = ") {
        true => {
            let (path, _) = line.split_once(", default-features").expect("the runtime is named with its features");
            format!("{path}, default-features = false, features = [{}] }}\n", features.join(", "))
        }
        false => format!("{line}\n"),
    });
    lines.collect()
}

fn programs_manifest(version: &str) -> String {
    let runtime = crate::fixture::root().join("runtime").display().to_string();
    format!(
        "[package]\nname = \"callers-{version}\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n{version} = {{ path = \"../{version}\" }}\n\
         clientwright-runtime = {{ path = {runtime:?}, default-features = false }}\n"
    )
}

/// The program of a row against a version.
fn program(row: &Row, version: &str) -> String {
    let caller = row.caller.as_deref().unwrap_or_default().trim();
    let end = if caller.ends_with(['}', ';']) { "" } else { ";" };
    format!(
        "//! {}\n#![allow(warnings)]\n\nuse clientwright_runtime as krate_runtime;\nuse {version}::{} as krate;\n\nuse krate::{{Client, types}};\n\n\
         async fn call(client: Client) -> Result<(), Box<dyn std::error::Error>> {{\n    {caller}{end}\n    Ok(())\n}}\n\nfn main() {{}}\n",
        row.name, row.name
    )
}

/// The programs against a version that do not compile, with the first thing that the compiler says of each.
pub(crate) fn refused(folder: &Path, version: Version) -> BTreeMap<String, String> {
    let package = format!("callers-{}", name(version));
    let arguments = ["check", "--package", &package, "--bins", "--keep-going", "--message-format", "json"];
    let output = cargo(folder, &arguments, &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    let mut refused = BTreeMap::new();
    let mut seen = 0;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).expect("cargo speaks JSON");
        seen += usize::from(message["reason"] == "compiler-artifact");
        if message["reason"] == "compiler-message" && message["message"]["level"] == "error" {
            let program = message["target"]["name"].as_str().unwrap_or_default();
            assert_ne!(
                program,
                name(version),
                "the crates themselves do not compile:\n{}",
                message["message"]["rendered"]
            );
            let text = message["message"]["message"].as_str().unwrap_or_default();
            refused.entry(program.to_owned()).or_insert_with(|| text.to_owned());
        }
    }
    assert!(seen > 0, "nothing was compiled:\n{said}");
    refused
}
