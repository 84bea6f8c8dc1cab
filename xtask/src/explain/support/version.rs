//! Whether what a version does not have is told, where a description of that version has it.

use clientwright_codegen::{At, Diagnostic, Pointer, Row};

use super::difference::{OF_VERSIONS, gone, told as messages};
use super::fixture::{Fixture, Fixtures};
use super::found::{Change, Found, sites};
use super::mutation::mutants;

/// What the fixtures of a version say of what it does not have.
pub(super) fn told(row: &Row, fixtures: &Fixtures, version: usize) -> Found {
    let mut seen = Vec::new();
    for fixture in fixtures.0.iter().filter(|fixture| fixture.version == version) {
        let sites = sites(row, fixture);
        if sites.iter().any(|place| is_told(row, fixture, place)) {
            return Found::By(fixture.path.clone());
        }
        seen.extend(sites.first().map(|_| (fixture.path.clone(), Change::Nothing)));
    }
    seen.truncate(3);
    if seen.is_empty() { Found::Nowhere } else { Found::Otherwise(seen) }
}

/// Whether it is told there, and not without it.
fn is_told(row: &Row, fixture: &Fixture, place: &Pointer) -> bool {
    let before = messages(fixture.base());
    let tells = |it: &Diagnostic| OF_VERSIONS.contains(&it.code) && is_of(&row.at, it, place);
    before.iter().any(tells)
        && mutants(&fixture.tree, &row.at, place)
            .iter()
            .any(|mutant| gone(before, messages(&fixture.generate(mutant))).any(tells))
}

/// Whether a message is of that place, or of what holds it and names it. What has a form may have it further within.
fn is_of(at: &At, it: &Diagnostic, place: &Pointer) -> bool {
    let pointer = &it.place.pointer;
    let names = |key: &str| it.message.contains(&format!("`{key}`"));
    let is_within = matches!(at, At::Form(..) | At::Object(..)) && pointer.moved(place, &Pointer::root()).is_some();
    let is_holder = Some(pointer) == place.parent().as_ref();
    pointer == place || is_within || is_holder && place.last().is_some_and(|key| names(&key))
}
