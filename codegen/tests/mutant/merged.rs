//! Schemas of fixtures put together as members of one another, with what stands beside.

use serde_json::{Map, Value, json};

use super::{Case, Chance, changed};

/// One description of them.
pub(crate) fn case(trees: &[Value], chance: &mut Chance) -> Case {
    let mut schemas = Map::new();
    for _ in 0..=chance.below(3) {
        if let Some(Value::Object(found)) = chance.of(trees).pointer("/components/schemas") {
            schemas.extend(found.clone());
        }
    }
    let names: Vec<String> = schemas.keys().cloned().chain(["Merged0".to_owned(), "Merged1".to_owned()]).collect();
    for number in 0..=chance.below(3) {
        let schema = merged(&schemas, &names, chance);
        schemas.insert(format!("Merged{number}"), schema);
    }
    let body =
        json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{}", chance.of(&names)) } } });
    let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Merged0" } } });
    let answer = json!({ "200": { "description": "It.", "content": content.clone() } });
    let tree = json!({
        "openapi": *chance.of(&["3.1.0", "3.0.3", "3.2.0"]),
        "info": { "title": "Rooms", "version": "1" },
        "paths": { "/rooms": {
            "get": { "responses": answer.clone() },
            "post": { "requestBody": { "content": body }, "responses": answer },
            "put": { "requestBody": { "content": content }, "responses": {} },
        } },
        "components": { "schemas": schemas },
    });
    Case::alone(tree.to_string())
}

fn merged(schemas: &Map<String, Value>, names: &[String], chance: &mut Chance) -> Value {
    let mut schema = Map::new();
    for _ in 0..=chance.below(2) {
        let members: Vec<Value> = (0..=chance.below(3)).map(|_| member(schemas, names, chance)).collect();
        schema.insert((*chance.of(&["allOf", "allOf", "oneOf", "anyOf"])).to_owned(), members.into());
    }
    match chance.below(8) {
        0 => drop(schema.insert("required".to_owned(), json!(["id", "kind", "name"]))),
        1 => drop(
            schema.insert("properties".to_owned(), json!({ "kind": { "const": "room" }, "id": changed::odd(chance) })),
        ),
        2 => drop(schema.insert("additionalProperties".to_owned(), member(schemas, names, chance))),
        3 => drop(schema.insert("not".to_owned(), member(schemas, names, chance))),
        4 => drop(schema.insert("type".to_owned(), json!(["object", "null", "array"]))),
        5 => drop(schema.insert("items".to_owned(), member(schemas, names, chance))),
        6 => drop(schema.insert("discriminator".to_owned(), json!({ "propertyName": "kind" }))),
        _ => {}
    }
    schema.into()
}

/// A reference to one of the schemas, the schema itself, or a piece of it.
fn member(schemas: &Map<String, Value>, names: &[String], chance: &mut Chance) -> Value {
    let name = chance.of(names).clone();
    let schema = schemas.get(&name).cloned().unwrap_or_default();
    match chance.below(3) {
        0 => schema,
        1 => schema.pointer(&changed::somewhere(&schema, chance)).cloned().unwrap_or_default(),
        _ => json!({ "$ref": format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1")) }),
    }
}
