//! What `bench` can be asked for. Measuring is not its business.

use super::{Usage, meant};
use crate::bench::Layout;

/// A part of what is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// How much is generated.
    Size,
    /// The generator.
    Generate,
    /// The generator, where descriptions are larger.
    Growth,
    /// Checking a generated crate.
    Check,
    /// A call.
    Call,
    /// A call, with one thing on at a time.
    Features,
    /// Reading and writing JSON.
    Codec,
    /// A message of a WebSocket.
    Live,
    /// A program that uses a generated crate.
    Release,
}

/// The parts as they are asked for, in the order in which they are measured.
pub const PARTS: &[(&str, Part)] = &[
    ("size", Part::Size),
    ("generate", Part::Generate),
    ("growth", Part::Growth),
    ("check", Part::Check),
    ("call", Part::Call),
    ("features", Part::Features),
    ("codec", Part::Codec),
    ("live", Part::Live),
    ("release", Part::Release),
];

/// What becomes of the counts that are recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ratchet {
    /// They are compared, and what differs is told.
    #[default]
    Told,
    /// They are compared, and one that grew is a failure.
    Held,
    /// They are recorded anew.
    Written,
}

/// What `bench` was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BenchOptions {
    /// Which parts; none means all.
    pub parts: Vec<Part>,
    /// Names of descriptions, or paths; none means all that are there.
    pub documents: Vec<String>,
    /// What becomes of the counts.
    pub ratchet: Ratchet,
    /// How tables are written.
    pub layout: Layout,
}

/// Reads the words after `bench`.
pub(super) fn read(words: Vec<String>, has: impl Fn(&str) -> bool) -> Result<BenchOptions, Usage> {
    let ratchet = match (has("check"), has("write")) {
        (true, true) => return Err(Usage("`--check` compares and `--write` records: one of them".to_owned())),
        (true, false) => Ratchet::Held,
        (false, true) => Ratchet::Written,
        (false, false) => Ratchet::Told,
    };
    let layout = if has("markdown") { Layout::Markdown } else { Layout::Plain };
    let (mut parts, mut documents) = (Vec::new(), Vec::new());
    for word in words {
        match PARTS.iter().find(|(name, _)| *name == word) {
            Some((_, part)) => parts.push(*part),
            None => documents.push(word),
        }
    }
    Ok(BenchOptions { parts, documents, ratchet, layout })
}

/// A word that is neither a part nor a description.
pub(crate) fn unknown<'a>(word: &str, descriptions: impl IntoIterator<Item = &'a str>) -> Usage {
    let meant = meant(word, PARTS.iter().map(|(name, _)| *name).chain(descriptions));
    Usage(format!("`bench` has no part and finds no description `{word}`{meant}"))
}
