//! Alternatives that are values: an enum, of whose values each has a schema to say what it means (OAS 3.1.1,
//! "Annotated Enumerations").
//!
//! | alternatives | becomes |
//! |---|---|
//! | texts, with lists of values among them | an open enum of all the values |
//! | whole numbers, each by itself | an open enum, whose variants are called by the titles |
//! | `true` and `false` | a boolean, whose documentation says what either means |
//! | anything else | nothing: they are a union |

use indexmap::IndexMap;
use serde_json::Value;

use super::{Cx, documentation, enums};
use crate::model::{EnumValues, ValueWords};
use crate::schema::{Kind, Schema, SchemaId, Schemas};

/// The values of the alternatives, each with what is said of it.
pub(super) fn values(cx: &Cx<'_>, members: &[SchemaId]) -> Option<EnumValues> {
    texts(cx, members).map(EnumValues::Strings).or_else(|| numbers(cx, members).map(EnumValues::Integers))
}

fn texts(cx: &Cx<'_>, members: &[SchemaId]) -> Option<Vec<(String, ValueWords)>> {
    let mut values: IndexMap<String, ValueWords> = IndexMap::new();
    for member in members {
        let schema = cx.schemas.get(cx.schemas.resolve(*member)?);
        let is_text = match schema.kinds.single() {
            Some(kind) => kind == Kind::String,
            None => schema.kinds.is_open() && is_listed(&schema, Value::is_string),
        };
        if !is_text || schema.format.is_some() {
            return None;
        }
        let words = beside(&cx.schemas, *member, &schema);
        for (value, own) in enums::values(&schema) {
            let Value::String(value) = value else { continue };
            // A text is a name by itself, so that a title is one more word about it.
            let title = words.title.clone().filter(|title| !documentation::repeats(title, value));
            let description = words.description.clone().or(own.description);
            let words = ValueWords { description: said([title, description], words.deprecated), name: own.name };
            values.entry(value.clone()).or_insert(words);
        }
    }
    (!values.is_empty()).then(|| values.into_iter().collect())
}

fn numbers(cx: &Cx<'_>, members: &[SchemaId]) -> Option<Vec<(i64, ValueWords)>> {
    let mut values: IndexMap<i64, ValueWords> = IndexMap::new();
    for member in members {
        let schema = cx.schemas.get(cx.schemas.resolve(*member)?);
        let is_number = matches!(schema.kinds.single(), Some(Kind::Integer | Kind::Number)) || schema.kinds.is_open();
        let value = match schema.values.as_deref() {
            Some([value]) if is_number => value.as_i64()?,
            Some(_) | None => return None,
        };
        let words = beside(&cx.schemas, *member, &schema);
        let words = ValueWords { name: words.title, description: said([None, words.description], words.deprecated) };
        values.entry(value).or_insert(words);
    }
    (!values.is_empty()).then(|| values.into_iter().collect())
}

/// What is said of `true` and of `false`, where the alternatives are these: together they are a boolean.
pub(super) fn booleans(schemas: &Schemas, members: &[SchemaId]) -> Option<Vec<(bool, Option<String>)>> {
    let mut values: Vec<(bool, Option<String>)> = Vec::new();
    for member in members {
        let schema = schemas.get(schemas.resolve(*member)?);
        let is_boolean = schema.kinds.single() == Some(Kind::Boolean) || schema.kinds.is_open();
        let value = match schema.values.as_deref() {
            Some([Value::Bool(value)]) if is_boolean => *value,
            Some([Value::Null]) => continue,
            None if schema.kinds.is_null() => continue,
            Some(_) | None => return None,
        };
        let Words { title, description, deprecated } = beside(schemas, *member, &schema);
        let title = title.filter(|title| !documentation::repeats(title, &value.to_string()));
        let text = match (title, description) {
            (Some(title), Some(description)) => Some(documentation::after_summary(&title, &description)),
            (title, description) => title.or(description),
        };
        values.push((value, said([text, None], deprecated)));
    }
    [true, false].iter().all(|value| values.iter().any(|(known, _)| known == value)).then_some(values)
}

/// Whether there are values, all of a kind.
fn is_listed(schema: &Schema, is: fn(&Value) -> bool) -> bool {
    schema.values.as_ref().is_some_and(|values| !values.is_empty() && values.iter().all(is))
}

/// What is said of an alternative that is one value.
#[derive(Clone, Debug, Default)]
struct Words {
    title: Option<String>,
    description: Option<String>,
    deprecated: bool,
}

/// The words of an alternative, or else of what it refers to. Where it lists several values, none of them is meant.
fn beside(schemas: &Schemas, member: SchemaId, target: &Schema) -> Words {
    if !matches!(target.values.as_deref(), Some([_])) {
        return Words::default();
    }
    let own = schemas.get(member);
    let written = |own: &Option<Box<str>>, target: &Option<Box<str>>| {
        let text = own.as_deref().or(target.as_deref()).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    Words {
        title: written(&own.title, &target.title),
        description: written(&own.description, &target.description),
        deprecated: own.deprecated || target.deprecated,
    }
}

/// What stands at a variant.
fn said(words: [Option<String>; 2], is_deprecated: bool) -> Option<String> {
    let deprecated = is_deprecated.then(|| "**Deprecated.**".to_owned());
    let paragraphs: Vec<_> = words.into_iter().flatten().chain(deprecated).collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}
