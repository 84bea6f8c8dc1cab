//! Decodes and encodes values made from the descriptions by their generated types, one program for each description, and lists what
//! does not come back by cause. Each description has a process of its own, `xtask --values-of ROOT FOLDER PATH CRATE NAME`: whatever
//! happens to it happens to no other description.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Context;
use clientwright_codegen::{Input, Settings, Unreached};
use serde::{Deserialize, Serialize};

use super::child::note_panics;
use super::document::Document;
use super::limits;
use super::parent::{Heard, hear};
use super::tally::{Record, Tally};
use crate::generator::{Folder, guarded};
use crate::oracle::harness::{Harness, Module};
use crate::oracle::named;
use crate::oracle::roundtrip::{Deviation, Judgement, judged, probes};
use crate::screen::Screen;

/// Begins the words of such a process.
pub(super) const WORD: &str = "--values-of";

/// Larger crates take minutes to compile.
const MOST_TYPES: usize = 900;

/// How many examples of a cause are listed, and how long each may be, in characters.
const MOST_EXAMPLES: usize = 4;
const MOST_CHARACTERS: usize = 300;

/// What is known of one cause.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Cause {
    values: usize,
    types: BTreeSet<String>,
    descriptions: BTreeSet<String>,
    examples: Vec<String>,
}

/// What a process says of its description.
#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    record: String,
    causes: BTreeMap<String, Cause>,
}

/// Asks every description; what came of it, by its name.
pub(super) fn run(root: &Path, folder: &Path, documents: &[Document], screen: &Screen) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let mut causes = BTreeMap::<String, Cause>::new();
    let mut progress = screen.progress(documents.len());
    for document in documents {
        progress.step(&document.name);
        let mut process = Command::new(std::env::current_exe()?);
        process.arg(WORD).args([root, folder]).args([&document.path, &document.crate_name, &document.name]);
        let heard = hear(&mut process, limits::ROUNDTRIP)?;
        progress.clear();
        let (record, found) = understood(heard);
        screen.say(&format!("{record}  {}", document.name));
        tally.insert(document.name.clone(), record);
        found.into_iter().for_each(|(name, cause)| causes.entry(name).or_default().add(cause));
    }
    screen.say(&listed(causes));
    screen.say(&tally.summary());
    Ok(tally)
}

/// What a process said, or why it said nothing.
fn understood(Heard { text, failure: (code, message), used }: Heard) -> (Record, BTreeMap<String, Cause>) {
    let answer = serde_json::from_str::<Answer>(&text).ok().filter(|_| used.status.success());
    match answer.and_then(|answer| Some((Record::read(&answer.record)?, answer.causes))) {
        Some(understood) => understood,
        None if code == "death" => (Record::Failed(format!("it ends early: {message}")), BTreeMap::new()),
        None => (Record::Failed(format!("over the limit: {message}")), BTreeMap::new()),
    }
}

/// The work of the process, behind its first word.
pub(super) fn asked(mut words: impl Iterator<Item = OsString>) -> Option<anyhow::Result<ExitCode>> {
    let (root, folder) = (words.next()?, words.next()?);
    let mut text = || words.next()?.into_string().ok();
    let (path, crate_name, name) = (text()?, text()?, text()?);
    limits::of_roundtrip();
    note_panics();
    let mut causes = BTreeMap::new();
    let document = Document::named(name, path, crate_name);
    let record = ask(Path::new(&root), Path::new(&folder), &document, &mut causes);
    let answer = Answer { record: record.to_string(), causes };
    Some(serde_json::to_string(&answer).context("an answer is text").map(|text| {
        println!("{text}");
        ExitCode::SUCCESS
    }))
}

/// How many values were asked and are wrong; why none was.
fn ask(root: &Path, folder: &Path, document: &Document, causes: &mut BTreeMap<String, Cause>) -> Record {
    let module = match guarded(|| module(folder, document)) {
        Ok(Ok(module)) if module.types.len() > MOST_TYPES => {
            return Record::NotAsked(format!("{} types", module.types.len()));
        }
        Ok(Ok(module)) => module,
        Ok(Err(reason)) => return Record::NotAsked(reason),
        Err(panic) => return Record::Failed(format!("it panics: {panic}")),
    };
    let tree = match document.tree(folder) {
        Ok(tree) => tree,
        Err(reason) => return Record::NotAsked(reason),
    };
    let probes = probes(&tree, &module);
    let harness = match Harness::build(root, "corpus", &[module]) {
        Ok(harness) => harness,
        Err(error) => return Record::NotAsked(not_built(&error)),
    };
    limits::of_asking();
    match judged(&harness, &probes) {
        Ok(Judgement { asked, deviations }) => {
            for deviation in &deviations {
                note(causes, document, deviation);
            }
            Record::Asked { asked, wrong: deviations.len() }
        }
        Err(error) => Record::Failed(ended(&format!("{error:#}"))),
    }
}

/// Why there are no replies; the system kills what works for too long.
fn ended(error: &str) -> String {
    let what = if error.contains("SIGKILL") || error.contains("SIGXCPU") { "over the limit" } else { "it ends early" };
    shortened(&format!("{what}: {error}"))
}

impl Cause {
    fn add(&mut self, other: Self) {
        self.values += other.values;
        self.types.extend(other.types);
        self.descriptions.extend(other.descriptions);
        self.examples.extend(other.examples);
        self.examples.truncate(MOST_EXAMPLES);
    }
}

/// What the compiler says first, without where it works.
fn not_built(error: &anyhow::Error) -> String {
    let said = format!("{error:#}");
    let first = said.lines().find(|line| line.starts_with("error")).unwrap_or("there is no program");
    shortened(&format!("it does not compile: {first}"))
}

fn module(folder: &Path, document: &Document) -> Result<Module, String> {
    let loader = Folder::beside(folder, &document.path);
    let text = document.text(folder).map_err(|error| error.to_string())?;
    let input = Input { path: &document.path, text: text.as_str().into(), loader: &loader };
    let mut settings = Settings::for_name(&document.crate_name);
    // The types are modules of another crate here, which has no such features.
    settings.extent.tag_features = Some(false);
    // And what no call needs is held to what is sent as well.
    settings.extent.unreached = Unreached::Both;
    let output = clientwright_codegen::generate(&input, &settings).map_err(|_| "refused".to_owned())?;
    Ok(Module { name: "description".to_owned(), types: named::types(&output), files: output.files })
}

fn note(causes: &mut BTreeMap<String, Cause>, document: &Document, deviation: &Deviation<'_>) {
    let Deviation { probe, cause } = deviation;
    let known = causes.entry(cause.name.clone()).or_default();
    known.values += 1;
    known.descriptions.insert(document.name.clone());
    let is_new = known.types.insert(format!("{} {}", document.name, probe.ty));
    if is_new && known.examples.len() < MOST_EXAMPLES {
        known.examples.push(format!(
            "      {} {} ({}) {}\n        {}\n        {}",
            document.name,
            probe.ty,
            probe.place,
            shortened(&probe.instance.label),
            shortened(&cause.detail),
            shortened(probe.json())
        ));
    }
}

/// The causes, the commonest first.
fn listed(causes: BTreeMap<String, Cause>) -> String {
    let mut causes: Vec<_> = causes.into_iter().collect();
    causes.sort_by_key(|(_, cause)| std::cmp::Reverse(cause.values));
    let mut text = "\nvalues  types  descriptions  cause\n".to_owned();
    for (name, cause) in causes {
        let (types, descriptions) = (cause.types.len(), cause.descriptions.len());
        let _ = writeln!(text, "{:>6} {types:>6} {descriptions:>13}  {name}", cause.values);
        for example in cause.examples {
            let _ = writeln!(text, "{example}");
        }
    }
    text
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= MOST_CHARACTERS {
        return text.to_owned();
    }
    text.chars().take(MOST_CHARACTERS).chain(['…']).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn of(script: &str) -> Record {
        understood(hear(Command::new("sh").args(["-c", script]), limits::ROUNDTRIP).unwrap()).0
    }

    #[test]
    fn what_happens_to_one_description_is_its_own_record() {
        let answer = Answer { record: "1 wrong of 7".to_owned(), causes: BTreeMap::new() };
        let text = serde_json::to_string(&answer).unwrap();
        assert_eq!(of(&format!("echo '{text}'")), Record::Asked { asked: 7, wrong: 1 });
        let reason = |script: &str| match of(script) {
            Record::Failed(reason) => reason,
            other => panic!("{other}"),
        };
        assert!(reason("kill -SEGV $$").starts_with("it ends early: "));
        assert!(reason(&format!("echo '{text}'; exit 1")).starts_with("it ends early: "));
        assert!(reason("exit 124").starts_with("over the limit: it takes longer than 1140 seconds"));
        assert!(
            reason("echo 'memory allocation of 17 bytes failed' >&2; kill -ABRT $$").starts_with("over the limit: ")
        );
    }
}
