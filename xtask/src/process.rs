//! Programs that are run to be measured: what they cost themselves, with all that they start. What they do is not of interest, that
//! they succeed is.
//!
//! A program begins with the peak memory of who starts it. So what is measured is started by another process of this program, which has
//! nothing in its memory yet: `xtask --parent-of FILE PROGRAM ..` writes into the file what the program used, and ends as that did.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use wait4::Wait4;

/// Lines of a failed program's output that are told.
const MOST_LINES: usize = 12;

/// What a program used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Of all its threads and children, without what the system did for them. Wall time says more about who else is there.
    pub(crate) user: Duration,
    /// The most that one of its processes held at once, in bytes.
    pub(crate) memory: u64,
}

/// Begins the words of a process that starts what is measured.
const PARENT: &str = "--parent-of";

/// Runs a program to its end, as a child of another process of this program.
pub(crate) fn cost(ourselves: &Path, command: &Command) -> anyhow::Result<Cost> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("cost");
    let mut parent = Command::new(ourselves);
    parent.arg(PARENT).arg(&file);
    run(&mut within(parent, command)).map_err(|error| error.context(name(command)))?;
    read(&fs::read_to_string(&file)?).context("nothing was measured")
}

/// A program that is given another one to run, with its words, folder and environment.
pub(crate) fn within(mut outer: Command, command: &Command) -> Command {
    outer.arg(command.get_program()).args(command.get_args());
    for (key, value) in command.get_envs() {
        match value {
            Some(value) => outer.env(key, value),
            None => outer.env_remove(key),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        outer.current_dir(folder);
    }
    outer
}

/// The work of the other process, where the words ask for it.
///
/// # Errors
/// Where the program cannot be run, or what it used not be written.
pub fn parent(words: impl IntoIterator<Item = OsString>) -> Option<anyhow::Result<ExitCode>> {
    let mut words = words.into_iter();
    if words.next()? != PARENT {
        return None;
    }
    let (file, program) = (words.next()?, words.next()?);
    Some(measure(Path::new(&file), Command::new(program).args(words)))
}

/// Runs a program as it is and writes what it used into the file.
pub(crate) fn measure(file: &Path, command: &mut Command) -> anyhow::Result<ExitCode> {
    let used = command.spawn().and_then(Wait4::wait4).with_context(|| format!("cannot run {}", name(command)))?;
    fs::write(file, format!("{} {}", used.rusage.utime.as_micros(), used.rusage.maxrss))?;
    Ok(if used.status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Microseconds and bytes, as they are written.
pub(crate) fn read(text: &str) -> Option<Cost> {
    let (user, memory) = text.split_once(' ')?;
    Some(Cost { user: Duration::from_micros(user.parse().ok()?), memory: memory.parse().ok()? })
}

/// Runs a program to its end. What it prints is told where it fails.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let mut said = tempfile::tempfile()?;
    let status = command
        .stdin(Stdio::null())
        .stdout(said.try_clone()?)
        .stderr(said.try_clone()?)
        .status()
        .with_context(|| format!("cannot run {}", name(command)))?;
    succeeded(command, status, &mut said)
}

/// What a program prints.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let mut said = tempfile::tempfile()?;
    let output = command
        .stdin(Stdio::null())
        .stderr(said.try_clone()?)
        .output()
        .with_context(|| format!("cannot run {}", name(command)))?;
    succeeded(command, output.status, &mut said)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn succeeded(command: &Command, status: ExitStatus, said: &mut File) -> anyhow::Result<()> {
    if status.success() {
        return Ok(());
    }
    let mut bytes = Vec::new();
    said.rewind()?;
    said.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    bail!("{} ended with {status}\n{}", name(command), lines[lines.len().saturating_sub(MOST_LINES)..].join("\n"))
}

/// The program without its folder, and the first argument.
fn name(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let first = command.get_args().next().map(|word| format!(" {}", word.to_string_lossy())).unwrap_or_default();
    format!("`{program}{first}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_is_told_with_what_it_said() {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let error = run(Command::new(&cargo).arg("no-such-command")).unwrap_err().to_string();
        assert!(error.contains("no-such-command` ended with") && error.contains("no such command"), "{error}");
        assert!(output(Command::new(&cargo).arg("--version")).unwrap().starts_with("cargo"));
    }

    #[test]
    fn a_program_is_measured_by_who_starts_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cost");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let words = |first: &str| [first.into(), file.clone().into(), cargo.clone(), "--version".into()];
        assert!(parent(words("generate")).is_none());
        parent(words(PARENT)).unwrap().unwrap();
        let cost = read(&fs::read_to_string(&file).unwrap()).unwrap();
        assert!(cost.memory > 0 || cfg!(not(unix)));
        assert!(read("").is_none());
    }
}
