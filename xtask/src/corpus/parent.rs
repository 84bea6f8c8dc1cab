//! Who asks: a process for each description, several at once, and what each of them left behind. Checks of the crates are run from
//! here, so that what a process used is what generating used.

use std::io::{Read as _, Seek as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use wait4::{ResUse, Wait4};

use super::child::WORD;
use super::compile::Workshop;
use super::document::Document;
use super::limits::{self, GENERATING, TOO_LONG};
use super::outcome::{Outcome, State};
use crate::arguments::Check;

/// What is done with each description.
#[derive(Debug)]
pub(super) struct Task<'a> {
    pub(super) root: &'a Path,
    /// Where the descriptions are.
    pub(super) folder: &'a Path,
    pub(super) checks: &'a [Check],
    /// How many are worked on at once.
    pub(super) jobs: usize,
}

/// The outcome of each description, in the order in which they end; `told` gets each when it is there.
pub(super) fn run(
    task: &Task<'_>,
    documents: &[Document],
    mut told: impl FnMut(Told<'_>),
) -> anyhow::Result<Vec<Outcome>> {
    let workshops = workshops(task)?;
    let waiting = Mutex::new(documents.iter());
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for workshop in &workshops {
            let (sender, waiting) = (sender.clone(), &waiting);
            scope.spawn(move || {
                let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
                while let Some(document) = next() {
                    let _ = sender.send(Event::Begun(&document.name));
                    let outcome = whole(task, document, workshop.as_ref()).unwrap_or_else(|error| {
                        let reason = ("trouble".to_owned(), format!("{error:#}"));
                        Outcome::ended(&document.name, State::Dies, vec![reason])
                    });
                    let _ = sender.send(Event::Ended(outcome));
                }
            });
        }
        drop(sender);
        let mut outcomes = Vec::new();
        for event in receiver {
            match event {
                Event::Begun(name) => told(Told::Begun(name)),
                Event::Ended(outcome) => {
                    told(Told::Ended(&outcome));
                    outcomes.push(outcome);
                }
            }
        }
        Ok(outcomes)
    })
}

/// What is told while the work goes on.
#[derive(Debug)]
pub(super) enum Told<'a> {
    /// A description of this name is worked on now.
    Begun(&'a str),
    /// This became of one.
    Ended(&'a Outcome),
}

enum Event<'a> {
    Begun(&'a str),
    Ended(Outcome),
}

/// One for each job, where crates are checked.
fn workshops(task: &Task<'_>) -> anyhow::Result<Vec<Option<Workshop>>> {
    let open = |job| if task.checks.is_empty() { Ok(None) } else { Workshop::open(task.root, job).map(Some) };
    (0..task.jobs).map(open).collect()
}

fn whole(task: &Task<'_>, document: &Document, workshop: Option<&Workshop>) -> anyhow::Result<Outcome> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(WORD).arg(task.folder).args([&document.path, &document.crate_name]);
    let folder = workshop.map(|workshop| workshop.folder(&document.crate_name));
    command.args(&folder);
    let mut outcome = ask(&mut command, &document.name)?;
    if let (State::Generates, Some(workshop), Some(folder)) = (outcome.state, workshop, &folder) {
        check(workshop, folder, task.checks, &mut outcome)
            .with_context(|| format!("cannot compile {}", document.name))?;
    }
    Ok(outcome)
}

/// Each check needs the one before it to have gone well only where that was the compiler's.
fn check(workshop: &Workshop, folder: &Path, checks: &[Check], outcome: &mut Outcome) -> anyhow::Result<()> {
    workshop.settle(folder)?;
    for check in checks {
        let verdict = workshop.check(folder, *check)?;
        let stop = *check == Check::Compile && !verdict.success;
        if *check == Check::Compile && verdict.success {
            outcome.state = State::Compiles;
        }
        outcome.verdicts.push(verdict);
        if stop {
            break;
        }
    }
    Ok(())
}

fn ask(command: &mut Command, name: &str) -> anyhow::Result<Outcome> {
    let Heard { text, failure, used } = hear(command, GENERATING)?;
    let mut outcome = match Outcome::read(&text).filter(|_| used.status.success()) {
        Some(outcome) => outcome,
        None => {
            let mut outcome = Outcome::ended(name, State::Dies, vec![failure]);
            outcome.cpu = used.rusage.utime + used.rusage.stime;
            outcome
        }
    };
    name.clone_into(&mut outcome.name);
    outcome.memory = used.rusage.maxrss;
    Ok(outcome)
}

/// What a process left behind.
pub(super) struct Heard {
    /// What it printed.
    pub(super) text: String,
    /// Why it is of no use, where it is not, by a word and a sentence.
    pub(super) failure: (String, String),
    pub(super) used: ResUse,
}

/// Runs a process, which ends by itself after this time. What it leaves running is ended.
pub(super) fn hear(command: &mut Command, most: Duration) -> anyhow::Result<Heard> {
    let mut said = tempfile::tempfile()?;
    limits::lead(command);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(said.try_clone()?)
        .spawn()
        .context("this program cannot be started again")?;
    // It is told nothing; while this is open, there is somebody who asks.
    let asking = child.stdin.take();
    let mut text = Vec::new();
    child.stdout.take().context("a process without output")?.read_to_end(&mut text)?;
    limits::end_group(&child);
    drop(asking);
    let used = child.wait4()?;
    let mut errors = Vec::new();
    said.rewind()?;
    said.read_to_end(&mut errors)?;
    let failure = why(used.status, &String::from_utf8_lossy(&errors), most);
    Ok(Heard { text: String::from_utf8_lossy(&text).into_owned(), failure, used })
}

/// Why a process said nothing.
fn why(status: ExitStatus, errors: &str, most: Duration) -> (String, String) {
    if status.code() == Some(TOO_LONG) {
        return ("time".to_owned(), format!("it takes longer than {} seconds", most.as_secs()));
    }
    let last = errors.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it gave no reason");
    let code = if errors.contains("memory allocation") { "memory" } else { "death" };
    (code.to_owned(), format!("{status}: {last}"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Outcome {
        ask(Command::new("sh").args(["-c", script]), "real/a.yaml").unwrap()
    }

    #[test]
    fn a_process_that_says_nothing_died_of_something() {
        let reason = |script: &str| {
            let outcome = shell(script);
            assert_eq!((outcome.state, outcome.name.as_str()), (State::Dies, "real/a.yaml"));
            outcome.reasons[0].clone()
        };
        assert_eq!(reason("exit 124").0, "time");
        assert_eq!(reason("echo 'memory allocation of 17 bytes failed' >&2; kill -ABRT $$").0, "memory");
        let (code, message) = reason("kill -SEGV $$");
        assert!(code == "death" && message.contains("11"), "{message}");
        assert_eq!(reason("echo '{}'").0, "death");
    }

    #[test]
    fn what_a_process_says_is_taken_under_the_name_of_the_description() {
        let said = Outcome::ended("a.yaml", State::Generates, Vec::new()).json().to_string();
        let outcome = shell(&format!("echo '{said}'"));
        assert_eq!((outcome.state, outcome.name.as_str()), (State::Generates, "real/a.yaml"));
        assert!(outcome.memory > 0);
    }

    #[test]
    fn what_a_process_has_started_ends_with_it() {
        let (mut reader, writer) = std::io::pipe().unwrap();
        // Whoever has inherited the other end holds it open.
        rustix::io::fcntl_setfd(&writer, rustix::io::FdFlags::empty()).unwrap();
        let outcome = shell("sleep 1000 >&2 & exit 124");
        assert_eq!(outcome.reasons[0].0, "time");
        drop(writer);
        assert_eq!(reader.read_to_end(&mut Vec::new()).unwrap(), 0);
    }
}
