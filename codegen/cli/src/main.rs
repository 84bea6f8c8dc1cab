//! The program `clientwright`.

use std::process::ExitCode;

/// A third of generating is to ask for memory and to give it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Who hands words on says by which name its users call it.
    let name = std::env::var("CLIENTWRIGHT_CALLED").ok().filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "clientwright".to_owned());
    clientwright::Program::new(&name).run(std::env::args_os().skip(1))
}
