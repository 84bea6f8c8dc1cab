//! Decodes and encodes values made from the descriptions by their generated types, one program for each description, and lists what
//! does not come back by cause.

mod causes;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clientwright_codegen::{Input, Settings, Unreached};

use self::causes::Causes;
use super::document::Document;
use super::errand::Errand;
use super::limits;
use super::tally::{Record, Tally};
use crate::oracle::harness::{Harness, Module};
use crate::oracle::named;
use crate::oracle::roundtrip::{judged, probes};
use clientwright::Screen;
use clientwright::inner::Folder;

/// What a process is sent for.
pub(super) const ERRAND: Errand = Errand { word: "--values-of", most: limits::ROUNDTRIP };

/// How long what is told of a value or a program may be, in characters.
const MOST_CHARACTERS: usize = 300;

/// Asks every description; what came of it, by its name.
pub(super) fn run(root: &Path, folder: &Path, documents: &[Document], screen: &Screen) -> anyhow::Result<Tally> {
    let mut causes = Causes::default();
    let tally = ERRAND.run((root, folder), documents, screen, |found| causes.add(found))?;
    screen.say(&causes.listed());
    Ok(tally)
}

/// The work of the process, behind its first word.
pub(super) fn asked(words: &mut impl Iterator<Item = OsString>) -> Option<anyhow::Result<ExitCode>> {
    ERRAND.asked(words, |root, folder, document| {
        limits::of_roundtrip();
        let mut causes = Causes::default();
        let record = ask(root, folder, document, &mut causes).unwrap_or_else(|record| record);
        (record, causes)
    })
}

/// How many values were asked and are wrong; or why none was.
fn ask(root: &Path, folder: &Path, document: &Document, causes: &mut Causes) -> Result<Record, Record> {
    let module = module(folder, document).map_err(Record::NotAsked)?;
    let tree = document.tree(folder).map_err(Record::NotAsked)?;
    let probes = probes(&tree, &module);
    let harness = Harness::build(root, "corpus", &[module]).map_err(|error| Record::Failed(not_built(&error)))?;
    limits::of_asking();
    let judgement = judged(&harness, &probes).map_err(|error| Record::Failed(ended(&format!("{error:#}"))))?;
    judgement.deviations.iter().for_each(|deviation| causes.note(document, deviation));
    Ok(Record::Asked { asked: judgement.asked, wrong: judgement.deviations.len() })
}

/// Why there are no replies; the system kills what works for too long.
fn ended(error: &str) -> String {
    let what = if error.contains("SIGKILL") || error.contains("SIGXCPU") { "over the limit" } else { "it ends early" };
    shortened(&format!("{what}: {error}"))
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

fn shortened(text: &str) -> String {
    if text.chars().count() <= MOST_CHARACTERS {
        return text.to_owned();
    }
    text.chars().take(MOST_CHARACTERS).chain(['…']).collect()
}
