//! How much messages matter: by code, and all warnings at once.

use clientwright_codegen::{Diagnostics, Input, Level, Loader, Output, Settings, Severity, generate};

/// A note (CW0404) and a warning (CW0402).
const TEXT: &str = "openapi: 3.0.4\ninfo: {title: Levels, version: \"1\"}\npaths: {}\ncomponents:\n  schemas:\n    \
                    Phone: {type: string, format: e164}\n    No: {not: {type: string}}\n";

struct Alone;

impl Loader for Alone {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("there is no file `{path}`"))
    }
}

fn settings(text: &str) -> Settings {
    Settings::parse("specs/levels.toml", text, "levels").unwrap_or_else(|found| panic!("{}", found.render(false)))
}

fn generated(settings: &Settings) -> Result<Output, Diagnostics> {
    generate(&Input { path: "specs/levels.yaml", text: TEXT.into(), loader: &Alone }, settings)
}

/// The severity of the finding of a code, where it is told.
fn severity(diagnostics: &Diagnostics, code: &str) -> Option<Severity> {
    diagnostics.iter().find(|found| found.code == code).map(|found| found.severity)
}

#[test]
fn without_levels_the_catalogue_says_how_much_a_message_matters() {
    let found = generated(&Settings::for_name("levels")).expect("it is generated").diagnostics;
    assert_eq!(severity(&found, "CW0404"), Some(Severity::Note));
    assert_eq!(severity(&found, "CW0402"), Some(Severity::Warning));
}

#[test]
fn what_is_allowed_is_not_told() {
    let output =
        generated(&settings("[diagnostics]\nCW0402 = \"allow\"\nCW0404 = \"warn\"\n")).expect("it is generated");
    assert_eq!(severity(&output.diagnostics, "CW0402"), None);
    assert_eq!(severity(&output.diagnostics, "CW0404"), Some(Severity::Warning));
    assert!(output.summary.left_out == generated(&Settings::for_name("levels")).expect("it is").summary.left_out);
}

#[test]
fn what_is_denied_is_an_error_that_says_so() {
    let found = generated(&settings("[diagnostics]\nCW0404 = \"deny\"\n")).expect_err("nothing is generated");
    assert_eq!(severity(&found, "CW0404"), Some(Severity::Error));
    assert_eq!(severity(&found, "CW0402"), Some(Severity::Warning));
    let drawn = found.render(false);
    assert!(drawn.contains("error[CW0404]") && drawn.contains("CW0404 is denied in the settings"), "{drawn}");
    assert!(drawn.contains("specs/levels.yaml:6:35"), "{drawn}");
}

#[test]
fn all_warnings_are_denied_but_those_allowed() {
    let mut denied = settings("[diagnostics]\nwarnings = \"deny\"\n");
    let found = generated(&denied).expect_err("nothing is generated");
    assert_eq!(severity(&found, "CW0402"), Some(Severity::Error));
    assert_eq!(severity(&found, "CW0404"), Some(Severity::Note), "a note is no warning");
    denied = settings("[diagnostics]\nCW0402 = \"allow\"\n");
    denied.levels.deny_warnings();
    assert!(generated(&denied).is_ok());
}

#[test]
fn levels_can_be_compared() {
    assert_ne!(Level::Allow, Level::Deny);
    assert_eq!(settings("").levels, Settings::for_name("levels").levels);
}
