//! Decodes and encodes values made from the descriptions by their generated types, one program for each description, and lists what
//! does not come back by cause.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use clientwright_codegen::{Input, Settings, Unreached};

use super::document::Document;
use super::tally::{Record, Tally};
use crate::generator::{Folder, guarded};
use crate::oracle::harness::{Harness, Module};
use crate::oracle::named;
use crate::oracle::roundtrip::{Deviation, Judgement, judged, probes};
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
        let record = result?;
        screen.say(&format!("{record}  {}", document.name));
        tally.insert(document.name.clone(), record);
    }
    screen.say(&listed(causes));
    screen.say(&tally.summary());
    Ok(tally)
}

/// How many values were asked and are wrong; why none was.
fn ask(
    root: &Path,
    folder: &Path,
    document: &Document,
    causes: &mut BTreeMap<String, Cause>,
) -> anyhow::Result<Record> {
    let module = match guarded(|| module(folder, document)).and_then(|module| module) {
        Ok(module) if module.types.len() > MOST_TYPES => {
            return Ok(Record::NotAsked(format!("{} types", module.types.len())));
        }
        Ok(module) => module,
        Err(reason) => return Ok(Record::NotAsked(reason)),
    };
    let tree = match document.tree(folder) {
        Ok(tree) => tree,
        Err(reason) => return Ok(Record::NotAsked(reason)),
    };
    let probes = probes(&tree, &module);
    let harness = match Harness::build(root, "corpus", &[module]) {
        Ok(harness) => harness,
        Err(error) => return Ok(Record::NotAsked(not_built(&error))),
    };
    let Judgement { asked, deviations } = judged(&harness, &probes)?;
    for deviation in &deviations {
        note(causes, document, deviation);
    }
    Ok(Record::Asked { asked, wrong: deviations.len() })
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
