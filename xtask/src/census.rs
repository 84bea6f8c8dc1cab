//! What a description has against what its crate has: nothing may be lost without a word.
//!
//! Things are counted on the tree of the description and of the files that it refers to. Each has to be found in the generated sources, in the place where it
//! belongs, or else to be told: under "Not generated" in `reference.md`, or by a message at its place.

mod elsewhere;
mod items;
mod list;
mod live;
mod nested;
mod older;
mod source;
mod things;
mod told;

use std::collections::BTreeMap;
use std::fmt;

use clientwright_codegen::Output;
use serde::{Deserialize, Serialize};

use crate::oracle::document::Document;
use source::Sources;
use told::Told;

/// What kind of thing is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the words of OpenAPI")]
pub enum Kind {
    Operation,
    Parameter,
    RequestMediaType,
    ResponseMediaType,
    ResponseHeader,
    Message,
    Incoming,
    Schema,
    Property,
    EnumValue,
    Tag,
    Server,
    SecurityScheme,
    Description,
}

/// How many things of a kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// In the description.
    pub described: usize,
    /// In the crate.
    pub generated: usize,
    /// Not in the crate, and told.
    pub told: usize,
}

impl Count {
    /// Together with another one.
    pub fn add(&mut self, other: Self) {
        self.described += other.described;
        self.generated += other.generated;
        self.told += other.told;
    }
}

/// Something that the description has, that the crate has not, and that nobody tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub at: String,
    /// What was looked for.
    pub what: String,
}

/// The count of one description.
#[derive(Clone, Debug, Default)]
pub struct Census {
    /// By kind.
    pub counts: BTreeMap<Kind, Count>,
    /// Everything that is lost.
    pub lost: Vec<Lost>,
}

/// Counts; `path` is that of the description, as messages show it.
///
/// # Errors
/// Where a generated source is no Rust.
pub fn take(document: &Document, path: &str, output: &Output) -> Result<Census, String> {
    let sources = Sources::read(&output.files)?;
    let told = Told::read(path, output);
    let mut census = Census::default();
    for thing in list::of(document, output) {
        let count = census.counts.entry(thing.kind).or_default();
        count.described += 1;
        if sources.has(&thing) {
            count.generated += 1;
        } else if thing.places.iter().any(|place| told.covers(place))
            || thing.owner.as_ref().is_some_and(|owner| told.leaves_out(owner))
        {
            count.told += 1;
        } else {
            let at = thing.places.first().cloned().unwrap_or_default();
            census.lost.push(Lost { kind: thing.kind, at, what: thing.evidence.to_string() });
        }
    }
    Ok(census)
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} at {}", self.kind, self.what, self.at)
    }
}
