//! What there is to say about `specs/` and `generated/` as a whole, which no description is to blame for alone.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clientwright_codegen::{Output, Runtime};

use crate::generator;
use crate::runtime::FOLDER as RUNTIME;
use crate::targets::{self, DEFAULTS, Target};
use crate::workspace;

/// Packages that the workspace has besides the generated ones.
pub(crate) const TAKEN: &[&str] = &["clientwright", "clientwright-codegen", "clientwright-runtime", "xtask"];

/// About the folders: no description at all, settings or overlays without one, crates without one.
pub(super) fn of_folders(root: &Path, targets: &[Target]) -> anyhow::Result<Vec<String>> {
    let mut remarks = Vec::new();
    if targets.is_empty() {
        let nothing =
            "there is nothing to generate: specs/ holds no description, a file with the ending .yaml, .yml or .json";
        remarks.push(match targets::in_folders(root)?.as_slice() {
            [] => nothing.to_owned(),
            [(file, meant), ..] => {
                format!("{nothing}; {file} is in a folder, which is for parts of descriptions: move it to {meant}")
            }
        });
    }
    for settings in targets::lonely_settings(root, targets)? {
        remarks.push(format!("{settings} belongs to no description: give it the name of one, or delete it"));
    }
    // Settings that cannot be read are told where they are needed.
    let settings = targets.iter().map_while(|target| generator::settings(root, target).ok());
    let settings: Vec<_> = settings.collect();
    if settings.len() == targets.len() {
        let applied: Vec<_> = settings.iter().flat_map(|settings| settings.overlays()).map(str::to_owned).collect();
        for overlay in targets::lonely_overlays(root, &applied)? {
            remarks.push(format!(
                "{overlay} is applied to no description: call it `<name>.overlay.yaml`, or list it under `overlays` in its settings"
            ));
        }
    }
    let has_runtime = settings.len() < targets.len()
        || settings.iter().any(|settings| match settings.runtime() {
            Runtime::Vendored | Runtime::Workspace => true,
            Runtime::Path(path) => path == format!("{}/{RUNTIME}", targets::GENERATED),
            _ => false,
        });
    if !has_runtime && root.join(targets::GENERATED).join(RUNTIME).is_dir() {
        remarks.push(format!("no crate has its runtime from generated/{RUNTIME} any more: delete the folder"));
    }
    for folder in stray_crates(root, targets)? {
        remarks.push(format!(
            "generated/{folder} has no description in specs/: delete the folder, or bring the description back"
        ));
    }
    Ok(remarks)
}

/// About a file that cannot be generated from, as it is a part that other descriptions refer to.
pub(super) fn of_part(root: &Path, part: &Target) -> Option<String> {
    let file = part.description.strip_prefix("specs/")?;
    let refers =
        |target: &Target| generator::referred(root, target).ok()?.contains(file).then(|| target.stem().to_owned());
    let others = targets::find(root).ok()?;
    let stem = others.iter().filter(|target| *target != part).find_map(refers)?;
    Some(format!(
        "{} is what other descriptions refer to, and each file of specs/ itself is a description: \
         move it to specs/{stem}/{file}, and correct the references",
        part.description
    ))
}

/// About an output that nobody can use: webhooks alone are of use, to those who take them.
pub(super) fn of_output(target: &Target, output: &Output) -> Option<String> {
    let nothing = output.summary.operations == 0 && output.summary.incoming == 0;
    let reason = match output.summary.left_out {
        0 => "it describes none below `paths`",
        _ => "generated/reference.md says why each was left out",
    };
    let reason = reason.replace("generated/", &format!("{}/", target.folder));
    nothing.then(|| format!("{} has no operation that can be called: {reason}", target.description))
}

/// About a runtime that is not where the settings say: Cargo could not load the crate.
pub(super) fn of_runtime(root: &Path, target: &Target, runtime: &Runtime) -> Option<String> {
    let Runtime::Path(path) = runtime else { return None };
    let is_there = root.join(path).join("Cargo.toml").is_file();
    (!is_there).then(|| {
        format!("{} has its runtime from {path}, where none is: correct `runtime` below `[package]`", target.folder)
    })
}

/// Packages that two crates would have; the workspace could not be built.
pub(super) fn of_packages(root: &Path, targets: &[Target]) -> Vec<String> {
    let mut first: BTreeMap<String, &Target> = BTreeMap::new();
    let mut remarks = Vec::new();
    for target in targets {
        // Settings that cannot be read are told where they are needed.
        let Ok(settings) = generator::settings(root, target) else { continue };
        let name = settings.name.replace('_', "-");
        let own = target.settings_path();
        let is_for_all = target.defaults.as_deref() == Some(own.as_str()) || own.ends_with(&format!("/{DEFAULTS}"));
        let remedy = match is_for_all {
            true => "call the file otherwise".to_owned(),
            false => format!("set another `name` below `[package]` in {own}"),
        };
        if TAKEN.contains(&name.as_str()) {
            remarks.push(format!(
                "{} would become the package `{name}`, which is one of clientwright's own: {remedy}",
                target.description
            ));
        }
        if let Some(first) = first.get(&name) {
            let both = format!("{} and {}", first.description, target.description);
            let other = match first.settings_path() == own {
                true => String::new(),
                false => format!(", or in {}", first.settings_path()),
            };
            remarks.push(format!("{both} would both become the package `{name}`: {remedy}{other}"));
        } else {
            first.insert(name, target);
        }
    }
    remarks
}

/// Packages that the workspace has elsewhere under the name of one that is written; it could not be built.
pub(super) fn of_members<'a>(root: &Path, written: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut remarks = Vec::new();
    for (folder, manifest) in written {
        let manifest: toml::Table = manifest.parse().unwrap_or_default();
        let name = manifest.get("package").and_then(|package| package.get("name")?.as_str());
        let own = root.join(folder);
        if workspace::around(&own).is_none() || workspace::without(&own).is_some() {
            continue;
        }
        let is_it = |(other, place): &(String, PathBuf)| {
            Some(other.as_str()) == name && place.canonicalize().ok() != own.canonicalize().ok()
        };
        if let Some((name, place)) = workspace::packages_beside(&own).into_iter().find(is_it) {
            let remedy = match name == RUNTIME {
                true => {
                    "say where it is, `runtime = { path = \"..\" }` below `[package]` in the settings of the description"
                }
                false => "set another `name` below `[package]` in the settings of the description",
            };
            remarks.push(format!(
                "{folder} would be a second package `{name}` of the workspace, which has one in {}\nhelp: {remedy}",
                place.display()
            ));
        }
    }
    remarks
}

/// Crates of descriptions that are gone. They may hold tests and examples, so deleting them is for people.
fn stray_crates(root: &Path, targets: &[Target]) -> anyhow::Result<Vec<String>> {
    let known: BTreeSet<&str> = targets.iter().map(|target| target.name.as_str()).chain([RUNTIME]).collect();
    let mut stray = Vec::new();
    let folder = root.join("generated");
    if !folder.exists() {
        return Ok(stray);
    }
    for entry in fs::read_dir(&folder).context("cannot read generated/")? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() && !known.contains(name.as_str()) {
            stray.push(name);
        }
    }
    stray.sort();
    Ok(stray)
}
