//! Which workspace is around a crate, and what is in it. What it says of its members is the business of codegen.

use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use clientwright_codegen::Workspace;

/// The workspace that a crate in a folder is a member of, as Cargo looks for it: that of the nearest folder above it that has one, unless that
/// excludes the crate.
pub(crate) fn around(folder: &Path) -> Option<Workspace> {
    let folder = absolute(folder).ok()?;
    let (above, workspace) = folder.ancestors().skip(1).find_map(|above| {
        let manifest = fs::read_to_string(above.join("Cargo.toml")).ok()?;
        Some((above, Workspace::parse(&manifest)?))
    })?;
    let path = folder.strip_prefix(above).ok()?.to_string_lossy().replace('\\', "/");
    workspace.has_member(&path).then_some(workspace)
}

/// The manifest of a workspace that a crate is in and no member of, so that Cargo does not build it: unless a member depends on it by its path,
/// or the workspace excludes it.
pub(crate) fn without(folder: &Path) -> Option<PathBuf> {
    let folder = absolute(folder).ok()?;
    let (above, text, workspace) = folder.ancestors().skip(1).find_map(|above| {
        let manifest = fs::read_to_string(above.join("Cargo.toml")).ok()?;
        let workspace = Workspace::parse(&manifest)?;
        Some((above, manifest, workspace))
    })?;
    let path = folder.strip_prefix(above).ok()?.to_string_lossy().replace('\\', "/");
    let manifest: toml::Table = text.parse().ok()?;
    let members = manifest.get("workspace")?.get("members").and_then(toml::Value::as_array);
    let is_member = |member: &str| {
        let plain = member.trim_start_matches("./").trim_end_matches('/');
        plain.split('/').count() == path.split('/').count()
            && plain.split('/').zip(path.split('/')).all(|(wanted, step)| fits(wanted, step))
    };
    let mut members = members.into_iter().flatten().filter_map(toml::Value::as_str);
    let is_elsewhere = workspace.has_member(&path) && !members.any(is_member);
    is_elsewhere.then(|| above.join("Cargo.toml"))
}

/// The packages of a workspace that is there, each with the folder that it is in, as Cargo has them; none where Cargo cannot tell.
pub(crate) fn packages(root: &Path) -> Vec<(String, PathBuf)> {
    if !root.join("Cargo.toml").is_file() {
        return Vec::new();
    }
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(root);
    let Some(output) = cargo.output().ok().filter(|output| output.status.success()) else { return Vec::new() };
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let package = |package: &serde_json::Value| {
        let manifest = PathBuf::from(package["manifest_path"].as_str()?);
        Some((package["name"].as_str()?.to_owned(), manifest.parent()?.to_owned()))
    };
    metadata["packages"].as_array().into_iter().flatten().filter_map(package).collect()
}

/// The packages that Cargo would have beside one in a folder, which need not be there.
pub(crate) fn packages_beside(folder: &Path) -> Vec<(String, PathBuf)> {
    let Ok(folder) = absolute(folder) else { return Vec::new() };
    let is_package = |above: &&Path| above.join("Cargo.toml").is_file();
    folder.ancestors().skip(1).find(is_package).map(packages).unwrap_or_default()
}

/// Whether a step of a path is what a pattern says, in which `*` stands for any letters.
fn fits(pattern: &str, step: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == step,
        Some((before, rest)) => step.strip_prefix(before).is_some_and(|left| {
            let ends = left.char_indices().map(|(at, _)| at).chain([left.len()]);
            ends.into_iter().any(|at| fits(rest, &left[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_workspace_counts_unless_it_excludes_the_crate() {
        let root = tempfile::tempdir().unwrap();
        let is_member = || around(&root.path().join("clients/generated/pets")).is_some();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("clients/Cargo.toml", "[package]\nname = \"clients\"\n");
        assert!(!is_member());
        write("Cargo.toml", "[workspace]\nmembers = [\"clients/generated/*\"]\n");
        assert!(is_member());
        write("clients/Cargo.toml", "[workspace]\nexclude = [\"generated\"]\n");
        assert!(!is_member());
        write("clients/Cargo.toml", "[workspace]\nexclude = [\"generated\"]\nmembers = [\"generated/pets\"]\n");
        assert!(is_member());
    }

    #[test]
    fn a_crate_that_is_no_member_is_seen() {
        let root = tempfile::tempdir().unwrap();
        let lacks = |members: &str| {
            fs::write(root.path().join("Cargo.toml"), format!("[workspace]\n{members}\n")).unwrap();
            without(&root.path().join("crates/pets")).is_some()
        };
        assert!(lacks("members = [\"app\"]") && lacks("") && lacks("members = [\"crates/p\", \"crates\"]"));
        for members in ["[\"crates/*\"]", "[\"./crates/pets/\"]", "[\"*/p*s\"]"] {
            assert!(!lacks(&format!("members = {members}")), "{members}");
        }
        assert!(!lacks("exclude = [\"crates\"]"));
    }
}
