//! A call and a message of a socket allocate no more than they have to. Instructions are measured elsewhere: they take a release build and valgrind.

use std::process::Command;

use serde_json::Value;

/// What `program` prints.
fn counts(program: &str) -> Value {
    let output = Command::new(program).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

/// Two in a hundred above what was reached last.
const MOST_FOR_A_CALL: f64 = 66.3;

#[test]
fn a_call_allocates_little() {
    let counts = counts(env!("CARGO_BIN_EXE_counts"));
    let allocations = counts["call"]["ours"]["allocations"].as_f64().expect("a number");
    assert!(allocations <= MOST_FOR_A_CALL, "a call allocates {allocations} times");
}

#[test]
fn a_message_allocates_at_most_once_more_than_by_the_crate_below() {
    let counts = counts(env!("CARGO_BIN_EXE_socket_counts"));
    for work in ["exchange", "send", "receive"] {
        let of = |library: &str| counts[work][library]["allocations"].as_f64().expect("a number").round();
        let (ours, below) = (of("ours"), of("tokio-websockets"));
        assert!(ours <= below + 1.0, "{work}: a message allocates {ours} times, and {below} times below");
    }
}
