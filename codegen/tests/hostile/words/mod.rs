//! One description whose operations, tags, schemas, properties, parameters, parts, headers, values and variants are all called by
//! the words of one list: those that mean something to Rust, to the runtime's macros or to the generated code itself.

mod vocabulary;

use serde_json::{Map, Value, json};

/// The description.
pub(crate) fn description() -> Value {
    let words = vocabulary::words();
    let schema = |word: &String| format!("#/components/schemas/{}", escaped(word));
    let text = || json!({ "type": "string" });
    let all = |value: &dyn Fn(&String) -> Value| -> Map<String, Value> {
        words.iter().map(|word| (word.clone(), value(word))).collect()
    };
    let mut schemas =
        all(&|word| json!({ "type": "object", "required": [word], "properties": { word: { "type": "string" } } }));
    let properties = all(&|_| text());
    let nullable = all(&|_| json!({ "type": "integer", "nullable": true }));
    schemas.extend([
        ("required words".to_owned(), json!({ "type": "object", "required": words, "properties": properties })),
        ("optional words".to_owned(), json!({ "type": "object", "properties": properties, "additionalProperties": text() })),
        ("nullable words".to_owned(), json!({ "type": "object", "properties": nullable })),
        ("word values".to_owned(), json!({ "type": "string", "enum": words })),
        ("tagged words".to_owned(), json!({
            "oneOf": words.iter().map(|word| json!({ "$ref": schema(word) })).collect::<Vec<_>>(),
            "discriminator": { "propertyName": "told by", "mapping": all(&|word| json!(schema(word))) },
        })),
        ("titled words".to_owned(), json!({
            "oneOf": words.iter().map(|word| json!({ "type": "object", "title": word, "required": [format!("{word} key")],
                "properties": { format!("{word} key"): { "type": "string" } } })).collect::<Vec<_>>(),
        })),
    ]);
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Words", "version": "1" },
        "servers": [{ "url": "https://example.com" }],
        "security": [{ "bearer": [] }],
        "paths": paths(&words),
        "components": {
            "schemas": schemas,
            "securitySchemes": all(&|word| json!({ "type": "apiKey", "in": "query", "name": format!("key {word}") })),
        },
    })
}

fn paths(words: &[String]) -> Map<String, Value> {
    let answer = json!({ "200": { "description": "It.", "content": { "application/json": { "schema": {
        "$ref": "#/components/schemas/optional words" } } } } });
    let done = json!({ "204": { "description": "Done." } });
    let numbered = || words.iter().enumerate();
    let mut paths = Map::new();
    for (index, word) in numbered() {
        paths.insert(
            format!("/all/{index}"),
            json!({ "get": { "operationId": word, "tags": ["all"], "responses": done } }),
        );
        // The same words: a method called like its tag.
        let id = format!("{word} ");
        paths.insert(
            format!("/tags/{index}"),
            json!({ "get": { "operationId": id, "tags": [word], "responses": done } }),
        );
    }
    let parameters = |place: &str, required: bool, words: &[&String]| -> Value {
        let parameter =
            |word: &&String| json!({ "name": word, "in": place, "required": required, "schema": { "type": "string" } });
        words.iter().map(parameter).collect()
    };
    let every: Vec<&String> = words.iter().collect();
    let tokens: Vec<&String> = words.iter().filter(|word| is_token(word)).collect();
    let literal: Vec<&String> =
        words.iter().filter(|word| !word.is_empty() && !word.contains(['{', '}', '/'])).collect();
    let path: String = literal.iter().map(|word| format!("/{{{word}}}")).collect();
    let headers: Map<String, Value> =
        tokens.iter().map(|word| ((*word).clone(), json!({ "schema": { "type": "string" } }))).collect();
    let properties: Map<String, Value> = words.iter().map(|word| (word.clone(), json!({ "type": "string" }))).collect();
    let parts =
        json!({ "content": { "multipart/form-data": { "schema": { "type": "object", "properties": properties } } } });
    let operation =
        |id: &str, parameters: Value| json!({ "operationId": id, "parameters": parameters, "responses": answer });
    let mut answered = operation("answered", json!([]));
    answered["responses"]["200"]["headers"] = Value::Object(headers);
    let mut parted = operation("parted", json!([]));
    parted["requestBody"] = parts;
    paths.insert("/optional".to_owned(), json!({ "get": operation("optional", parameters("query", false, &every)) }));
    paths.insert("/required".to_owned(), json!({ "get": operation("required", parameters("query", true, &every)) }));
    paths.insert("/headers".to_owned(), json!({ "get": operation("headed", parameters("header", false, &tokens)) }));
    paths.insert("/cookies".to_owned(), json!({ "get": operation("baked", parameters("cookie", false, &tokens)) }));
    paths.insert(format!("/path{path}"), json!({ "get": operation("led", parameters("path", true, &literal)) }));
    paths.insert("/answered".to_owned(), json!({ "get": answered, "post": parted }));
    let data: Map<String, Value> =
        words.iter().map(|word| (word.clone(), json!({ "$ref": "#/components/schemas/optional words" }))).collect();
    let mut followed = operation("followed", parameters("query", false, &every));
    followed["x-sse"] = json!({ "events": data, "terminator": words.concat(), "error": words.concat() });
    paths.insert("/followed".to_owned(), json!({ "get": followed }));
    let mut joined = operation("joined", parameters("query", false, &every));
    joined["x-websocket"] = json!({ "subprotocols": words });
    paths.insert("/joined".to_owned(), json!({ "get": joined }));
    paths
}

/// RFC 9110 section 5.6.2.
fn is_token(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|char| char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char))
}

/// As a part of a reference: RFC 6901 section 6.
pub(crate) fn escaped(name: &str) -> String {
    let mut escaped = String::new();
    for char in name.replace('~', "~0").replace('/', "~1").chars() {
        match char {
            _ if char.is_ascii_alphanumeric() || "~-._".contains(char) => escaped.push(char),
            _ => char.to_string().bytes().for_each(|byte| escaped += &format!("%{byte:02X}")),
        }
    }
    escaped
}
