//! Schemas: words of other languages and keywords in the wrong place.

use serde_json::{Value, json};

use super::Fix;
use crate::diagnostic::{catalogue, nearest};
use crate::document::Document;
use crate::document::objects::TYPES;
use crate::place::Pointer;

/// Types that people write, with the type and the format that they mean. An empty type means that every value is allowed.
const SYNONYMS: &[(&str, &str, &str)] = &[
    ("any", "", ""),
    ("mixed", "", ""),
    ("str", "string", ""),
    ("text", "string", ""),
    ("uuid", "string", "uuid"),
    ("date", "string", "date"),
    ("date-time", "string", "date-time"),
    ("datetime", "string", "date-time"),
    ("instant", "string", "date-time"),
    ("timestamp", "string", "date-time"),
    ("time", "string", "time"),
    ("guid", "string", "uuid"),
    ("email", "string", "email"),
    ("uri", "string", "uri"),
    ("url", "string", "uri"),
    ("file", "string", "binary"),
    ("binary", "string", "binary"),
    ("int", "integer", ""),
    ("int32", "integer", "int32"),
    ("int64", "integer", "int64"),
    ("long", "integer", "int64"),
    ("short", "integer", "int32"),
    ("float", "number", "float"),
    ("double", "number", "double"),
    ("decimal", "number", ""),
    ("bool", "boolean", ""),
    ("list", "array", ""),
    ("dict", "object", ""),
    ("map", "object", ""),
    ("hash", "object", ""),
    // Words of the specification in capitals, as Java and Rust write types.
    ("string", "string", ""),
    ("integer", "integer", ""),
    ("number", "number", ""),
    ("boolean", "boolean", ""),
    ("array", "array", ""),
    ("object", "object", ""),
    ("null", "null", ""),
];

pub(super) fn type_of_another_language(fix: &mut Fix<'_>) {
    let Some(written) = fix.text("type").filter(|written| !TYPES.contains(written)).map(str::to_owned) else { return };
    let is_meant = |(synonym, name, _): &&(&str, &str, &str)| written.eq_ignore_ascii_case(synonym) && written != *name;
    let Some((_, name, format)) = SYNONYMS.iter().find(is_meant) else {
        if written.is_empty() {
            fix.report(&catalogue::OTHER_WORD_READ, "type", "an empty `type` is taken as absent");
            fix.take("type");
        } else if let Some(meant) = nearest(&written, TYPES.iter().copied()) {
            let message = format!("there is no type `{written}`; it is read as `{meant}`");
            fix.report(&catalogue::OTHER_WORD_READ, "type", message);
            fix.set("type", meant);
        }
        return;
    };
    let meant = match (*name, *format) {
        ("", _) => "no `type` at all".to_owned(),
        (name, "") => format!("`{name}`"),
        (name, format) => format!("`{name}` with the format `{format}`"),
    };
    fix.report(&catalogue::OTHER_WORD_READ, "type", format!("there is no type `{written}`; it is read as {meant}"));
    if name.is_empty() {
        fix.take("type");
    } else {
        fix.set("type", *name);
    }
    if !format.is_empty() && !fix.has("format") {
        fix.set("format", *format);
    }
}

/// `required: true` in a property, as JSON Schema had it in 2010: the object around it lists the property.
pub(super) fn required_on_property(fix: &mut Fix<'_>) {
    if fix.get("required").is_some_and(Value::is_boolean) {
        fix.report(
            &catalogue::REQUIRED_ON_PROPERTY,
            "required",
            "`required` of a schema is a list of its properties; this is ignored",
        )
        .at_key();
        fix.take("required");
    }
    let Some(properties) = fix.members.get_mut("properties").and_then(Value::as_object_mut) else { return };
    let mut marked = Vec::new();
    for (name, property) in properties {
        let Some(members) = property.as_object_mut() else { continue };
        match members.get("required") {
            Some(Value::Bool(required)) => marked.push((name.clone(), *required)),
            // `required: "true"` is text in many generated descriptions.
            Some(Value::String(word)) if matches!(word.as_str(), "true" | "false") => {
                marked.push((name.clone(), word == "true"))
            }
            Some(_) | None => continue,
        }
        members.shift_remove("required");
    }
    for (name, required) in marked {
        let pointer = fix.path.pointer().push("properties").push(&name).push("required");
        let message = if required {
            format!("`{name}` is read as a required property of the schema around it")
        } else {
            "`required: false` is ignored".to_owned()
        };
        fix.diagnostics.report(&catalogue::REQUIRED_ON_PROPERTY, &pointer, message).at_key();
        if required {
            require(fix, &name);
        }
    }
}

fn require(fix: &mut Fix<'_>, name: &str) {
    match fix.members.get_mut("required") {
        Some(Value::Array(names)) if names.iter().any(|known| known.as_str() == Some(name)) => {}
        Some(Value::Array(names)) => names.push(name.into()),
        Some(_) | None => fix.set("required", json!([name])),
    }
}

/// `items: [a, b]`, the tuples of JSON Schema before 2020-12: each schema is that of the item at its place where the array ends behind
/// them, as tuples do; else any of the schemas is meant, at any place.
pub(super) fn list_of_item_schemas(fix: &mut Fix<'_>) {
    let Some(Value::Array(schemas)) = fix.get("items") else { return };
    let schemas = schemas.clone();
    let at = fix.path.pointer().push("items");
    let (count, most) = (schemas.len() as u64, fix.get("maxItems").and_then(Value::as_u64));
    let is_closed = fix.get("additionalItems") == Some(&Value::Bool(false));
    if count > 0 && (is_closed || most.is_some_and(|most| most <= count)) {
        let version = fix.version.specification();
        let message = format!("`items` is one schema in {version}; each of these is that of the item at its place");
        fix.report(&catalogue::OTHER_KIND_READ, "items", message).at_key();
        fix.moved("items", &["prefixItems"]);
        fix.take("items");
        fix.take("additionalItems");
        fix.set("prefixItems", schemas);
        fix.set("maxItems", most.map_or(count, |most| most.min(count)));
        return;
    }
    fix.report(
        &catalogue::OTHER_KIND_READ,
        "items",
        format!("`items` is one schema in {}; each item is read as any of these", fix.version.specification()),
    )
    .at_key();
    if let [only] = schemas.as_slice() {
        fix.diagnostics.origins.record(&at.index(0), &at);
        fix.set("items", only.clone());
    } else {
        for index in 0..schemas.len() {
            fix.diagnostics.origins.record(&at.index(index), &at.push("anyOf").index(index));
        }
        fix.set("items", json!({"anyOf": schemas}));
    }
}

/// The same of a parameter, a header or their items in Swagger 2.0, which have no references: each item is a text.
pub(super) fn missing_items_object(fix: &mut Fix<'_>) {
    if fix.text("type") == Some("array") && !fix.has("items") {
        if !fix.has_misspelt("items") {
            fix.report_here(&catalogue::MISSING_TAKEN_AS_EMPTY, "this array lacks `items`; its items are strings")
                .at_key()
                .help("add `items`");
        }
        fix.set("items", json!({"type": "string"}));
    }
}

pub(super) fn missing_items(fix: &mut Fix<'_>) {
    // A reference beside it may say what they are.
    if fix.text("type") == Some("array") && !fix.has("items") && !fix.has("prefixItems") && !fix.has("$ref") {
        if !fix.has_misspelt("items") {
            fix.report_here(&catalogue::MISSING_TAKEN_AS_EMPTY, "this array lacks `items`; its items can be anything")
                .at_key()
                .help("add `items`");
        }
        fix.set("items", json!({}));
    }
}

/// `oneOf: []` allows nothing by the letter; nobody means that.
pub(super) fn empty_choices(fix: &mut Fix<'_>) {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        if fix.get(keyword).and_then(Value::as_array).is_some_and(Vec::is_empty) {
            fix.report(
                &catalogue::OTHER_KIND_READ,
                keyword,
                format!("`{keyword}` has no schemas; it is taken as absent"),
            )
            .at_key();
            fix.take(keyword);
        }
    }
}

/// Bounds of numbers.
const BOUNDS: &[&str] = &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

/// Integers beyond 64 bits, of which the tree has the next number of floating point: documentation shows them as they are written.
pub(super) fn large_bounds(fix: &mut Fix<'_>) {
    let is_large = |value: &Value| value.is_f64() && value.as_f64().is_some_and(|number| number.abs() >= 1e18);
    let large = fix.members.iter().filter(|(key, value)| BOUNDS.contains(&key.as_str()) && is_large(value));
    let large: Vec<Pointer> = large.map(|(key, _)| fix.path.key(key).pointer()).collect();
    if large.is_empty() {
        return;
    }
    let is_integer = |text: &String| text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
    let written: Vec<String> = fix.diagnostics.written(&large).into_values().filter(is_integer).collect();
    if !written.is_empty() {
        fix.set(Document::BOUNDS, written);
    }
}
