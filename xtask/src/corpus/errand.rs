//! Work on each description that has a process of its own, `xtask WORD ROOT FOLDER PATH CRATE NAME`, one after another: whatever happens to
//! one of them happens to no other. What is asked there, and what is found, is the business of who runs the errand.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::Context;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::child::note_panics;
use super::document::Document;
use super::parent::{Heard, hear};
use super::tally::{Record, Tally};
use clientwright::Screen;
use clientwright::inner::guarded;

/// What kind of work it is.
#[derive(Debug)]
pub(super) struct Errand {
    /// Begins the words of such a process.
    pub(super) word: &'static str,
    /// How long it may take of one description.
    pub(super) most: Duration,
}

/// What a process says of its description.
#[derive(Debug, Serialize, Deserialize)]
struct Answer<T> {
    record: String,
    found: T,
}

impl Errand {
    /// Sends a process to each description; what came of it, by its name. `told` gets what else each has found.
    pub(super) fn run<T: DeserializeOwned + Default>(
        &self,
        (root, folder): (&Path, &Path),
        documents: &[Document],
        screen: &Screen,
        mut told: impl FnMut(T),
    ) -> anyhow::Result<Tally> {
        let mut tally = Tally::default();
        let mut progress = screen.progress(documents.len());
        for document in documents {
            progress.step(&document.name);
            let mut process = Command::new(std::env::current_exe()?);
            process.arg(self.word).args([root, folder]).args([&document.path, &document.crate_name, &document.name]);
            let heard = hear(&mut process, self.most)?;
            progress.clear();
            let (record, found) = understood(heard);
            screen.say(&format!("{record}  {}", document.name));
            told(found);
            tally.insert(document.name.clone(), record);
        }
        Ok(tally)
    }

    /// The work of such a process, where its words ask for it. A panic in it is what became of the description.
    pub(super) fn asked<T: Serialize + Default + Send>(
        &self,
        words: &mut impl Iterator<Item = OsString>,
        work: impl FnOnce(&Path, &Path, &Document) -> (Record, T) + Send,
    ) -> Option<anyhow::Result<ExitCode>> {
        let (root, folder) = (words.next()?, words.next()?);
        let mut text = || words.next()?.into_string().ok();
        let (path, crate_name, name) = (text()?, text()?, text()?);
        note_panics();
        let document = Document::named(name, path, crate_name);
        let (record, found) = guarded(|| work(Path::new(&root), Path::new(&folder), &document))
            .unwrap_or_else(|panic| (Record::Failed(format!("it panics: {panic}")), T::default()));
        let answer = Answer { record: record.to_string(), found };
        Some(serde_json::to_string(&answer).context("an answer is text").map(|text| {
            println!("{text}");
            ExitCode::SUCCESS
        }))
    }
}

/// What a process said, or why it said nothing.
fn understood<T: DeserializeOwned + Default>(Heard { text, failure: (code, message), used }: Heard) -> (Record, T) {
    let answer = serde_json::from_str::<Answer<T>>(&text).ok().filter(|_| used.status.success());
    match answer.and_then(|answer| Some((Record::read(&answer.record)?, answer.found))) {
        Some(understood) => understood,
        None if code == "death" => (Record::Failed(format!("it ends early: {message}")), T::default()),
        None => (Record::Failed(format!("over the limit: {message}")), T::default()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn of(script: &str) -> Record {
        understood::<()>(hear(Command::new("sh").args(["-c", script]), Duration::from_secs(7)).unwrap()).0
    }

    #[test]
    fn what_happens_to_one_description_is_its_own_record() {
        let text = serde_json::to_string(&Answer { record: "1 wrong of 7".to_owned(), found: () }).unwrap();
        assert_eq!(of(&format!("echo '{text}'")), Record::Asked { asked: 7, wrong: 1 });
        let reason = |script: &str| match of(script) {
            Record::Failed(reason) => reason,
            other => panic!("{other}"),
        };
        assert!(reason("kill -SEGV $$").starts_with("it ends early: "));
        assert!(reason(&format!("echo '{text}'; exit 1")).starts_with("it ends early: "));
        assert!(reason("exit 124").starts_with("over the limit: it takes longer than 7 seconds"));
        assert!(
            reason("echo 'memory allocation of 17 bytes failed' >&2; kill -ABRT $$").starts_with("over the limit: ")
        );
    }

    #[test]
    fn a_panic_is_the_record_of_its_description() {
        let errand = Errand { word: "--work-of", most: Duration::from_secs(7) };
        let mut words = ["/", "/", "a.yaml", "a", "a.yaml"].map(OsString::from).into_iter();
        let ended = errand.asked(&mut words, |_, _, _| -> (Record, ()) { panic!("nothing works") });
        assert_eq!(ended.unwrap().unwrap(), ExitCode::SUCCESS);
        assert!(errand.asked(&mut words, |_, _, _| (Record::Asked { asked: 0, wrong: 0 }, ())).is_none());
    }
}
