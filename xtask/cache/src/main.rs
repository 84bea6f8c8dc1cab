//! `cache-suite ROOT [--write]`: runs the suite and says what has changed. Exit codes: 0 all is as the record says, 1 it is not, 2 wrong usage.

use std::path::PathBuf;
use std::process::ExitCode;

use cache_suite::{Mode, run};
use lexopt::prelude::*;

fn main() -> ExitCode {
    let (root, mode) = match words() {
        Ok(words) => words,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    match run(&root, mode) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn words() -> Result<(PathBuf, Mode), lexopt::Error> {
    let (mut root, mut mode) = (PathBuf::from("."), Mode::Check);
    let mut parser = lexopt::Parser::from_env();
    while let Some(word) = parser.next()? {
        match word {
            Value(value) => root = value.into(),
            Long("write") => mode = Mode::Write,
            other => return Err(other.unexpected()),
        }
    }
    Ok((root, mode))
}
