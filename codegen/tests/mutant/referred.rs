//! Descriptions in several files whose references lead anywhere: around in circles, out of the folder, into what is no schema; some stand
//! where the specification has none.

use serde_json::{Map, Value, json};

use super::{Case, Chance};

/// Files that are there.
const FILES: &[&str] = &[
    "",
    "",
    "",
    "mutant.yaml",
    "types.yaml",
    "./types.yaml",
    "typ%65s.yaml",
    "parts/more.json",
    "parts/../parts/more.json",
];

/// Others, and what is no file.
const OTHERS: &[&str] = &[
    "types",
    "../types.yaml",
    "more.json",
    "nowhere.yaml",
    "https://example.com/types.yaml",
    "urn:example:rooms",
    "file:///types.yaml",
    "%",
];

/// Schemas that are there, in most files.
const SCHEMAS: &[&str] =
    &["#/components/schemas/A", "#/components/schemas/B", "#/components/schemas/C", "#/components/schemas/%41"];

/// Whatever else may stand in a file.
const FRAGMENTS: &[&str] = &[
    "",
    "#",
    "#/",
    "#A",
    "#room",
    "#/components/schemas/A/properties",
    "#/components/schemas/A/properties/a",
    "#/components/schemas/B/allOf",
    "#/components/schemas/B/allOf/0",
    "#/components/schemas/C/items",
    "#/components/schemas",
    "#/components/parameters/P",
    "#/components/responses/R",
    "#/components/pathItems/I",
    "#/paths/~1rooms~1%7Bid%7D/get/responses/200",
    "#/paths",
    "#/paths/~1rooms/get",
    "#/paths/~1rooms/get/responses",
    "#/paths/~1rooms/parameters",
    "#/A",
    "#/A/properties/a",
    "#/nowhere",
    "#/components/schemas/A/properties/a/properties/a/properties/a",
];

/// How deep schemas are written out.
const DEPTH: usize = 3;

/// One of them.
pub(crate) fn case(chance: &mut Chance) -> Case {
    let version = *chance.of(&["3.1.0", "3.0.3", "3.2.0"]);
    let mut root = parts(chance);
    let members = root.as_object_mut().expect("an object");
    members.insert("openapi".to_owned(), version.into());
    members.insert("info".to_owned(), json!({ "title": "Rooms", "version": "1" }));
    if chance.below(4) == 0 {
        members.insert("$self".to_owned(), reference(chance).into());
    }
    let mut files = [("types.yaml", parts(chance)), ("parts/more.json", parts(chance))];
    if chance.below(3) == 0 {
        // A file that is one schema, or that has schemas at its top.
        files[1].1 = if chance.below(2) == 0 { schema(chance, DEPTH) } else { json!({ "A": schema(chance, DEPTH) }) };
    }
    let files = files.into_iter().map(|(path, tree)| (path.to_owned(), tree.to_string())).collect();
    Case { text: root.to_string(), files, overlays: Vec::new() }
}

/// What each file has.
fn parts(chance: &mut Chance) -> Value {
    let paths = json!({ "/rooms": item(chance), "/rooms/{id}": item(chance) });
    let schemas = json!({ "A": schema(chance, DEPTH), "B": schema(chance, DEPTH), "C": schema(chance, DEPTH) });
    json!({
        "paths": anywhere(paths, chance),
        "components": {
            "schemas": anywhere(schemas, chance),
            "parameters": { "P": parameter(chance) },
            "responses": { "R": response(chance) },
            "pathItems": { "I": item(chance) },
        },
    })
}

/// A reference to a schema, most of the time.
fn reference(chance: &mut Chance) -> String {
    match chance.below(30) {
        0 => format!("{}{}", chance.of(OTHERS), chance.of(FRAGMENTS)),
        1 => format!("{}{}", chance.of(FILES), chance.of(FRAGMENTS)),
        _ => format!("{}{}", chance.of(FILES), chance.of(SCHEMAS)),
    }
}

/// A reference to a component of another kind, most of the time.
fn elsewhere(kind: &str, chance: &mut Chance) -> String {
    if chance.below(30) == 0 { reference(chance) } else { format!("{}#/components/{kind}", chance.of(FILES)) }
}

/// A value, or now and then a reference where the specification has none.
fn anywhere(value: Value, chance: &mut Chance) -> Value {
    match chance.below(20) {
        0 => json!({ "$ref": format!("{}{}", chance.of(FILES), chance.of(FRAGMENTS)) }),
        _ => value,
    }
}

/// What `make` gives, or a reference to the component instead.
fn or_reference(kind: &str, chance: &mut Chance, make: impl FnOnce(&mut Chance) -> Value) -> Value {
    if chance.below(2) == 0 { json!({ "$ref": elsewhere(kind, chance) }) } else { make(chance) }
}

fn item(chance: &mut Chance) -> Value {
    or_reference("pathItems/I", chance, |chance| {
        let body = json!({ "content": { "application/json": { "schema": schema(chance, 1) } } });
        let parameters = json!([parameter(chance)]);
        let responses = json!({ "200": response(chance), "default": response(chance) });
        let get = json!({ "responses": anywhere(responses, chance) });
        json!({
            "parameters": anywhere(parameters, chance),
            "get": anywhere(get, chance),
            "post": { "requestBody": body, "responses": { "201": response(chance) } },
        })
    })
}

fn parameter(chance: &mut Chance) -> Value {
    or_reference("parameters/P", chance, |chance| json!({ "name": "id", "in": "query", "schema": schema(chance, 1) }))
}

fn response(chance: &mut Chance) -> Value {
    or_reference(
        "responses/R",
        chance,
        |chance| json!({ "description": "It.", "content": { "application/json": { "schema": schema(chance, 1) } } }),
    )
}

fn schema(chance: &mut Chance, depth: usize) -> Value {
    if depth == 0 || chance.below(3) == 0 {
        let mut members = Map::from_iter([("$ref".to_owned(), reference(chance).into())]);
        match chance.below(6) {
            0 => drop(members.insert("properties".to_owned(), json!({ "b": { "$ref": reference(chance) } }))),
            1 => drop(members.insert("$id".to_owned(), reference(chance).into())),
            2 => drop(members.insert("nullable".to_owned(), true.into())),
            _ => {}
        }
        return members.into();
    }
    let depth = depth - 1;
    match chance.below(9) {
        0 => {
            let properties = json!({ "a": schema(chance, depth), "b": schema(chance, depth) });
            json!({ "type": "object", "properties": anywhere(properties, chance) })
        }
        1 => json!({ "allOf": [schema(chance, depth), schema(chance, depth)] }),
        2 => json!({ "oneOf": [schema(chance, depth), schema(chance, depth)] }),
        3 => json!({ "anyOf": [schema(chance, depth), { "type": "null" }] }),
        4 => json!({ "type": "array", "items": schema(chance, depth) }),
        5 => json!({ "additionalProperties": schema(chance, depth), "$anchor": "room" }),
        6 => {
            json!({ "$id": reference(chance), "$defs": { "A": schema(chance, depth) }, "$dynamicRef": reference(chance) })
        }
        7 => {
            let mapping = json!({ "a": reference(chance), "b": reference(chance) });
            let alternatives = json!([{ "$ref": reference(chance) }, { "$ref": reference(chance) }]);
            json!({ "oneOf": alternatives, "discriminator": { "propertyName": "a", "mapping": mapping } })
        }
        _ => json!({ "type": *chance.of(&["string", "integer", "null", "boolean"]) }),
    }
}
