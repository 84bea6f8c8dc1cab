//! What a program costs that makes five of Stripe's calls, as it is released: to build after a change of the client, and its size.
//! Each client is taken as it comes, with its own choice of TLS, HTTP/2 and compression.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::Results;
use super::aim::Aim;
use super::check::touch;
use super::contender::{CONTENDERS, Contender, path_to};
use super::document::Document;
use super::figure::Figure;
use super::lab::Lab;
use super::table::Table;
use crate::process;

/// The description whose calls the programs make.
const DESCRIPTION: &str = "stripe";

/// Who writes without a generator.
const BY_HAND: &str = "by hand";

/// What that program is made of: the features that the runtime has on as well.
const MADE_OF: &str = "\
reqwest = { version = \"0.13\", default-features = false, features = [
    \"form\", \"gzip\", \"http2\", \"json\", \"query\", \"rustls\", \"system-proxy\",
] }
serde = { version = \"1\", features = [\"derive\"] }";

/// What every program has. Debug information says nothing about a client.
const REST: &str =
    "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n\n[profile.release]\nstrip = true\n\n[workspace]\n";

/// A program, ready to be built.
#[derive(Debug)]
struct Program {
    folder: PathBuf,
    target: PathBuf,
    /// What is changed before it is built again.
    changed: Vec<PathBuf>,
}

/// What a program needs.
#[derive(Clone, Copy, Debug)]
struct Needed {
    user: Figure,
    size: Figure,
}

/// The part.
pub(super) fn run(lab: &Lab<'_>, documents: &[Document]) -> anyhow::Result<Results> {
    let Some(document) = documents.iter().find(|document| document.name == DESCRIPTION) else {
        lab.screen.tell(&format!("the description of {DESCRIPTION} is not there: no program is released"));
        return Ok(Results::default());
    };
    let generated = CONTENDERS.map(|contender| needed(lab, contender.name(), generated(lab, contender, document)));
    let all: Vec<_> = generated.into_iter().chain([needed(lab, BY_HAND, by_hand(lab).map(Some))]).collect();
    let columns: Vec<_> = CONTENDERS.map(Contender::name).into_iter().chain([BY_HAND]).collect();
    let mut table = Table::new("release", &columns);
    let of = |figure: fn(Needed) -> Figure| all.iter().map(|it| it.map(figure)).collect();
    // What is written by hand has five calls and no more: it is there to be known, and not to be beaten.
    let generators = 0..CONTENDERS.len();
    table.push_of("five calls of Stripe's", "user CPU", of(|it| it.user), Aim::Least, generators.clone());
    table.push_of("five calls of Stripe's", "size", of(|it| it.size), Aim::Least, generators);
    Ok(Results { tables: vec![table], ..Results::default() })
}

/// Nothing where the generator is not there, or the program does not compile, which is told.
fn needed(lab: &Lab<'_>, name: &str, program: anyhow::Result<Option<Program>>) -> Option<Needed> {
    let built = program.and_then(|program| program.map(|program| built(lab, name, &program)).transpose());
    built.unwrap_or_else(|error| {
        lab.failed(name, "five calls", &error);
        None
    })
}

fn built(lab: &Lab<'_>, name: &str, program: &Program) -> anyhow::Result<Needed> {
    let mut cargo = lab.cargo();
    cargo.args(["build", "--release"]).current_dir(&program.folder).env("CARGO_TARGET_DIR", &program.target);
    process::run(&mut cargo)?;
    for file in &program.changed {
        touch(file)?;
    }
    let cost = lab.cost(&cargo)?;
    let file = program.target.join("release").join(format!("five{}", std::env::consts::EXE_SUFFIX));
    let size = fs::metadata(&file).with_context(|| format!("cannot read {}", file.display()))?.len();
    let (user, size) = (Figure::Time(cost.user), Figure::Memory(size));
    lab.done(name, "five calls", &[user, size]);
    Ok(Needed { user, size })
}

/// The program of a generator that is installed, beside the crate that it makes.
fn generated(lab: &Lab<'_>, contender: Contender, document: &Document) -> anyhow::Result<Option<Program>> {
    let Some(program) = contender.program(lab)? else { return Ok(None) };
    let run = contender.prepare(lab, &program, document)?;
    process::run(&mut run.command()?)?;
    run.stand_alone(lab)?;
    let source = match contender {
        Contender::Ours => include_str!("release/clientwright.rs"),
        Contender::Oas3Gen => include_str!("release/oas3_gen.rs"),
        Contender::OpenapiToRust => include_str!("release/openapi_to_rust.rs"),
    };
    let client = format!("{} = {{ {} }}", run.name, path_to(&run.package()));
    let mut written = written(&lab.folder.join(contender.name()), &client, source)?;
    if contender == Contender::Ours {
        fs::copy(lab.root.join("Cargo.lock"), written.folder.join("Cargo.lock")).context("there is no Cargo.lock")?;
    }
    written.changed.push(run.package().join("src/lib.rs"));
    Ok(Some(written))
}

fn by_hand(lab: &Lab<'_>) -> anyhow::Result<Program> {
    written(&lab.folder.join("by-hand"), MADE_OF, include_str!("release/by_hand.rs"))
}

/// The package of a program, below a folder.
fn written(folder: &Path, client: &str, source: &str) -> anyhow::Result<Program> {
    let package = folder.join("five");
    let main = package.join("src/main.rs");
    fs::create_dir_all(package.join("src"))?;
    let head = "[package]\nname = \"five\"\nedition = \"2024\"\n\n[dependencies]";
    fs::write(package.join("Cargo.toml"), format!("{head}\n{client}\n{REST}"))?;
    fs::write(&main, source)?;
    Ok(Program { folder: package, target: folder.join("target"), changed: vec![main] })
}
