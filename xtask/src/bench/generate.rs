//! What generating costs: time, memory, instructions, and how much comes out.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::Results;
use super::aim;
use super::contender::{CONTENDERS, Contender};
use super::document::Document;
use super::figure::Figure;
use super::lab::{Company, Lab};
use super::ratchet::{BYTES, Counts, Row};
use super::table::Table;

/// What these counts are recorded under.
const PART: &str = "generate";

/// Instructions of others are counted up to this size of a description: they are there for comparison, and it takes minutes.
const MOST_BYTES: usize = 5 << 20;

/// What one generator needed for one description.
#[derive(Debug)]
struct Needed {
    user: Figure,
    memory: Figure,
    instructions: Option<u64>,
    lines: u64,
}

/// The part: every description with every generator.
pub(super) fn run(lab: &Lab<'_>, documents: &[Document]) -> anyhow::Result<Results> {
    let contenders: Vec<_> =
        CONTENDERS.into_iter().map(|it| Ok((it, it.program(lab)?))).collect::<anyhow::Result<_>>()?;
    let missing = |it: &&(Contender, Option<PathBuf>)| it.1.is_none() && lab.company == Company::Rivals;
    for (contender, _) in contenders.iter().filter(missing) {
        lab.screen.tell(&format!("{0} is not installed (`cargo install {0}`), and not measured", contender.name()));
    }
    let mut table = Table::new(PART, &CONTENDERS.map(Contender::name));
    let mut counts = Counts::new();
    let mut progress = lab.screen.progress(documents.len());
    for document in documents {
        progress.step(&document.name);
        let needed: Vec<_> = contenders
            .iter()
            .map(|(contender, program)| needed(lab, *contender, program.as_deref()?, document))
            .collect();
        rows(&mut table, document, &needed)?;
        if let Some(Some(ours)) = needed.first() {
            counts.entry(PART.to_owned()).or_default().insert(document.name.clone(), row(document, ours));
        }
    }
    drop(progress);
    Ok(Results { tables: vec![table], counts, missed: Vec::new() })
}

/// Nothing where the generator fails, which is told.
fn needed(lab: &Lab<'_>, contender: Contender, program: &Path, document: &Document) -> Option<Needed> {
    let measured = measured(lab, contender, program, document);
    measured.map_err(|error| lab.failed(contender.name(), &document.name, &error)).ok()
}

fn measured(lab: &Lab<'_>, contender: Contender, program: &Path, document: &Document) -> anyhow::Result<Needed> {
    let run = contender.prepare(lab, program, document)?;
    let cost = lab.cost(&run.command()?)?;
    let lines = run.lines().context("nothing was generated")?;
    let counted = contender == Contender::Ours || document.text.len() <= MOST_BYTES;
    let instructions = if counted { lab.instructions(&run.command()?)? } else { None };
    let (user, memory) = (Figure::Time(cost.user), Figure::Memory(cost.memory));
    lab.done(contender.name(), &document.name, &[user, memory]);
    Ok(Needed { user, memory, instructions, lines })
}

fn rows(table: &mut Table, document: &Document, needed: &[Option<Needed>]) -> anyhow::Result<()> {
    let operations = document.operations()?;
    let of =
        |figure: &dyn Fn(&Needed) -> Option<Figure>| needed.iter().map(|it| it.as_ref().and_then(figure)).collect();
    let subject = format!("{}, {operations} operations", document.name);
    let aim = |measure| aim::of(PART, &document.name, measure);
    table.push(&subject, "user CPU", of(&|it| Some(it.user)), aim("user CPU"));
    table.push(&subject, "peak memory", of(&|it| Some(it.memory)), aim("peak memory"));
    table.push(&subject, "instructions", of(&|it| it.instructions.map(Figure::Count)), aim("instructions"));
    table.push(&subject, "lines", of(&|it| Some(Figure::Count(it.lines))), aim("lines"));
    table.push(
        &subject,
        "lines per operation",
        of(&|it| Figure::each(it.lines, operations)),
        aim("lines per operation"),
    );
    Ok(())
}

fn row(document: &Document, ours: &Needed) -> Row {
    let mut row = Row::from([(BYTES.to_owned(), document.text.len() as u64), ("lines".to_owned(), ours.lines)]);
    row.extend(ours.instructions.map(|count| ("instructions".to_owned(), count)));
    row
}
