//! Schemas of fixtures as members of one another.

#![no_main]

mod chosen;
#[path = "../../tests/mutant/mod.rs"]
#[allow(dead_code, reason = "other targets make other descriptions")]
mod mutant;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static TREES: LazyLock<Vec<serde_json::Value>> = LazyLock::new(mutant::trees);

fuzz_target!(|bytes: &[u8]| {
    chosen::judge(mutant::merged::case(&TREES, &mut chosen::chance(bytes)));
});
