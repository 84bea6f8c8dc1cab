//! What real descriptions have and their crates have not, without a word: by kind, with examples.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::child::generate;
use super::document::Document;
use super::tally::{Record, Tally};
use crate::census::{self, Census, Count, Kind};
use crate::generator::guarded;
use crate::screen::Screen;

/// How many examples of a kind are listed, of one description.
const MOST_EXAMPLES: usize = 3;

/// Counts every description; what is lost in each, by its name.
pub(super) fn run(folder: &Path, documents: &[Document], screen: &Screen) -> Tally {
    let mut tally = Tally::default();
    let mut counts = BTreeMap::<Kind, Count>::new();
    let mut progress = screen.progress(documents.len());
    for document in documents {
        progress.step(&document.name);
        let census = guarded(|| take(folder, document));
        progress.clear();
        match census {
            Ok(Ok(census)) => {
                let described = census.counts.values().map(|count| count.described).sum();
                screen.say(&format!("{:>7} of {described:>7} are lost  {}", census.lost.len(), document.name));
                screen.say(&examples(&census));
                tally.insert(document.name.clone(), Record::Asked { asked: described, wrong: census.lost.len() });
                census.counts.into_iter().for_each(|(kind, count)| counts.entry(kind).or_default().add(count));
            }
            Ok(Err(reason)) => {
                screen.say(&format!("    not counted: {reason}  {}", document.name));
                tally.insert(document.name.clone(), Record::NotAsked(reason));
            }
            Err(panic) => {
                screen.say(&format!("    it panics: {panic}  {}", document.name));
                tally.insert(document.name.clone(), Record::Failed(format!("it panics: {panic}")));
            }
        }
    }
    screen.say(&sums(&counts));
    tally
}

fn take(folder: &Path, document: &Document) -> Result<Census, String> {
    let text = document.text(folder).map_err(|error| error.to_string())?;
    let bytes = text.as_bytes().to_vec();
    let output = generate(folder, &document.path, &document.crate_name, bytes).map_err(|_| "refused".to_owned())?;
    census::take(&document.tree(folder)?, &document.path, &output)
}

fn examples(census: &Census) -> String {
    let mut seen = BTreeMap::<Kind, usize>::new();
    let mut text = String::new();
    for lost in &census.lost {
        let count = seen.entry(lost.kind).or_default();
        *count += 1;
        if *count <= MOST_EXAMPLES {
            let _ = writeln!(text, "        {lost}");
        }
    }
    text.trim_end().to_owned()
}

fn sums(counts: &BTreeMap<Kind, Count>) -> String {
    let mut text = "\nkind                described  generated       told       lost\n".to_owned();
    for (kind, Count { described, generated, told }) in counts {
        let (name, lost) = (format!("{kind:?}"), described - generated - told);
        let _ = writeln!(text, "{name:<18} {described:>10} {generated:>10} {told:>10} {lost:>10}");
    }
    text
}
