//! Settings that the guide shows are settings: the generator reads them, and those of the pets it takes for the description of the pets. A block says
//! in its first line which file it is of.

use std::fs;

use clientwright_codegen::{Input, Loader, Settings, generate};

use crate::build::repository;
use crate::{blocks, chapters};

/// The description of the pets stands alone.
struct Alone;

impl Loader for Alone {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("there is no file `{path}`"))
    }
}

/// What the generator says to settings, unless it takes them without a word.
fn objection(name: &str, text: &str) -> Option<String> {
    let settings = match Settings::parse(&format!("specs/{name}.toml"), text, name) {
        Ok(settings) => settings,
        Err(diagnostics) => return Some(format!("{diagnostics:?}")),
    };
    // Other descriptions are not there.
    if name != "pets" {
        return None;
    }
    let path = "specs/pets.yaml";
    let text = fs::read_to_string(repository().join(path)).expect("the pets are described");
    match generate(&Input { path, text: text.into(), loader: &Alone }, &settings) {
        Ok(output) if output.diagnostics.is_empty() => None,
        Ok(output) => Some(format!("{:?}", output.diagnostics)),
        Err(diagnostics) => Some(format!("{diagnostics:?}")),
    }
}

#[test]
fn settings_of_the_guide_are_taken_without_a_word() {
    let mut taken = 0;
    for (chapter, text) in chapters() {
        for (_, block) in blocks(&text, "toml") {
            // A file of the repository, which is generated from as it is.
            if block.starts_with("{{#include") {
                continue;
            }
            let file = block.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default();
            let table = toml::from_str::<toml::Table>(&block);
            assert!(table.is_ok(), "{chapter}: {table:?}\n{block}");
            if let Some(name) = file.strip_prefix("specs/").and_then(|file| file.strip_suffix(".toml")) {
                assert_eq!(objection(name, &block), None, "{chapter}:\n{block}");
                taken += 1;
            } else {
                assert_eq!(file, "Cargo.toml", "{chapter}: which file is this of?\n{block}");
            }
        }
    }
    assert!(taken > 0, "the guide shows settings");
}

#[test]
fn settings_that_lead_to_nothing_are_found() {
    assert!(objection("pets", "[names]\n\"#/components/schemas/Pest\" = \"Animal\"\n").is_some());
    assert!(objection("github", "[package]\nnames = 1\n").is_some());
}
