//! What only newer descriptions have: a description of 3.2 whose names and texts all come from one function, as those of 3.0.

use serde_json::{Value, json};

use super::words::escaped;

/// Places of different scopes, which may have one name together.
pub(super) const SCOPES: [&[usize]; 4] =
    [&[1, 3, 4, 5, 6, 11, 12, 14, 16, 17, 19, 23], &[2, 7, 8, 9, 13, 15, 18, 21], &[20, 22], &[10]];

/// The description; `word` gets the number of the place. No two objects have one shape, so that each stays a type of its own.
pub(super) fn description(word: &dyn Fn(usize) -> String) -> Value {
    let text = || word(0);
    let string = || json!({ "type": "string" });
    let reference = |number: usize| json!({ "$ref": format!("#/components/schemas/{}", escaped(&word(number))) });
    let done = || json!({ "204": { "summary": text(), "description": text() } });
    let sent = |number: usize| json!({ "content": { "application/json": { "schema": reference(number) } } });
    let parts = json!({
        "schema": { "type": "object", "required": [word(6)], "properties": { word(6): string(), word(7): string() } },
        "encoding": { word(6): { "contentType": "text/plain", "headers": {
            "X-Part": { "description": text(), "required": true, "schema": { "type": "string", "enum": [text(), word(10)] } },
        } } },
    });
    json!({
        "openapi": "3.2.0",
        "info": { "title": text(), "summary": text(), "version": text(), "license": { "name": text(), "identifier": text() } },
        "servers": [{
            "url": "https://example.com/{stage}", "name": word(2), "description": text(),
            "variables": { "stage": { "default": word(4), "enum": [word(4), word(9)], "description": text() } },
        }],
        "tags": [
            { "name": word(1), "summary": text(), "description": text(), "kind": word(5) },
            { "name": word(2), "summary": text(), "parent": word(1), "kind": text() },
        ],
        "security": [{ word(11): [word(12), word(13)] }],
        "paths": {
            "/rooms": {
                "post": {
                    "operationId": word(3), "tags": [word(2)], "requestBody": { "content": { "multipart/form-data": parts } },
                    "responses": { "201": {
                        "description": text(),
                        "links": { word(14): {
                            "operationId": word(8), "description": text(), "parameters": { word(15): text() }, "requestBody": text(),
                            "server": { "url": "https://example.com", "description": text() },
                        } },
                    } },
                    "callbacks": { word(16): { "{$request.body#/url}": { "post": {
                        "summary": text(), "requestBody": sent(17), "responses": done(),
                    } } } },
                },
                "get": {
                    "operationId": word(8), "tags": [word(1)],
                    "responses": { "200": { "description": text(), "content": { "application/jsonl": {
                        "itemSchema": { "title": text(), "type": "object", "properties": { word(18): { "type": "integer" } } },
                    } } } },
                },
            },
            "/events": { "get": {
                "operationId": word(20), "tags": [word(1)],
                "x-sse": { "events": { word(19): reference(17), word(21): string() }, "terminator": text(), "error": word(22) },
                "responses": { "200": { "description": text(), "content": { "text/event-stream": { "schema": string() } } } },
            } },
        },
        "webhooks": { word(23): { "post": {
            "summary": text(), "description": text(), "requestBody": sent(17), "responses": done(),
        } } },
        "components": {
            "securitySchemes": { word(11): { "type": "oauth2", "description": text(), "flows": {
                "clientCredentials": { "tokenUrl": "https://example.com/token", "scopes": { word(12): text(), word(13): text() } },
                "deviceAuthorization": {
                    "deviceAuthorizationUrl": "https://example.com/device", "tokenUrl": "https://example.com/token",
                    "scopes": { word(12): text() },
                },
            } } },
            "schemas": {
                word(17): {
                    "type": "object", "required": [word(18)], "$comment": text(),
                    "properties": {
                        word(18): { "type": ["string", "null"], "const": text() },
                        word(19): { "$ref": format!("#/components/schemas/{}/$defs/{}", escaped(&word(17)), escaped(&word(20))) },
                        word(20): { "type": "array", "prefixItems": [
                            { "type": "string", "title": text(), "description": text() },
                            { "type": "object", "properties": { word(21): { "type": "boolean" } } },
                        ], "items": false },
                    },
                    "$defs": { word(20): { "type": "object", "properties": { word(22): { "type": "number" } } } },
                    "patternProperties": { text(): { "type": "integer", "description": text() } },
                },
                word(18): {
                    "$id": text(), "$anchor": word(21), "type": "object", "examples": [text()],
                    "properties": { word(22): { "type": "string", "contentMediaType": text(), "contentEncoding": text() } },
                },
            },
        },
    })
}
