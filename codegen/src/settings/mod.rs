//! The settings of one description: `specs/<name>.toml`.
//!
//! Enters: the text of the file. Leaves: [`Settings`], or what is wrong with it. Reading the file is not its business.

mod changes;
mod events;
mod filter;
mod krate;
mod license;
mod read;
mod types;
mod untagged;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostics, Levels, Locator, catalogue};
use crate::model::Extent;
use crate::place::Pointer;

pub(crate) use self::changes::{Changes, Said};
pub(crate) use self::events::{AllEvents, EventSettings};
pub(crate) use self::filter::{Filter, Patterns};
pub(crate) use self::types::ReadAs;
pub(crate) use self::untagged::Untagged;

/// What can be set for one description.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// `[package] name`, default the name of the description's file.
    pub name: String,
    /// `[package] version`, default `0.1.0`.
    pub version: String,
    /// `[package] license`, an SPDX expression; default none.
    pub license: Option<String>,
    /// `[package] publish`; default false: a generated crate is part of its repository.
    pub publish: bool,
    /// `[dev-dependencies]`, each value as it stands in the file: for the tests and examples beside the sources.
    pub dev_dependencies: BTreeMap<String, String>,
    /// `[names]`: Rust names by the pointer of the thing that gets them.
    pub names: BTreeMap<String, String>,
    /// `[types] unreached` and `[package] tag-features`: how much becomes a crate, and in which parts.
    pub extent: Extent,
    /// `[diagnostics]`: how much messages matter.
    pub levels: Levels,
    /// What is changed of the description before it is read.
    pub(crate) changes: Changes,
    /// The file, where there is one: messages show it.
    file: Option<File>,
}

/// The file that settings were read from.
#[derive(Clone, Debug)]
struct File {
    path: String,
    text: String,
    /// Where each name is given, by its pointer.
    names: BTreeMap<String, Range<usize>>,
    /// Where something is said of the events of an operation, by its pointer.
    events: BTreeMap<String, Range<usize>>,
}

impl Settings {
    /// The settings of a description that has no file for them.
    #[must_use]
    pub fn for_name(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            license: None,
            publish: false,
            dev_dependencies: BTreeMap::new(),
            names: BTreeMap::new(),
            extent: Extent::default(),
            levels: Levels::default(),
            changes: Changes::default(),
            file: None,
        }
    }

    /// Reads the settings of the description `name` from the text of the file at `path`.
    ///
    /// # Errors
    /// Everything in it that is not TOML, not known or of the wrong kind.
    pub fn parse(path: &str, text: &str, name: &str) -> Result<Self, Diagnostics> {
        read::settings(path, text, name)
    }

    /// The overlays of the description where the settings list none: paths that the loader knows, in the order in which they apply.
    pub fn usual_overlays(&mut self, paths: impl IntoIterator<Item = String>) {
        self.changes.usual_overlays(paths);
    }

    /// Whether some operations may be left out.
    pub(crate) fn chooses_operations(&self) -> bool {
        self.changes.filter.is_set()
    }

    /// Whether the settings say which overlays the description has.
    #[must_use]
    pub fn lists_overlays(&self) -> bool {
        self.changes.overlays.is_some()
    }

    /// The overlays of the description, as paths that the loader knows.
    pub fn overlays(&self) -> impl Iterator<Item = &str> {
        self.changes.overlays().iter().map(|overlay| overlay.text.as_str())
    }

    /// Reports a default name that a crate cannot have; one that is set has been looked at where it was read.
    pub(crate) fn check_name(&self, description: &str, diagnostics: &mut Diagnostics) {
        if let Some(fault) = krate::fault(&self.name) {
            let message = format!("a crate cannot be called `{}`: {fault}", self.name);
            let stem = description.rsplit_once('.').map_or(description, |(stem, _)| stem);
            diagnostics.report(&catalogue::CRATE_NAME, &Pointer::root(), message).help(format!(
                "set `name` below `[package]` in {stem}.toml, such as `name = \"{}-client\"`",
                self.name
            ));
        }
    }

    /// Reports names without effect, given by their pointers with the reason and what to do.
    pub(crate) fn report_unused(&self, unused: &[(&str, String, Option<String>)], diagnostics: &mut Diagnostics) {
        let spans = self.file.as_ref().map(|file| &file.names);
        for (pointer, reason, help) in unused {
            self.report(pointer, spans, reason.clone(), help.clone(), diagnostics);
        }
    }

    /// Reports what is said of the events of operations that are not there, given by their pointers.
    pub(crate) fn report_nowhere(&self, pointers: &[String], diagnostics: &mut Diagnostics) {
        let spans = self.file.as_ref().map(|file| &file.events);
        for pointer in pointers {
            let help = "write where the operation stands, such as `\"#/paths/~1chat/post\"`".to_owned();
            self.report(pointer, spans, format!("no operation stands at `{pointer}`"), Some(help), diagnostics);
        }
    }

    fn report(
        &self,
        pointer: &str,
        spans: Option<&BTreeMap<String, Range<usize>>>,
        reason: String,
        help: Option<String>,
        diagnostics: &mut Diagnostics,
    ) {
        let found = match &self.file {
            Some(File { path, text, .. }) => {
                diagnostics.add_source(path, text.as_str(), Locator::Nothing);
                let span = spans.and_then(|spans| spans.get(pointer)).cloned().unwrap_or_default();
                diagnostics.report_span(&catalogue::SETTING_UNUSED, path, span, reason)
            }
            None => {
                let pointer = Pointer::parse(pointer).unwrap_or_default();
                diagnostics.report(&catalogue::SETTING_UNUSED, &pointer, reason)
            }
        };
        if let Some(help) = help {
            found.help(help);
        }
    }
}
