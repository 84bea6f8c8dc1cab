//! Whatever a description says, it is generated or refused: no panic, no circle without end, memory within bounds, and all that comes out
//! is Rust.
//!
//! What is tried is made of the fixtures by chance that repeats itself. `CLIENTWRIGHT_ROUNDS` says how many are tried, and
//! `CLIENTWRIGHT_SEED` where chance begins: what one run finds, another finds again.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures; the crate itself reads nothing")]

mod mutant;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use mutant::{Case, Chance, STACK, changed, merged, named, overlaid, referred};

/// How many are tried of each kind, where nobody says.
const ROUNDS: u64 = 500;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

/// What all cases of a process may take together: bytes of memory, half of which are stacks where one process tries all kinds, and
/// seconds of work for each hundred rounds.
const MEMORY: u64 = 6 << 30;
const SECONDS_OF_A_HUNDRED: u64 = 120;

/// Ends the process where a case takes more. Where the system cannot, nothing is limited.
#[cfg(unix)]
fn limit(rounds: u64) {
    let seconds = SECONDS_OF_A_HUNDRED * rounds.div_ceil(100);
    rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY).expect("memory is limited");
    rlimit::setrlimit(rlimit::Resource::CPU, seconds, seconds).expect("time is limited");
}

#[cfg(not(unix))]
fn limit(_: u64) {}

/// Generates from what `make` gives, and says which went wrong; of all, one in ten has to become a crate.
fn each(make: impl Fn(&mut Chance) -> Case + Send + 'static) {
    let (first, rounds) = (number("CLIENTWRIGHT_SEED", 1), number("CLIENTWRIGHT_ROUNDS", ROUNDS));
    limit(rounds);
    let work = move || {
        let mut generated = 0;
        for seed in first..first + rounds {
            let mut random = fastrand::Rng::with_seed(seed);
            let case = make(&mut Chance::new(move |bound| random.usize(..bound)));
            match catch_unwind(AssertUnwindSafe(|| case.judge())) {
                Ok(is_crate) => generated += u64::from(is_crate),
                Err(panic) => {
                    let message = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref().copied());
                    panic!("seed {seed}: {}\n{case:?}", message.unwrap_or("it gave no reason"));
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

#[test]
fn changed_trees_are_generated_or_refused() {
    let trees = mutant::trees();
    assert!(trees.len() > 100, "only {} fixtures are trees", trees.len());
    each(move |chance| Case::alone(changed::tree(&trees[chance.below(trees.len())], &trees, chance).to_string()));
}

#[test]
fn changed_texts_are_generated_or_refused() {
    let seeds = mutant::seeds();
    each(move |chance| Case::alone(changed::text(&seeds[chance.below(seeds.len())], chance)));
}

#[test]
fn references_that_lead_anywhere_are_followed_or_refused() {
    each(referred::case);
}

#[test]
fn schemas_of_schemas_are_merged_or_refused() {
    let trees = mutant::trees();
    each(move |chance| merged::case(&trees, chance));
}

#[test]
fn overlays_change_descriptions_or_are_refused() {
    let trees = mutant::trees();
    each(move |chance| overlaid::case(&trees, chance));
}

#[test]
fn words_that_meet_each_other_become_names() {
    each(named::case);
}
