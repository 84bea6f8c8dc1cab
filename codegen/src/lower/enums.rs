//! Fixed lists of values.

use indexmap::IndexMap;
use serde_json::Value;

use super::Cx;
use crate::decision::{At, Construct, Decision, Table};
use crate::diagnostic::catalogue;
use crate::document::Document;
use crate::model::{EnumValues, Enumeration, Growth, Scalar, Type, ValueWords};
use crate::schema::{Kind, Schema};

/// Extensions that name the values, in the order of the values.
const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Extensions that describe the values, in their order or by the values.
const DESCRIPTIONS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions"];

/// What becomes of what other tools say of the values.
pub(super) static DECIDED: &[Construct] = &[
    of("`x-enum-varnames`", NAMES[0], Decision::supported("names of the variants")),
    of("`x-enumNames`", NAMES[1], Decision::supported("names of the variants")),
    of("`x-enum-names`", NAMES[2], Decision::supported("names of the variants")),
    of("`x-enum-descriptions`", DESCRIPTIONS[0], Decision::documented("at the variants")),
    of("`x-enumDescriptions`", DESCRIPTIONS[1], Decision::documented("at the variants")),
];

const fn of(name: &'static str, key: &'static str, decision: Decision) -> Construct {
    let at = At::Member(Table::OpenApi, "Schema Object", key, &[]);
    Construct { group: "Extensions", name, versions: Construct::OPENAPI, at, decision }
}

/// Lowers a list of values of one kind; otherwise the use that holds them all.
pub(super) fn lower_enum(cx: &mut Cx<'_>, schema: &Schema) -> Result<Enumeration, Type> {
    let growth = match schema.rare.extensions.get(Document::CLOSED) {
        Some(Value::Bool(true)) => Growth::Closed,
        Some(_) | None => Growth::Open,
    };
    Ok(Enumeration { values: enum_values(cx, schema)?, growth })
}

fn enum_values(cx: &mut Cx<'_>, schema: &Schema) -> Result<EnumValues, Type> {
    check(cx, schema);
    let described = values(schema);
    let values: Vec<_> = described.iter().map(|(value, _)| *value).collect();
    let kind = schema.kinds.single();
    if values.iter().all(|value| value.is_string()) && matches!(kind, Some(Kind::String) | None) {
        let mut strings: IndexMap<String, ValueWords> = IndexMap::new();
        for (value, words) in described.iter().filter_map(|(value, words)| Some((value.as_str()?, words))) {
            strings.entry(value.to_owned()).or_insert_with(|| words.clone());
        }
        return Ok(EnumValues::Strings(strings.into_iter().collect()));
    }
    if values.iter().all(|value| value.is_i64()) && matches!(kind, Some(Kind::Integer | Kind::Number) | None) {
        let mut integers: IndexMap<i64, ValueWords> = IndexMap::new();
        for (value, words) in described.iter().filter_map(|(value, words)| Some((value.as_i64()?, words))) {
            integers.entry(value).or_insert_with(|| words.clone());
        }
        return Ok(EnumValues::Integers(integers.into_iter().collect()));
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

/// Tells of words that belong to no values, since their list counts otherwise.
fn check(cx: &mut Cx<'_>, schema: &Schema) {
    let values: Vec<&Value> = schema.values.iter().flatten().collect();
    for key in NAMES.iter().chain(DESCRIPTIONS) {
        let Some(words) = schema.rare.extensions.get(*key) else { continue };
        let fault = match words {
            Value::Object(_) => continue,
            Value::Array(words) if counts(words, &values) => continue,
            Value::Array(words) => format!("counts {} where there are {} values", words.len(), values.len()),
            _ => "is no list of words".to_owned(),
        };
        let message = format!("`{key}` {fault}; it is left out");
        cx.diagnostics.report(&catalogue::WORDS_OF_VALUES, &schema.place.push(key), message).at_key();
    }
}

/// Whether a list has a word for each value; null may go without.
fn counts(words: &[Value], values: &[&Value]) -> bool {
    [values.len(), values.iter().filter(|value| !value.is_null()).count()].contains(&words.len())
}

/// The values but for null, each with what is said of it.
pub(super) fn values(schema: &Schema) -> Vec<(&Value, ValueWords)> {
    let values: Vec<&Value> = schema.values.iter().flatten().collect();
    let texts = |keys: &[&str]| {
        let list = keys.iter().find_map(|key| schema.rare.extensions.get(*key));
        values.iter().enumerate().map(|(index, value)| text(list?, &values, index, value)).collect::<Vec<_>>()
    };
    let words = texts(NAMES).into_iter().zip(texts(DESCRIPTIONS));
    let words = words.map(|(name, description)| ValueWords { name, description });
    values.iter().copied().zip(words).filter(|(value, _)| !value.is_null()).collect()
}

/// What a list or a map has for the value at this index. A list that counts otherwise than the values says nothing, which `check` tells.
fn text(words: &Value, values: &[&Value], index: usize, value: &Value) -> Option<String> {
    let is_null = |value: &&&Value| value.is_null();
    let found = match words {
        Value::Array(words) if words.len() == values.len() => words.get(index)?,
        // Null may go without a word.
        Value::Array(words) if counts(words, values) => {
            words.get(index - values[..index].iter().filter(is_null).count())?
        }
        Value::Object(words) => words.get(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))?,
        _ => return None,
    };
    found.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
