//! Values made from the schemas of all fixtures, decoded and encoded by the generated types: each has to come back as it was.

use std::path::{Path, PathBuf};

use xtask::oracle::fixtures::{self, Fixture};
use xtask::oracle::harness::{Harness, Module, Question, Reply, SAMPLE};
use xtask::oracle::roundtrip::{judged, probes};

/// As many values have to be judged of the fixtures.
const LEAST_ASKED: usize = 9_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the checkout").to_owned()
}

/// Fixtures of constructs, and the descriptions of `specs/`.
fn described() -> Vec<Fixture> {
    let mut all = fixtures::find(&root().join("codegen/tests/fixtures"), &["diagnostics"]).expect("fixtures");
    all.extend(fixtures::of_construct(&root(), "specs").expect("descriptions"));
    // What settings change is not in the description, which is all that the oracle knows.
    all.retain(Fixture::says_it_all);
    all
}

fn modules(fixtures: &[Fixture]) -> Vec<Module> {
    fixtures.iter().map(|it| it.module().unwrap_or_else(|why| panic!("{}: {why}", it.path))).collect()
}

#[test]
fn values_of_all_fixtures_come_back() {
    let fixtures = described();
    let modules = modules(&fixtures);
    let mut all = Vec::new();
    for (fixture, module) in fixtures.iter().zip(&modules) {
        let document = fixture.tree().unwrap_or_else(|why| panic!("{}: {why}", fixture.path));
        all.extend(probes(&document, module));
    }
    let harness = Harness::build(&root(), "oracle", &modules).expect("the types compile");
    let found = judged(&harness, &all).expect("the program answers");
    let lines: Vec<String> = found
        .deviations
        .iter()
        .map(|it| {
            let probe = it.probe;
            let (module, ty, label) = (&probe.module, &probe.ty, &probe.instance.label);
            format!("{module} {ty}, {label}: {}\n    {}\n    {}", it.cause.name, it.cause.detail, probe.json())
        })
        .collect();
    assert!(lines.is_empty(), "{} of {} values do not come back:\n{}", lines.len(), found.asked, lines.join("\n"));
    assert!(found.asked > LEAST_ASKED, "only {} values of {} were judged", found.asked, all.len());
}

/// What a sample is decoded from is what it is encoded as, and nothing in it is of a kind or a value that the description does not know.
#[test]
fn samples_of_all_fixtures_are_values_as_described() {
    let modules = modules(&described());
    let harness = Harness::build(&root(), "samples", &modules).expect("the types compile");
    let types: Vec<(&str, &str)> = modules
        .iter()
        .filter(|module| module.files.contains_key("src/types/mod.rs"))
        .flat_map(|module| module.types.iter().map(|ty| (module.name.as_str(), ty.name.trim_start_matches("r#"))))
        .collect();
    let ask = |json: &[&str]| {
        let questions: Vec<_> =
            types.iter().zip(json).map(|((module, ty), json)| Question { module, ty, json }).collect();
        harness.ask(&questions).expect("the program answers")
    };
    let samples = ask(&vec![SAMPLE; types.len()]);
    let written: Vec<&str> = samples
        .iter()
        .zip(&types)
        .map(|(sample, ty)| match sample {
            Reply::Encoded { json, .. } => json.as_str(),
            other => panic!("{ty:?}: {other:?}"),
        })
        .collect();
    for (((sample, again), ty), json) in samples.iter().zip(ask(&written)).zip(&types).zip(&written) {
        assert_eq!(*sample, again, "{ty:?}: {json}");
        assert!(!format!("{sample:?}").contains("Unknown("), "{ty:?}: {sample:?}");
    }
    assert!(types.len() > 500, "only {} types are asked", types.len());
}
