//! Nothing of a description is lost without a word: each thing that it has is in its crate, or is told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use xtask::census::{self, Count, Kind};
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
    // What settings change is not in the description, which is all that the census knows.
    for fixture in all.iter().filter(|fixture| fixture.says_it_all()) {
        let output = fixture.output().unwrap_or_else(|why| panic!("{}: {why}", fixture.path));
        let document = fixture.tree().unwrap_or_else(|why| panic!("{}: {why}", fixture.path));
        let census =
            census::take(&document, &fixture.path, &output).unwrap_or_else(|why| panic!("{}: {why}", fixture.path));
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

/// Each kind is looked for: where the crate has another word than the description, it is lost.
#[test]
fn what_is_not_there_is_found_to_be_lost() {
    let fixtures = fixtures::of_construct(&root(), "specs").expect("descriptions");
    let fixture = fixtures.iter().find(|fixture| fixture.path.contains("user-chat")).expect("the user and chat API");
    let document = fixture.tree().expect("a description");
    let output = fixture.output().expect("a crate");
    for (kind, word) in [
        (Kind::Parameter, "\"limit\""),
        (Kind::ResponseHeader, "\"Location\""),
        (Kind::Property, "required email;"),
        (Kind::EnumValue, "\"moderator\""),
        (Kind::Server, "\"https://api.example.com\""),
        (Kind::Description, "People and their avatars"),
        (Kind::Operation, "`GET /api/v1/users`"),
    ] {
        let mut changed = output.clone();
        changed.files.values_mut().for_each(|text| *text = text.replace(word, "\"another\""));
        assert_ne!(changed.files, output.files, "{word} is not in the crate");
        let census = census::take(&document, &fixture.path, &changed).expect("Rust");
        assert!(census.lost.iter().any(|lost| lost.kind == kind), "{kind:?} {word} is not missed");
    }
}

/// What references into other files lead to is looked for as well.
#[test]
fn what_stands_in_another_file_is_found_to_be_lost() {
    let fixtures = fixtures::find(&root().join("codegen/tests/fixtures"), &["diagnostics"]).expect("fixtures");
    let is_wanted = |fixture: &&fixtures::Fixture| fixture.path.ends_with("a_whole_description_lends_its_parts.yaml");
    let fixture = fixtures.iter().find(is_wanted).expect("a description of two files");
    let (document, output) = (fixture.tree().expect("a tree"), fixture.output().expect("a crate"));
    for (kind, word) in [(Kind::Property, "age"), (Kind::Schema, "Person"), (Kind::Parameter, "\"id\"")] {
        let mut changed = output.clone();
        changed.files.values_mut().for_each(|text| *text = text.replace(word, "other"));
        assert_ne!(changed.files, output.files, "{word} is not in the crate");
        let census = census::take(&document, &fixture.path, &changed).expect("Rust");
        assert!(census.lost.iter().any(|lost| lost.kind == kind), "{kind:?} {word} is not missed");
    }
}
