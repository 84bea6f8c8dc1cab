//! Whether what a version does not have is told, where a description of that version has it.
//!
//! The fixtures that have it are read as if they followed that version, and those of that version as they are.

use clientwright_codegen::{Diagnostics, Has, Pointer, Row, Site};
use serde_json::{Value, json};

use super::fixture::{Fixture, Fixtures, Made};

/// Numbers as `Row::versions` counts them; Swagger is another document altogether.
const NUMBERS: [Option<&str>; 4] = [None, Some("3.0.4"), Some("3.1.1"), Some("3.2.0")];

/// The messages of members and words of other versions.
const TOLD: [&str; 2] = ["CW0225", "CW0226"];

/// The versions in which it is read and not told, by their numbers.
pub(crate) fn silent(row: &Row, fixtures: &Fixtures) -> Vec<&'static str> {
    let read = (0..4).filter(|at| row.versions[*at] == Has::Read);
    let silent = read.filter(|at| !fixtures.0.iter().any(|fixture| is_told(row, fixture, *at)));
    silent.map(|at| NUMBERS[at].unwrap_or("2.0")).collect()
}

/// The path of the shortest fixture that tells of what only Swagger 2.0 has, and only since people write it there.
pub(crate) fn teller(row: &Row, fixtures: &Fixtures) -> Option<String> {
    fixtures.0.iter().find(|fixture| is_told(row, fixture, 0)).map(|fixture| fixture.path.clone())
}

fn is_told(row: &Row, fixture: &Fixture, version: usize) -> bool {
    let mut sites = fixture.sites.iter().filter(|site| row.at.fits(site)).peekable();
    if sites.peek().is_none() {
        return false;
    }
    let made = match NUMBERS[version] {
        _ if fixture.version == version => fixture.generate(&fixture.tree),
        Some(number) if fixture.version > 0 => fixture.generate(&followed(&fixture.tree, number)),
        Some(_) | None => return false,
    };
    sites.any(|site| tells(&made, site))
}

fn followed(tree: &Value, number: &str) -> Value {
    let mut tree = tree.clone();
    if let Some(members) = tree.as_object_mut() {
        members.insert("openapi".to_owned(), json!(number));
    }
    tree
}

/// Whether there is a message of that place, or of what holds it, which may say what it is read as.
fn tells(made: &Made, site: &Site) -> bool {
    let all: &Diagnostics = match made {
        Ok(output) => &output.diagnostics,
        Err(diagnostics) => diagnostics,
    };
    let holder = site.pointer.parent();
    let is_there = |place: &Pointer| *place == site.pointer || Some(place) == holder.as_ref();
    all.iter().any(|it| TOLD.contains(&it.code) && is_there(&it.place.pointer))
}
