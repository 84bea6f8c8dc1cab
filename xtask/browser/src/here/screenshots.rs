//! Pictures of the page. Enters: those that the tests have taken. Leaves: the few that its README shows.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::built;
use super::tools::target;

/// What the README shows.
const KEPT: [&str; 5] = [
    "room-desk-light.webp",
    "room-desk-dark.webp",
    "sign-in-phone-light.webp",
    "room-phone-dark.webp",
    "lost-phone-light.webp",
];
/// The largest that one may be: they stay in the history for good.
const LARGEST: u64 = 60_000;

/// Where the tests put them.
pub(super) fn folder() -> PathBuf {
    target().join("screenshots")
}

/// Puts them beside the README.
pub(super) fn keep() -> anyhow::Result<()> {
    let place = built::source().join("screenshots");
    fs::create_dir_all(&place)?;
    for name in KEPT {
        let from = folder().join(name);
        let size = fs::metadata(&from).with_context(|| format!("cannot read {}", from.display()))?.len();
        anyhow::ensure!(size <= LARGEST, "{name} has {size} bytes, more than {LARGEST}");
        fs::copy(from, place.join(name))?;
    }
    Ok(())
}
