//! What real descriptions have and their crates have not, without a word: by kind, with examples.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use super::child::generate;
use super::document::Document;
use super::errand::Errand;
use super::limits;
use super::tally::{Record, Tally};
use crate::census::{self, Census, Count, Kind};
use clientwright::Screen;

/// What a process is sent for.
pub(super) const ERRAND: Errand = Errand { word: "--things-of", most: limits::COUNTING };

/// How many examples of a kind are listed, of one description.
const MOST_EXAMPLES: usize = 3;

/// What a process has found beside how much is lost.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Found {
    counts: BTreeMap<Kind, Count>,
    examples: Vec<String>,
}

/// Counts every description; what is lost in each, by its name.
pub(super) fn run(root: &Path, folder: &Path, documents: &[Document], screen: &Screen) -> anyhow::Result<Tally> {
    let mut counts = BTreeMap::<Kind, Count>::new();
    let tally = ERRAND.run((root, folder), documents, screen, |found: Found| {
        found.examples.iter().for_each(|example| screen.say(&format!("        {example}")));
        found.counts.into_iter().for_each(|(kind, count)| counts.entry(kind).or_default().add(count));
    })?;
    screen.say(&sums(&counts));
    Ok(tally)
}

/// The work of the process, behind its first word.
pub(super) fn asked(words: &mut impl Iterator<Item = OsString>) -> Option<anyhow::Result<ExitCode>> {
    ERRAND.asked(words, |_, folder, document| {
        limits::of_counting();
        match take(folder, document) {
            Ok(census) => {
                let asked = census.counts.values().map(|count| count.described).sum();
                let record = Record::Asked { asked, wrong: census.lost.len() };
                (record, Found { examples: examples(&census), counts: census.counts })
            }
            Err(record) => (record, Found::default()),
        }
    })
}

fn take(folder: &Path, document: &Document) -> Result<Census, Record> {
    let text = document.text(folder).map_err(|error| Record::NotAsked(error.to_string()))?;
    let bytes = text.as_bytes().to_vec();
    let output = generate(folder, &document.path, &document.crate_name, bytes)
        .map_err(|_| Record::NotAsked("refused".to_owned()))?;
    let tree = document.tree(folder).map_err(Record::NotAsked)?;
    // What is generated has to be Rust.
    census::take(&tree, &document.path, &output).map_err(Record::Failed)
}

fn examples(census: &Census) -> Vec<String> {
    let mut seen = BTreeMap::<Kind, usize>::new();
    let mut is_listed = |kind| {
        let count = seen.entry(kind).or_default();
        *count += 1;
        *count <= MOST_EXAMPLES
    };
    census.lost.iter().filter(|lost| is_listed(lost.kind)).map(ToString::to_string).collect()
}

fn sums(counts: &BTreeMap<Kind, Count>) -> String {
    let mut text = "\nkind                described  generated       told       lost\n".to_owned();
    for (kind, Count { described, generated, told }) in counts {
        let (name, lost) = (format!("{kind:?}"), described - generated - told);
        let _ = writeln!(text, "{name:<18} {described:>10} {generated:>10} {told:>10} {lost:>10}");
    }
    text
}
