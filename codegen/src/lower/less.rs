//! What the client has less of than the description says, for its `reference.md`.
//!
//! Enters: the schemas as they were read, what was made of them, and what was told on the way. Leaves: a line for each kind, with its places. What it does not
//! have at all is in `Api::left_out`.

use super::{Cx, hint, tuple};
use crate::diagnostic::{Diagnostics, Entry, catalogue};
use crate::model::Less;
use crate::place::Place;
use crate::schema::{Keywords, Schema, SchemaId, Schemas};

/// The messages of what becomes less.
static TOLD: &[&Entry] = &[
    &catalogue::SEVERAL_BODIES,
    &catalogue::SAID_TWICE,
    &catalogue::HEADER_JOINED,
    &catalogue::REFERENCE_OUT_OF_REACH,
    &catalogue::NOT_SCHEMA,
    &catalogue::MIXED_ENUM,
    &catalogue::ALTERNATIVES_IN_OBJECT,
    &catalogue::ALL_OF_MIXED,
    &catalogue::MEDIA_TYPE_AS_BYTES,
    &catalogue::HEADER_AS_TEXT,
    &catalogue::ENCODING_UNUSABLE,
    &catalogue::PATCH_IS_A_LIST,
    &catalogue::ITEM_SCHEMA_UNUSABLE,
    &catalogue::PARTS_BY_POSITION,
    &catalogue::TUPLE_TOO_LONG,
    &catalogue::UNLIKE_VALUES,
];

/// What the keywords of schemas say and nobody checks: of those that were read, so many, the ones that the client has.
pub(super) fn of_schemas(cx: &Cx<'_>, count: usize) -> Vec<Less> {
    let conditions = "`if`, `then`, `else` and `dependentSchemas` are documented, and not checked";
    let bounds = "lengths, bounds, patterns and counts are documented, and not checked";
    let kinds = [(conditions, has_conditions as fn(&Schemas, &Schema) -> bool), (bounds, has_bounds)];
    let says_more = |id: &SchemaId| !cx.schemas.get(*id).is_plain();
    let saying = cx.schemas.ids().take(count).filter(says_more).filter(|id| is_of_client(cx, *id));
    let saying: Vec<_> = saying.map(|id| cx.schemas.get(id)).collect();
    let places = |is: fn(&Schemas, &Schema) -> bool| {
        let less = saying.iter().filter(|schema| is(&cx.schemas, schema));
        less.map(|schema| super::described(&schema.place)).collect()
    };
    kinds.into_iter().filter_map(|(what, is)| less(what.to_owned(), places(is))).collect()
}

/// Whether something was made of a schema, or of the one around it: not of those of operations that nobody wants, or under keys that
/// nobody knows.
fn is_of_client(cx: &Cx<'_>, id: SchemaId) -> bool {
    let root = hint::root(cx, id);
    cx.components.contains_key(&root)
        || cx.lowered.contains_key(&root)
        || cx.untyped.contains(&root)
        || cx.lowered.contains_key(&id)
}

/// What was told.
pub(super) fn told(diagnostics: &Diagnostics) -> impl Iterator<Item = Less> {
    let told = |entry: &&Entry| less(format!("{} ({})", entry.title, entry.code), diagnostics.places(entry));
    TOLD.iter().filter_map(told).map(|less| Less { is_told: true, ..less })
}

fn less(what: String, places: Vec<Place>) -> Option<Less> {
    (!places.is_empty()).then_some(Less { what, places, is_told: false })
}

/// Whether a schema says something that nobody checks.
pub(super) fn is_less(schemas: &Schemas, schema: &Schema) -> bool {
    !schema.is_plain() && (has_conditions(schemas, schema) || has_bounds(schemas, schema))
}

fn has_conditions(_: &Schemas, schema: &Schema) -> bool {
    !schema.rare.conditions.is_empty() || !schema.rare.dependent_schemas.is_empty()
}

fn has_bounds(schemas: &Schemas, schema: &Schema) -> bool {
    let keywords = &*schema.rare;
    let Keywords { minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of, .. } = keywords;
    let numbers = [minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of];
    let Keywords { min_length, min_items, max_items, min_properties, max_properties, .. } = keywords;
    let counts = [min_length, &schema.max_length, min_properties, max_properties];
    let is_counted = min_items.is_some() || max_items.is_some();
    numbers.into_iter().any(Option::is_some)
        || is_counted && !tuple::is_tuple(schemas, schema)
        || counts.into_iter().any(Option::is_some)
        || keywords.pattern.is_some()
        || keywords.unique_items
        || keywords.contains.is_some()
        || keywords.property_names.is_some()
        || !keywords.dependent_required.is_empty()
}
