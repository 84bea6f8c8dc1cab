//! What fixtures say of a decision in one version, and where in a fixture it stands.

use clientwright_codegen::{At, Pointer, Row};

use super::difference::told;
use super::fixture::Fixture;

/// What the fixtures of one version say.
pub(super) enum Found {
    By(String),
    /// No fixture has it.
    Nowhere,
    /// Those that have it, as far as was looked, with what makes a difference in them.
    Otherwise(Vec<(String, Change)>),
}

/// What becomes different when something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    Nothing,
    /// Only what is told.
    Told,
    /// The words for readers.
    Words,
    Code,
}

/// Where it stands; what stands nowhere by itself stands where its message is told.
pub(super) fn sites(row: &Row, fixture: &Fixture) -> Vec<Pointer> {
    if !matches!(row.at, At::Told) {
        let sites = fixture.sites.iter().filter(|site| row.at.fits(site, &fixture.tree));
        let sites = sites.map(|site| site.pointer.clone());
        // Where a reference leads, there is what it asks for.
        return sites.filter(|place| !matches!(row.at, At::Named(_)) || !fixture.leads_to(place)).collect();
    }
    let code = row.decision.message().map(|entry| entry.code);
    let all = told(fixture.base()).iter().filter(|it| Some(it.code) == code);
    all.map(|it| it.place.pointer.clone()).collect()
}
