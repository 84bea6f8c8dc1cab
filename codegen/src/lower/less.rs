//! What the client has less of than the description says, for its `reference.md`.
//!
//! Enters: the schemas as they were read, and what was told on the way. Leaves: a line for each kind, with its places. What it does not
//! have at all is in `Api::left_out`.

use super::Cx;
use crate::diagnostic::{Diagnostics, Entry, catalogue};
use crate::model::Less;
use crate::place::Place;
use crate::schema::{Keywords, Schemas};

/// The messages of what becomes less.
static TOLD: &[&Entry] = &[
    &catalogue::HEADER_JOINED,
    &catalogue::REFERENCE_OUT_OF_REACH,
    &catalogue::NOT_SCHEMA,
    &catalogue::MIXED_ENUM,
    &catalogue::ALTERNATIVES_IN_OBJECT,
    &catalogue::ALL_OF_MIXED,
    &catalogue::MEDIA_TYPE_AS_BYTES,
    &catalogue::HEADER_AS_TEXT,
    &catalogue::ENCODING_UNUSABLE,
    &catalogue::PARTS_BY_POSITION,
];

/// What the keywords of schemas say and nobody checks.
pub(super) fn of_schemas(cx: &Cx<'_>) -> Vec<Less> {
    let conditions = "`if`, `then`, `else` and `dependentSchemas` are documented, and not checked";
    let bounds = "lengths, bounds, patterns and counts are documented, and not checked";
    let kinds = [(conditions, has_conditions as fn(&Keywords) -> bool), (bounds, has_bounds)];
    kinds.into_iter().filter_map(|(what, is)| less(what.to_owned(), places(&cx.schemas, is))).collect()
}

/// What was told.
pub(super) fn told(diagnostics: &Diagnostics) -> impl Iterator<Item = Less> {
    TOLD.iter().filter_map(|entry| less(format!("{} ({})", entry.title, entry.code), diagnostics.places(entry)))
}

fn less(what: String, places: Vec<Place>) -> Option<Less> {
    (!places.is_empty()).then_some(Less { what, places })
}

fn places(schemas: &Schemas, is: fn(&Keywords) -> bool) -> Vec<Place> {
    let all = schemas.ids().map(|id| schemas.get(id));
    all.filter(|schema| !schema.rare.is_none() && is(&schema.rare))
        .map(|schema| super::described(&schema.place))
        .collect()
}

fn has_conditions(keywords: &Keywords) -> bool {
    !keywords.conditions.is_empty() || !keywords.dependent_schemas.is_empty()
}

fn has_bounds(keywords: &Keywords) -> bool {
    let Keywords { minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of, .. } = keywords;
    let numbers = [minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of];
    let Keywords { min_length, max_length, min_items, max_items, min_properties, max_properties, .. } = keywords;
    let counts = [min_length, max_length, min_items, max_items, min_properties, max_properties];
    numbers.into_iter().any(Option::is_some)
        || counts.into_iter().any(Option::is_some)
        || keywords.pattern.is_some()
        || keywords.unique_items
        || keywords.contains.is_some()
        || keywords.property_names.is_some()
        || !keywords.dependent_required.is_empty()
}
