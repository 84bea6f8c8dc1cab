//! What parameters, headers and items say of their values, and how lists are joined.
//!
//! `multi` is what 3.0 calls exploded; `csv`, `ssv` and `pipes` are styles of its queries and forms. Everything else travels under
//! `x-cw-collection`, from the outermost list in: tabs, other delimiters than commas in a path or a header, and lists of lists.
//! In a multipart body each list does, since 3.0 has no styles there.

use serde_json::{Map, Value, json};

use super::Cx;
use crate::diagnostic::catalogue;
use crate::place::Pointer;

const COLLECTION: &str = "x-cw-collection";

/// Members that say what values are. `x-cw-schema` holds a reference that a repair has found, `x-cw-choices` schemas of several
/// types, for which the type stands in.
const OF_VALUES: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "nullable",
    "properties",
    "additionalProperties",
];

/// The values of a parameter.
pub(super) struct Values {
    pub(super) schema: Map<String, Value>,
    /// How the lists are joined, from the outside in; none where there is no list.
    formats: Vec<String>,
    example: Option<Value>,
}

/// Takes what is said of values out of what it is said of.
pub(super) fn take(members: &mut Map<String, Value>) -> Values {
    let mut schema = Map::new();
    for key in OF_VALUES {
        schema.extend(members.shift_remove(*key).map(|value| ((*key).to_owned(), value)));
    }
    if let Some(target) = members.shift_remove("x-cw-schema") {
        schema = Map::from_iter([("$ref".to_owned(), target)]);
    }
    if let Some(format) = members.shift_remove("collectionFormat") {
        schema.insert("collectionFormat".to_owned(), format);
    }
    let examples = ["example", "x-example"].map(|key| members.shift_remove(key));
    let extensions = members.iter().filter(|(key, _)| key.starts_with("x-"));
    schema.extend(extensions.map(|(key, value)| (key.clone(), value.clone())));
    for key in ["x-nullable", "x-cw-choices"] {
        members.shift_remove(key);
    }
    let mut formats = Vec::new();
    settle(&mut schema, &mut formats);
    Values { schema, formats, example: examples.into_iter().flatten().next() }
}

/// Brings a schema and its items to the form of 3.0, and collects how they are joined.
fn settle(schema: &mut Map<String, Value>, formats: &mut Vec<String>) {
    let format = schema.shift_remove("collectionFormat");
    if let Some(nullable) = schema.shift_remove("x-nullable") {
        schema.entry("nullable").or_insert(nullable);
    }
    if let Some(choices) = schema.shift_remove("x-cw-choices") {
        schema.shift_remove("type");
        schema.insert("anyOf".to_owned(), choices);
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("file") => {
            schema.insert("type".to_owned(), "string".into());
            schema.insert("format".to_owned(), "binary".into());
        }
        Some("array") => {
            formats.push(format.as_ref().and_then(Value::as_str).unwrap_or("csv").to_owned());
            if let Some(Value::Object(items)) = schema.get_mut("items") {
                settle(items, formats);
            }
        }
        Some(_) | None => {}
    }
    for choice in schema.get_mut("anyOf").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(choice) = choice.as_object_mut() else { continue };
        choice.extend(format.clone().map(|format| ("collectionFormat".to_owned(), format)));
        settle(choice, formats);
    }
}

/// Turns a parameter of the query, the path or the header.
pub(super) fn parameter(cx: &mut Cx<'_>, members: &mut Map<String, Value>, was: &Pointer, now: &Pointer) {
    let place = members.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
    empty_value(cx, members, was);
    let values = take(members);
    cx.diagnostics.origins.copy(was, &now.push("schema"));
    if let Some(example) = values.example {
        members.insert("example".to_owned(), example);
    }
    match place.as_str() {
        "query" => styled(members, &values.formats),
        _ if values.formats.iter().any(|format| format != "csv") || values.formats.len() > 1 => {
            members.insert(COLLECTION.to_owned(), json!(values.formats));
        }
        _ => {}
    }
    members.insert("schema".to_owned(), values.schema.into());
}

/// Says of a parameter of a query or a property of a form how its items are joined.
fn styled(members: &mut Map<String, Value>, formats: &[String]) {
    let Some(outer) = formats.first() else { return };
    let style = match outer.as_str() {
        "ssv" => Some("spaceDelimited"),
        "pipes" => Some("pipeDelimited"),
        _ => None,
    };
    if let Some(style) = style {
        members.insert("style".to_owned(), style.into());
    }
    members.insert("explode".to_owned(), (outer == "multi").into());
    if outer == "tsv" || formats.len() > 1 {
        members.insert(COLLECTION.to_owned(), json!(formats));
    }
}

/// What a form says of a property: the Encoding Objects of the two media types, where there is something to say.
pub(super) struct Property {
    pub(super) schema: Map<String, Value>,
    pub(super) in_form: Option<Value>,
    pub(super) in_parts: Option<Value>,
}

/// Turns a field of a form into a property.
pub(super) fn property(cx: &mut Cx<'_>, mut members: Map<String, Value>, was: &Pointer) -> Property {
    empty_value(cx, &mut members, was);
    let Values { mut schema, formats, example } = take(&mut members);
    for key in ["description", "deprecated"] {
        schema.extend(members.shift_remove(key).map(|value| (key.to_owned(), value)));
    }
    schema.extend(example.map(|example| ("example".to_owned(), example)));
    let in_form = (!formats.is_empty()).then(|| {
        let mut encoding = Map::new();
        styled(&mut encoding, &formats);
        Value::Object(encoding)
    });
    // Files are parts of their own.
    let is_of_files = schema.get("items").and_then(|items| items.get("format")?.as_str()) == Some("binary");
    let is_joined = !is_of_files && (formats.len() > 1 || formats.iter().any(|format| format != "multi"));
    let in_parts = is_joined.then(|| json!({COLLECTION: formats}));
    Property { schema, in_form, in_parts }
}

/// `allowEmptyValue`: a string can be empty by itself.
fn empty_value(cx: &mut Cx<'_>, members: &mut Map<String, Value>, was: &Pointer) {
    let is_of_queries = matches!(members.get("in").and_then(Value::as_str), Some("query" | "formData"));
    // Elsewhere it has no effect, which was told.
    let may_be_empty = members.shift_remove("allowEmptyValue") == Some(Value::Bool(true)) && is_of_queries;
    let is_string = matches!(members.get("type").and_then(Value::as_str), Some("string" | "file"));
    if may_be_empty && !is_string {
        let message = "an empty value cannot be sent here; the parameter is sent with a value or not at all";
        cx.diagnostics.report(&catalogue::EMPTY_VALUE_LEFT_OUT, &was.push("allowEmptyValue"), message).at_key();
    }
}

/// Turns a header of a response. Lists are read with commas; joined otherwise, they are the text that they are.
pub(super) fn header(cx: &mut Cx<'_>, members: &mut Map<String, Value>, was: &Pointer, now: &Pointer) {
    let values = take(members);
    cx.diagnostics.origins.copy(was, &now.push("schema"));
    let odd = values.formats.iter().find(|format| *format != "csv");
    let schema = match odd {
        None => Value::Object(values.schema),
        Some(format) => {
            let message = format!("the items are joined by `{format}`; the header is read as one text");
            cx.diagnostics.report(&catalogue::HEADER_JOINED, &was.push("collectionFormat"), message);
            json!({"type": "string"})
        }
    };
    members.insert("schema".to_owned(), schema);
}
