//! The page of decisions: what it says of each member, word and construct of the specifications is so, and shown by a fixture.

use std::path::Path;

use xtask::explain::{DECISIONS, decisions};

#[test]
fn every_decision_is_proven_by_a_fixture_and_stands_on_the_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the checkout");
    let (page, faults) = decisions(root).expect("fixtures can be read");
    assert!(faults.is_empty(), "{} decisions of the tables are not so:\n{}", faults.len(), faults.join("\n"));
    let present = std::fs::read_to_string(root.join(DECISIONS)).expect("the page is there");
    let differs = present.lines().zip(page.lines()).find(|(present, page)| present != page);
    assert!(present == page, "run `cargo xtask explain --write`: {DECISIONS} differs at {differs:#?}");
}
