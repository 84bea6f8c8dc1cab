//! Any text: whatever it is, it is read or refused.

#![no_main]

mod chosen;
#[path = "../../tests/mutant/mod.rs"]
#[allow(dead_code, reason = "other targets make descriptions")]
mod mutant;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    chosen::judge(mutant::Case::alone(text.to_owned()));
});
