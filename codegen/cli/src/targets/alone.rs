//! A description and a crate that are in no project: both are wherever the user likes.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{DEFAULTS, Target, crate_name, description_stem, files_of, is_overlay_of};
use crate::usage::Usage;

/// One description, and a folder for its crate, both wherever the user likes; the root is the nearest folder that has both. Settings and
/// overlays are beside the description.
///
/// # Errors
/// [`Usage`] where the file or the folder has no name that can be one; an error where they cannot be reached.
pub(crate) fn alone(file: &Path, out: &Path) -> anyhow::Result<(PathBuf, Target)> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if file.to_string_lossy().contains("://") {
        bail!(Usage(format!("{} is an address\nhelp: fetch it into a file, and give that", file.display())));
    }
    let Some(stem) = description_stem(&name) else {
        bail!(Usage(format!("{} is no description: its name ends with .yaml, .yml or .json", file.display())));
    };
    let description = file.canonicalize().with_context(|| format!("cannot read {}", file.display()))?;
    let folder = absolute(out)?;
    let Some(krate) = folder.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        bail!(Usage(format!("{} is no folder for a crate", out.display())));
    };
    let krate = crate_name(&krate).with_context(|| format!("{} cannot be the folder of a crate", out.display()))?;
    let beside = description.parent().unwrap_or(Path::new("/"));
    let common = |path: &&Path| folder.starts_with(path);
    let root = beside.ancestors().find(common).context("the description and its crate are on different disks")?;
    let shown = |path: &Path| match path.strip_prefix(root).unwrap_or(path) {
        // The description is in the folder of the crate.
        here if here.as_os_str().is_empty() => ".".to_owned(),
        below => below.to_string_lossy().replace('\\', "/"),
    };
    let settings = beside.join(format!("{stem}.toml"));
    let files = files_of(beside)?;
    let target = Target {
        name: krate,
        description: shown(&description),
        settings: settings.is_file().then(|| shown(&settings)),
        defaults: beside.join(DEFAULTS).is_file().then(|| shown(&beside.join(DEFAULTS))),
        overlays: files.into_iter().filter(|file| is_overlay_of(file, stem)).collect(),
        folder: shown(&folder),
    };
    Ok((root.to_owned(), target))
}

/// A path from the root of the disk, without `.`, `..` and links as far as it exists.
pub(crate) fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    let path = std::path::absolute(path).with_context(|| format!("cannot tell where {} is", path.display()))?;
    let mut missing = Vec::new();
    let mut there = path.as_path();
    loop {
        if let Ok(found) = there.canonicalize() {
            let steps = missing.iter().rev();
            return Ok(steps.fold(found, |path, step| {
                if step == ".." { path.parent().unwrap_or(&path).into() } else { path.join(step) }
            }));
        }
        missing.push(there.components().next_back().map_or_else(Default::default, |step| step.as_os_str().to_owned()));
        there = there.parent().with_context(|| format!("cannot tell where {} is", path.display()))?;
    }
}
