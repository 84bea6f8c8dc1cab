//! Descriptions in which everything is called by words that meet each other, or are none.

use serde_json::{Map, Value, json};

use super::{Case, Chance};

/// Names are put together of these.
const PIECES: &[&str] = &[
    "user", "User", "USER", "users", "list", "get", "_", "-", " ", ".", "/", "~", "%", "1", "10", "x", "X-", "+1",
    "-1", "é", "ß", "日本", "\u{301}", "\u{202e}", "\u{0}", "\n", "type", "self", "Self", "crate", "r#", "fn", "async",
    "String", "Option", "Vec", "Result", "Error", "Client", "Builder", "Default", "new", "build", "body", "default",
    "[]", "<", ">", "{", "}", "\"", "\\", "*/", "//", "#", "$", "::",
];

fn name(chance: &mut Chance) -> String {
    let pieces: String = (0..chance.below(5)).map(|_| *chance.of(PIECES)).collect();
    if chance.below(100) == 0 { pieces.repeat(100) } else { pieces }
}

/// As many things as chance wants, by their names.
fn several(chance: &mut Chance, make: impl Fn(&mut Chance) -> Value) -> Map<String, Value> {
    (0..=chance.below(5)).map(|_| (name(chance), make(chance))).collect()
}

fn names(chance: &mut Chance) -> Vec<String> {
    (0..=chance.below(5)).map(|_| name(chance)).collect()
}

/// One of them.
pub(crate) fn case(chance: &mut Chance) -> Case {
    let schemas = several(chance, |chance| schema(chance, 2));
    let known: Vec<String> = schemas.keys().cloned().collect();
    let paths: Map<String, Value> = (0..=chance.below(4)).map(|_| path(&known, chance)).collect();
    let scheme = |chance: &mut Chance| json!({ "type": "apiKey", "in": "header", "name": name(chance) });
    let server = format!("https://{{{}}}.example.com", name(chance));
    let tree = json!({
        "openapi": "3.1.0",
        "info": { "title": name(chance), "version": "1" },
        "servers": [{ "url": server, "variables": several(chance, |chance| json!({ "default": name(chance), "enum": names(chance) })) }],
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": several(chance, scheme) },
    });
    Case::alone(tree.to_string())
}

fn schema(chance: &mut Chance, depth: usize) -> Value {
    match chance.below(if depth == 0 { 3 } else { 6 }) {
        0 => json!({ "type": "string" }),
        1 => json!({ "type": "string", "enum": names(chance) }),
        2 => json!({ "type": "integer", "enum": [1, -1, 0], "title": name(chance) }),
        3 => {
            json!({ "oneOf": [schema(chance, depth - 1), { "title": name(chance), "type": "object", "properties": { "a": {} } }] })
        }
        4 => json!({ "type": "array", "items": schema(chance, depth - 1) }),
        _ => {
            let required = names(chance);
            json!({ "type": "object", "properties": several(chance, |chance| schema(chance, depth - 1)), "required": required })
        }
    }
}

fn path(schemas: &[String], chance: &mut Chance) -> (String, Value) {
    let parameter = |chance: &mut Chance| {
        let place = *chance.of(&["query", "header", "cookie", "path"]);
        json!({ "name": name(chance), "in": place, "required": true, "schema": schema(chance, 1) })
    };
    let key = chance.of(schemas).replace('~', "~0").replace('/', "~1").replace('%', "%25");
    let content = json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{key}") } } });
    let headers = several(chance, |_| json!({ "schema": { "type": "string" } }));
    let operation = |chance: &mut Chance| {
        json!({
            "operationId": name(chance),
            "tags": names(chance),
            "parameters": (0..chance.below(4)).map(|_| parameter(chance)).collect::<Vec<_>>(),
            "requestBody": { "content": content.clone() },
            "responses": {
                "200": { "description": "It.", "content": content.clone(), "headers": headers.clone() },
                "404": { "description": "No.", "content": { "application/json": { "schema": schema(chance, 1) } } },
            },
        })
    };
    (format!("/{}/{{{}}}", name(chance), name(chance)), json!({ "post": operation(chance), "put": operation(chance) }))
}
