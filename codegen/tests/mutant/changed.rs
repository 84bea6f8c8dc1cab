//! Trees and texts with a few things changed.

use serde_json::{Map, Value, json};

use super::Chance;

/// Keys that mean something somewhere.
const KEYS: &[&str] = &[
    "$ref",
    "$id",
    "$anchor",
    "$dynamicRef",
    "$defs",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "if",
    "then",
    "items",
    "prefixItems",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "type",
    "enum",
    "const",
    "format",
    "discriminator",
    "mapping",
    "propertyName",
    "nullable",
    "required",
    "default",
    "example",
    "examples",
    "readOnly",
    "writeOnly",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "pattern",
    "parameters",
    "responses",
    "requestBody",
    "content",
    "schema",
    "encoding",
    "headers",
    "in",
    "name",
    "style",
    "explode",
    "allowReserved",
    "security",
    "securitySchemes",
    "servers",
    "variables",
    "tags",
    "paths",
    "components",
    "schemas",
    "callbacks",
    "links",
    "webhooks",
    "operationId",
    "openapi",
    "swagger",
    "x-sse",
    "x-websocket",
    "application/json",
    "multipart/form-data",
    "text/event-stream",
    "*/*",
    "200",
    "default",
    "4XX",
    "get",
    "post",
    "",
];

/// Texts that lead somewhere, or out of somewhere.
const TEXTS: &[&str] = &[
    "",
    " ",
    "string",
    "object",
    "array",
    "null",
    "integer",
    "3.1.0",
    "3.0.3",
    "2.0",
    "#",
    "#/",
    "#/components/schemas",
    "other.yaml#/a",
    "https://example.com/{a}/{b",
    "{",
    "}",
    "/{id}/{id}",
    "*/ fn x() {} /*",
    "\"; panic!() //",
    "r#type",
    "self",
    "\u{202e}\u{0}",
    "int32",
    "date-time",
    "binary",
    "byte",
    "deepObject",
    "matrix",
    "application/json; charset=x",
    "%zz",
    "99999999999999999999",
];

pub(super) fn odd(chance: &mut Chance) -> Value {
    match chance.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(1e300),
        4 => json!(18_446_744_073_709_551_615_u64),
        5 => json!([]),
        6 => json!({}),
        7 => json!([[], {}, null, "a", "a"]),
        8 => json!({ "": {}, "a b": [], "$ref": 1 }),
        9 => Value::String("a".repeat(3000)),
        _ => Value::String((*chance.of(TEXTS)).to_owned()),
    }
}

/// A tree with up to four things changed.
pub(crate) fn tree(seed: &Value, others: &[Value], chance: &mut Chance) -> Value {
    let mut tree = seed.clone();
    for _ in 0..=chance.below(4) {
        let place = somewhere(&tree, chance);
        let found = tree.pointer(&place).cloned().unwrap_or_default();
        let new = match chance.below(9) {
            0 | 1 => odd(chance),
            2 => without_one(found, chance),
            3 => renamed(found, chance),
            4 => tree.pointer(&somewhere(&tree, chance)).cloned().unwrap_or_default(),
            5 => json!({ "$ref": format!("#{}", somewhere(&tree, chance)) }),
            6 => wrapped(found, chance),
            7 => {
                let other = chance.of(others);
                other.pointer(&somewhere(other, chance)).cloned().unwrap_or_default()
            }
            _ => with_one_more(found, chance),
        };
        if let Some(value) = tree.pointer_mut(&place) {
            *value = new;
        }
    }
    tree
}

/// The pointer of any value but the root.
pub(super) fn somewhere(tree: &Value, chance: &mut Chance) -> String {
    let places = places(tree);
    chance.of(&places).clone()
}

fn places(tree: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), tree)];
    while let Some((place, value)) = waiting.pop() {
        let inner: Vec<_> = match value {
            Value::Object(members) => members
                .iter()
                .map(|(key, value)| (format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), value))
                .collect(),
            Value::Array(items) => {
                items.iter().enumerate().map(|(at, value)| (format!("{place}/{at}"), value)).collect()
            }
            _ => Vec::new(),
        };
        found.extend(inner.iter().map(|(place, _)| place.clone()));
        waiting.extend(inner);
    }
    if found.is_empty() { vec![String::new()] } else { found }
}

fn without_one(value: Value, chance: &mut Chance) -> Value {
    match value {
        Value::Object(mut members) if !members.is_empty() => {
            let key = members.keys().nth(chance.below(members.len())).cloned().unwrap_or_default();
            members.remove(&key);
            Value::Object(members)
        }
        Value::Array(mut items) if !items.is_empty() => {
            items.remove(chance.below(items.len()));
            Value::Array(items)
        }
        _ => Value::Null,
    }
}

fn renamed(value: Value, chance: &mut Chance) -> Value {
    let Value::Object(members) = value else { return value };
    if members.is_empty() {
        return Value::Object(members);
    }
    let (at, key) = (chance.below(members.len()), *chance.of(KEYS));
    let rename =
        |(index, (known, value)): (usize, (String, Value))| (if index == at { key.to_owned() } else { known }, value);
    Value::Object(members.into_iter().enumerate().map(rename).collect())
}

fn with_one_more(value: Value, chance: &mut Chance) -> Value {
    match value {
        Value::Object(mut members) => {
            let inner = if chance.below(2) == 0 { odd(chance) } else { Value::Object(members.clone()) };
            members.insert((*chance.of(KEYS)).to_owned(), inner);
            Value::Object(members)
        }
        Value::Array(mut items) => {
            let item = if chance.below(2) == 0 { odd(chance) } else { items.first().cloned().unwrap_or_default() };
            items.push(item);
            Value::Array(items)
        }
        other => json!([other]),
    }
}

fn wrapped(value: Value, chance: &mut Chance) -> Value {
    let other =
        if chance.below(2) == 0 { value.clone() } else { json!({ "type": "object", "properties": { "a": {} } }) };
    let key = *chance.of(&["allOf", "oneOf", "anyOf", "items", "additionalProperties", "not", "schema", "content"]);
    let inner = if key.ends_with("Of") { json!([value, other]) } else { value };
    Value::Object(Map::from_iter([(key.to_owned(), inner)]))
}

/// A text with up to four pieces changed.
pub(crate) fn text(seed: &str, chance: &mut Chance) -> String {
    let mut chars: Vec<char> = seed.chars().collect();
    for _ in 0..=chance.below(4) {
        if chars.is_empty() {
            break;
        }
        let at = chance.below(chars.len());
        let end = (at + 1 + chance.below(40)).min(chars.len());
        match chance.below(5) {
            0 => drop(chars.drain(at..end)),
            1 => {
                let piece = chars[at..end].to_vec();
                let to = chance.below(chars.len());
                chars.splice(to..to, piece);
            }
            2 => {
                chars[at] = *chance
                    .of(&['\0', '\t', '\n', ' ', '"', '\'', '{', '[', '&', '*', ':', '-', '|', '#', '<', '\u{feff}'])
            }
            3 => chars.truncate(at),
            _ => {
                let piece: Vec<char> = chance
                    .of(&["<<: *a\n", "&a ", "*a", "? ", "!!binary ", "---\n", "%YAML 9\n", "\\u0000"])
                    .chars()
                    .collect();
                chars.splice(at..at, piece);
            }
        }
    }
    chars.into_iter().collect()
}
