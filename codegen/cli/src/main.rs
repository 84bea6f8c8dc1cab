//! The program `clientwright`.

use std::process::ExitCode;

/// A third of generating is to ask for memory and to give it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    clientwright::Program::new("clientwright").run(std::env::args_os().skip(1))
}
