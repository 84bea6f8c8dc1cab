//! The pins of keys, for those who pin: from a server or from a file. And the page of what pins do, from the laws of the runtime.

mod host;
mod key;
mod pem;
mod show;
pub mod table;

use std::path::Path;

pub use host::{Presented, ask};
pub use key::Key;
pub use pem::read;
pub use show::{of_file, of_host};

/// What to do.
#[derive(Debug)]
pub enum Task {
    /// Print the pins of a host, or of what is in a file where there is one of that name.
    Of(String),
    /// Say whether the page is what the laws give.
    CheckTable,
    /// Write the page.
    WriteTable,
}

/// What to print.
///
/// # Errors
/// The host does not answer or does not speak TLS, the file has no keys, a law does not hold, or the page is not what it would be.
pub fn run(task: &Task) -> anyhow::Result<String> {
    match task {
        Task::Of(file) if Path::new(file).is_file() => Ok(of_file(&read(&std::fs::read(file)?)?)),
        Task::Of(host) => Ok(of_host(&ask(host)?)),
        Task::CheckTable => table::check(),
        Task::WriteTable => table::write(),
    }
}
