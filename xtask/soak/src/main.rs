//! `soak --calls N --seed S`: prints how the calls ended and what held. Exit codes: 0 all of it held, 1 something did not, 2 wrong usage.

use std::process::ExitCode;

use lexopt::prelude::*;
use soak::{Settings, run};

fn main() -> ExitCode {
    let settings = match settings() {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    match run(settings) {
        Ok(report) => {
            println!("{report}");
            if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn settings() -> Result<Settings, lexopt::Error> {
    let mut settings = Settings { calls: 100_000, seed: 1 };
    let mut parser = lexopt::Parser::from_env();
    while let Some(word) = parser.next()? {
        match word {
            Long("calls") => settings.calls = parser.value()?.parse()?,
            Long("seed") => settings.seed = parser.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(settings)
}
