//! Decodes and encodes values made from the descriptions by their generated types, one program for each description, and lists what
//! does not come back by cause.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clientwright_codegen::{Input, Settings, Unreached};

use super::document::Document;
use super::tally::{Record, Tally};
use crate::generator::{Folder, guarded};
use crate::oracle::harness::{Harness, Module};
use crate::oracle::roundtrip::{Deviation, Judgement, judged, probes};
use crate::oracle::{document, named};
use crate::screen::Screen;

/// Larger crates take minutes to compile.
const MOST_TYPES: usize = 900;

/// How many examples of a cause are listed, and how long each may be, in characters.
const MOST_EXAMPLES: usize = 4;
const MOST_CHARACTERS: usize = 300;

/// What is known of one cause.
#[derive(Debug, Default)]
struct Cause {
    values: usize,
    types: BTreeSet<String>,
    descriptions: BTreeSet<String>,
    examples: Vec<String>,
}

/// Asks every description; what came of it, by its name.
pub(super) fn run(root: &Path, folder: &Path, documents: &[Document], screen: &Screen) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let mut causes = BTreeMap::new();
    let mut progress = screen.progress(documents.len());
    for document in documents {
        progress.step(&document.name);
        let result = ask(root, folder, document, &mut causes);
        progress.clear();
        match result? {
            Ok(record) => {
                screen.say(&format!("{:>7} of {:>7} differ  {}", record.differ, record.asked, document.name));
                tally.insert(document.name.clone(), record);
            }
            Err(reason) => screen.say(&format!("        not asked: {reason}  {}", document.name)),
        }
    }
    screen.say(&listed(causes));
    screen.say(&tally.summary());
    Ok(tally)
}

/// How many values were asked and differ; why none was.
fn ask(
    root: &Path,
    folder: &Path,
    document: &Document,
    causes: &mut BTreeMap<String, Cause>,
) -> anyhow::Result<Result<Record, String>> {
    let module = match guarded(|| module(folder, document)).and_then(|module| module) {
        Ok(module) if module.types.len() > MOST_TYPES => return Ok(Err(format!("{} types", module.types.len()))),
        Ok(module) => module,
        Err(reason) => return Ok(Err(reason)),
    };
    let here = folder.join(&document.path);
    let read = |path: &str| fs::read_to_string(here.parent()?.join(path)).ok();
    let tree = match document::Document::joined(&document.text(folder)?, &read) {
        Ok(tree) => tree,
        Err(reason) => return Ok(Err(reason)),
    };
    let probes = probes(&tree, &module);
    let harness = match Harness::build(root, "corpus", &[module]) {
        Ok(harness) => harness,
        Err(error) => return Ok(Err(shortened(&format!("{error:#}")))),
    };
    let Judgement { asked, deviations } = judged(&harness, &probes)?;
    for deviation in &deviations {
        note(causes, document, deviation);
    }
    Ok(Ok(Record { asked, differ: deviations.len() }))
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
