//! What the fuzzer chooses becomes a description, which is judged.

use std::thread;

use crate::mutant::{Case, Chance, STACK};

/// Two bytes for each number, so that a changed byte changes one thing; where there are none left, the first of all choices.
#[allow(dead_code, reason = "one target takes a text as it is")]
pub(crate) fn chance(bytes: &[u8]) -> Chance {
    let mut bytes = bytes.to_vec().into_iter();
    Chance::new(move |bound| {
        let number = u16::from_le_bytes([bytes.next().unwrap_or(0), bytes.next().unwrap_or(0)]);
        usize::from(number) % bound
    })
}

/// Judges it with the stack that the program has; a panic ends the process.
pub(crate) fn judge(case: Case) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(move || case.judge()).expect("a thread");
    thread.join().expect("a panic has ended the process");
}
