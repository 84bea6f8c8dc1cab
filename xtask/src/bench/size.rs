//! How much is generated: lines, tables and functions of the crates of all fixtures and of `specs/`. Nothing is run, so that tests can
//! afford it.

use std::path::Path;

use anyhow::{Context, anyhow};
use clientwright_codegen::Output;

use super::Results;
use super::aim::Aim;
use super::figure::Figure;
use super::ratchet::{Counts, Row};
use super::table::Table;
use crate::oracle::fixtures;
use crate::tidy::tokens::{Word, words};

/// What these counts are recorded under.
pub(super) const PART: &str = "size";

/// The counts of every fixture and every description of `specs/`.
pub(super) fn counts(root: &Path) -> anyhow::Result<Counts> {
    let mut all = fixtures::find(&root.join("codegen/tests/fixtures"), &["diagnostics"])?;
    all.extend(fixtures::of_construct(root, "specs")?);
    let mut counts = Counts::new();
    for fixture in &all {
        let output = fixture.output().map_err(|why| anyhow!(why)).with_context(|| fixture.path.clone())?;
        counts.entry(PART.to_owned()).or_default().insert(fixture.path.clone(), row(&output));
    }
    Ok(counts)
}

/// The part: a row of each description of `specs/`, and one of all fixtures together.
pub(super) fn run(root: &Path) -> anyhow::Result<Results> {
    let counts = counts(root)?;
    let mut table = Table::new(PART, &["clientwright"]);
    let (specs, fixtures): (Vec<_>, Vec<_>) = counts[PART].iter().partition(|(path, _)| path.starts_with("specs/"));
    let all = format!("{} fixtures", fixtures.len());
    for measure in MEASURES {
        let sum = fixtures.iter().filter_map(|(_, row)| row.get(*measure)).sum();
        table.push(&all, measure, vec![Some(Figure::Count(sum))], Aim::None);
    }
    for (path, row) in specs {
        for measure in MEASURES {
            table.push(path, measure, vec![row.get(*measure).copied().map(Figure::Count)], Aim::None);
        }
    }
    Ok(Results { tables: vec![table], counts, missed: Vec::new() })
}

const MEASURES: &[&str] = &["lines", "tables", "functions"];

fn row(output: &Output) -> Row {
    let mut row: Row = MEASURES.iter().map(|measure| ((*measure).to_owned(), 0)).collect();
    for (_, text) in output.files.iter().filter(|(path, _)| path.starts_with("src/")) {
        let words = words(text);
        let found = [text.lines().count(), tables(&words), functions(&words)];
        for (measure, found) in MEASURES.iter().zip(found) {
            *row.entry((*measure).to_owned()).or_default() += found as u64;
        }
    }
    row
}

/// What is described to the runtime: `rt::record! { .. }`.
fn tables(words: &[Word<'_>]) -> usize {
    let is = |window: &[Word<'_>]| window[0].text == "rt" && window[1].text == "::" && window[3].text == "!";
    words.windows(4).filter(|window| is(window)).count()
}

/// Functions with a name, which have a body where nothing is a trait.
pub(super) fn functions(words: &[Word<'_>]) -> usize {
    words.windows(2).filter(|pair| pair[0].ident && pair[0].text == "fn" && pair[1].ident).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_functions_are_told_from_what_looks_like_them() {
        let source = "use rt::Client; rt::record! { Pet { name } }\n// fn not(), rt::record! {}\nfn a(b: fn(u8) -> u8) { c!() }\n\
                      impl Pet { pub const fn d() {} const E: &str = \"fn e\"; }";
        let words = words(source);
        assert_eq!((tables(&words), functions(&words)), (1, 2));
    }
}
