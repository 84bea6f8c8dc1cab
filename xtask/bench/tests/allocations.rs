//! A call allocates no more than it has to. Instructions are measured elsewhere: they take a release build and valgrind.

use std::process::Command;

use serde_json::Value;

/// Two in a hundred above what was reached last.
const MOST_FOR_A_CALL: f64 = 66.3;

#[test]
fn a_call_allocates_little() {
    let output = Command::new(env!("CARGO_BIN_EXE_counts")).output().expect("counts runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counts: Value = serde_json::from_slice(&output.stdout).expect("counts prints JSON");
    let allocations = counts["call"]["ours"]["allocations"].as_f64().expect("a number");
    assert!(allocations <= MOST_FOR_A_CALL, "a call allocates {allocations} times");
}
