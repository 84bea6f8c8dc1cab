//! The same program as a command of Cargo: `cargo clientwright`.

use std::process::ExitCode;

/// A third of generating is to ask for memory and to give it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Cargo hands on the name of the command as the first word.
    let mut words = std::env::args_os().skip(1).peekable();
    words.next_if(|word| word == "clientwright");
    clientwright::Program::new("cargo clientwright").run(words)
}
