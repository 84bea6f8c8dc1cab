//! What is described of the keys that no pattern matches, and of the items behind those that have places.

use crate::schema::{Schema, SchemaId, Schemas};

/// What others there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// There are none.
    Nothing,
    /// Nothing is said of them.
    Anything,
    /// They are all like this.
    Like(SchemaId),
}

/// The other keys of an object.
pub(super) fn of_keys(schemas: &Schemas, object: &Schema) -> Rest {
    /// Patterns that every key matches.
    const ALL: &[&str] = &["", ".*", ".+", "^.*$", "^.+$"];
    match object.additional_properties {
        Some(others) => like(schemas, others),
        None if object.rare.pattern_properties.keys().any(|pattern| ALL.contains(&pattern.as_str())) => Rest::Nothing,
        None => Rest::Anything,
    }
}

/// The other items of an array.
pub(super) fn of_items(schemas: &Schemas, array: &Schema) -> Rest {
    let places = array.rare.prefix_items.len() as u64;
    match array.items {
        Some(others) => like(schemas, others),
        // Unless there is no room for them.
        None if array.rare.max_items.is_some_and(|most| most <= places) => Rest::Nothing,
        None => Rest::Anything,
    }
}

fn like(schemas: &Schemas, others: SchemaId) -> Rest {
    if schemas.is_never(others) { Rest::Nothing } else { Rest::Like(others) }
}
