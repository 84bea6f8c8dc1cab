//! The program `clientwright`.

use std::process::ExitCode;

/// A third of generating is to ask for memory and to give it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Who hands words on says by which name its users call it, and where their descriptions are.
    let name = std::env::var("CLIENTWRIGHT_CALLED").ok().filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "clientwright".to_owned());
    let mut program = clientwright::Program::new(&name);
    if let Some(root) = std::env::var_os("CLIENTWRIGHT_ROOT").filter(|root| !root.is_empty()) {
        program = program.root(root);
    }
    program.run(std::env::args_os().skip(1))
}
