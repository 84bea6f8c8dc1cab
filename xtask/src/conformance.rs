//! `cargo xtask conformance`: scenarios that generators of several languages are held to, through our generated clients. Each request is
//! made by a generated call, over a socket, and judged by what peers' servers expect; each answer by what its type says when it is
//! encoded again. The scenarios stand beside the checkout; where they are not, nothing is judged.

mod call;
mod judge;
mod multipart;
mod program;
mod ratchet;
mod scenario;
mod spread;
mod surface;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::arguments::ConformanceOptions;
use crate::generator::guarded;
use crate::oracle::document::Document;
use crate::screen::Screen;
use crate::sync::Files;
use crate::targets;
use program::Planned;
use ratchet::Ratchet;
use scenario::Case;
use surface::Surface;

/// The versions of OpenAPI that the scenarios are described in.
const VERSIONS: [&str; 3] = ["3.0", "3.1", "3.2"];

/// A description that became a crate.
struct Made {
    document: Document,
    surface: Surface,
    krate: String,
    files: Files,
}

/// The command; whether nothing fails that did not.
///
/// # Errors
/// Where the scenarios cannot be read, or the program not be compiled.
pub fn run(root: &Path, options: &ConformanceOptions, screen: &Screen) -> anyhow::Result<bool> {
    let folder = options.folder.clone().unwrap_or_else(|| root.join("../shared/conformance/spector"));
    if !folder.is_dir() {
        screen.say(&format!("there are no scenarios at {}: nothing to judge", folder.display()));
        return Ok(true);
    }
    let cases = scenario::read(&folder)?;
    let mut ratchet = Ratchet::read(&root.join("codegen/tests/conformance.ratchet.toml"))?;
    let mut worse = Vec::new();
    for version in VERSIONS.into_iter().filter(|version| options.version.as_deref().is_none_or(|it| it == *version)) {
        let documents = folder.join(format!("openapi-{version}"));
        if !documents.is_dir() {
            continue;
        }
        let failing = of_version(root, version, &documents, &cases, screen)?;
        if options.bless {
            ratchet.bless(version, failing);
        } else {
            worse.extend(ratchet.worse(version, &failing));
        }
    }
    if options.bless {
        ratchet.write()?;
    }
    worse.iter().for_each(|line| screen.say(line));
    Ok(worse.is_empty())
}

/// What fails, with the reason.
fn of_version(
    root: &Path,
    version: &str,
    folder: &Path,
    cases: &[Case],
    screen: &Screen,
) -> anyhow::Result<BTreeMap<String, String>> {
    let mut failing = BTreeMap::new();
    let mut crates = BTreeMap::<&str, Result<Made, String>>::new();
    for case in cases {
        crates.entry(&case.document).or_insert_with(|| made(folder, &case.document));
    }
    let mut planned = Vec::new();
    for case in cases {
        match &crates[case.document.as_str()] {
            Err(reason) => drop(failing.insert(case.name.clone(), reason.clone())),
            Ok(made) => match call::find(case, &made.document, &made.surface) {
                Ok(call) => planned.push(Planned { case, call, krate: made.krate.replace('-', "_") }),
                Err(reason) if case.note.is_empty() => drop(failing.insert(case.name.clone(), reason)),
                Err(reason) => drop(failing.insert(case.name.clone(), format!("{reason}: {}", case.note))),
            },
        }
    }
    let program = build(root, version, crates.values().filter_map(|made| made.as_ref().ok()), &planned)?;
    let output = Command::new(&program).output().context("the program cannot be run")?;
    let lines: Vec<Value> =
        String::from_utf8(output.stdout)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    ensure!(lines.len() == planned.len(), "the program ended early: {}", output.status);
    for (planned, line) in planned.iter().zip(&lines) {
        if let Some(reason) = judge::judge(planned.case, &planned.call, line) {
            failing.insert(planned.case.name.clone(), reason);
        }
    }
    screen.say(&format!("{version}: {} of {} requests are as expected", cases.len() - failing.len(), cases.len()));
    Ok(failing)
}

fn made(folder: &Path, name: &str) -> Result<Made, String> {
    let path = format!("{name}.yaml");
    let text = fs::read_to_string(folder.join(&path)).map_err(|error| format!("{path} cannot be read: {error}"))?;
    let krate = targets::crate_name(&name.replace(['/', '.'], "-")).map_err(|error| error.to_string())?;
    let krate = format!("{krate}-client");
    let bytes = text.clone().into_bytes();
    let output = guarded(|| crate::corpus::generate(folder, &path, &krate, bytes))?
        .map_err(|diagnostics| diagnostics.render(false).lines().next().unwrap_or_default().to_owned())?;
    let surface = surface::read(&output.files).map_err(|error| format!("{error:#}"))?;
    Ok(Made { document: Document::parse(&text)?, surface, krate, files: output.files })
}

/// Writes the program and the crates, and compiles them.
fn build<'a>(
    root: &Path,
    version: &str,
    made: impl Iterator<Item = &'a Made>,
    planned: &[Planned<'_>],
) -> anyhow::Result<PathBuf> {
    let workshop = crate::corpus::target_folder(root).join("conformance");
    let folder = workshop.join(version);
    let runtime = root.join("runtime").canonicalize()?;
    let mut files = Files::new();
    let mut crates = Vec::new();
    for made in made {
        let below = |(path, text): (&String, &String)| {
            let text = if path == "Cargo.toml" { crate::corpus::with_runtime(text, &runtime) } else { text.clone() };
            (format!("crates/{}/{path}", made.krate), text)
        };
        files.extend(made.files.iter().map(below));
        crates.push(made.krate.clone());
    }
    files.extend(program::sources(&runtime, &crates, planned));
    Ok(crate::oracle::harness::compile(root, &workshop, &folder, &files)?.join("conformance"))
}
