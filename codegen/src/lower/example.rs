//! What a value may be, for examples of calls and for tests of those who use the client.

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr};
use serde_json::Value;

use super::site::Site;
use super::{Cx, references, scalar, schema};
use crate::model::{Example, Presence, Range};
use crate::place::Pointer;
use crate::schema::{Kind, Schema, SchemaId};

/// Examples by their names.
type Examples = IndexMap<String, ReferenceOr<openapiv3::Example>>;

/// An example of a property: its own, that of what it refers to, the one within an example of the whole object, the default, or the
/// least number that it may be. Of what may be missing only a short one that it has itself, as nothing but a reader looks at it.
pub(super) fn of_property(
    cx: &Cx<'_>,
    object: &Schema,
    (name, presence): (&str, Presence),
    id: SchemaId,
    range: Option<Range>,
) -> Option<Example> {
    match presence {
        Presence::Required => {
            let within = object.example.as_deref().and_then(|whole| whole.get(name));
            known(cx, id, within).or_else(|| least(range?))
        }
        Presence::Optional => short(cx.schemas.get(id).example.as_deref()?),
    }
}

/// An example of a parameter or a header of a part: its own, one of its named ones, or what its schema shows.
pub(super) fn of_parameter(
    cx: &mut Cx<'_>,
    (one, named): (Option<&Value>, &Examples),
    schema: Option<SchemaId>,
) -> Option<Example> {
    let nowhere = Site { pointer: Pointer::root(), of: String::new() };
    let mut named = named.values().filter_map(|node| references::example(cx, node, &nowhere)?.0.value.as_ref());
    let own = one.or_else(|| named.next()).map(read);
    own.or_else(|| of_use(cx, schema?))
}

/// An example of a value of a schema, as the schema shows it; of a list, one of an item.
pub(super) fn of_use(cx: &mut Cx<'_>, id: SchemaId) -> Option<Example> {
    if let Some(value) = known(cx, id, None) {
        return Some(value);
    }
    let target = cx.schemas.get(cx.schemas.resolve(id)?);
    if target.kinds.single() == Some(Kind::Array) {
        return known(cx, target.items?, None).map(|item| Example::List(vec![item]));
    }
    let range = scalar::range(cx, id);
    least(range?)
}

/// An example of a body, as its media type or its schema shows it.
pub(super) fn of_media(cx: &mut Cx<'_>, media: &MediaType) -> Option<Example> {
    let own = media.example.as_ref().map(read);
    own.or_else(|| of_use(cx, schema::id(media.schema.as_ref()?)?))
}

fn known(cx: &Cx<'_>, id: SchemaId, within: Option<&Value>) -> Option<Example> {
    let property = cx.schemas.get(id);
    let target = cx.schemas.resolve(id).map(|target| cx.schemas.get(target));
    let own = [Some(&property), target.as_ref()];
    // A struct that the property refers to has its examples itself.
    let of_target = target.as_ref().filter(|target| target.properties.is_empty());
    let examples = [Some(&property), of_target].into_iter().flatten().map(|schema| schema.example.as_deref());
    let defaults = own.iter().flatten().map(|schema| schema.rare.default.as_deref());
    let mut known = examples.chain([within]).chain(defaults).flatten().filter(|value| !value.is_null());
    known.next().map(read)
}

/// A value that is a line at most.
fn short(value: &Value) -> Option<Example> {
    let is_short = match value {
        Value::Null | Value::Array(_) | Value::Object(_) => false,
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => text.len() <= Example::LONGEST_TEXT,
    };
    is_short.then(|| read(value))
}

fn read(value: &Value) -> Example {
    match value {
        Value::Null => Example::Null,
        Value::Bool(truth) => Example::Bool(*truth),
        Value::Number(number) => Example::Number(number.to_string().into()),
        Value::String(text) => Example::Text(text.as_str().into()),
        Value::Array(items) => Example::List(items.iter().map(read).collect()),
        Value::Object(members) => {
            Example::Object(members.iter().map(|(key, value)| (key.as_str().into(), read(value))).collect())
        }
    }
}

/// Zero is the usual number.
fn least(range: Range) -> Option<Example> {
    let bound = if range.least > 0.0 { range.least.ceil() } else { range.most.floor() };
    ((range.least > 0.0 || range.most < 0.0) && bound.is_finite()).then(|| Example::Number(bound.to_string().into()))
}
