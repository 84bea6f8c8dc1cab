//! The page of all messages is what the catalogue and the fixtures make of it.

use super::Violation;
use super::tree::Tree;
use crate::explain::{Examples, PAGE, page};

/// The first line of the page that is not as it should be.
pub(crate) fn check(tree: &Tree, examples: &Examples) -> Option<Violation> {
    let present = tree.text(PAGE).unwrap_or_default();
    let wanted = page(examples);
    if present == wanted {
        return None;
    }
    let differs = present.lines().zip(wanted.lines()).position(|(present, wanted)| present != wanted);
    Some(Violation {
        file: PAGE.to_owned(),
        line: differs.unwrap_or_else(|| present.lines().count().min(wanted.lines().count())) + 1,
        rule: "page of messages",
        message: "is not what the catalogue makes of it".to_owned(),
        help: "run `cargo xtask explain --write`".to_owned(),
    })
}
