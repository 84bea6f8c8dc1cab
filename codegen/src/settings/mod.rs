//! The settings of one description: `specs/<name>.toml`, after those for all, `specs/clientwright.toml`.
//!
//! Enters: the texts of the files. Leaves: [`Settings`], or what is wrong with it. Reading files is not its business.

mod changes;
mod events;
mod filter;
mod form;
mod krate;
mod license;
mod package;
mod path;
mod read;
mod runtime;
mod types;
mod untagged;
mod workspace;

use std::collections::BTreeMap;

use self::changes::{At, Scope};
use self::runtime::Chosen;
use crate::diagnostic::{Diagnostics, Levels, catalogue};
use crate::model::Extent;
use crate::place::Pointer;

pub(crate) use self::changes::{Changes, Said};
pub(crate) use self::events::{AllEvents, EventSettings};
pub(crate) use self::filter::{Filter, Patterns};
pub(crate) use self::package::{Line, Lines};
pub use self::runtime::Runtime;
pub(crate) use self::types::ReadAs;
pub(crate) use self::untagged::Untagged;
pub use self::workspace::Workspace;

/// What can be set for one description.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// `[package] name`, default the name of the description's file.
    pub name: String,
    /// `[package]`: the lines of the manifest that are set.
    package: Lines,
    /// `[package] runtime`.
    runtime: Option<Chosen>,
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
    /// Where each name is given, by its pointer.
    named: BTreeMap<String, At>,
    /// Where something is said of the events of an operation, by its pointer.
    events: BTreeMap<String, At>,
    /// The folder of the crate, from where the paths of the settings begin.
    folder: String,
    /// The workspace around the crate, as far as it says something of it.
    workspace: Workspace,
}

/// A file of settings.
#[derive(Clone, Copy, Debug)]
pub struct SettingsFile<'t> {
    /// Its path as messages show it, with `/`.
    pub path: &'t str,
    /// What it holds.
    pub text: &'t str,
}

impl Settings {
    /// The settings of a description that has no file for them.
    #[must_use]
    pub fn for_name(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            package: Lines::new(),
            runtime: None,
            dev_dependencies: BTreeMap::new(),
            names: BTreeMap::new(),
            extent: Extent::default(),
            levels: Levels::default(),
            changes: Changes::default(),
            named: BTreeMap::new(),
            events: BTreeMap::new(),
            folder: format!("generated/{name}"),
            workspace: Workspace::default(),
        }
    }

    /// Reads the settings of the description `name` from the text of the file at `path`.
    ///
    /// # Errors
    /// Everything in it that is not TOML, not known or of the wrong kind.
    pub fn parse(path: &str, text: &str, name: &str) -> Result<Self, Diagnostics> {
        Self::read(None, Some(SettingsFile { path, text }), name)
    }

    /// Reads the settings of the description `name` from a file for all descriptions and from its own, where there are such. What its own says
    /// goes before what is said for all, key by key; what is said for all and a description has no use for is not told.
    ///
    /// # Errors
    /// Everything in them that is not TOML, not known or of the wrong kind.
    pub fn read(all: Option<SettingsFile<'_>>, own: Option<SettingsFile<'_>>, name: &str) -> Result<Self, Diagnostics> {
        let files = [(Scope::All, all), (Scope::One, own)];
        read::settings(files.into_iter().filter_map(|(scope, file)| Some((scope, file?))), name)
    }

    /// Says where the crate is, by a path that begins where those of the settings do (both are relative to one folder, or absolute), and
    /// which workspace is around it. Where nothing is said it is `generated/<name>`, in none.
    pub fn place(&mut self, folder: &str, workspace: Option<Workspace>) {
        self.folder = folder.to_owned();
        self.workspace = workspace.unwrap_or_default();
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

    /// Whether a name is said for this description, and so for something in it.
    pub(crate) fn expects(&self, pointer: &str) -> bool {
        self.named.get(pointer).is_none_or(|at| self.changes.scope(at) == Scope::One)
    }

    /// Reports names without effect, given by their pointers with the reason and what to do.
    pub(crate) fn report_unused(&self, unused: &[(&str, String, Option<String>)], diagnostics: &mut Diagnostics) {
        for (pointer, reason, help) in unused {
            self.report(pointer, self.named.get(*pointer), reason.clone(), help.clone(), diagnostics);
        }
    }

    /// Reports what is said of the events of operations that are not there, given by their pointers.
    pub(crate) fn report_nowhere(&self, pointers: &[String], diagnostics: &mut Diagnostics) {
        for pointer in pointers {
            let at = self.events.get(pointer);
            if at.is_some_and(|at| self.changes.scope(at) == Scope::All) {
                continue;
            }
            let help = "write where the operation stands, such as `\"#/paths/~1chat/post\"`".to_owned();
            self.report(pointer, at, format!("no operation stands at `{pointer}`"), Some(help), diagnostics);
        }
    }

    fn report(
        &self,
        pointer: &str,
        at: Option<&At>,
        reason: String,
        help: Option<String>,
        diagnostics: &mut Diagnostics,
    ) {
        let otherwise = Pointer::parse(pointer).unwrap_or_default();
        let found = self.changes.report_at(&catalogue::SETTING_UNUSED, at, &otherwise, reason, diagnostics);
        if let Some(help) = help {
            found.help(help);
        }
    }
}
