//! What callers could name and cannot any more does not go without a word: of two versions between which an author has edited something, either each line of the old
//! surface is in the new one, or something is told to break.
//!
//! `CLIENTWRIGHT_ROUNDS` says how many pairs are tried, and `CLIENTWRIGHT_SEED` where chance begins.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures; the crate itself reads nothing")]

#[path = "unsaid/edit.rs"]
mod edit;
#[allow(dead_code, reason = "of what is made by chance it takes where that begins")]
mod mutant;

use std::collections::BTreeSet;
use std::thread;

use clientwright_codegen::{Impact, Input, Loader, Settings, Surface, compare, surface};
use mutant::{Chance, STACK};

/// How many are tried, where nobody says.
const ROUNDS: u64 = 400;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

struct Nothing;

impl Loader for Nothing {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("there is no file `{path}`"))
    }
}

fn made(text: &str) -> Option<Surface> {
    let input = Input { path: "chance.json", text: text.into(), loader: &Nothing };
    surface(&input, &Settings::for_name("chance")).ok()
}

/// The paths that are other names of something.
fn aliases(text: &str) -> BTreeSet<&str> {
    text.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).filter(|path| !path.contains(['(', ' '])).collect()
}

/// A line without the names of arguments, which callers pass by their places.
fn unnamed(line: &str) -> String {
    let Some((path, rest)) = line.split_once('(') else { return line.to_owned() };
    let rest = rest.split(", ").map(|piece| match piece.split_once(": ") {
        Some((name, ty)) if name.chars().all(|char| char.is_alphanumeric() || "_#".contains(char)) => ty,
        Some(_) | None => piece,
    });
    format!("{path}({}", rest.collect::<Vec<_>>().join(", "))
}

/// What the old surface has and the new one does not, of all that no alias stands for.
fn lost(old: &str, new: &str) -> Vec<String> {
    let aliases: BTreeSet<&str> = aliases(old).into_iter().chain(aliases(new)).collect();
    let names_alias = |line: &str| {
        let is_word = |char: char| char.is_alphanumeric() || "_:#".contains(char);
        line.split(|char| !is_word(char)).any(|word| {
            aliases.iter().any(|alias| {
                word.trim_end_matches(':')
                    .strip_prefix(alias)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            })
        })
    };
    let now: BTreeSet<String> = new.lines().map(unnamed).collect();
    old.lines().filter(|line| !names_alias(line) && !now.contains(&unnamed(line))).map(str::to_owned).collect()
}

#[test]
fn what_is_lost_is_told_to_break() {
    let (first, rounds) = (number("CLIENTWRIGHT_SEED", 1), number("CLIENTWRIGHT_ROUNDS", ROUNDS));
    let work = move || {
        let trees = mutant::trees();
        let (mut compared, mut quiet, mut wrong) = (0, 0, Vec::new());
        for seed in first..first + rounds {
            let mut random = fastrand::Rng::with_seed(seed);
            let tree = &trees[random.usize(..trees.len())];
            let other = edit::edited(tree, &mut Chance::new(move |bound| random.usize(..bound)));
            let (Some(old), Some(new)) = (made(&tree.to_string()), made(&other.to_string())) else { continue };
            // What one change takes away, the way back adds.
            for (old, new) in [(&old, &new), (&new, &old)] {
                compared += 1;
                let changes = compare(old, new);
                if changes.impact() == Impact::Breaking {
                    continue;
                }
                quiet += 1;
                let takes_more = changes.iter().any(|change| change.code == "argument-accepts");
                let lost = lost(&old.text(), &new.text());
                if !lost.is_empty() && !takes_more {
                    wrong.push(format!("seed {seed}: {}\n{}", lost.join("\n  "), changes.text()));
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {compared}:\n\n{}", wrong.len(), wrong.join("\n"));
        assert!(quiet * 10 > compared, "of {compared} only {quiet} break nothing");
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}
