//! What checking a generated crate costs its users, each time that it changed: that crate alone, with everything compiled that it
//! needs. And how many functions the compiler has to look at, which is where the time goes.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use super::Results;
use super::aim;
use super::contender::{CONTENDERS, Contender, Run};
use super::document::Document;
use super::figure::Figure;
use super::lab::Lab;
use super::ratchet::{BYTES, Counts, Row};
use super::size::functions;
use super::table::Table;
use crate::process::{self, output};
use crate::tidy::tokens::words;

/// What these counts are recorded under.
const PART: &str = "check";

/// What the compiler needed for one crate.
#[derive(Debug)]
struct Needed {
    user: Figure,
    memory: Figure,
    bodies: u64,
}

/// The part: every description with every generator.
pub(super) fn run(lab: &Lab<'_>, documents: &[Document]) -> anyhow::Result<Results> {
    let mut table = Table::new(PART, &CONTENDERS.map(Contender::name));
    let mut counts = Counts::new();
    let mut progress = lab.screen.progress(documents.len() * CONTENDERS.len());
    for document in documents {
        let mut needed = Vec::new();
        for contender in CONTENDERS {
            progress.step(&format!("{}, {}", document.name, contender.name()));
            needed.push(of(lab, contender, document));
        }
        let aim = |measure| aim::of(PART, &document.name, measure);
        let of = |figure: &dyn Fn(&Needed) -> Figure| needed.iter().map(|it| it.as_ref().map(figure)).collect();
        table.push(&document.name, "user CPU", of(&|it| it.user), aim("user CPU"));
        table.push(&document.name, "peak memory", of(&|it| it.memory), aim("peak memory"));
        table.push(&document.name, "bodies", of(&|it| Figure::Count(it.bodies)), aim("bodies"));
        if let Some(Some(ours)) = needed.first() {
            let row = [(BYTES.to_owned(), document.text.len() as u64), ("bodies".to_owned(), ours.bodies)];
            counts.entry(PART.to_owned()).or_default().insert(document.name.clone(), Row::from(row));
        }
    }
    drop(progress);
    Ok(Results { tables: vec![table], counts, missed: Vec::new() })
}

/// Nothing where the generator is not there, or its crate does not compile, which is told.
fn of(lab: &Lab<'_>, contender: Contender, document: &Document) -> Option<Needed> {
    let measured = measured(lab, contender, document);
    measured.unwrap_or_else(|error| {
        lab.failed(contender.name(), &document.name, &error);
        None
    })
}

fn measured(lab: &Lab<'_>, contender: Contender, document: &Document) -> anyhow::Result<Option<Needed>> {
    let Some(program) = contender.program(lab)? else { return Ok(None) };
    let run = contender.prepare(lab, &program, document)?;
    process::run(&mut run.command()?)?;
    run.stand_alone(lab)?;
    process::run(cargo(lab, &run).arg("check"))?;
    touch(&run.package().join("src/lib.rs"))?;
    let cost = lab.cost(cargo(lab, &run).arg("check"))?;
    let (user, memory) = (Figure::Time(cost.user), Figure::Memory(cost.memory));
    lab.done(contender.name(), &document.name, &[user, memory]);
    Ok(Some(Needed { user, memory, bodies: bodies(lab, &run)? }))
}

fn cargo(lab: &Lab<'_>, run: &Run) -> Command {
    let mut cargo = lab.cargo();
    cargo.current_dir(run.package()).env("CARGO_TARGET_DIR", run.target(lab)).env("CARGO_INCREMENTAL", "0");
    cargo
}

/// As if the file had been changed.
pub(super) fn touch(file: &Path) -> anyhow::Result<()> {
    Ok(File::options().append(true).open(file)?.set_modified(SystemTime::now())?)
}

/// The functions of a crate when all macros and derives are written out. Only the compiler can do that, and shows it where it is told that
/// it is not a stable one. What others are built from asks for that as well, so this has a folder of its own.
fn bodies(lab: &Lab<'_>, run: &Run) -> anyhow::Result<u64> {
    let mut cargo = cargo(lab, run);
    cargo.args(["rustc", "--quiet", "--lib", "--profile", "check", "--", "-Zunpretty=expanded"]);
    cargo.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", run.target(lab).with_file_name("expanded"));
    let source = output(&mut cargo)?;
    anyhow::ensure!(!source.is_empty(), "the compiler shows no source");
    Ok(functions(&words(&source)) as u64)
}
