//! What becomes different when something is taken out of a description: what is generated, what is told, what is listed as left out.

use std::collections::BTreeSet;

use clientwright_codegen::{Diagnostic, Diagnostics, Output, Pointer};

use super::fixture::Made;
use super::found::Change;
use crate::reference;

/// The messages of members and words of other versions.
pub(super) const OF_VERSIONS: [&str; 2] = ["CW0225", "CW0226"];

/// What is told, whatever became of it.
pub(super) fn told(made: &Made) -> &Diagnostics {
    match made {
        Ok(output) => &output.diagnostics,
        Err(diagnostics) => diagnostics,
    }
}

/// The messages that are told before, and not behind: those of one code and place are one.
pub(super) fn gone<'d>(before: &'d Diagnostics, after: &Diagnostics) -> impl Iterator<Item = &'d Diagnostic> {
    let key = |it: &Diagnostic| (it.code, it.place.file.clone(), it.place.pointer.clone());
    let left: BTreeSet<_> = after.iter().map(key).collect();
    before.iter().filter(move |it| !left.contains(&key(it)))
}

/// Whether a message is about the version of something further within.
pub(super) fn is_of_another_version(it: &Diagnostic, place: &Pointer) -> bool {
    let is_within = it.place.pointer != *place && it.place.pointer.moved(place, &Pointer::root()).is_some();
    OF_VERSIONS.contains(&it.code) && is_within
}

/// Whether it is said of what stands at a place, of something in it, or of what holds it.
pub(super) fn is_near(pointer: &Pointer, place: &Pointer) -> bool {
    pointer.moved(place, &Pointer::root()).is_some() || Some(pointer) == place.parent().as_ref()
}

/// Whether the list of what is not generated has a line less, of what stands at a place.
pub(super) fn is_delisted(before: &Output, after: &Output, place: &Pointer) -> bool {
    let after: BTreeSet<_> = reference::left_out(after).collect();
    let mut lines = reference::left_out(before).filter(|line| !after.contains(line));
    lines.any(|line| line.split('`').filter_map(Pointer::parse).any(|pointer| is_near(&pointer, place)))
}

/// What becomes different at most.
pub(super) fn change(before: &Output, after: &Output) -> Change {
    let told = |output: &Output| -> Vec<(&'static str, String)> {
        output.diagnostics.iter().map(|it| (it.code, it.message.clone())).collect()
    };
    if code(before) != code(after) {
        Change::Code
    } else if before.files != after.files {
        Change::Words
    } else if told(before) != told(after) {
        Change::Told
    } else {
        Change::Nothing
    }
}

/// All lines but those that are for readers.
fn code(output: &Output) -> Vec<(&str, Vec<&str>)> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.trim().is_empty();
    let files = output.files.iter().filter(|(path, _)| !path.ends_with(".md"));
    files.map(|(path, text)| (path.as_str(), text.lines().filter(is_code).collect())).collect()
}
