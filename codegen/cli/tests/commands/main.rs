//! What each command says, as people see it in a pipe and on a terminal, and as programs do: a transcript for each case. Where the test runs
//! and what any change of the generator changes is masked: the folder, counts of files, hashes.

#[path = "../checkout/mod.rs"]
mod checkout;
#[path = "../inside/mod.rs"]
mod inside;

mod check;
mod completions;
mod diff;
mod dump;
mod explain;
mod generate;
mod guide;
mod help;
mod init;
mod json;
mod session;
mod vendor;

/// One operation and one type.
const PETS: &str = include_str!("pets.yaml");
/// The same API a version later: an operation has another name, and there is a parameter and a property more.
const PETS_NEW: &str = include_str!("pets.new.yaml");
/// Two errors.
const BROKEN: &str = include_str!("broken.yaml");
/// Several notes of one cause, and a warning.
const DOUBTFUL: &str = include_str!("doubtful.yaml");
