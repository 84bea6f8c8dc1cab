//! Values of enums and defaults against the type of their schema.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use super::Fix;
use crate::diagnostic::catalogue;
use crate::document::version::Version;
use crate::place::Pointer;

pub(super) fn empty_enum(fix: &mut Fix<'_>) {
    if fix.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        fix.report(&catalogue::ENUM_READ, "enum", "an enum without values is taken as absent").at_key();
        fix.take("enum");
    }
}

/// `enum: [1, 2]` of a string, `enum: ["1", "2"]` of an integer, and YAML's `enum: [on, 1.0]`.
pub(super) fn enum_of_another_type(fix: &mut Fix<'_>) {
    without_fractions(fix);
    let Some(name) = fix.text("type").map(str::to_owned) else { return };
    let Some(values) = fix.get("enum").and_then(Value::as_array) else { return };
    if values.iter().all(|value| fits(value, &name)) {
        return;
    }
    let at = fix.path.key("enum").pointer();
    let odd: Vec<Pointer> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| value.is_f64() && name == "string")
        .map(|(index, _)| at.index(index))
        .collect();
    let written = if odd.is_empty() { BTreeMap::new() } else { fix.diagnostics.written(&odd) };
    let read: Vec<Value> = values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            let text = written.get(&at.index(index)).map(String::as_str);
            converted(value, &name, text).unwrap_or_else(|| value.clone())
        })
        .collect();
    let message = if read.iter().all(|value| fits(value, &name)) {
        format!("the values of this enum are read as `{name}`, the type of the schema")
    } else {
        format!("not all values of this enum are of the type `{name}`")
    };
    fix.report(&catalogue::ENUM_READ, "enum", message).at_key();
    fix.set("enum", read);
}

/// A number without a fraction is an integer (JSON Schema 2020-12 Core, section 4.2.2), which before OpenAPI 3.1 it is not.
fn without_fractions(fix: &mut Fix<'_>) {
    let is_integer = match fix.get("type") {
        Some(Value::Array(types)) => types.iter().all(|name| name == "integer" || name == "null"),
        name => name.is_some_and(|name| name == "integer"),
    };
    if !is_integer || fix.version < Version::V3_1 {
        return;
    }
    let values = fix.members.get_mut("enum").and_then(Value::as_array_mut).into_iter().flatten();
    values.for_each(without_fraction);
    fix.members.get_mut("default").into_iter().for_each(without_fraction);
}

fn without_fraction(value: &mut Value) {
    if let Some(integer) = value.as_number().filter(|number| number.is_f64()).and_then(whole) {
        *value = integer;
    }
}

/// `default: "10"` of an integer is read; `default: none` of an integer is ignored.
pub(super) fn default_of_another_type(fix: &mut Fix<'_>) {
    let Some(name) = fix.text("type").map(str::to_owned) else { return };
    let Some(value) = fix.get("default").filter(|value| !fits(value, &name)).cloned() else { return };
    let at = fix.path.key("default").pointer();
    let written = if value.is_f64() { fix.diagnostics.written(std::slice::from_ref(&at)).remove(&at) } else { None };
    match converted(&value, &name, written.as_deref()) {
        Some(read) => {
            fix.report(
                &catalogue::OTHER_KIND_READ,
                "default",
                format!("the default {} is read as `{read}`, for the type is `{name}`", super::kinds::shown(&value)),
            );
            fix.set("default", read);
        }
        None => {
            let shown = written.map_or_else(|| super::kinds::shown(&value), |text| format!("`{text}`"));
            let is_whole = name == "integer" && value.is_f64() && value.as_f64().is_some_and(|it| it.fract() == 0.0);
            let message = match value.as_str().filter(|text| super::kinds::is_beyond_numbers(text)) {
                Some(text) => {
                    format!("the default `{}` is beyond all numbers that can be read; it is ignored", text.trim())
                }
                None if is_whole => format!("the default {shown} is beyond integers of 64 bits; it is ignored"),
                None => format!("the default {shown} is not of the type `{name}`; it is ignored"),
            };
            fix.report(&catalogue::DEFAULT_IGNORED, "default", message);
            fix.take("default");
        }
    }
}

/// Null is a value of no type but where `nullable` says so: a default is of the type of its schema (OAS 3.0.4 section 4.7.24).
pub(super) fn default_of_null(fix: &mut Fix<'_>) {
    let is_nullable = fix.get("nullable") == Some(&Value::Bool(true));
    let Some(name) = fix.text("type").map(str::to_owned).filter(|name| name != "null" && !is_nullable) else { return };
    if fix.members.get("default") == Some(&Value::Null) {
        let message = format!("the default null is not of the type `{name}`; it is taken as absent");
        fix.report(&catalogue::NULL_TAKEN_AS_ABSENT, "default", message).at_key();
        fix.take("default");
    }
}

/// Whether a value is of a type; null is a matter of `nullable`.
pub(super) fn fits(value: &Value, name: &str) -> bool {
    match name {
        _ if value.is_null() => true,
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

/// The value as one of the type, where it is clear. `written` is its text where the tree has lost it.
fn converted(value: &Value, name: &str, written: Option<&str>) -> Option<Value> {
    match (name, value) {
        ("string", Value::Number(_) | Value::Bool(_)) => {
            Some(written.map_or_else(|| value.to_string(), str::to_owned).into())
        }
        ("boolean", Value::String(text)) => text.trim().to_ascii_lowercase().parse::<bool>().ok().map(Value::Bool),
        ("integer", Value::Number(number)) => whole(number),
        ("integer", Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
        ("number", Value::String(text)) => serde_json::from_str::<Number>(text.trim()).ok().map(Value::Number),
        _ => None,
    }
}

/// `10.0` as 10.
pub(super) fn whole(number: &Number) -> Option<Value> {
    let float = number.as_f64().filter(|float| float.fract() == 0.0)?;
    match float {
        // Each of these is the integer that it is, as integers of 64 bits have it.
        -9.2e18..0.0 => Some((float as i64).into()),
        0.0..1.8e19 => Some((float as u64).into()),
        _ => None,
    }
}
