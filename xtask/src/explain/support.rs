//! What becomes of each member, word and construct of the specifications: the decisions of the generator, each proven by a fixture.

mod difference;
mod fixture;
mod found;
mod mutation;
mod page;
mod proof;
mod version;

use std::path::Path;

use clientwright_codegen::{ENTRIES, Entry, Row};

use fixture::Fixtures;
use proof::Proof;

/// All decisions, with what proves them.
pub(crate) struct Support {
    rows: Vec<(Row, Proof)>,
}

impl Support {
    /// Proves all that can be.
    ///
    /// # Errors
    /// Where fixtures cannot be read.
    pub(crate) fn read(root: &Path) -> anyhow::Result<Self> {
        let fixtures = Fixtures::read(root)?;
        let rows = clientwright_codegen::decisions();
        let proofs = proof::all(&rows, &fixtures);
        Ok(Self { rows: rows.into_iter().zip(proofs).collect() })
    }

    /// The text of the page.
    pub(crate) fn page(&self) -> String {
        page::page(self)
    }

    /// What is decided and not so, shown by nothing, or told and not decided: a line each.
    pub(crate) fn faults(&self) -> Vec<String> {
        let of_row = |(row, proof): &(Row, Proof)| {
            let said = format!("{}: {} is {:?}", row.group, row.name, row.decision.verdict);
            proof.faults.iter().map(|fault| format!("{said} in {fault}")).collect::<Vec<_>>()
        };
        self.rows.iter().flat_map(of_row).chain(self.undecided()).collect()
    }

    /// Messages about what a description means that no decision names.
    fn undecided(&self) -> impl Iterator<Item = String> {
        let is_named = |entry: &Entry| {
            let names = |(row, _): &(Row, Proof)| {
                row.decision.message() == Some(entry) || row.decision.how.contains(&format!("[{}]", entry.code))
            };
            self.rows.iter().any(names)
        };
        let about_meaning = ENTRIES.iter().filter(|entry| entry.code.starts_with("CW04"));
        about_meaning.filter(move |entry| !is_named(entry)).map(|it| format!("no decision is told by {}", it.code))
    }
}
