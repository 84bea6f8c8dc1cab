//! Where the work is: the folder that has `specs/` and `generated/`.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::targets::SPECS;

/// The folder that is given; otherwise the nearest one that has `specs/`, from the current folder upwards, or the current one where none has.
///
/// # Errors
/// Where there is no current folder any more.
pub(crate) fn root(given: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(given) = given {
        return Ok(given.to_owned());
    }
    let current = current(None)?;
    let nearest = current.ancestors().find(|folder| folder.join(SPECS).is_dir());
    Ok(nearest.unwrap_or(&current).to_owned())
}

/// The folder that relative paths begin in: the one that is given, or the current one.
///
/// # Errors
/// Where there is no current folder any more.
pub(crate) fn current(given: Option<&Path>) -> anyhow::Result<PathBuf> {
    given.map_or_else(|| std::env::current_dir().context("the current folder is gone"), |given| Ok(given.to_owned()))
}
