//! Files of `specs/` that no crate is made of, and that were meant for one, perhaps.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::{DEFAULTS, SPECS, Target, description_stem, files, is_overlay};

/// Settings that belong to no description.
///
/// # Errors
/// Where `specs/` cannot be read.
pub(crate) fn lonely_settings(root: &Path, targets: &[Target]) -> anyhow::Result<Vec<String>> {
    let paths = files(root)?.into_iter().filter(|file| file.ends_with(".toml")).map(|file| format!("specs/{file}"));
    let is_default = |path: &str| path == format!("{SPECS}/{DEFAULTS}");
    let belongs =
        |path: &String| is_default(path) || targets.iter().any(|target| target.settings.as_ref() == Some(path));
    Ok(paths.filter(|path| !belongs(path)).collect())
}

/// Overlays in `specs/` itself that are not among those that are applied.
///
/// # Errors
/// Where `specs/` cannot be read.
pub(crate) fn lonely_overlays(root: &Path, applied: &[String]) -> anyhow::Result<Vec<String>> {
    let is_lonely = |file: &String| is_overlay(file) && !applied.contains(file);
    Ok(files(root)?.into_iter().filter(is_lonely).map(|file| format!("specs/{file}")).collect())
}

/// Descriptions in folders of `specs/`, each with where it would be one.
///
/// # Errors
/// Where `specs/` cannot be read.
pub(crate) fn in_folders(root: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join("specs")).context("cannot read specs/")? {
        let entry = entry?;
        let folder = entry.file_name().to_string_lossy().into_owned();
        for file in fs::read_dir(entry.path()).into_iter().flatten() {
            let path = file?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let Some((_, ending)) = name.rsplit_once('.').filter(|_| description_stem(&name).is_some()) else {
                continue;
            };
            if fs::read_to_string(&path).is_ok_and(|text| says_its_version(&text)) {
                found.push((format!("specs/{folder}/{name}"), format!("specs/{folder}.{ending}")));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a text says, in one of its lines, that it is a description.
fn says_its_version(text: &str) -> bool {
    let is_key = |line: &str| {
        let line = line.trim_start_matches(['{', ' ', '\t', '"', '\'']);
        line.starts_with("openapi") || line.starts_with("swagger")
    };
    text.lines().any(is_key)
}
