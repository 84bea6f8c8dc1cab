//! Fixed lists of values.

use indexmap::IndexMap;
use serde_json::Value;

use super::Cx;
use crate::decision::{At, Construct, Decision, Has, Members};
use crate::diagnostic::catalogue;
use crate::document::Document;
use crate::model::{EnumValues, Enumeration, Growth, Scalar, Type, ValueWords};
use crate::schema::{Kind, Schema};

/// Extensions that name the values, in the order of the values.
pub(super) const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Extensions that describe the values, in their order or by the values.
pub(super) const DESCRIPTIONS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions"];

/// What becomes of values, and of what other tools say of them.
pub(super) static DECIDED: &[Construct] = &[
    values_of("`enum` of texts", Construct::EVERY, |it| fewer(it, "enum", Value::is_string), VARIANTS),
    values_of("`enum` of whole numbers", Construct::EVERY, |it| fewer(it, "enum", Value::is_i64), VARIANTS),
    values_of("`enum` of `true` or `false` alone", Construct::EVERY, |it| fewer(it, "enum", Value::is_boolean), ALWAYS),
    values_of("`enum` of numbers with fractions", Construct::EVERY, |it| without_fractions(it, "enum"), NUMBERS),
    values_of("`enum` of objects, lists or several kinds", Construct::EVERY, without_kinds, ANY),
    values_of("`const` of a text", JSON_SCHEMA, |it| fewer(it, "const", Value::is_string), VARIANTS),
    values_of("`const` of a whole number", JSON_SCHEMA, |it| fewer(it, "const", Value::is_i64), VARIANTS),
    values_of("`const: true`, `const: false`", JSON_SCHEMA, |it| fewer(it, "const", Value::is_boolean), ALWAYS),
    values_of("`const` with a fraction", JSON_SCHEMA, |it| without_fractions(it, "const"), NUMBERS),
    values_of("`const` of an object or a list", JSON_SCHEMA, |it| fewer(it, "const", is_whole), ANY),
    of("`x-enum-varnames`", |schema| without(schema, NAMES[0]), Decision::supported("names of the variants")),
    of("`x-enumNames`", |schema| without(schema, NAMES[1]), Decision::supported("names of the variants")),
    of("`x-enum-names`", |schema| without(schema, NAMES[2]), Decision::supported("names of the variants")),
    of("`x-enum-descriptions`", |schema| without(schema, DESCRIPTIONS[0]), Decision::telling("at the variants")),
    of("`x-enumDescriptions`", |schema| without(schema, DESCRIPTIONS[1]), Decision::telling("at the variants")),
];

const JSON_SCHEMA: [Has; 4] = [Has::Read, Has::Read, Has::Yes, Has::Yes];
const VARIANTS: Decision = Decision::supported("an enum, which keeps what it does not know");
const ALWAYS: Decision = Decision::supported("a boolean that is read and written as that value");
const NUMBERS: Decision = Decision::told("any number; those described are documented", &catalogue::ENUM_OF_NUMBERS);
const ANY: Decision = Decision::told("any value", &catalogue::MIXED_ENUM);

fn is_whole(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// The same without values, where they are of several kinds or none has a name.
fn without_kinds(schema: &Members) -> Option<Members> {
    let values = schema.get("enum")?.as_array()?;
    let kinds = [Value::is_string, Value::is_number, Value::is_boolean];
    let is_mixed = kinds.iter().filter(|is| values.iter().any(**is)).count() > 1;
    (is_mixed || values.iter().any(is_whole)).then(|| without(schema, "enum")).flatten()
}

/// The same without values that have fractions.
fn without_fractions(schema: &Members, key: &str) -> Option<Members> {
    let listed = schema.get(key)?;
    let has_one = listed.is_f64() || listed.as_array().is_some_and(|values| values.iter().any(Value::is_f64));
    has_one.then(|| without(schema, key)).flatten()
}

/// The same with no such value, or with one less.
fn fewer(schema: &Members, key: &str, is: fn(&Value) -> bool) -> Option<Members> {
    let listed = schema.get(key)?;
    let values = if key == "enum" { listed.as_array()?.as_slice() } else { std::slice::from_ref(listed) };
    let mut others: Vec<_> = values.iter().filter(|value| !is(value)).cloned().collect();
    let is_one = values.len() > others.len();
    if key == "enum" && others.is_empty() {
        others.extend(values.split_last().map(|(_, rest)| rest).unwrap_or_default().iter().cloned());
    }
    let mut schema = schema.clone();
    match others.is_empty() || key == "const" {
        true => schema.shift_remove(key),
        false => schema.insert(key.to_owned(), others.into()),
    };
    is_one.then_some(schema)
}

const fn values_of(
    name: &'static str,
    versions: [Has; 4],
    without: fn(&Members) -> Option<Members>,
    decision: Decision,
) -> Construct {
    Construct { group: "Fixed values", name, versions, at: At::Object("Schema Object", without), decision }
}

/// The same without a member, where it has it.
pub(super) fn without(schema: &Members, key: &str) -> Option<Members> {
    let mut schema = schema.clone();
    schema.shift_remove(key).map(|_| schema)
}

const fn of(name: &'static str, without: fn(&Members) -> Option<Members>, decision: Decision) -> Construct {
    let at = At::Object("Schema Object", without);
    Construct { group: "Extensions", name, versions: Construct::EVERY, at, decision }
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
    let scalar = if values.iter().all(|value| value.is_u64()) { Scalar::U64 } else { Scalar::F64 };
    let is_fraction_fine = kind != Some(Kind::Integer) || scalar == Scalar::U64;
    if numbers && is_fraction_fine && values.iter().all(|value| value.is_number()) {
        let message = "numbers with fractions, or beyond 64 bits, have no names; any number is taken";
        cx.diagnostics.report(&catalogue::ENUM_OF_NUMBERS, &schema.place.push(schema.values_key()), message);
        return Type::Scalar(scalar);
    }
    cx.diagnostics.report(
        &catalogue::MIXED_ENUM,
        &schema.place.push(schema.values_key()),
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
