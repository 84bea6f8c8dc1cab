//! What a property may be, for tests of those who use the client.

use serde_json::Value;

use super::Cx;
use crate::model::Range;
use crate::schema::{Schema, SchemaId};

/// An example of a property, as JSON: its own, that of what it refers to, the one within an example of the whole object, the default, or
/// the least number that it may be.
pub(super) fn of(cx: &Cx<'_>, object: &Schema, name: &str, id: SchemaId, range: Option<Range>) -> Option<String> {
    let property = cx.schemas.get(id);
    let target = cx.schemas.resolve(id).map(|target| cx.schemas.get(target));
    let own = [Some(&property), target.as_ref()];
    // A struct that the property refers to has its examples itself.
    let of_target = target.as_ref().filter(|target| target.properties.is_empty());
    let examples = [Some(&property), of_target].into_iter().flatten().map(|schema| schema.example.as_deref());
    let within = object.example.as_deref().and_then(|whole| whole.get(name));
    let defaults = own.iter().flatten().map(|schema| schema.rare.default.as_deref());
    let mut known = examples.chain([within]).chain(defaults).flatten().filter(|value| !value.is_null());
    known.next().map(Value::to_string).or_else(|| least(range?))
}

/// Zero is the usual number.
fn least(range: Range) -> Option<String> {
    let bound = if range.least > 0.0 { range.least.ceil() } else { range.most.floor() };
    ((range.least > 0.0 || range.most < 0.0) && bound.is_finite()).then(|| bound.to_string())
}
