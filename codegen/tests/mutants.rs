//! Whatever a description says, it is generated or refused: no panic, no circle without end, and all that comes out is Rust.
//!
//! What is tried is made of the fixtures by chance that repeats itself. `CLIENTWRIGHT_ROUNDS` says how many are tried, and
//! `CLIENTWRIGHT_SEED` where chance begins: what one run finds, another finds again.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures; the crate itself reads nothing")]

mod mutant;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;

use clientwright_codegen::{Input, Loader, Settings, generate};
use serde_json::Value;

use mutant::Chance;

/// How many are tried of each kind, where nobody says.
const ROUNDS: u64 = 500;

/// As much as the program gives the generator; a debug build needs more of it than that does.
const STACK: usize = 512 << 20;

/// The files that fixtures refer to.
struct Beside;

impl Loader for Beside {
    fn load(&self, path: &str) -> Result<String, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/files");
        fs::read_to_string(folder.join(path)).map_err(|_| format!("there is no file `{path}`"))
    }
}

/// The texts of all fixtures.
fn seeds() -> Vec<String> {
    let mut seeds = Vec::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")];
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

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

/// Generates from the texts that `make` gives, and says which went wrong.
fn each(make: impl Fn(&mut Chance) -> String + Send + 'static) {
    let (first, rounds) = (number("CLIENTWRIGHT_SEED", 1), number("CLIENTWRIGHT_ROUNDS", ROUNDS));
    let work = move || {
        let mut generated = 0;
        for seed in first..first + rounds {
            let text = make(&mut Chance::new(seed));
            match catch_unwind(AssertUnwindSafe(|| judge(&text))) {
                Ok(crates) => generated += crates,
                Err(panic) => {
                    let message = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref().copied());
                    panic!("seed {seed}: {}\n{text}", message.unwrap_or("it gave no reason"));
                }
            }
        }
        assert!(generated * 10 > rounds, "of {rounds} only {generated} are generated, and all others refused");
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// What comes out is Rust, and what is told can be told; how many crates there are.
fn judge(text: &str) -> u64 {
    let input = Input { path: "mutant.yaml", text: text.into(), loader: &Beside };
    match generate(&input, &Settings::for_name("mutant")) {
        Ok(output) => {
            assert_eq!(output.diagnostics.render(false).is_empty(), output.diagnostics.is_empty());
            for (path, source) in output.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
                if let Err(error) = syn::parse_file(source) {
                    panic!("{path} is no Rust: {error}");
                }
            }
            1
        }
        Err(diagnostics) => {
            assert!(diagnostics.has_errors() && !diagnostics.render(false).is_empty(), "refused without a reason");
            0
        }
    }
}

#[test]
fn changed_trees_are_generated_or_refused() {
    let trees: Vec<Value> =
        seeds().iter().filter_map(|text| serde_yaml::from_str(text).ok()).filter(Value::is_object).collect();
    assert!(trees.len() > 100, "only {} fixtures are trees", trees.len());
    each(move |chance| mutant::tree(&trees[chance.below(trees.len())], &trees, chance).to_string());
}

#[test]
fn changed_texts_are_generated_or_refused() {
    let seeds = seeds();
    each(move |chance| mutant::text(&seeds[chance.below(seeds.len())], chance));
}
