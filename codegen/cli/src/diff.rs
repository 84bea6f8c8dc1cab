//! `clientwright diff`: what a new version of a description changes for callers of its crate.

mod git;
mod side;

use std::path::Path;

use anyhow::{Context, bail};
use clientwright_codegen::{Changes, Impact, compare};

use crate::events::Event;
use crate::screen::Screen;
use crate::usage::{Usage, word};
use side::{Side, Version};

/// How changes are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For change logs and comments of pull requests
    Markdown,
}

/// Changes that are not wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Denied {
    /// Those after which programs do not compile
    Breaking,
    /// Those, and what is added
    Additive,
}

/// What was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) old: String,
    pub(crate) new: Option<String>,
    pub(crate) format: Format,
    pub(crate) deny: Option<Denied>,
}

/// The command, in the current folder, within a project; `false` where something is denied, or a description has errors.
///
/// # Errors
/// [`Usage`] where a side names nothing; an error where it cannot be read.
pub(crate) fn run(folder: &Path, root: &Path, options: &Options, screen: &Screen) -> anyhow::Result<bool> {
    let old = Side::read(folder, root, &options.old)?;
    let new = match (&options.new, old.working()) {
        (Some(new), _) => Side::read(folder, root, new)?,
        (None, Some(working)) => working?,
        (None, None) => bail!(Usage(format!(
            "there is nothing to compare {} with\nhelp: `clientwright diff {} NEW`, or REV:PATH alone for what is not committed",
            options.old,
            word(&options.old)
        ))),
    };
    let lender = if old.has_settings() && !new.has_settings() { &old } else { &new };
    let namer = if new.is_alone() && !old.is_alone() { &old } else { &new };
    let sides = [&old, &new].map(|side| side.version(lender, namer));
    let [Ok(old), Ok(new)] = sides else {
        for ((side, version), name) in [&old, &new].into_iter().zip(sides).zip(["old", "new"]) {
            if let Err(refusal) = version {
                refusal.tell(&side.target, true, screen);
                screen.error(&format!("the {name} description cannot be generated from"));
            }
        }
        return Ok(false);
    };
    let changes = compare(&old.surface, &new.surface);
    tell(&changes, &old, options, screen)?;
    Ok(!is_denied(&changes, options.deny, screen))
}

fn tell(changes: &Changes, old: &Version, options: &Options, screen: &Screen) -> anyhow::Result<()> {
    let mut json: serde_json::Value = serde_json::from_str(&changes.json()).context("the changes are no JSON")?;
    let next = changes.next_version(&old.version);
    json["version"] = old.version.as_str().into();
    json["next_version"] = next.as_deref().into();
    screen.event(&Event::Changes { changes: json.clone() });
    let next = next.filter(|next| *next != old.version);
    match options.format {
        Format::Text => {
            screen.say(&changes.text());
            if let Some(next) = next {
                screen.say(&format!("next version: {next} (now {})", old.version));
            }
        }
        Format::Markdown => {
            screen.say(&changes.markdown());
            if let Some(next) = next {
                screen.say(&format!("\nNext version: {next} (now {}).", old.version));
            }
        }
        Format::Json => screen.say(&serde_json::to_string_pretty(&json)?),
    }
    Ok(())
}

/// Whether there is a change of the impact that is denied, which is told.
fn is_denied(changes: &Changes, denied: Option<Denied>, screen: &Screen) -> bool {
    let least = match denied {
        None => return false,
        Some(Denied::Breaking) => Impact::Breaking,
        Some(Denied::Additive) => Impact::Additive,
    };
    let count = changes.iter().filter(|change| change.impact >= least).count();
    if count > 0 {
        let changes = if count == 1 { "1 change is".to_owned() } else { format!("{count} changes are") };
        let more = if least == Impact::Breaking { "" } else { " or breaking" };
        screen.error(&format!("{changes} {}{more}, which is denied", least.word()));
    }
    count > 0
}
