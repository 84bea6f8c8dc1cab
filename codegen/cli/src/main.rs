//! The program `clientwright`.

use std::process::ExitCode;

/// A third of generating is to ask for memory and to give it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Who hands words on says by which name its users call it.
    let name = std::env::var("CLIENTWRIGHT_CALLED").unwrap_or_else(|_| "clientwright".to_owned());
    clientwright::Program::new(&name).run(std::env::args_os().skip(1))
}
