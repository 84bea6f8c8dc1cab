//! Fixed lists of values.

use serde_json::Value;

use super::Cx;
use crate::diagnostic::catalogue;
use crate::model::{EnumValues, Scalar, Type};
use crate::schema::{Kind, Schema};

/// Extensions that name the values, in the order of the values.
const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Lowers a list of values of one kind; otherwise the use that holds them all.
pub(super) fn lower_enum(cx: &mut Cx<'_>, schema: &Schema) -> Result<EnumValues, Type> {
    let values: Vec<_> = schema.values.iter().flatten().filter(|value| !value.is_null()).collect();
    let names = names(schema, values.len());
    let kind = schema.kinds.single();
    let named = |index: usize| names.get(index).cloned();
    if values.iter().all(|value| value.is_string()) && matches!(kind, Some(Kind::String) | None) {
        let mut strings: Vec<(String, Option<String>)> = Vec::new();
        for (index, value) in values.iter().filter_map(|value| value.as_str()).enumerate() {
            if !strings.iter().any(|(known, _)| known == value) {
                strings.push((value.to_owned(), named(index)));
            }
        }
        return Ok(EnumValues::Strings(strings));
    }
    if values.iter().all(|value| value.is_i64()) && matches!(kind, Some(Kind::Integer | Kind::Number) | None) {
        let mut integers: Vec<(i64, Option<String>)> = Vec::new();
        for (index, value) in values.iter().filter_map(|value| value.as_i64()).enumerate() {
            if !integers.iter().any(|(known, _)| *known == value) {
                integers.push((value, named(index)));
            }
        }
        return Ok(EnumValues::Integers(integers));
    }
    Err(plain(cx, schema, &values))
}

fn plain(cx: &mut Cx<'_>, schema: &Schema, values: &[&Value]) -> Type {
    let kind = schema.kinds.single();
    if matches!(kind, Some(Kind::Boolean) | None) && values.iter().all(|value| value.is_boolean()) {
        return match values {
            [Value::Bool(only)] => Type::Scalar(Scalar::Always(*only)),
            _ => Type::Scalar(Scalar::Bool),
        };
    }
    let numbers = matches!(kind, Some(Kind::Integer | Kind::Number) | None);
    if numbers && values.iter().all(|value| value.is_u64()) {
        return Type::Scalar(Scalar::U64);
    }
    if kind != Some(Kind::Integer) && numbers && values.iter().all(|value| value.is_number()) {
        return Type::Scalar(Scalar::F64);
    }
    cx.diagnostics.report(
        &catalogue::MIXED_ENUM,
        &schema.place.push("enum"),
        "values that are not all strings or all numbers cannot be an enum",
    );
    Type::Any
}

pub(super) fn names(schema: &Schema, count: usize) -> Vec<String> {
    let Some(Value::Array(names)) = NAMES.iter().find_map(|key| schema.extensions.get(*key)) else {
        return Vec::new();
    };
    let names: Vec<_> = names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
    if names.len() == count { names } else { Vec::new() }
}
