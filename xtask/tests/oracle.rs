//! Values made from the schemas of all fixtures, decoded and encoded by the generated types: each has to come back as it was.

use std::path::{Path, PathBuf};

use xtask::oracle::document::Document;
use xtask::oracle::fixtures::{self, Fixture};
use xtask::oracle::harness::Harness;
use xtask::oracle::roundtrip::{deviations, probes};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the checkout").to_owned()
}

/// Fixtures of constructs, and the descriptions of `specs/`.
fn described() -> Vec<Fixture> {
    let mut all = fixtures::find(&root().join("codegen/tests/fixtures"), &["diagnostics"]).expect("fixtures");
    all.extend(fixtures::of_construct(&root(), "specs").expect("descriptions"));
    all
}

#[test]
fn values_of_all_fixtures_come_back() {
    let fixtures = described();
    let modules: Vec<_> =
        fixtures.iter().map(|it| it.module().unwrap_or_else(|why| panic!("{}: {why}", it.path))).collect();
    let mut all = Vec::new();
    for (fixture, module) in fixtures.iter().zip(&modules) {
        let document = Document::parse(&fixture.text).unwrap_or_else(|why| panic!("{}: {why}", fixture.path));
        all.extend(probes(&document, module));
    }
    let harness = Harness::build(&root(), "oracle", &modules).expect("the types compile");
    let found = deviations(&harness, &all).expect("the program answers");
    let lines: Vec<String> = found
        .iter()
        .map(|it| {
            let probe = it.probe;
            let (module, ty, label) = (&probe.module, &probe.ty, &probe.instance.label);
            format!("{module} {ty}, {label}: {}\n    {}\n    {}", it.cause.name, it.cause.detail, probe.json())
        })
        .collect();
    assert!(lines.is_empty(), "{} of {} values do not come back:\n{}", lines.len(), all.len(), lines.join("\n"));
    assert!(all.len() > 1000, "only {} values are made", all.len());
}
