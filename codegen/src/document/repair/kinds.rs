//! Values of another kind than the table asks for, where only one meaning is possible.

use serde_json::{Map, Number, Value, json};

use super::Fix;
use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::objects::{self, Kind, Object};
use crate::document::path::Path;
use crate::document::version::Version;

/// Brings each member of the object to its kind, and drops those that are null.
pub(super) fn members(object: &'static Object, fix: &mut Fix<'_>) {
    let mut absent = Vec::new();
    for (key, value) in fix.members.iter_mut() {
        let Some(kind) = object.kind(key) else { continue };
        let path = fix.path.key(key);
        match (kind, &*value) {
            (Kind::Any, _) => {}
            (_, Value::Null) if object.field(key).is_some() => absent.push((
                key.clone(),
                &catalogue::NULL_TAKEN_AS_ABSENT,
                "null is no value of this member; it is taken as absent",
            )),
            (Kind::Count, Value::Number(number)) if !bounds(number) => {
                absent.push((
                    key.clone(),
                    &catalogue::BOUND_IGNORED,
                    "this bound cannot be met or does not bound; it is ignored",
                ));
            }
            (Kind::Number | Kind::Count, Value::String(text)) if is_beyond_numbers(text) => absent.push((
                key.clone(),
                &catalogue::BOUND_IGNORED,
                "this number is beyond all that can be read; the bound is ignored",
            )),
            (Kind::Number, Value::Number(number)) if key == "multipleOf" && number.as_f64() <= Some(0.0) => {
                let message = "no number, or every one, is a multiple of this; it is ignored";
                absent.push((key.clone(), &catalogue::BOUND_IGNORED, message));
            }
            _ => coerce(value, kind, &path, fix.version, fix.diagnostics),
        }
    }
    for (key, entry, message) in absent {
        fix.report(entry, &key, message).at_key();
        fix.take(&key);
    }
}

/// Whether a text spells a number that is too large for 64 bits of floating point: YAML reads it as text.
pub(super) fn is_beyond_numbers(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(['-', '+']);
    digits.starts_with(|first: char| first.is_ascii_digit()) && digits.parse::<f64>().is_ok_and(f64::is_infinite)
}

/// Whether a number can be a length or a count that means something.
fn bounds(number: &Number) -> bool {
    number.is_u64() || number.as_f64().is_some_and(|number| (0.0..=9e15).contains(&number) && number.fract() == 0.0)
}

fn coerce(value: &mut Value, kind: Kind, path: &Path<'_>, version: Version, diagnostics: &mut Diagnostics) {
    if version > Version::V3_0
        && let Some(schema) = boolean_schema(value, kind)
    {
        *value = schema;
        return;
    }
    if let Some(better) = better(value, kind, path, diagnostics) {
        let entry = match kind {
            Kind::Word(_) => &catalogue::OTHER_WORD_READ,
            Kind::Object(object) if object.is(&objects::DISCRIMINATOR) => &catalogue::OLDER_KEYWORD_READ,
            _ => &catalogue::OTHER_KIND_READ,
        };
        let message = format!("{} is read as {}", shown(value), shown(&better));
        diagnostics.report(entry, &path.pointer(), message);
        *value = better;
    }
    match (kind, value) {
        (Kind::List(kind), Value::Array(items)) if kind.is_plain() || is_schema(*kind) => {
            for (index, item) in items.iter_mut().enumerate() {
                coerce(item, *kind, &path.index(index), version, diagnostics);
            }
        }
        (Kind::Map(kind), Value::Object(members)) => {
            for (key, member) in members.iter_mut() {
                coerce(member, *kind, &path.key(key), version, diagnostics);
            }
        }
        (Kind::List(Kind::Object(_)), Value::Array(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                if let Kind::List(kind) = kind {
                    coerce(item, *kind, &path.index(index), version, diagnostics);
                }
            }
        }
        _ => {}
    }
}

/// What the value means, where it is not of its kind but clear.
fn better(value: &Value, kind: Kind, path: &Path<'_>, diagnostics: &Diagnostics) -> Option<Value> {
    match (kind, value) {
        (Kind::Text, Value::Number(_) | Value::Bool(_)) => Some(as_written(value, path, diagnostics).into()),
        (Kind::Text, Value::Array(lines)) if !lines.is_empty() => {
            let lines: Option<Vec<_>> = lines.iter().map(Value::as_str).collect();
            Some(lines?.join("\n").into())
        }
        (Kind::Boolean | Kind::BooleanOr(_), Value::String(word)) => match word.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "required" => Some(true.into()),
            "false" | "no" | "optional" => Some(false.into()),
            _ => None,
        },
        (Kind::Boolean, Value::Number(number)) if number.as_u64().is_some_and(|number| number < 2) => {
            Some((number.as_u64() == Some(1)).into())
        }
        (Kind::Number, Value::String(text)) => serde_json::from_str::<Number>(text.trim()).ok().map(Value::Number),
        (Kind::Count, Value::String(text)) => text.trim().parse::<u64>().ok().map(Value::from),
        (Kind::Count, Value::Number(number)) if !number.is_u64() => Some((number.as_f64()? as u64).into()),
        (Kind::Word(words), Value::String(text)) if !words.contains(&text.as_str()) => {
            words.iter().find(|word| word.eq_ignore_ascii_case(text.trim())).map(|word| (*word).into())
        }
        (Kind::List(_), Value::Object(members)) if members.is_empty() => Some(json!([])),
        (Kind::List(Kind::Text), Value::String(_) | Value::Number(_)) => Some(json!([value])),
        (Kind::List(Kind::Object(object)), Value::String(_)) => Some(json!([from_name(object, value)?])),
        (Kind::List(Kind::Object(_) | Kind::OrReference(_)), Value::Object(_)) => Some(json!([value])),
        (Kind::Object(object), Value::String(_)) => from_name(object, value),
        // A key without a value in YAML: `read:` among scopes, `application/json:` in a content.
        (Kind::Text, Value::Null) => Some("".into()),
        (Kind::Map(_) | Kind::Object(_) | Kind::OrReference(_), Value::Null) => Some(Value::Object(Map::new())),
        // PHP writes an empty map as an empty list.
        (Kind::Map(_) | Kind::Object(_) | Kind::OrReference(_), Value::Array(items)) if items.is_empty() => {
            Some(Value::Object(Map::new()))
        }
        _ => boolean_schema(value, kind),
    }
}

/// JSON Schema: `true` allows everything, `false` nothing.
fn boolean_schema(value: &Value, kind: Kind) -> Option<Value> {
    let allowed = value.as_bool().filter(|_| is_schema(kind))?;
    Some(if allowed { json!({}) } else { json!({"not": {}}) })
}

fn is_schema(kind: Kind) -> bool {
    matches!(kind, Kind::OrReference(object) if object.is_schema())
}

/// The object that is given by its only important member.
fn from_name(object: &Object, name: &Value) -> Option<Value> {
    let named = [
        (&objects::TAG, "name"),
        (&objects::LICENSE, "name"),
        (&objects::SERVER, "url"),
        (&objects::EXTERNAL_DOCUMENTATION, "url"),
        (&objects::DISCRIMINATOR, "propertyName"),
    ];
    let (_, key) = named.iter().find(|(named, _)| named.is(object))?;
    Some(json!({*key: name}))
}

/// A number or a boolean as the user wrote it: `version: 1.10` is not 1.1.
fn as_written(value: &Value, path: &Path<'_>, diagnostics: &Diagnostics) -> String {
    if value.is_f64() {
        let pointer = path.pointer();
        if let Some(text) = diagnostics.written(std::slice::from_ref(&pointer)).remove(&pointer) {
            return text;
        }
    }
    value.to_string()
}

/// A value as messages show it: short ones whole, others by their kind.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    match value {
        _ if text.len() <= 40 => format!("`{text}`"),
        Value::Array(_) => "this list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => "this value".to_owned(),
    }
}
