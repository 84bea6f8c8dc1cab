//! What the programs are asked for: words of their command lines, each once.

use std::str::FromStr;

use anyhow::{Context, bail};

/// Which of the two is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The generated client.
    Ours,
    /// The same by hand: reqwest, serde's derive.
    Bare,
}

impl FromStr for Side {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> anyhow::Result<Self> {
        match word {
            "ours" => Ok(Self::Ours),
            "bare" => Ok(Self::Bare),
            _ => bail!("`{word}` is neither `ours` nor `bare`"),
        }
    }
}

/// Reads a side and a number of repetitions, and nothing after them.
///
/// # Errors
/// One is missing or no such thing, or more follows.
pub fn side_and_repetitions<S: FromStr<Err = anyhow::Error>>(
    mut words: impl Iterator<Item = String>,
) -> anyhow::Result<(S, u32)> {
    let side = words.next().context("whose side")?.parse()?;
    let repetitions = words.next().context("how many repetitions")?.parse().context("a number of repetitions")?;
    match words.next() {
        None => Ok((side, repetitions)),
        Some(word) => bail!("`{word}` is one word too many"),
    }
}
