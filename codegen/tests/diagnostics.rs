//! Every message about the form of a description, as users see it.
//!
//! A fixture is a description with one kind of fault, named by the code and the law that it breaks. Its snapshot is the text of the
//! message and, where the description is read in spite of it, what it is read as.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures; the crate itself reads nothing")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clientwright_codegen::{Diagnostics, ENTRIES, Input, Loader, Settings, Stage, check, decode, dump, generate};

/// The files beside a fixture, in a folder of its name.
struct Beside;

impl Loader for Beside {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(folder().join(path)).map_err(|_| format!("there is no file `{path}`"))
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/diagnostics")
}

/// The fixtures about the form of descriptions, and about what the settings change of them: file name and bytes, sorted. Those of later
/// stages have codes from CW0400 to CW0609.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let mut fixtures: Vec<_> = fs::read_dir(folder())
        .expect("the folder of fixtures")
        .map(|entry| entry.expect("a fixture").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "json"))
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path))
        .filter(|(name, _)| !("cw04".."cw061").contains(&name.as_str()) && !name.contains(".overlay."))
        .map(|(name, path)| (name, fs::read(path).expect("a file")))
        .collect();
    fixtures.sort();
    fixtures
}

/// The settings of a fixture, and its overlay; `None` where it has neither.
fn settings(name: &str) -> Option<Settings> {
    let (stem, _) = name.rsplit_once('.')?;
    let (path, overlay) = (format!("{stem}.toml"), format!("{stem}.overlay.yaml"));
    let has_overlay = folder().join(&overlay).is_file();
    let mut settings = match fs::read_to_string(folder().join(&path)) {
        Ok(text) => Settings::parse(&path, &text, "fixture").unwrap_or_else(|found| panic!("{}", found.render(false))),
        Err(_) if has_overlay => Settings::for_name("fixture"),
        Err(_) => return None,
    };
    settings.usual_overlays(has_overlay.then_some(overlay));
    Some(settings)
}

fn checked(name: &str, bytes: &[u8]) -> Diagnostics {
    let text = match decode(name, bytes.to_vec()) {
        Ok(text) => text,
        Err(diagnostics) => return diagnostics,
    };
    let input = Input { path: name, text: text.as_str().into(), loader: &Beside };
    match settings(name) {
        None => check(&input, &Settings::for_name("fixture")),
        Some(settings) => match generate(&input, &settings) {
            Ok(output) => output.diagnostics,
            Err(diagnostics) => diagnostics,
        },
    }
}

/// The normalised document behind a line; empty where the description is refused.
fn read_as(name: &str, bytes: &[u8]) -> String {
    let Ok(text) = decode(name, bytes.to_vec()) else { return String::new() };
    let input = Input { path: name, text: text.as_str().into(), loader: &Beside };
    let settings = settings(name).unwrap_or_else(|| Settings::for_name("fixture"));
    dump(Stage::Document, &input, &settings).map_or(String::new(), |read| format!("--- is read as\n{read}"))
}

#[test]
fn each_fixture_gives_its_message() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, bytes) in fixtures() {
            let diagnostics = checked(&name, &bytes);
            let code = name[..6].to_uppercase();
            assert!(
                diagnostics.iter().any(|found| found.code == code),
                "{name} gives no {code}:\n{}",
                diagnostics.render(false)
            );
            let (stem, _) = name.rsplit_once('.').expect("an extension");
            insta::assert_snapshot!(stem, format!("{}{}", diagnostics.render(false), read_as(&name, &bytes)));
        }
    });
}

#[test]
fn every_entry_has_a_fixture() {
    let covered: BTreeSet<String> = fixtures().iter().map(|(name, _)| name[..6].to_uppercase()).collect();
    let missing: Vec<_> =
        ENTRIES.iter().map(|entry| entry.code).filter(|code| *code < "CW0400" && !covered.contains(*code)).collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}

#[test]
fn codes_are_unique_and_sorted() {
    assert!(ENTRIES.is_sorted_by(|left, right| left.code < right.code));
}

#[test]
fn fixtures_are_short() {
    for (name, bytes) in fixtures() {
        assert!(bytes.split(|byte| *byte == b'\n').count() <= 31, "{name} has more than 30 lines");
    }
}

/// A text cut anywhere gives diagnostics or a document, never a panic. What breaks the syntax is cut at every character.
#[test]
fn no_cut_text_panics() {
    // The alias bomb takes its time up to the bound, at each of its lengths.
    for (name, bytes) in fixtures().into_iter().filter(|(name, _)| !name.starts_with("cw0103")) {
        for end in (0..bytes.len()).step_by(if name.starts_with("cw01") { 1 } else { 7 }) {
            let diagnostics = checked(&name, &bytes[..end]);
            assert_eq!(diagnostics.render(false).is_empty(), diagnostics.is_empty());
        }
    }
}
