//! What came of the tests. Enters: what the driver prints. Leaves: the outcomes of ours and of those that the suite has published, and their
//! scores.

use std::fmt;

use anyhow::Context;
use serde::Deserialize;

/// What came of one run.
#[derive(Debug, Deserialize)]
pub(crate) struct Outcomes {
    /// The version of the suite.
    pub(crate) version: String,
    pub(crate) ours: Tests,
    pub(crate) others: Vec<Other>,
}

/// A cache that the suite has published results of.
#[derive(Debug, Deserialize)]
pub(crate) struct Other {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) tests: Tests,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Tests(Vec<Test>);

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Test {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) outcome: Outcome,
    pub(crate) said: String,
}

/// What a test is for.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Required,
    Optimal,
    /// It asks what a cache does, whatever that is.
    Check,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    Pass,
    Yes,
    No,
    Fail,
    /// What it needs before it begins did not hold.
    Setup,
    Harness,
    /// A test that it depends on has failed.
    Dependency,
    Retry,
    Untested,
}

/// How many of one kind pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Score {
    pub(crate) passed: usize,
    pub(crate) of: usize,
}

impl Outcomes {
    pub(crate) fn read(line: &str) -> anyhow::Result<Self> {
        serde_json::from_str(line).context("the driver has printed something else")
    }
}

impl Tests {
    pub(crate) fn score(&self, kind: Kind) -> Score {
        let of = || self.0.iter().filter(|test| test.kind == kind);
        Score { passed: of().filter(|test| test.outcome == Outcome::Pass).count(), of: of().count() }
    }

    /// Those that should pass and do not.
    pub(crate) fn failing(&self) -> impl Iterator<Item = &Test> {
        self.0.iter().filter(|test| test.kind != Kind::Check && test.outcome != Outcome::Pass)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.passed, self.of)
    }
}

impl fmt::Display for Tests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} required, {} optimal", self.score(Kind::Required), self.score(Kind::Optimal))
    }
}
