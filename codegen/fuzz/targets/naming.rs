//! Words that meet each other, or are none.

#![no_main]

mod chosen;
#[path = "../../tests/mutant/mod.rs"]
#[allow(dead_code, reason = "other targets make other descriptions")]
mod mutant;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    chosen::judge(mutant::named::case(&mut chosen::chance(bytes)));
});
