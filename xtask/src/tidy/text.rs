//! Rules that the lines of one file can break: module docs, sizes, places of one person's machine.

use super::tree::{Tree, is_generated};
use super::{MOST_FIXTURE_LINES, MOST_LINES, Violation};

/// Beginnings of paths that exist on one machine only. In pieces, because this file is read as well.
const PLACES: &[&str] =
    &[concat!("/ho", "me/"), concat!("/Use", "rs/"), concat!("/wo", "rk/"), concat!("C:\\Us", "ers\\")];

/// Where texts of others are, which may say what they like.
const TEXTS_OF_OTHERS: &[&str] = &["codegen/tests/fixtures/", "codegen/tests/snapshots/", "specs/"];

/// The fixtures that show one construct each; those of diagnostics show mistakes, which may need room.
const CONSTRUCTS: &str = "codegen/tests/fixtures/";
const MISTAKES: &str = "codegen/tests/fixtures/diagnostics/";

/// Every line that breaks one of these rules.
pub(crate) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (file, text) in tree.rust() {
        found.extend(module_docs(file, text));
        if !is_generated(file) {
            let help = "cut it by subject: one file, one noun";
            found.extend(too_long(file, text, MOST_LINES, "size", help));
        }
    }
    for (file, text) in tree.files() {
        if file.starts_with(CONSTRUCTS) && !file.starts_with(MISTAKES) && file.ends_with(".yaml") {
            let help = "show one law; a second one is a second fixture";
            found.extend(too_long(file, text, MOST_FIXTURE_LINES, "fixture size", help));
        }
        if !is_generated(file) && !TEXTS_OF_OTHERS.iter().any(|place| file.starts_with(place)) {
            found.extend(own_words(file, text));
        }
    }
    found
}

/// The first thing in a file, after the header of generated ones, is what the module is for. Of a file of types, the header says it.
fn module_docs(file: &str, text: &str) -> Option<Violation> {
    let is_remark = |line: &str| {
        line.is_empty() || (line.starts_with("//") && !line.starts_with("//!") && !line.starts_with("///"))
    };
    let (at, first) = text.lines().map(str::trim).enumerate().find(|(_, line)| !is_remark(line)).unwrap_or((0, ""));
    let is_told = text.starts_with("// @generated") && text.lines().nth(1).is_some_and(|line| line.starts_with("// `"));
    (!is_told && !first.starts_with("//!")).then(|| Violation {
        file: file.to_owned(),
        line: at + 1,
        rule: "module docs",
        message: "does not open with `//!`".to_owned(),
        help: "say what enters, what leaves and what is not its business".to_owned(),
    })
}

fn too_long(file: &str, text: &str, most: usize, rule: &'static str, help: &str) -> Option<Violation> {
    let lines = text.lines().count();
    (lines > most).then(|| Violation {
        file: file.to_owned(),
        line: most + 1,
        rule,
        message: format!("has {lines} lines, {most} are the most"),
        help: help.to_owned(),
    })
}

fn own_words(file: &str, text: &str) -> impl Iterator<Item = Violation> {
    let place_in = |line: &str| PLACES.iter().copied().find(|place| line.contains(place));
    text.lines().enumerate().filter_map(move |(at, line)| {
        place_in(line).map(|place| Violation {
            file: file.to_owned(),
            line: at + 1,
            rule: "own words",
            message: format!("names `{place}`, a place on one machine"),
            help: "use a path from the root of the checkout".to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(file: &str, text: &str) -> Vec<(&'static str, usize)> {
        check(&Tree::of(&[(file, text)])).into_iter().map(|violation| (violation.rule, violation.line)).collect()
    }

    #[test]
    fn a_module_opens_with_its_docs_behind_the_header() {
        assert_eq!(rules("codegen/src/a.rs", "use x;\n//! Late.\n"), [("module docs", 1)]);
        assert_eq!(rules("generated/a/src/a.rs", "// @generated\n\n/// An item.\nstruct A;\n"), [("module docs", 3)]);
        assert_eq!(rules("generated/a/src/a.rs", "// @generated\n\n//! Users.\n"), []);
        assert_eq!(rules("generated/a/src/a.rs", "// @generated\n// `User`, as described.\n\nstruct User;\n"), []);
        assert_eq!(rules("codegen/src/empty.rs", ""), [("module docs", 1)]);
    }

    #[test]
    fn only_what_is_written_by_hand_is_measured() {
        let long = format!("//! Long.\n{}", "//\n".repeat(MOST_LINES));
        assert_eq!(rules("runtime/src/a.rs", &long), [("size", MOST_LINES + 1)]);
        assert_eq!(rules("generated/a/tests/a.rs", &long), [("size", MOST_LINES + 1)]);
        assert_eq!(rules("generated/a/src/a.rs", &long), []);
    }

    #[test]
    fn a_fixture_is_short() {
        let long = "a: b\n".repeat(MOST_FIXTURE_LINES + 1);
        assert_eq!(rules("codegen/tests/fixtures/one_of/a.yaml", &long), [("fixture size", MOST_FIXTURE_LINES + 1)]);
        assert_eq!(rules("codegen/tests/fixtures/diagnostics/a.yaml", &long), []);
    }

    #[test]
    fn a_place_on_one_machine_is_found_but_not_in_descriptions() {
        let text = format!("a\ncd {}me\n", PLACES[0]);
        assert_eq!(rules("README.md", &text), [("own words", 2)]);
        assert_eq!(rules("specs/a.yaml", &text), []);
    }
}
