//! `cargo xtask conformance`: scenarios that generators of several languages are held to, through our generated clients. Each request is
//! made by a generated call, over a socket, and judged by what peers' servers expect; each answer by what its type says when it is
//! encoded again. The scenarios stand beside the checkout; where they are not, nothing is judged.

mod call;
mod events;
mod judge;
mod multipart;
mod program;
mod ratchet;
mod reference;
mod scenario;
mod server;
mod spread;
mod surface;
mod template;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::arguments::ConformanceOptions;
use crate::corpus::Wanted;
use crate::oracle::document::{self, Document};
use clientwright::Screen;
use clientwright::inner::Files;
use clientwright::inner::crate_name;
use clientwright::inner::guarded;
use program::Planned;
use ratchet::{Failing, Part, Ratchet};
use scenario::Case;
use surface::Surface;

/// The versions of OpenAPI that the scenarios are described in.
const VERSIONS: [&str; 3] = ["3.0", "3.1", "3.2"];

/// A description that became a crate.
struct Made {
    document: Document,
    /// As it is written.
    tree: Value,
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
    let (mut worse, mut better) = (Vec::new(), Vec::new());
    for version in VERSIONS.into_iter().filter(|version| options.version.as_deref().is_none_or(|it| it == *version)) {
        let documents = folder.join(format!("openapi-{version}"));
        if !documents.is_dir() {
            continue;
        }
        let failing = of_version(root, version, &documents, &cases, screen)?;
        worse.extend(ratchet.worse(version, &failing));
        better.extend(ratchet.better(version, &failing));
        if options.bless {
            ratchet.bless(version, failing);
        }
    }
    better.iter().for_each(|line| screen.say(&format!("better: {line}")));
    worse.iter().for_each(|line| screen.say(&format!("worse: {line}")));
    if options.bless {
        ratchet.write()?;
    }
    Ok(options.bless || worse.is_empty())
}

/// What fails, with what was found.
fn of_version(root: &Path, version: &str, folder: &Path, cases: &[Case], screen: &Screen) -> anyhow::Result<Failing> {
    let mut failing = Failing::new();
    let mut fails = |part, name: &str, found: String| {
        failing.entry(part).or_default().insert(name.to_owned(), found);
    };
    let mut crates = BTreeMap::<String, Result<Made, String>>::new();
    let written = crate::corpus::find(folder, Wanted::default())?;
    let written = written.iter().filter_map(|document| document.path.strip_suffix(".yaml"));
    for name in written.chain(cases.iter().map(|case| case.document.as_str())) {
        crates.entry(name.to_owned()).or_insert_with(|| made(folder, version, name));
    }
    let mut planned = Vec::new();
    for case in cases {
        match plan(case, &crates[&case.document]) {
            Ok(call) => planned.push(call),
            Err(reason) => fails(part(case), &case.name, reason),
        }
    }
    let program = build(root, version, crates.values().filter_map(|made| made.as_ref().ok()), &planned)?;
    for (name, reason) in crates.iter().filter_map(|(name, made)| Some((name, made.as_ref().err()?))) {
        screen.say(&format!("{version} {name}: {reason}"));
        fails(Part::Descriptions, name, reason.clone());
    }
    let compiled = crates.values().filter(|made| made.is_ok()).count();
    screen.say(&format!("{version}: {compiled} of {} descriptions compile without a warning", crates.len()));
    let output = Command::new(&program).output().context("the program cannot be run")?;
    let lines: Vec<Value> =
        String::from_utf8(output.stdout)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    ensure!(lines.len() == planned.len(), "the program ended early: {}", output.status);
    for (planned, line) in planned.iter().zip(&lines) {
        if let Some(reason) = judge::judge(planned.case, &planned.call, &planned.events, line) {
            fails(part(planned.case), &planned.case.name, reason);
        }
    }
    let well = |wanted| {
        let all = cases.iter().filter(|case| part(case) == wanted).count();
        format!("{} of {all}", all - failing.get(&wanted).map_or(0, BTreeMap::len))
    };
    let (requests, links) = (well(Part::Requests), well(Part::Links));
    screen.say(&format!("{version}: {requests} requests of generated calls are as expected"));
    screen.say(&format!("{version}: {links} pages behind links, which are asked for without a call, are understood"));
    Ok(failing)
}

fn part(case: &Case) -> Part {
    if case.link_of.is_some() { Part::Links } else { Part::Requests }
}

/// The call of a case.
fn plan<'a>(case: &'a Case, made: &'a Result<Made, String>) -> Result<Planned<'a>, String> {
    let made = made.as_ref().map_err(String::clone)?;
    let call = call::find(case.link_of.as_deref().unwrap_or(case), &made.document, &made.surface);
    let call = call.map_err(|reason| match case.note.as_str() {
        "" => reason,
        note => format!("{reason}: {note}"),
    })?;
    let events = events::described(&made.tree, &call.operation.is);
    Ok(Planned { case, call, events, krate: made.krate.replace('-', "_") })
}

fn made(folder: &Path, version: &str, name: &str) -> Result<Made, String> {
    let path = format!("{name}.yaml");
    let text = fs::read_to_string(folder.join(&path)).map_err(|error| format!("{path} cannot be read: {error}"))?;
    let krate = crate_name(&name.replace(['/', '.'], "-")).map_err(|error| error.to_string())?;
    let krate = format!("{krate}-{}", called(version));
    let bytes = text.clone().into_bytes();
    let output = guarded(|| crate::corpus::generate(folder, &path, &krate, bytes))?
        .map_err(|diagnostics| diagnostics.render(false).lines().next().unwrap_or_default().to_owned())?;
    let surface = surface::read(&output.files).map_err(|error| format!("{error:#}"))?;
    let (document, tree) = (Document::parse(&text)?, document::tree(&text)?);
    Ok(Made { document, tree, surface, krate, files: output.files })
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
            let text = if path == "Cargo.toml" { manifest(text, &runtime) } else { text.clone() };
            (format!("crates/{}/{path}", made.krate), text)
        };
        files.extend(made.files.iter().map(below));
        crates.push(made.krate.clone());
    }
    let name = format!("conformance-{}", called(version));
    files.extend(program::sources(&name, &runtime, &crates, planned));
    Ok(crate::oracle::harness::compile(root, &workshop, &folder, &files)?.join(name))
}

/// A generated manifest for a crate beside others, which a warning keeps from being compiled.
fn manifest(text: &str, runtime: &Path) -> String {
    crate::corpus::with_runtime(text, runtime) + "\n[lints.rust]\nwarnings = \"deny\"\n"
}

/// A part of the names of crates. All versions are compiled into one folder, where Cargo knows crates by their names and by where they stand
/// below the program: without it, it would take what it has made of one version for another.
fn called(version: &str) -> String {
    version.replace('.', "-")
}
