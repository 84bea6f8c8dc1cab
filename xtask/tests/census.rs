//! Nothing of a description is lost without a word: each thing that it has is in its crate, or is told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use xtask::census::{self, Count, Kind};
use xtask::oracle::document::Document;
use xtask::oracle::fixtures;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the checkout").to_owned()
}

#[test]
fn fixtures_lose_nothing_without_a_word() {
    let mut all = fixtures::find(&root().join("codegen/tests/fixtures"), &["diagnostics"]).expect("fixtures");
    all.extend(fixtures::of_construct(&root(), "specs").expect("descriptions"));
    let mut lost = Vec::new();
    let mut counts = BTreeMap::<Kind, Count>::new();
    for fixture in &all {
        let output = fixture.output().unwrap_or_else(|why| panic!("{}: {why}", fixture.path));
        let document = Document::parse(&fixture.text).unwrap_or_else(|why| panic!("{}: {why}", fixture.path));
        let census = census::take(&document, &output).unwrap_or_else(|why| panic!("{}: {why}", fixture.path));
        lost.extend(census.lost.iter().map(|it| format!("{}: {it}", fixture.path)));
        for (kind, count) in census.counts {
            counts.entry(kind).or_default().add(count);
        }
    }
    assert!(lost.is_empty(), "{} things are lost:\n{}", lost.len(), lost.join("\n"));
    for (kind, count) in counts {
        assert!(count.generated > 0, "no {kind:?} of {count:?} was found, so none was looked for");
    }
}
