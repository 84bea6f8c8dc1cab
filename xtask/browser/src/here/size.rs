//! What is downloaded before anything is seen. Enters: the files of a page. Leaves: their sizes, as they are and compressed, held to a record.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use brotli::enc::BrotliEncoderParams;

use super::page::FILES;

/// How much more is no fault, in per cent: another patch of a library, not another library.
const TOLERANCE: u64 = 3;
/// The brotli level that files are compressed with once and served often.
const QUALITY: i32 = 11;

/// Of each file: its name, its bytes, and its bytes compressed.
pub(super) struct Sizes(Vec<(&'static str, u64, u64)>);

impl Sizes {
    pub(super) fn measure(folder: &Path) -> anyhow::Result<Self> {
        let sizes = FILES.into_iter().map(|(name, _)| {
            let bytes = fs::read(folder.join(name)).with_context(|| format!("cannot read {name}"))?;
            let mut compressed = Vec::new();
            let parameters = BrotliEncoderParams { quality: QUALITY, ..BrotliEncoderParams::default() };
            brotli::BrotliCompress(&mut bytes.as_slice(), &mut compressed, &parameters)?;
            Ok((name, bytes.len() as u64, compressed.len() as u64))
        });
        Ok(Self(sizes.collect::<anyhow::Result<_>>()?))
    }

    fn total(&self) -> (u64, u64) {
        self.0.iter().fold((0, 0), |(raw, compressed), size| (raw + size.1, compressed + size.2))
    }

    /// Writes the record anew.
    pub(super) fn record(&self) -> anyhow::Result<()> {
        let text = format!(
            "# What the page of the chat weighs: bytes as they are, bytes by brotli 11. `cargo xtask browser --write` writes this.\n{self}"
        );
        Ok(fs::write(path(), text)?)
    }

    /// Compares with the record: what got too large, and what to do about it.
    pub(super) fn hold(&self) -> anyhow::Result<()> {
        let record = fs::read_to_string(path()).with_context(|| format!("cannot read {}", path().display()))?;
        let known =
            record.lines().find_map(|line| line.strip_prefix("all ")?.split_whitespace().next_back()?.parse().ok());
        let known: u64 = known.context("xtask/browser/size.txt has no line `all`")?;
        let (_, now) = self.total();
        anyhow::ensure!(
            now * 100 <= known * (100 + TOLERANCE),
            "the page has grown from {known} to {now} bytes by brotli, more than {TOLERANCE} %. If that is worth it: cargo xtask browser --write"
        );
        Ok(())
    }
}

fn path() -> PathBuf {
    super::tools::package().join("size.txt")
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, raw, compressed) in &self.0 {
            writeln!(f, "{name:<24} {raw:>9} {compressed:>8}")?;
        }
        let (raw, compressed) = self.total();
        writeln!(f, "{:<24} {raw:>9} {compressed:>8}", "all")
    }
}
