//! What descriptions say about values at their tops (`# through:`) against what the generated types do with those values.

use std::path::{Path, PathBuf};

use xtask::oracle::fixtures::{self, Fixture};
use xtask::oracle::harness::{Harness, Module, Question};
use xtask::oracle::through::{self, Through};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the checkout").to_owned()
}

/// A line for each value that does not become what the description says, and how many values there are.
fn wrong(name: &str, fixtures: &[Fixture]) -> (Vec<String>, usize) {
    let mut found = Vec::new();
    let mut told: Vec<(Module, &Fixture, Vec<Through>)> = Vec::new();
    for fixture in fixtures {
        let lines = through::lines(&fixture.text).unwrap_or_else(|reason| panic!("{}: {reason}", fixture.path));
        match fixture.module() {
            _ if lines.is_empty() => {}
            Ok(module) => told.push((module, fixture, lines)),
            Err(reason) => found.push(format!("{} is refused:\n{reason}", fixture.path)),
        }
    }
    let modules: Vec<Module> = told.iter().map(|(module, ..)| module.clone()).collect();
    let harness = Harness::build(&root(), name, &modules).expect("the types compile");
    let asked: Vec<_> = told
        .iter()
        .flat_map(|(module, fixture, lines)| lines.iter().map(move |line| (module, fixture, line)))
        .collect();
    let questions: Vec<_> = asked
        .iter()
        .map(|(module, _, line)| Question { module: &module.name, ty: &line.ty, json: &line.json })
        .collect();
    let replies = harness.ask(&questions).expect("the program answers");
    for ((_, fixture, line), reply) in asked.iter().zip(&replies) {
        found.extend(line.judge(reply).map(|wrong| format!("{}: {}\n    {wrong}", fixture.path, line.line)));
    }
    (found, asked.len())
}

#[test]
fn values_become_what_the_fixtures_say() {
    let fixtures = fixtures::find(&root().join("codegen/tests/fixtures"), &["diagnostics"]).expect("fixtures");
    let (wrong, count) = wrong("through-fixtures", &fixtures);
    assert!(wrong.is_empty(), "{} of {count} values are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 0, "no fixture says anything about values");
}

/// Descriptions that stand beside the repository, or where `CLIENTWRIGHT_CASES` says; where they are not, the test says
/// so and checks nothing.
#[test]
fn values_become_what_the_cases_say() {
    let folder = std::env::var_os("CLIENTWRIGHT_CASES").map_or_else(|| root().join("../shared/cases"), PathBuf::from);
    if !folder.is_dir() {
        eprintln!("skipped: no cases at {}", folder.display());
        return;
    }
    let fixtures = fixtures::find(&folder, &[]).expect("cases");
    let (wrong, count) = wrong("through-cases", &fixtures);
    assert!(wrong.is_empty(), "{} of {count} values are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 0, "no case says anything about values");
}
