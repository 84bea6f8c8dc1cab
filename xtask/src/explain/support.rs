//! What becomes of each member, word and construct of the specifications: the decisions of the generator, each proven by a fixture.

mod fixture;
mod mutation;
mod page;
mod proof;
mod version;

use std::path::Path;

use clientwright_codegen::Row;

pub(crate) use fixture::Fixtures;
use proof::Proof;

/// All decisions, with what proves them.
pub(crate) struct Support {
    rows: Vec<(Row, Proof)>,
    /// What a version does not have, and is not told of either.
    silent: Vec<String>,
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
        let untold =
            rows.iter().map(|row| (row, version::silent(row, &fixtures))).filter(|(_, versions)| !versions.is_empty());
        let told = |(row, versions): (&Row, Vec<&str>)| {
            format!("{}: {} is not told in a description of {}", row.group, row.name, versions.join(", "))
        };
        let silent = untold.map(told).collect();
        Ok(Self { rows: rows.into_iter().zip(proofs).collect(), silent })
    }

    /// The text of the page.
    pub(crate) fn page(&self) -> String {
        page::page(self)
    }

    /// What is decided and not so, or shown by nothing: a line each.
    pub(crate) fn faults(&self) -> Vec<String> {
        let faults = self.rows.iter().filter_map(|(row, proof)| {
            let fault = proof.fault()?;
            Some(format!("{}: {} is {:?}: {fault}", row.group, row.name, row.decision.verdict))
        });
        faults.chain(self.silent.iter().cloned()).collect()
    }
}
