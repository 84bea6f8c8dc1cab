//! What describes a key that is no property: a pattern that it matches, or what is said of all other keys.
//!
//! Enters: an object and a key. Leaves: the schema of its value, where it is certain which one that is. What becomes of all keys that nothing
//! names is the business of `rest`.

use regex::RegexBuilder;

use super::Cx;
use super::rest::{self, Rest};
use crate::schema::{Schema, SchemaId};

/// What a pattern may take in memory: those of descriptions take a hundredth of it.
const LARGEST: usize = 1 << 20;

/// The schema of the value under a key. None where several patterns match it, or where one is not understood: the regular expressions of
/// JSON Schema are those of ECMA-262, which knows a little more.
pub(super) fn schema(cx: &Cx<'_>, object: &Schema, key: &str) -> Option<SchemaId> {
    let mut matching = Vec::new();
    for (pattern, id) in &object.rare.pattern_properties {
        if RegexBuilder::new(pattern).size_limit(LARGEST).build().ok()?.is_match(key) {
            matching.push(*id);
        }
    }
    match (matching.as_slice(), rest::of_keys(&cx.schemas, object)) {
        ([only], _) => Some(*only).filter(|id| !cx.schemas.is_never(*id)),
        ([], Rest::Like(others)) => Some(others),
        (_, Rest::Like(_) | Rest::Nothing | Rest::Anything) => None,
    }
}
