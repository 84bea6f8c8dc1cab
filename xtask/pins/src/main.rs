//! `pins HOST[:PORT]`, `pins FILE.pem`, `pins --table [--write]`: prints pins, or holds `runtime/PINNING.md` to the laws. Exit codes: 0 done,
//! 1 there are no pins, a law does not hold, or the page is not what it would be; 2 wrong usage.

use std::process::ExitCode;

use lexopt::prelude::*;
use pins::Task;

fn main() -> ExitCode {
    let task = match task() {
        Ok(task) => task,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    match pins::run(&task) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn task() -> Result<Task, lexopt::Error> {
    let (mut of, mut table, mut write) = (None, false, false);
    let mut parser = lexopt::Parser::from_env();
    while let Some(word) = parser.next()? {
        match word {
            Long("table") => table = true,
            Long("write") => write = true,
            Value(value) if of.is_none() => of = Some(value.string()?),
            other => return Err(other.unexpected()),
        }
    }
    match (of, table, write) {
        (Some(of), false, false) => Ok(Task::Of(of)),
        (None, true, true) => Ok(Task::WriteTable),
        (None, true, false) => Ok(Task::CheckTable),
        _ => Err("a host, a file, or --table".into()),
    }
}
