//! A schema as readers see it: in JSON, without words, where that is short.

use serde_json::{Map, Value};

use super::documentation::code;
use crate::schema::{Kind, Schema, SchemaId, Schemas};

/// What is longer takes more to read than to look up.
const LONGEST: usize = 200;

/// Schemas within one that is still short.
const MOST: usize = 24;

/// The schema as a code span; nothing where it is long.
pub(super) fn shown(schemas: &Schemas, id: SchemaId) -> Option<String> {
    let mut room = MOST;
    let text = Shown { schemas, room: &mut room }.schema(id)?.to_string();
    (text.len() <= LONGEST).then(|| code(&text))
}

struct Shown<'s> {
    schemas: &'s Schemas,
    /// How many schemas more.
    room: &'s mut usize,
}

impl Shown<'_> {
    fn schema(&mut self, id: SchemaId) -> Option<Value> {
        *self.room = self.room.checked_sub(1)?;
        let schema = self.schemas.get(id);
        if schema.never {
            return Some(Value::Bool(false));
        }
        let mut members = Map::new();
        if let Some(reference) = &schema.reference {
            members.insert("$ref".to_owned(), (*reference.text).into());
        }
        assertions(&schema, &mut members);
        let rare = &schema.rare;
        for (key, list) in [
            ("allOf", schema.all_of.as_slice()),
            ("anyOf", &schema.any_of),
            ("oneOf", &schema.one_of),
            ("prefixItems", &rare.prefix_items),
        ] {
            if !list.is_empty() {
                let list: Option<Vec<Value>> = list.iter().map(|id| self.schema(*id)).collect();
                members.insert(key.to_owned(), list?.into());
            }
        }
        let mut ones = vec![("not", rare.not), ("items", schema.items), ("contains", rare.contains)];
        ones.extend(rare.conditions.iter().map(|(key, id)| (*key, Some(*id))));
        ones.push(("propertyNames", rare.property_names));
        ones.push(("additionalProperties", schema.additional_properties));
        for (key, id) in ones {
            if let Some(id) = id {
                members.insert(key.to_owned(), self.schema(id)?);
            }
        }
        let dependents = rare.dependent_schemas.iter();
        let dependents =
            dependents.map(|id| (self.schemas.get(*id).place.pointer().last().unwrap_or_default().into_owned(), *id));
        let owned = |(name, id): (&String, &SchemaId)| (name.clone(), *id);
        let maps: [(&str, Vec<(String, SchemaId)>); 3] = [
            ("properties", schema.properties.iter().map(owned).collect()),
            ("patternProperties", rare.pattern_properties.iter().map(owned).collect()),
            ("dependentSchemas", dependents.collect()),
        ];
        for (key, map) in maps {
            if !map.is_empty() {
                let map: Option<Map<String, Value>> =
                    map.into_iter().map(|(name, id)| Some((name, self.schema(id)?))).collect();
                members.insert(key.to_owned(), map?.into());
            }
        }
        Some(if members.is_empty() { Value::Bool(true) } else { Value::Object(members) })
    }
}

/// Types, values, bounds.
fn assertions(schema: &Schema, members: &mut Map<String, Value>) {
    let rare = &schema.rare;
    let mut add = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            members.insert(key.to_owned(), value);
        }
    };
    let mut kinds: Vec<&str> = schema.kinds.listed().map(Kind::word).collect();
    let is_null = schema.kinds.has(Kind::Null) || schema.kinds.nullable && !kinds.is_empty();
    kinds.extend(is_null.then_some("null"));
    add(
        "type",
        match kinds.as_slice() {
            [] => None,
            [one] => Some((*one).into()),
            several => Some(several.to_vec().into()),
        },
    );
    match schema.values.as_deref() {
        Some([one]) if schema.is_constant => add("const", Some(one.clone())),
        Some(values) => add("enum", Some(values.to_vec().into())),
        None => {}
    }
    add("format", schema.format.as_deref().map(Value::from));
    add("pattern", rare.pattern.as_deref().map(Value::from));
    for (key, number) in [
        ("minimum", &rare.minimum),
        ("exclusiveMinimum", &rare.exclusive_minimum),
        ("maximum", &rare.maximum),
        ("exclusiveMaximum", &rare.exclusive_maximum),
        ("multipleOf", &rare.multiple_of),
    ] {
        add(key, number.clone().map(Value::Number));
    }
    for (key, count) in [
        ("minLength", rare.min_length),
        ("maxLength", schema.max_length),
        ("minItems", rare.min_items),
        ("maxItems", rare.max_items),
        ("minContains", rare.min_contains),
        ("maxContains", rare.max_contains),
        ("minProperties", rare.min_properties),
        ("maxProperties", rare.max_properties),
    ] {
        add(key, count.map(Value::from));
    }
    add("uniqueItems", rare.unique_items.then_some(Value::Bool(true)));
    add("contentEncoding", rare.content_encoding.as_deref().map(Value::from));
    add("contentMediaType", rare.content_media_type.as_deref().map(Value::from));
    add("required", (!schema.required.is_empty()).then(|| schema.required.to_vec().into()));
    if !rare.dependent_required.is_empty() {
        let dependent = rare.dependent_required.iter().map(|(key, others)| (key.clone(), others.to_vec().into()));
        add("dependentRequired", Some(dependent.collect::<Map<_, _>>().into()));
    }
}
