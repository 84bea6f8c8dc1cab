//! Overlays: changes to a description that stand in files of their own (Overlay Specification 1.0.0 and 1.1.0).
//!
//! Enters: the tree of a description as it was parsed, and the overlays that the settings list. Leaves: the tree that they make
//! of it, one after the other, in which everything that they brought is known to come from their files. All that is written of a description
//! holds for that tree: nobody behind this room knows that there were overlays.

mod form;
mod merge;
mod query;
mod remove;

use indexmap::IndexSet;
use serde_json::Value;

use self::form::{Action, Change, Overlay, Version};
use self::merge::Merge;
use self::query::Query;
use super::foreign::{self, Asked};
use super::{files, parse, resolve, uri};
use crate::Loader;
use crate::diagnostic::{Diagnostic, Diagnostics, Entry, Origins, catalogue};
use crate::place::{Place, Pointer};
use crate::settings::Changes;

/// Bytes that overlays may add to a description, each value with [`merge::VALUE`] of its own: an action that copies the whole into each
/// of its parts would fill any memory.
const ROOM: usize = 32 << 20;

/// Applies the overlays of a description. `None` where one of them cannot be, with the reasons reported.
pub(super) fn apply(
    tree: &mut Value,
    description: &str,
    changes: &Changes,
    loader: &dyn Loader,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let before = diagnostics.errors();
    let mut room = ROOM;
    for listed in changes.overlays() {
        let bytes = match loader.load(&listed.text) {
            Ok(bytes) => bytes,
            Err(reason) => {
                let (message, help) = match uri::is_fetched(&listed.text) {
                    true => (format!("the overlay `{}` stands at another address", listed.text), Some(reason)),
                    false => (format!("the overlay `{}` cannot be read: {reason}", listed.text), None),
                };
                let found = changes.report(&catalogue::OVERLAY_UNREADABLE, listed, message, diagnostics);
                if let Some(help) = help {
                    found.help(help);
                }
                continue;
            }
        };
        // As a file that is referred to would, it stands below a reserved member, as far as messages know.
        let at = Pointer::from(&Place::within(&listed.text, Pointer::root()));
        let file = files::shown(description, &listed.text);
        diagnostics.origins.embed(&file, &at);
        let Some(text) = parse::decode(&file, bytes, diagnostics) else { continue };
        let text = text.into();
        let Some(overlay) = parse::parse(&file, &text, &at, Asked::Overlay, diagnostics) else { continue };
        // Much is YAML by chance.
        if foreign::tell_by_beginning(&file, &text, Asked::Overlay, diagnostics) {
            continue;
        }
        let Some(overlay) = form::read(&at, overlay, diagnostics) else { continue };
        let before = diagnostics.origins.clone();
        let mut run = Run { at: &at, before: &before, version: overlay.version, room: &mut room, diagnostics };
        run.check_extends(&overlay, description);
        for action in &overlay.actions {
            run.action(tree, action)?;
        }
    }
    (diagnostics.errors() == before).then_some(())
}

/// An overlay that is being applied.
struct Run<'a> {
    /// Where it stands.
    at: &'a Pointer,
    /// Where its own places came from.
    before: &'a Origins,
    version: Version,
    room: &'a mut usize,
    diagnostics: &'a mut Diagnostics,
}

impl Run<'_> {
    /// Tells of an overlay that says it is for another file than the one it is applied to.
    fn check_extends(&mut self, overlay: &Overlay, description: &str) {
        let last = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let Some(extends) = &overlay.extends else { return };
        let path = extends.split(['#', '?']).next().unwrap_or_default();
        // An address says where the description was found, and not what it is called here.
        if !path.contains(':') && last(path) != last(description) {
            let message = format!("the overlay is made for `{extends}`, and is applied to `{description}`");
            self.report(&catalogue::OVERLAY_OF_ANOTHER, &Pointer::root().push("extends"), message);
        }
    }

    /// Does one action; `None` where no further one can be done.
    fn action(&mut self, tree: &mut Value, action: &Action) -> Option<()> {
        let Action { place, target, change } = action;
        let places = target.select(tree);
        if places.is_empty() {
            self.selects_nothing(tree, target, &place.push("target"));
            return Some(());
        }
        match change {
            Change::Remove => self.remove(tree, &places, place),
            Change::Update(value) => {
                let at = place.push("update");
                return self.merge(tree, &places, value, (&self.at.joined(&at), self.before), &at);
            }
            Change::Copy(source) => {
                let at = place.push("copy");
                let found = source.select(tree);
                let Some(from) = found.first().filter(|_| found.len() == 1) else {
                    self.no_single_source(tree, source, found.len(), &at);
                    return Some(());
                };
                let value = resolve::at(tree, from)?.clone();
                let before = self.diagnostics.origins.clone();
                return self.merge(tree, &places, &value, (from, &before), &at);
            }
            Change::Nothing => {
                let message = "the action does nothing: it has no `update`, no `remove` and no `copy`";
                let help = "say what becomes of the target, or remove the action";
                self.report(&catalogue::OVERLAY_WITHOUT_EFFECT, place, message).help(help);
            }
        }
        Some(())
    }

    fn selects_nothing(&mut self, tree: &Value, target: &Query, at: &Pointer) {
        let message = format!("`{}` selects nothing of the description", target.text());
        let meant = target.meant(tree);
        let found = self.report(&catalogue::NOTHING_SELECTED, at, message);
        if let Some(meant) = meant {
            found.help(meant);
        }
    }

    fn no_single_source(&mut self, tree: &Value, source: &Query, count: usize, at: &Pointer) {
        if count == 0 {
            return self.selects_nothing(tree, source, at);
        }
        let message = format!("`{}` selects {count} values, and `copy` takes one", source.text());
        self.report(&catalogue::OVERLAY_CLASH, at, message).help("let it select a single value");
    }

    fn remove(&mut self, tree: &mut Value, places: &IndexSet<Pointer>, action: &Pointer) {
        if places.contains(&Pointer::root()) {
            let message = "the whole description cannot be removed";
            self.report(&catalogue::OVERLAY_CLASH, &action.push("target"), message).help("select parts of it");
            return;
        }
        let action = (&self.at.joined(action), self.before);
        remove::remove(tree, places, action, &mut self.diagnostics.origins);
    }

    /// Merges a value, which stands at a place of somewhere, into all that is selected. `None` where that takes too much room.
    fn merge(
        &mut self,
        tree: &mut Value,
        places: &IndexSet<Pointer>,
        value: &Value,
        (from, before): (&Pointer, &Origins),
        at: &Pointer,
    ) -> Option<()> {
        let (weight, depth) = (merge::weight(value), merge::depth(value));
        match weight.checked_mul(places.len()).and_then(|weight| self.room.checked_sub(weight)) {
            Some(left) => *self.room = left,
            None => {
                let message = "what the overlay adds to the description grows too large";
                self.report(&catalogue::EXPANDS_TOO_FAR, at, message).help("select less, or copy less");
                return None;
            }
        }
        if places.iter().any(|place| place.segments().count() + depth > merge::DEEPEST) {
            let message = format!("what the overlay adds would nest more than {} levels deep", merge::DEEPEST);
            self.report(&catalogue::NESTED_TOO_DEEP, at, message).help("select less, or copy less");
            return None;
        }
        if let Some((message, help)) = merge::misfit(tree, places, value, self.version) {
            self.report(&catalogue::OVERLAY_CLASH, at, message).help(help);
            return Some(());
        }
        let mut merge = Merge { before, origins: &mut self.diagnostics.origins, clashes: Vec::new() };
        for place in places {
            if let Some(target) = resolve::at_mut(tree, place) {
                merge.selected(target, place, value, from);
            }
        }
        for clash in merge.clashes {
            // What was copied stands in the description: the action is to blame.
            let own = clash.from.moved(self.at, &Pointer::root()).filter(|_| self.at.joined(at) == *from);
            let at = own.as_ref().unwrap_or(at);
            self.report(&catalogue::OVERLAY_CLASH, at, clash.message);
        }
        Some(())
    }

    fn report(&mut self, entry: &'static Entry, at: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.report(entry, &self.at.joined(at), message)
    }
}

#[cfg(test)]
mod tests;
