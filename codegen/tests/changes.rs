//! What is told of a new version of a description is what happens to those who call the crate of the old one.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests read fixtures; the crate itself reads nothing"
)]

#[path = "changes/callers.rs"]
mod callers;
#[allow(dead_code, reason = "of fixtures it needs where the checkout is, and that there are no other files")]
mod fixture;
#[path = "changes/table.rs"]
mod table;
#[path = "program/together.rs"]
mod together;
#[allow(dead_code, reason = "what does not compile is no failure here")]
mod workspace;

use std::collections::BTreeSet;
use std::fs;

use clientwright_codegen::{CHANGE_KINDS, Impact, Input, Settings, Surface, compare, surface};

use self::fixture::NoOtherFiles;
use self::table::{Version, change, rows};

/// Every row is told as it says, and its impact is that of its codes.
#[test]
fn each_row_is_told_as_it_says() {
    let mut wrong = Vec::new();
    for row in rows() {
        let changes = row.changes();
        let mut codes: Vec<_> = changes.iter().map(|change| change.code).collect();
        codes.sort_unstable();
        if codes != row.codes || changes.impact().word() != row.impact {
            wrong.push(format!(
                "{} says {:?}, {}, and not {:?}:\n{}",
                row.name,
                row.impact,
                row.codes.join(", "),
                codes,
                changes.text()
            ));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n\n{}", wrong.len(), wrong.join("\n"));
}

/// What a change points at stands in the description of its version, and has a line there.
#[test]
fn what_a_change_points_at_is_there() {
    let mut wrong = Vec::new();
    for row in rows() {
        let there = |version| -> serde_json::Value {
            serde_yaml::from_str(&row.description(version)).expect("a description is YAML")
        };
        let (old, new) = (there(Version::Old), there(Version::New));
        let changes = row.changes();
        let places = changes.iter().filter_map(|change| change.new.as_ref().or(change.old.as_ref()));
        let places: Vec<_> = places.map(|spot| spot.place.pointer().to_string()).collect();
        if row.at.as_ref().is_some_and(|at| *at != places) {
            wrong.push(format!("{}: {places:?}", row.name));
        }
        for change in changes.iter() {
            for (spot, description) in [(&change.old, &old), (&change.new, &new)] {
                let Some(spot) = spot else { continue };
                let pointer = spot.place.pointer().to_string();
                let is_there = description.pointer(pointer.trim_start_matches('#')).is_some();
                if !is_there || spot.line.is_none() {
                    wrong.push(format!("{}: {} at {pointer}, {:?}", row.name, change.code, spot.line));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

/// So it has where it stands behind references, in another file, or in words of another version.
#[test]
fn what_a_change_points_at_has_a_line_in_its_file() {
    let rows = rows();
    let other = rows.first().expect("there are rows").surface(Version::Old);
    let mut seen = 0;
    for fixture in fixture::all() {
        let surface = fixture.made(surface).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        for change in compare(&surface, &other).iter() {
            let Some(spot) = &change.old else { continue };
            assert!(spot.line.is_some(), "{}: {} at {}", fixture.name(), change.what, spot.place);
            seen += 1;
        }
    }
    assert!(seen > 0, "no change of {} fixtures points at anything", fixture::all().len());
}

/// Each kind of changes is shown by a row, but for those that follow the generator alone.
#[test]
fn each_kind_is_shown() {
    let shown: BTreeSet<_> = rows().into_iter().flat_map(|row| row.codes).collect();
    let of_the_generator = ["rust-version-raised", "rust-version-lowered", "feature-default", "feature-no-default"];
    let missing: Vec<_> = CHANGE_KINDS.iter().map(|kind| kind.code).filter(|code| !shown.contains(*code)).collect();
    let missing: Vec<_> = missing.into_iter().filter(|code| !of_the_generator.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let unknown: Vec<_> = shown.iter().filter(|code| !CHANGE_KINDS.iter().any(|kind| kind.code == **code)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Nothing changes between a version and itself.
#[test]
fn a_version_is_the_same_as_itself() {
    for row in rows() {
        for version in [Version::Old, Version::New] {
            let surface = row.surface(version);
            let changes = compare(&surface, &surface);
            assert!(changes.is_empty(), "{}, {version:?}:\n{}", row.name, changes.text());
        }
    }
}

/// Whether something breaks is whether the program of the row still compiles; all of them do against the old version.
#[test]
fn what_breaks_is_what_no_longer_compiles() {
    let rows = rows();
    let folder = callers::assemble(&rows);
    let before = callers::refused(&folder, Version::Old);
    assert!(before.is_empty(), "these do not compile at all: {before:#?}");
    let after = callers::refused(&folder, Version::New);
    let mut wrong = Vec::new();
    for row in rows.iter().filter(|row| row.caller.is_some()) {
        let breaks = row.changes().impact() == Impact::Breaking;
        match (breaks, after.get(&row.name)) {
            (true, None) => wrong.push(format!("{} is told to break, and compiles", row.name)),
            (false, Some(error)) => {
                wrong.push(format!("{} is told not to break, and does not compile: {error}", row.name))
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

/// Real descriptions, each as its authors might change it. They stand beside the repository; where they do not, there is nothing to read.
#[test]
fn changes_of_real_descriptions_read_as_a_change_log() {
    let folder = fixture::root().join("../shared/corpus/real");
    for (file, edits) in [
        ("museum.yaml", include_str!("changes/real/museum.yaml")),
        ("up-bank.json", include_str!("changes/real/up-bank.yaml")),
        ("resend.yaml", include_str!("changes/real/resend.yaml")),
    ] {
        let Ok(text) = fs::read_to_string(folder.join(file)) else {
            eprintln!("skipped: there is no {}", folder.join(file).display());
            continue;
        };
        let mut tree = serde_yaml::from_str(&text).expect("it is YAML");
        change(&mut tree, &serde_yaml::from_str(edits).expect("edits are YAML"));
        let name = file.split('.').next().unwrap_or(file);
        let read = |path: &str, text: &str| -> Surface {
            let input = Input { path, text: text.into(), loader: &NoOtherFiles };
            let surface = surface(&input, &Settings::for_name(name));
            surface.unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)))
        };
        let new = serde_yaml::to_string(&tree).expect("a tree is YAML");
        let changes = compare(&read(file, &text), &read(&format!("{name}-new.yaml"), &new));
        let mut snapshots = insta::Settings::clone_current();
        snapshots.set_prepend_module_to_snapshot(false);
        snapshots.set_omit_expression(true);
        snapshots.bind(|| {
            insta::assert_snapshot!(format!("changes__{name}.md"), changes.markdown());
            insta::assert_snapshot!(format!("changes__{name}.txt"), changes.text());
        });
        let json: serde_json::Value = serde_json::from_str(&changes.json()).expect("it is JSON");
        assert_eq!(json["changes"].as_array().map(Vec::len), Some(changes.iter().count()));
    }
}
