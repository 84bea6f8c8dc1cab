//! Tests a generated client in a browser: starts the server that it talks to, compiles the tests for the browser and runs them there.

#[cfg(not(target_arch = "wasm32"))]
mod here;

/// Exits with what the tests exit with.
#[cfg(not(target_arch = "wasm32"))]
fn main() -> anyhow::Result<std::process::ExitCode> {
    here::run()
}

/// There is nothing to run in the browser but the tests.
#[cfg(target_arch = "wasm32")]
fn main() {}
