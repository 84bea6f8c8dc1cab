//! Fixed lists of values.

use openapiv3::SchemaData;
use serde_json::Value;

use super::Cx;
use super::site::Site;
use super::view::View;
use crate::diagnostic::catalogue;
use crate::model::{EnumValues, Scalar, Type};

/// Extensions that name the values, in the order of the values.
const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Lowers a list of values of one kind; otherwise the use that holds them all.
pub(super) fn lower_enum(cx: &mut Cx<'_>, view: &View<'_>, data: &SchemaData, site: &Site) -> Result<EnumValues, Type> {
    let values: Vec<_> = view.values.iter().filter(|value| !value.is_null()).collect();
    let names = names(data, values.len());
    let named = |index: usize| names.get(index).cloned();
    if values.iter().all(|value| value.is_string()) && matches!(view.kind, Some("string") | None) {
        let mut strings: Vec<(String, Option<String>)> = Vec::new();
        for (index, value) in values.iter().filter_map(|value| value.as_str()).enumerate() {
            if !strings.iter().any(|(known, _)| known == value) {
                strings.push((value.to_owned(), named(index)));
            }
        }
        return Ok(EnumValues::Strings(strings));
    }
    if values.iter().all(|value| value.is_i64()) && matches!(view.kind, Some("integer" | "number") | None) {
        let mut integers: Vec<(i64, Option<String>)> = Vec::new();
        for (index, value) in values.iter().filter_map(|value| value.as_i64()).enumerate() {
            if !integers.iter().any(|(known, _)| *known == value) {
                integers.push((value, named(index)));
            }
        }
        return Ok(EnumValues::Integers(integers));
    }
    Err(plain(cx, view, &values, site))
}

fn plain(cx: &mut Cx<'_>, view: &View<'_>, values: &[&Value], site: &Site) -> Type {
    if view.kind == Some("boolean") && values.iter().all(|value| value.is_boolean()) {
        return Type::Scalar(match values {
            [Value::Bool(only)] => Scalar::Always(*only),
            _ => Scalar::Bool,
        });
    }
    cx.diagnostics.report(
        &catalogue::MIXED_ENUM,
        &site.pointer.push("enum"),
        "values that are not all strings or all whole numbers cannot be an enum",
    );
    match view.kind {
        Some("number") if values.iter().all(|value| value.is_number()) => Type::Scalar(Scalar::F64),
        _ => Type::Any,
    }
}

fn names(data: &SchemaData, count: usize) -> Vec<String> {
    let Some(Value::Array(names)) = NAMES.iter().find_map(|key| data.extensions.get(*key)) else {
        return Vec::new();
    };
    let names: Vec<_> = names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
    if names.len() == count { names } else { Vec::new() }
}
