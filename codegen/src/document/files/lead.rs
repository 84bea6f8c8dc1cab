//! Where references lead in the tree.
//!
//! Enters: the text of a reference, and where it stands. Leaves: a place, after the file was read that has it. Forms that can mean one thing
//! only are read as that, with a warning. Whether something of the right kind is there is the business of `references`.

use serde_json::Value;

use super::target::Target;
use super::{Files, anchor, shown};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::version::Version;
use crate::document::{resolve, uri};
use crate::place::{Place, Pointer};

impl Files<'_> {
    /// Where in the tree a text leads that names a place as a reference of the description would; `None` where it leads nowhere.
    pub(in crate::document) fn lead_from_description(
        &mut self,
        tree: &mut Value,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Pointer> {
        self.lead(tree, &Pointer::root(), reference, diagnostics)
    }

    /// Where in the tree everything is by now that stood at a place of the text, which is named as a reference of the description would.
    pub(in crate::document) fn lead_from_text(
        &mut self,
        tree: &mut Value,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Pointer> {
        let led = self.lead_from_description(tree, reference, diagnostics);
        let target = Target::read(reference, None);
        let Some(file) = target.file.as_deref().filter(|file| !self.is_description(file)) else {
            return led.into_iter().collect();
        };
        if self.written_in(&Pointer::from(&Place::within(self.standing(file), Pointer::root()))) != Version::V2_0 {
            return led.into_iter().collect();
        }
        let shown = shown(self.path, self.standing(file));
        let now = |pointer: Pointer| diagnostics.origins.now(Some(&shown), &pointer);
        let is_there = |places: &Vec<Pointer>| places.iter().any(|place| resolve::at(tree, place).is_some());
        target.pointers().map(now).find(is_there).unwrap_or_else(|| led.into_iter().collect())
    }

    /// Where in the tree a reference leads; `None` where it leads into no file that can be read.
    pub(in crate::document) fn lead(
        &mut self,
        tree: &mut Value,
        at: &Pointer,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Pointer> {
        let place = Place::from(at);
        if !reference.contains(['#', '/', '.']) {
            return component(tree, &place, reference);
        }
        if let Some(within) = without_mark(tree, place.file(), reference) {
            return Some(read_as(within, reference, at, diagnostics));
        }
        let target = self.target(reference, place.file());
        let file = target.file.as_deref().or(place.file()).filter(|file| !self.is_description(file));
        let base = match file {
            Some(file) if self.load(tree, file, self.written_in(at), diagnostics) => {
                Pointer::from(&Place::within(self.standing(file), Pointer::root()))
            }
            Some(_) => return None,
            None => Pointer::root(),
        };
        let exists = |pointer: &Pointer| resolve::at(tree, pointer).is_some();
        if target.file.is_none()
            && let Some(resource) = anchor::resource(tree, at)
            && let Some(found) = target.pointers().map(|within| resource.joined(&within)).find(exists)
        {
            return Some(found);
        }
        let named = || target.pointers().map(|within| base.joined(&within));
        // What stands at the place by now may be something else that has moved there.
        let moved = || named().map(|was| self.moves.iter().fold(was, |place, moves| moves.now(&place)));
        if let Some(found) = moved().find(exists).or_else(|| named().find(exists)) {
            return Some(found);
        }
        if let Some(found) = resolve::at(tree, &base).and_then(|file| anchor::find(file, target.fragment)) {
            return Some(base.joined(&found));
        }
        if let Some(within) = target.without_slash().map(|within| base.joined(&within)).filter(exists) {
            return Some(read_as(within, reference, at, diagnostics));
        }
        let within = target.pointers().next()?;
        // People who split a description leave its references as they were.
        if target.file.is_none() && exists(&within) {
            let message = format!("`{within}` is not in this file; that of the description is read");
            let found = diagnostics.report(&catalogue::REF_READ, at, message);
            found.help(format!("write the path of the description before `{within}`"));
            return Some(within);
        }
        Some(base.joined(&within))
    }

    /// What a reference in the file `base` names. A way out of the folder of the description and back into it is none.
    pub(super) fn target<'r>(&self, reference: &'r str, base: Option<&str>) -> Target<'r> {
        let target = Target::read(reference, base);
        let folder = self.path.rfind('/').map_or("", |end| &self.path[..=end]);
        let back = |file: &String| Some(uri::against(self.path, file).strip_prefix(folder)?.to_owned());
        let file = target.file.map(|file| if file.starts_with("../") { back(&file).unwrap_or(file) } else { file });
        Target { file, ..target }
    }
}

/// Tells that a reference is read as one to a place.
fn read_as(within: Pointer, reference: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> Pointer {
    let meant = diagnostics.seen(&within, at);
    let found = diagnostics.report(&catalogue::REF_READ, at, format!("`{reference}` is read as `{meant}`"));
    found.help(format!("write `{meant}`"));
    within
}

/// Where a reference leads that begins as a pointer does: no server has such a file, and the `#` before it is forgotten.
fn without_mark(tree: &Value, file: Option<&str>, reference: &str) -> Option<Pointer> {
    if !reference.starts_with('/') || reference.contains('#') {
        return None;
    }
    let base = file.map_or_else(Pointer::root, |file| Pointer::from(&Place::within(file, Pointer::root())));
    let within = base.joined(&Pointer::parse(&format!("#{reference}"))?);
    resolve::at(tree, &within).is_some().then_some(within)
}

/// The schema that a bare name means in another file: that of the file itself.
fn component(tree: &Value, place: &Place, name: &str) -> Option<Pointer> {
    let file = Place::within(place.file()?, Pointer::root());
    let sections = [file.below(&["components", "schemas"]), file.below(&["definitions"])];
    let mut named = sections.iter().map(|section| Pointer::from(&section.push(name)));
    named.find(|pointer| resolve::at(tree, pointer).is_some())
}
