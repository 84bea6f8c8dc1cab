//! `clientwright vendor`: fetches what references of a description lead to at other addresses, and keeps it beside the description, so that
//! what is generated depends on no server.

mod fetch;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use clientwright_codegen::{Diagnostic, Loader, Severity};

use crate::events::Event;
use crate::generator;
use crate::screen::Screen;
use crate::targets::{self, Target};
use crate::vendored::{self, Answer, Kept};
use fetch::Fetcher;

/// The command, for the descriptions named; all where none is.
///
/// # Errors
/// Where there is no such description, or the disk does not do as told.
pub(crate) fn run(root: &Path, names: &[String], screen: &Screen) -> anyhow::Result<bool> {
    let targets = named(root, names)?;
    let fetcher = Fetcher::new()?;
    let mut is_well = true;
    for (root, target) in targets {
        let root = &root;
        let web =
            generator::folder(root, &target).map(|files| Web { files, fetcher: &fetcher, answers: Mutex::default() });
        let read = web.and_then(|web| Ok((generator::read_with(root, &target, &web)?, web)));
        let (mut told, Web { files, answers, .. }) = match read {
            Ok(read) => read,
            Err(refusal) => {
                refusal.tell(&target, true, screen);
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
            screen.diagnostics(Some(&target.name), &told, true);
            failed.iter().for_each(|reason| screen.error(reason));
            screen.tell(&format!("{}: nothing was written", target.description));
            is_well = false;
            continue;
        }
        let fetched: BTreeMap<_, _> =
            answers.into_iter().filter_map(|(address, answer)| Some((address, answer.ok()?))).collect();
        let count = fetched.len();
        let changed = files.vendored().map_or_else(|| Ok(Vec::new()), |vendored| vendored.replace(&fetched))?;
        for Kept { path, state, detail } in &changed {
            let file = format!("{}/{path}", target.beside(target.stem()));
            screen.say(&format!("{file}: {detail}"));
            screen.event(&Event::File { file: &file, state, detail });
        }
        screen.tell(&format!("{}: {count} fetched, {} changed", target.description, changed.len()));
    }
    Ok(is_well)
}

/// The descriptions of the project that are named, and those anywhere else that are named by their paths.
fn named(root: &Path, names: &[String]) -> anyhow::Result<Vec<(PathBuf, Target)>> {
    let specs = root.join(targets::SPECS).canonicalize().ok();
    let is_elsewhere = |name: &&String| {
        let path = Path::new(name.as_str()).canonicalize().ok().filter(|path| path.is_file());
        path.is_some_and(|path| path.parent() != specs.as_deref())
    };
    let (elsewhere, names): (Vec<_>, Vec<_>) = names.iter().partition(is_elsewhere);
    let mut found = Vec::new();
    for file in &elsewhere {
        found.push(targets::alone(Path::new(file), &Path::new(file).with_extension(""))?);
    }
    if elsewhere.is_empty() || !names.is_empty() {
        let names: Vec<String> = names.into_iter().cloned().collect();
        let own = targets::select(root, targets::find(root)?, &names)?;
        found.extend(own.into_iter().map(|target| (root.to_owned(), target)));
    }
    Ok(found)
}

/// Whether something is told for which references are not known or lead nowhere: the file that they stand in, or lead to, cannot be
/// read. What else is wrong with a description does not matter here.
fn hides_references(told: &Diagnostic) -> bool {
    told.severity == Severity::Error && (told.code < "CW0200" || ["CW0302", "CW0330"].contains(&told.code))
}

/// Files beside the description, and addresses as they answer now.
struct Web<'a> {
    files: generator::Folder,
    fetcher: &'a Fetcher,
    answers: Mutex<BTreeMap<String, Result<Answer, String>>>,
}

impl Loader for Web<'_> {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        if !vendored::is_address(path) {
            return self.files.load(path);
        }
        if has_password(path) {
            return Err(
                "an address with a name or a password would be kept in files that are committed: leave that out"
                    .to_owned(),
            );
        }
        let answer = self.fetcher.fetch(path).map_err(|error| format!("{error:#}"));
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(path.to_owned(), answer.clone());
        answer.map(|answer| answer.bytes).map_err(|reason| format!("correct it, or try again later: {reason}"))
    }

    fn location(&self, path: &str) -> Option<String> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(path)?.as_ref().ok()?.location.clone()
    }
}

/// Whether an address says who asks (RFC 3986 section 3.2.1).
fn has_password(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_stands_before_the_host() {
        assert!(has_password("https://user:secret@example.com/a.yaml") && has_password("http://user@example.com"));
        assert!(!has_password("https://example.com/@scope/a.yaml?mail=a@example.com"));
    }
}
