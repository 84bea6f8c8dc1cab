//! `cargo xtask tidy`: the house rules that a compiler does not know. It reads the tree and changes nothing.
//!
//! | rule | where | says |
//! |---|---|---|
//! | imports | Rust of each room | uses only what its table in `tidy/rooms` grants it |
//! | circles | rooms that `tidy/rooms/order.rs` lists | have no files that use one another in a ring |
//! | order | rooms of the runtime | have a place in `tidy/rooms/order.rs`, and use none that stands before it |
//! | words | Rust of some rooms | does without the words that `tidy/rooms` withholds |
//! | module docs | every Rust file | opens with `//!` |
//! | size | Rust written by hand | has at most `MOST_LINES` lines |
//! | fixture size | fixtures of constructs | have at most `MOST_FIXTURE_LINES` lines |
//! | coverage | the catalogue of diagnostics | each code has a fixture |
//! | page of messages | `codegen/DIAGNOSTICS.md` | is made from the catalogue as it is |
//! | provenance | `specs/` | who says where a description comes from says all of it; no settings stand alone |
//! | twins | rules that generator and runtime both have | say the same in both |
//! | own words | everything but descriptions and what is made of them | names no place of one person's machine |

mod circles;
mod coverage;
mod imports;
mod mentions;
mod page;
mod provenance;
mod rooms;
mod text;
pub(crate) mod tokens;
mod tree;
mod twins;

use std::fmt;
use std::path::Path;

use crate::explain::Examples;
use clientwright::Screen;
use tree::Tree;

/// Past this a file certainly holds two subjects.
const MOST_LINES: usize = 700;

/// A fixture shows one law; more than this shows several.
const MOST_FIXTURE_LINES: usize = 30;

/// One place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Relative to the root, with `/`.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// The name of the rule.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, rule, message, help } = self;
        write!(f, "{file}:{line}: {rule}: {message}\n    help: {help}")
    }
}

/// The command; whether the tree is tidy.
///
/// # Errors
/// Where files cannot be read.
pub fn run(root: &Path, screen: &Screen) -> anyhow::Result<bool> {
    let violations = violations(root)?;
    for violation in &violations {
        screen.say(&violation.to_string());
    }
    screen.say(&if violations.is_empty() {
        "tidy".to_owned()
    } else {
        format!("{} places are not tidy", violations.len())
    });
    Ok(violations.is_empty())
}

/// Every place that breaks a rule, by file and line.
///
/// # Errors
/// Where files cannot be read.
pub fn violations(root: &Path) -> anyhow::Result<Vec<Violation>> {
    let tree = Tree::read(root)?;
    let codes: Vec<&str> = clientwright_codegen::catalogue().collect();
    let mut found = Vec::new();
    found.extend(imports::check(&tree)?);
    found.extend(circles::check(&tree));
    found.extend(text::check(&tree));
    found.extend(coverage::check(&tree, &codes));
    found.extend(page::check(&tree, &Examples::read(root)?)?);
    found.extend(provenance::check(&tree));
    found.extend(twins::check(&tree));
    found.sort();
    Ok(found)
}
