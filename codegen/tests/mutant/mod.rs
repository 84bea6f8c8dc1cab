//! Descriptions that nobody wrote, made by chance: each from numbers that somebody else chooses, so that the same numbers give the same.
//!
//! `tests/mutants.rs` takes them from a generator with a seed, and the targets of `fuzz/` from bytes that a fuzzer has found worth it.

pub(crate) mod changed;
pub(crate) mod merged;
pub(crate) mod named;
pub(crate) mod overlaid;
pub(crate) mod referred;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use clientwright_codegen::{Input, Loader, Settings, generate};
use serde_json::Value;

/// As much as the program gives the generator; a debug build needs more of it than that does.
pub(crate) const STACK: usize = 512 << 20;

/// What chooses.
pub(crate) struct Chance(Box<dyn FnMut(usize) -> usize>);

impl Chance {
    /// Chance that asks for a number below a bound, which is not 0.
    pub(crate) fn new(choose: impl FnMut(usize) -> usize + 'static) -> Self {
        Self(Box::new(choose))
    }

    /// A number below a bound, which is not 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.0)(bound)
    }

    pub(crate) fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// A description with all that is read with it.
#[derive(Debug, Default)]
pub(crate) struct Case {
    pub(crate) text: String,
    /// Texts by path: files that it refers to, overlays.
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) overlays: Vec<String>,
}

/// The files of a case, and those that fixtures refer to.
struct Beside<'a>(&'a BTreeMap<String, String>);

impl Loader for Beside<'_> {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        if let Some(text) = self.0.get(path) {
            return Ok(text.clone().into_bytes());
        }
        // What is made at random may lead anywhere: out of the fixtures it is not followed.
        let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let read = inside.then(|| fs::read(fixtures().join("files").join(path)).ok()).flatten();
        read.ok_or_else(|| format!("there is no file `{path}`"))
    }
}

impl Case {
    /// A description that stands alone.
    pub(crate) fn alone(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// What comes out is Rust, and what is told can be told; whether there is a crate.
    pub(crate) fn judge(&self) -> bool {
        let mut settings = Settings::for_name("mutant");
        settings.usual_overlays(self.overlays.iter().cloned());
        let input = Input { path: "mutant.yaml", text: self.text.as_str().into(), loader: &Beside(&self.files) };
        match generate(&input, &settings) {
            Ok(output) => {
                assert_eq!(output.diagnostics.render(false).is_empty(), output.diagnostics.is_empty());
                for (path, source) in output.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
                    if let Err(error) = syn::parse_file(source) {
                        panic!("{path} is no Rust: {error}");
                    }
                }
                true
            }
            Err(diagnostics) => {
                assert!(diagnostics.has_errors() && !diagnostics.render(false).is_empty(), "refused without a reason");
                false
            }
        }
    }
}

/// Beside this file, whichever crate it is compiled into.
fn fixtures() -> PathBuf {
    let folders = ["tests/fixtures", "../tests/fixtures"].map(|path| Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
    folders.into_iter().find(|folder| folder.is_dir()).expect("the fixtures are there")
}

/// The texts of all fixtures.
pub(crate) fn seeds() -> Vec<String> {
    let mut seeds = Vec::new();
    let mut waiting = vec![fixtures()];
    while let Some(folder) = waiting.pop() {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        for path in paths {
            let is_description = path.extension().is_some_and(|ending| ending == "yaml" || ending == "json");
            if path.is_dir() {
                waiting.push(path);
            } else if is_description {
                seeds.extend(fs::read_to_string(&path));
            }
        }
    }
    seeds
}

/// The fixtures that are trees.
pub(crate) fn trees() -> Vec<Value> {
    seeds().iter().filter_map(|text| serde_yaml::from_str(text).ok()).filter(Value::is_object).collect()
}
