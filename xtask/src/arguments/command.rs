//! The commands, with what each of them can be asked for. How they are written is not their business.

use std::path::PathBuf;

use super::bench::BenchOptions;
use super::corpus::CorpusOptions;

/// One command with what it was given.
#[derive(Debug)]
pub enum Command {
    /// Print the help of a command, or of all.
    Help(&'static str),
    /// Print the version.
    Version,
    /// Write the pages of all messages and of all decisions.
    Explain,
    /// Check the house rules.
    Tidy,
    /// Run the generator over many descriptions.
    Corpus(CorpusOptions),
    /// Make the requests of scenarios of others.
    Conformance(ConformanceOptions),
    /// Measure what is generated, and what makes it.
    Bench(BenchOptions),
    /// Say what each transport can do.
    Engines {
        /// Compare with the page, or write it.
        mode: Mode,
        /// What runs of the suite have printed; without any, new ones are made.
        files: Vec<PathBuf>,
    },
    /// Test a generated client in a browser.
    Browser(BrowserOptions),
    /// Run the public suite of HTTP caches against that of the runtime.
    CacheTests(Mode),
    /// Serve the chat on a page.
    Web {
        /// Where on this machine.
        port: u16,
    },
    /// Print the pins of keys, or hold the page of pins to its laws.
    Pins(PinsTask),
    /// Make many calls of a generated client through a proxy that breaks things.
    Soak(SoakOptions),
}

/// Whether a command writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write what differs.
    Write,
    /// Only report.
    Check,
}

/// What `conformance` was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConformanceOptions {
    /// Where the scenarios are; by default `../shared/conformance/spector` beside the checkout.
    pub folder: Option<PathBuf>,
    /// The version of OpenAPI that they are described in; none means all.
    pub version: Option<String>,
    /// Record what fails instead of comparing with what is recorded.
    pub bless: bool,
}

/// What `browser` was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BrowserOptions {
    /// Put the pictures of the page beside its README.
    pub screenshots: bool,
    /// Record what the page weighs instead of comparing it.
    pub write: bool,
}

/// What `pins` was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PinsTask {
    /// The pins of a host, or of what is in a file.
    Of(String),
    /// `runtime/PINNING.md`, by a run of the laws.
    Table(Mode),
}

/// What `soak` was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoakOptions {
    /// How many calls, by default 100,000.
    pub calls: u64,
    /// Of all chance, by default 1.
    pub seed: u64,
}

/// The whole command line.
#[derive(Debug)]
pub struct Arguments {
    /// What to do.
    pub command: Command,
    /// The checkout to do it in, where it is another than this one.
    pub root: Option<PathBuf>,
}
