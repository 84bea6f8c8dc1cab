//! The page of all messages, and the examples that `explain` shows, are what the catalogue and the fixtures make of them.

use super::Violation;
use super::tree::Tree;
use crate::explain::{EXAMPLES, Examples, PAGE, page, shown};

/// The first line of each that is not as it should be.
pub(crate) fn check(tree: &Tree, examples: &Examples) -> anyhow::Result<Vec<Violation>> {
    let wanted = [(PAGE, page(examples)), (EXAMPLES, shown(examples)?)];
    Ok(wanted.iter().filter_map(|(file, wanted)| compare(tree, file, wanted)).collect())
}

fn compare(tree: &Tree, file: &str, wanted: &str) -> Option<Violation> {
    let present = tree.text(file).unwrap_or_default();
    if present == wanted {
        return None;
    }
    let differs = present.lines().zip(wanted.lines()).position(|(present, wanted)| present != wanted);
    Some(Violation {
        file: file.to_owned(),
        line: differs.unwrap_or_else(|| present.lines().count().min(wanted.lines().count())) + 1,
        rule: "what is made of messages",
        message: "is not what the catalogue makes of it".to_owned(),
        help: "run `cargo xtask explain --write`".to_owned(),
    })
}
