//! What becomes of the forms that schemas of the versions have.

use serde_json::{Value, json};

use super::{Construct, Decision, Has, Members, without};
use crate::decision::{At, Sign};
use crate::diagnostic::catalogue;

/// In the order of the page.
pub(super) static ALL: &[Construct] = &[
    form(
        "`true` and `false` in the place of a schema",
        [Has::No, Has::No, Has::Yes, Has::Yes],
        PROPERTIES,
        Decision::supported("any value, and none: a property without a value is left out, as `reference.md` lists"),
    ),
    form(
        "the same before 3.1",
        [Has::Yes, Has::Yes, Has::No, Has::No],
        PROPERTIES,
        Decision::told("as 3.1 has it", &catalogue::OTHER_KIND_READ),
    ),
    form(
        "several types: `type: [string, integer]`",
        Construct::READ_BEFORE_3_1,
        At::Form("Schema Object", "type", |types| {
            let types: Vec<&Value> = types.as_array()?.iter().filter(|name| *name != "null").collect();
            types.get(1).and_then(|_| types.first().copied()).cloned()
        }),
        Decision::supported("a choice of them"),
    ),
    form(
        "null: `type: [string, \"null\"]`",
        Construct::READ_BEFORE_3_1,
        At::Form("Schema Object", "type", |types| {
            let types: Vec<_> = types.as_array().filter(|types| types.contains(&json!("null")))?.clone();
            types.into_iter().find(|name| name != "null")
        }),
        Decision::SUPPORTED,
    ),
    form(
        "null: `type: \"null\"` as an alternative",
        [Has::No, Has::Read, Has::Yes, Has::Yes],
        At::Object("Schema Object", without_null),
        Decision::SUPPORTED,
    ),
    form(
        "null: in `enum`",
        Construct::EVERY,
        At::Form("Schema Object", "enum", |values| {
            let values = values.as_array().filter(|values| values.contains(&Value::Null))?;
            Some(values.iter().filter(|value| !value.is_null()).cloned().collect())
        }),
        Decision::SUPPORTED,
    ),
    form(
        "null: `const: null`",
        [Has::No, Has::Read, Has::Yes, Has::Yes],
        At::Object("Schema Object", |schema| schema.get("const")?.is_null().then(|| without(schema, "const"))),
        Decision::SUPPORTED,
    ),
    form(
        "an exclusive bound as a boolean: `exclusiveMinimum: true`",
        [Has::Yes, Has::Yes, Has::Read, Has::Read],
        At::Object("Schema Object", |schema| without_bound(schema, Value::is_boolean)),
        Decision::degraded(super::super::objects::BOUND, Sign::TellingWords),
    ),
    form(
        "an exclusive bound as a number: `exclusiveMinimum: 1`",
        Construct::READ_BEFORE_3_1,
        At::Object("Schema Object", |schema| without_bound(schema, Value::is_number)),
        Decision::degraded(super::super::objects::BOUND, Sign::TellingWords),
    ),
    form(
        "`type: file` of a response",
        [Has::Yes, Has::No, Has::No, Has::No],
        At::Form("Schema Object", "type", |word| (word == "file").then(|| json!("integer"))),
        Decision::supported("bytes"),
    ),
];

/// The same without an exclusive bound of a kind.
fn without_bound(schema: &Members, is: fn(&Value) -> bool) -> Option<Members> {
    schema.get("exclusiveMinimum").filter(|bound| is(bound)).map(|_| without(schema, "exclusiveMinimum"))
}

/// Properties of which some are booleans.
const PROPERTIES: At = At::Form("Schema Object", "properties", |properties| {
    let properties = properties.as_object().filter(|properties| properties.values().any(Value::is_boolean))?;
    let other = |value: &Value| if value.is_boolean() { json!({"type": "integer"}) } else { value.clone() };
    Some(properties.iter().map(|(name, value)| (name.clone(), other(value))).collect())
});

/// The same without alternatives that are null.
fn without_null(members: &Members) -> Option<Members> {
    let is_null = |item: &Value| item.get("type").is_some_and(|name| name == "null");
    let key = ["oneOf", "anyOf"]
        .into_iter()
        .find(|key| members.get(*key).and_then(Value::as_array).is_some_and(|list| list.iter().any(is_null)))?;
    let mut members = members.clone();
    members.get_mut(key)?.as_array_mut()?.retain(|item| !is_null(item));
    Some(members)
}

const fn form(name: &'static str, versions: [Has; 4], at: At, decision: Decision) -> Construct {
    Construct { group: "Forms of schemas", name, versions, at, decision }
}
