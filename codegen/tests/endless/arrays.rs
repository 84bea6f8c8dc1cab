//! Arrays of themselves, and tuples of tuples.

use serde_json::{Map, Value, json};

use super::{chain, generated, generated_under, text, to};

/// An array of exactly these items.
fn tuple(items: &[Value]) -> Value {
    json!({ "type": "array", "minItems": items.len(), "maxItems": items.len(), "prefixItems": items })
}

/// The same schema under two media types is compared with itself.
#[test]
fn arrays_of_themselves_are_one_body_under_several_media_types() {
    let pair = tuple(&[json!({ "oneOf": [to("A"), { "type": "null" }] }), json!({ "type": "integer" })]);
    let table = [
        json!({ "A": pair }),
        json!({ "A": { "type": "array", "items": to("A") } }),
        json!({ "A": { "type": "array", "items": to("B") }, "B": { "type": "array", "items": to("A") } }),
        json!({ "A": { "type": "object", "additionalProperties": to("A") } }),
    ];
    for schemas in table {
        let list = json!({ "type": "array", "items": to("A") });
        for schema in [to("A"), list] {
            generated_under(&["application/json", "application/xml", "text/json"], &schema, schemas.clone());
        }
    }
}

/// Lists of lists of themselves, compared with a list one level on.
#[test]
fn arrays_that_repeat_each_other_are_compared_to_their_end() {
    let list = |items: Value| json!({ "type": "array", "items": items });
    let bodies = [("application/json", to("A")), ("application/xml", list(to("B")))];
    let content = Map::from_iter(bodies.map(|(name, schema)| (name.to_owned(), json!({ "schema": schema }))));
    let mut schemas = json!({ "A": list(list(to("A"))), "B": list(list(to("B"))) });
    schemas["C"] = json!({ "type": "object", "properties": { "a": to("A") } });
    super::generated_of(&content.into(), schemas);
}

/// Each holds two of the next: there are more items in the last than there is memory for.
#[test]
fn tuples_of_tuples_end() {
    let pair = |next: &str| tuple(&[to(next), to(next)]);
    generated(chain(60, pair, text()));
    generated_under(&["multipart/form-data"], &to("A"), {
        let mut schemas = chain(60, pair, json!({ "type": "array", "items": text() }));
        schemas["A"] = json!({ "type": "object", "required": ["a"], "properties": { "a": to("S0") } });
        schemas
    });

    let inner = |index: usize| json!({ "$ref": format!("#/components/schemas/A/$defs/d{index}") });
    let mut definitions = Map::from_iter((0..30).map(|index| {
        let next = inner(index + 1);
        (format!("d{index}"), tuple(&[next.clone(), next]))
    }));
    definitions.insert("d30".to_owned(), text());
    let holder = json!({ "type": "object", "properties": { "a": inner(0) }, "$defs": definitions });
    let output = generated(json!({ "A": holder }));
    assert!(output.diagnostics.iter().any(|found| found.code == "CW0493"), "{}", output.diagnostics.render(false));
}

/// Alternatives are compared with each other down to where they differ.
#[test]
fn wide_tuples_of_tuples_end() {
    let wide = |next: &str| tuple(&vec![to(next); 12]);
    let mut schemas = chain(20, wide, json!({ "type": "object", "properties": { "x": text() } }));
    schemas["A"] = json!({ "anyOf": [to("S0"), to("S1"), wide("S1"), wide("S2")] });
    generated(schemas);
}

/// Each of the places is what all members say of it.
#[test]
fn many_members_that_describe_many_items_end() {
    let names = || (0..1_500).map(|index| format!("S{index}"));
    let places = json!({ "type": "array", "prefixItems": names().map(|name| to(&name)).collect::<Vec<_>>() });
    let members = [places].into_iter().chain(names().map(|name| json!({ "items": to(&name) })));
    let mut schemas =
        Map::from_iter(names().map(|name| (name.clone(), json!({ "type": "object", "properties": { name: text() } }))));
    schemas.insert("A".to_owned(), json!({ "allOf": members.collect::<Vec<_>>() }));
    let output = generated(schemas.into());
    assert!(output.diagnostics.iter().any(|found| found.code == "CW0493"), "{}", output.diagnostics.render(false));
}
