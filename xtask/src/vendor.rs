//! `cargo xtask vendor`: fetches what references of a description lead to at other addresses, and keeps it beside the description, so that
//! what is generated depends on no server.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, bail};
use clientwright_codegen::{Diagnostic, Loader, Severity};

use crate::generator;
use crate::screen::Screen;
use crate::targets;
use crate::vendored::{self, Answer};

/// The command, for the descriptions named; all where none is. `checkout` is where the program that fetches is built.
///
/// # Errors
/// Where there is no such description, or the disk does not do as told.
pub fn run(root: &Path, checkout: &Path, names: &[String], screen: &Screen) -> anyhow::Result<bool> {
    let targets = targets::select(root, targets::find(root)?, names)?;
    let mut is_well = true;
    for target in targets {
        let web = generator::folder(root, &target).map(|files| Web::new(files, checkout));
        let read = web.and_then(|web| Ok((generator::read_with(root, &target, &web)?, web)));
        let (mut told, Web { files, answers, .. }) = match read {
            Ok(read) => read,
            Err(refusal) => {
                screen.tell_any(&refusal.render(&target.description, screen.color));
                is_well = false;
                continue;
            }
        };
        let answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut failed: Vec<_> = answers.values().filter_map(|answer| answer.as_ref().err()).collect();
        told.retain(hides_references);
        if told.has_errors() || !failed.is_empty() {
            failed.retain(|reason| {
                !told.iter().any(|told| told.help.contains(*reason) || told.message.contains(*reason))
            });
            screen.tell_any(&told.render(screen.color));
            failed.iter().for_each(|reason| screen.error(reason));
            screen.tell(&format!("{}: nothing was written", target.description));
            is_well = false;
            continue;
        }
        let fetched: BTreeMap<_, _> =
            answers.into_iter().filter_map(|(address, answer)| Some((address, answer.ok()?))).collect();
        let count = fetched.len();
        let changed = files.vendored().map_or_else(|| Ok(Vec::new()), |vendored| vendored.replace(&fetched))?;
        changed.iter().for_each(|line| screen.say(&format!("specs/{}/{line}", target.stem())));
        screen.tell(&format!("{}: {count} fetched, {} changed", target.description, changed.len()));
    }
    Ok(is_well)
}

/// Whether something is told for which references are not known or lead nowhere: the file that they stand in, or lead to, cannot be
/// read. What else is wrong with a description does not matter here.
fn hides_references(told: &Diagnostic) -> bool {
    told.severity == Severity::Error && (told.code < "CW0200" || ["CW0302", "CW0330"].contains(&told.code))
}

/// Files beside the description, and addresses as they answer now.
struct Web<'a> {
    files: generator::Folder,
    checkout: &'a Path,
    /// The program that fetches, once it is built.
    program: Mutex<Option<PathBuf>>,
    answers: Mutex<BTreeMap<String, Result<Answer, String>>>,
}

impl Loader for Web<'_> {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        if !vendored::is_address(path) {
            return self.files.load(path);
        }
        let answer = self.fetch(path).map_err(|error| format!("{error:#}"));
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(path.to_owned(), answer.clone());
        answer.map(|answer| answer.bytes).map_err(|reason| format!("correct it, or try again later: {reason}"))
    }

    fn location(&self, path: &str) -> Option<String> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(path)?.as_ref().ok()?.location.clone()
    }
}

impl<'a> Web<'a> {
    fn new(files: generator::Folder, checkout: &'a Path) -> Self {
        Self { files, checkout, program: Mutex::default(), answers: Mutex::default() }
    }

    fn fetch(&self, address: &str) -> anyhow::Result<Answer> {
        let mut known = self.program.lock().unwrap_or_else(PoisonError::into_inner);
        let program = match known.take() {
            Some(program) => program,
            None => build(self.checkout)?,
        };
        let program = known.insert(program);
        let output = Command::new(program).arg(address).output().context("cannot run the program that fetches")?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let Ok(text) = String::from_utf8(output.stdout) else { bail!("{address} is not UTF-8") };
        let (location, body) = text.split_once('\n').context("the program that fetches says no address")?;
        let location = (location != address).then(|| location.to_owned());
        Ok(Answer { bytes: body.as_bytes().to_vec(), location })
    }
}

/// Builds the package `fetch`; where its program is then.
fn build(checkout: &Path) -> anyhow::Result<PathBuf> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(checkout).args(["build", "--quiet", "--package", "fetch", "--message-format", "json"]);
    let output = cargo.stderr(std::process::Stdio::inherit()).output().context("cannot run cargo")?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let program = messages.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    program.filter(|_| output.status.success()).context("the program that fetches cannot be built")
}
