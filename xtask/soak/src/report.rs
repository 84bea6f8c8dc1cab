//! What is printed in the end: two tables.

use std::collections::BTreeMap;
use std::fmt;

use clientwright_runtime::testing::Fault;

use crate::Settings;
use crate::invariants::Invariant;
use crate::outcome::Outcome;

/// How the calls ended, and what held. Its `Display` is Markdown.
#[derive(Clone, Debug)]
pub struct Report {
    settings: Settings,
    outcomes: BTreeMap<Outcome, usize>,
    faults: BTreeMap<Option<Fault>, usize>,
    invariants: Vec<Invariant>,
}

impl Report {
    pub(crate) fn new(
        settings: Settings,
        outcomes: BTreeMap<Outcome, usize>,
        faults: BTreeMap<Option<Fault>, usize>,
        invariants: Vec<Invariant>,
    ) -> Self {
        Self { settings, outcomes, faults, invariants }
    }

    /// Whether all held.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.invariants.iter().all(|invariant| invariant.holds)
    }

    /// How many requests met one fault or another.
    #[must_use]
    pub fn faults(&self) -> usize {
        self.faults.iter().filter(|(fault, _)| fault.is_some()).map(|(_, count)| count).sum()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { calls, seed } = self.settings;
        let requests: usize = self.faults.values().sum();
        writeln!(f, "{calls} calls, seed {seed}: {requests} requests, {} of them met a fault", self.faults())?;
        writeln!(f, "\n| calls ended with | |\n|---|---:|")?;
        for (outcome, count) in &self.outcomes {
            writeln!(f, "| {} | {count} |", outcome.word())?;
        }
        writeln!(f, "\n| requests met | |\n|---|---:|")?;
        for (fault, count) in &self.faults {
            let fault = fault.map_or_else(|| "nothing".to_owned(), |fault| format!("`{fault:?}`"));
            writeln!(f, "| {fault} | {count} |")?;
        }
        writeln!(f, "\n| law | | found |\n|---|---|---|")?;
        for Invariant { holds, law, found } in &self.invariants {
            writeln!(f, "| {law} | {} | {found} |", if *holds { "holds" } else { "**broken**" })?;
        }
        Ok(())
    }
}
