//! One flat view of a schema, however the typed document happens to hold it.
//!
//! `openapiv3` keeps a schema as one of several shapes and as "any" when keywords are mixed; the rest of lowering sees the
//! keywords alone.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty};
use serde_json::Value;

/// A schema or a reference to one, borrowed from wherever it stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node<'a> {
    Reference(&'a str),
    Item(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for Node<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for Node<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

/// The keywords of one schema.
#[derive(Clone, Debug, Default)]
pub(super) struct View<'a> {
    pub(super) kind: Option<&'a str>,
    pub(super) format: Option<String>,
    pub(super) values: Vec<Value>,
    pub(super) properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub(super) required: &'a [String],
    pub(super) additional: Option<&'a AdditionalProperties>,
    pub(super) items: Option<&'a ReferenceOr<Box<Schema>>>,
    pub(super) one_of: Option<&'a [ReferenceOr<Schema>]>,
    pub(super) any_of: Option<&'a [ReferenceOr<Schema>]>,
    pub(super) all_of: Option<&'a [ReferenceOr<Schema>]>,
    pub(super) not: bool,
    /// Constraints in words, for the documentation.
    pub(super) constraints: Vec<String>,
}

impl<'a> View<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        match &schema.schema_kind {
            SchemaKind::Type(kind) => of_type(kind),
            SchemaKind::OneOf { one_of } => Self { one_of: Some(one_of), ..Self::default() },
            SchemaKind::AnyOf { any_of } => Self { any_of: Some(any_of), ..Self::default() },
            SchemaKind::AllOf { all_of } => Self { all_of: Some(all_of), ..Self::default() },
            SchemaKind::Not { .. } => Self { not: true, ..Self::default() },
            SchemaKind::Any(any) => of_any(any),
        }
    }

    /// Whether the schema says something about objects by itself.
    pub(super) fn is_object(&self) -> bool {
        self.kind == Some("object")
            || (self.kind.is_none() && (self.properties.is_some_and(|p| !p.is_empty()) || self.additional.is_some()))
    }

    /// Whether the schema says nothing about values: it may still have words for readers.
    pub(super) fn is_trivial(&self) -> bool {
        self.kind.is_none()
            && self.format.is_none()
            && self.values.is_empty()
            && self.properties.is_none_or(IndexMap::is_empty)
            && self.required.is_empty()
            && self.additional.is_none()
            && self.items.is_none()
            && self.one_of.is_none()
            && self.any_of.is_none()
            && self.all_of.is_none()
            && !self.not
    }
}

fn of_type(kind: &Type) -> View<'_> {
    match kind {
        Type::String(string) => View {
            kind: Some("string"),
            format: format(&string.format),
            values: values(&string.enumeration),
            constraints: constraints(&[
                ("At least", string.min_length.map(|n| n.to_string()), "characters"),
                ("At most", string.max_length.map(|n| n.to_string()), "characters"),
                ("Pattern:", string.pattern.as_ref().map(|pattern| format!("`{pattern}`")), ""),
            ]),
            ..View::default()
        },
        Type::Number(number) => View {
            kind: Some("number"),
            format: format(&number.format),
            values: values(&number.enumeration),
            constraints: bounds(
                (number.minimum.map(|n| n.to_string()), number.exclusive_minimum),
                (number.maximum.map(|n| n.to_string()), number.exclusive_maximum),
                number.multiple_of.map(|n| n.to_string()),
            ),
            ..View::default()
        },
        Type::Integer(integer) => View {
            kind: Some("integer"),
            format: format(&integer.format),
            values: values(&integer.enumeration),
            constraints: bounds(
                (integer.minimum.map(|n| n.to_string()), integer.exclusive_minimum),
                (integer.maximum.map(|n| n.to_string()), integer.exclusive_maximum),
                integer.multiple_of.map(|n| n.to_string()),
            ),
            ..View::default()
        },
        Type::Boolean(boolean) => {
            View { kind: Some("boolean"), values: values(&boolean.enumeration), ..View::default() }
        }
        Type::Object(object) => View {
            kind: Some("object"),
            properties: Some(&object.properties),
            required: &object.required,
            additional: object.additional_properties.as_ref(),
            constraints: constraints(&[
                ("At least", object.min_properties.map(|n| n.to_string()), "keys"),
                ("At most", object.max_properties.map(|n| n.to_string()), "keys"),
            ]),
            ..View::default()
        },
        Type::Array(array) => View {
            kind: Some("array"),
            items: array.items.as_ref(),
            constraints: constraints(&[
                ("At least", array.min_items.map(|n| n.to_string()), "items"),
                ("At most", array.max_items.map(|n| n.to_string()), "items"),
                ("No item twice", array.unique_items.then(String::new), ""),
            ]),
            ..View::default()
        },
    }
}

fn of_any(any: &openapiv3::AnySchema) -> View<'_> {
    let number = |number: Option<f64>| number.map(|number| number.to_string());
    let count = |count: Option<usize>| count.map(|count| count.to_string());
    let mut words = constraints(&[
        ("At least", count(any.min_length), "characters"),
        ("At most", count(any.max_length), "characters"),
        ("Pattern:", any.pattern.as_ref().map(|pattern| format!("`{pattern}`")), ""),
        ("At least", count(any.min_items), "items"),
        ("At most", count(any.max_items), "items"),
        ("At least", count(any.min_properties), "keys"),
        ("At most", count(any.max_properties), "keys"),
    ]);
    words.extend(bounds(
        (number(any.minimum), any.exclusive_minimum == Some(true)),
        (number(any.maximum), any.exclusive_maximum == Some(true)),
        number(any.multiple_of),
    ));
    View {
        kind: any.typ.as_deref(),
        format: any.format.clone(),
        values: any.enumeration.clone(),
        properties: Some(&any.properties),
        required: &any.required,
        additional: any.additional_properties.as_ref(),
        items: any.items.as_ref(),
        one_of: some_list(&any.one_of),
        any_of: some_list(&any.any_of),
        all_of: some_list(&any.all_of),
        not: any.not.is_some(),
        constraints: words,
    }
}

fn some_list<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

fn values<T: Clone + Into<Value>>(values: &[Option<T>]) -> Vec<Value> {
    values.iter().map(|value| value.clone().map_or(Value::Null, Into::into)).collect()
}

fn format<T: serde::Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(item) => match serde_json::to_value(item) {
            Ok(Value::String(word)) => Some(word),
            Ok(_) | Err(_) => None,
        },
        VariantOrUnknownOrEmpty::Unknown(word) => Some(word.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn constraints(parts: &[(&str, Option<String>, &str)]) -> Vec<String> {
    parts
        .iter()
        .filter_map(|(before, value, after)| {
            let value = value.as_deref()?;
            let after = if value == "1" { after.trim_end_matches('s') } else { after };
            let words = [*before, value, after];
            Some(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ") + ".")
        })
        .collect()
}

fn bounds(minimum: (Option<String>, bool), maximum: (Option<String>, bool), multiple: Option<String>) -> Vec<String> {
    constraints(&[
        (if minimum.1 { "More than" } else { "At least" }, minimum.0, ""),
        (if maximum.1 { "Less than" } else { "At most" }, maximum.0, ""),
        ("A multiple of", multiple, ""),
    ])
}
