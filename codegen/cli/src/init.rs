//! `clientwright init`: what a workspace needs for clients of its own. It asks nothing and overwrites nothing; everything is written, or
//! nothing is.

mod plan;
mod source;
mod workspace;

use std::fmt;
use std::path::Path;

use anyhow::{Context, bail};

use crate::events::Event;
use crate::generate::{self, Beside};
use crate::generator::Refusal;
use crate::interrupt;
use crate::screen::Screen;
use crate::sync::{self, Change, Files, RealDisk};
use crate::targets::{self, Target};
use crate::usage::{Usage, word};
use plan::{Plan, Step};
use source::Source;

/// What was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Options<'a> {
    /// The folder of the workspace.
    pub(crate) folder: &'a Path,
    /// A description to begin with.
    pub(crate) from: Option<&'a Path>,
    /// Where generated crates have their runtime from, as a word; where none is given, as before.
    pub(crate) runtime: Option<&'a str>,
}

/// The command; whether all is well, the description that it began with included.
///
/// # Errors
/// [`Usage`] where the folder or the words cannot be meant; an error where something cannot be read or written.
pub(crate) fn run(options: &Options<'_>, screen: &Screen) -> anyhow::Result<bool> {
    let Options { folder, from, runtime } = options;
    if folder.exists() && !folder.is_dir() {
        bail!(Usage(format!("{} is no folder", folder.display())));
    }
    if folder.to_string_lossy().contains("://") {
        bail!(Usage(format!(
            "{} is an address and no folder\nhelp: fetch the description into a file, then `clientwright init --from FILE`",
            folder.display()
        )));
    }
    let root = targets::absolute(folder)?;
    if let Some(outer) = workspace::outer(&root) {
        bail!(Usage(format!(
            "{} is in the workspace of {}\nhelp: run it there, `clientwright init {}`",
            folder.display(),
            outer.display(),
            word(&outer.parent().unwrap_or(Path::new(".")).to_string_lossy())
        )));
    }
    let source = runtime.map_or_else(|| Ok(Source::of(&root)), Source::read)?;
    let plan = match Plan::make(&root, *from, &source) {
        Err(error) => match error.downcast::<Refused>() {
            Ok(Refused { target, refusal }) => {
                refusal.tell(&target, true, screen);
                screen.error(&format!("{} cannot be generated; nothing was written", target.description));
                return Ok(false);
            }
            Err(error) => return Err(error),
        },
        Ok(plan) => plan,
    };
    interrupt::unless_interrupted(|| carry_out(&root, &plan, screen))
}

/// Writes what is planned and generates: all of it, or nothing.
fn carry_out(root: &Path, plan: &Plan, screen: &Screen) -> anyhow::Result<bool> {
    let changes: Vec<Change> = plan.steps.iter().filter_map(|step| change(root, step)).collect();
    let begun = sync::begin(&RealDisk, &changes).context("nothing was written")?;
    let done = || {
        plan.steps.iter().for_each(|step| tell(step, screen));
        plan.advice.iter().for_each(|line| screen.warning(line));
    };
    if plan.has_descriptions {
        let snapshot = |target: &Target, files: &Files| snapshot(root, target, files);
        let beside = Beside { change: &snapshot, done: &done };
        let generated = generate::run_with(root, &generate::Options::default(), &beside, screen);
        if !matches!(generated, Ok(true)) {
            begun.take_back();
            if generated.is_ok() {
                screen.error("nothing is set up: correct what is told above, and try again");
            }
            return generated;
        }
    } else {
        done();
    }
    begun.finish();
    screen.tell(&next(root, plan));
    Ok(true)
}

/// A description that cannot be taken along.
#[derive(Debug)]
struct Refused {
    target: Target,
    refusal: Box<Refusal>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be generated", self.target.description)
    }
}

impl std::error::Error for Refused {}

fn change(root: &Path, step: &Step) -> Option<Change> {
    let text = step.text.clone()?;
    Some(Change::Write { path: root.join(&step.path), text })
}

fn tell(step: &Step, screen: &Screen) {
    screen.report(format!("{:>8} {:34} {}", step.state(), step.path, step.detail).trim_end());
    screen.event(&Event::File { file: &step.path, state: step.state(), detail: &step.detail });
}

/// What the snapshot test compares with from now on, where it has nothing yet: what was generated has just been seen.
fn snapshot(root: &Path, target: &Target, files: &Files) -> Option<Change> {
    let path = root.join(plan::SNAPSHOTS).join(format!("generated__{}.snap", target.name));
    if path.exists() || !root.join(plan::TEST).is_file() {
        return None;
    }
    let reference = files.get("reference.md")?;
    let text = format!("---\nsource: {}\nexpression: reference\n---\n{}\n", plan::TEST, reference.trim_end());
    Some(Change::Write { path, text })
}

/// What comes next.
fn next(root: &Path, plan: &Plan) -> String {
    let program = if plan.has_own_xtask(root) { "clientwright" } else { "cargo xtask" };
    let example = || targets::find(root).ok()?.into_iter().next().map(|target| target.name);
    let name = plan.client.clone().or_else(example).unwrap_or_else(|| "petstore".to_owned());
    let mut lines = String::from("\nNext:\n");
    if !plan.has_descriptions {
        lines += &format!("  put a description into specs/, such as specs/petstore.yaml\n  {program} generate\n");
        if root.join(plan::TEST).is_file() {
            lines +=
                "  INSTA_UPDATE=always cargo test --package xtask   # keeps what is generated now, to compare with\n";
        }
    }
    lines
        + &format!(
            "  cargo test --workspace\n  cargo add --package YOURS --path generated/{name}   # whatever calls it\n\
         generated/{name}/README.md shows a call.\n"
        )
}
